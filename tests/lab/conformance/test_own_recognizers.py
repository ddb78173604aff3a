"""Ogam's own recognisers, and the examples, keep to the contract that others must keep to."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from ogam.lab.conformance import check_plugin
from ogam.plugins import find_plugins
from ogam.plugins.unpacked import as_if_installed

ROOT = Path(__file__).parents[3]
SHARED = ROOT.parent / "shared" / "data"
OWN = (
    "campplus", "centernet", "commands", "dlib-face", "echo", "gestures", "micro-wake-words", "moonshine-tiny-en",
    "nanodet", "poses", "silero-vad", "text", "whisper-base", "whisper-tiny-en",
)  # fmt: skip
EXAMPLES = {"faster-whisper": "faster_whisper", "face-recognition": "face_recognition"}


@pytest.fixture(autouse=True)
def installed():
    with as_if_installed(ROOT):
        yield


def test_all_of_them_are_named_here():
    assert {f"ogam/{name}" for name in OWN} == {plugin.name for plugin in find_plugins() if plugin.name[:5] == "ogam/"}


@pytest.mark.real
@pytest.mark.slow
@pytest.mark.parametrize("name", OWN)
def test_it_passes_the_kit(name):
    assert not check_plugin(f"ogam/{name}").of("failed")


@pytest.mark.real
@pytest.mark.slow
@pytest.mark.parametrize("folder", EXAMPLES)
def test_an_example_passes_the_kit(folder):
    if find_spec(EXAMPLES[folder]) is None:
        pytest.skip(f"{EXAMPLES[folder]} is not installed")
    with as_if_installed(ROOT / "examples" / folder) as [name]:
        assert not check_plugin(name).of("failed")

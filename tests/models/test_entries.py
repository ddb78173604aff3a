"""The catalogue: what comes with Ogam is whole, and a wrong one says where it is wrong."""

from pathlib import Path

import pytest

from ogam.core import ModelError
from ogam.models import catalog, find, model_card
from ogam.models.entries import HuggingFace, Packaged, read_catalog

RIGHT = f"""
[[model]]
name = "tiny"
version = "1"
task = "test"
licence = "MIT"
[[model.file]]
name = "a.bin"
size = 3
sha256 = "{"0" * 64}"
sources = [{{ kind = "url", url = "http://localhost/a.bin" }}]
"""


ONLY_ON_HUBS = {"sense-voice-small"}
"""No package carries these."""


NAMED_ONLY = {
    "sense-voice-small": "FunASR Model License 1.1",  # its source and name must be kept
    "centernet": "MIT as packaged; upstream states none",  # for comparison; nothing uses it unless it is named
}
"""Licences that are no default's."""


def test_what_comes_with_ogam_can_be_used_and_sold(home):
    models = catalog()
    assert {"moonshine-tiny-en", "silero-vad", "kokoro-82m", "pronunciations-en"} <= {
        name for name, model in models.items() if model.default
    }
    for model in models.values():
        assert model.licence in {"MIT", "Apache-2.0", "CC0-1.0"} or (
            model.licence == NAMED_ONLY.get(model.name) and not model.default
        ), model.name
        assert model.attribution, model.name
        assert model.homepage.startswith("https://"), model.name
        assert all(file.sources for file in model.files), model.name
        assert len({file.name for file in model.files}) == len(model.files), model.name


def test_every_file_can_be_had_from_a_package_registry(home):
    for model in catalog().values():
        for file in model.files:
            packaged = any(isinstance(source, Packaged) for source in file.sources)
            assert packaged is (model.name not in ONLY_ON_HUBS), f"{model.name}: {file.name}"
            assert packaged or not model.default


def test_a_card_carries_the_facts(home):
    card = model_card("silero-vad")
    assert card.label == "silero-vad@6.2.3"
    assert card.files["silero_vad.onnx"].startswith("1a153a22")
    assert card.licence == "MIT"


def test_an_unknown_name_suggests_the_nearest(home):
    with pytest.raises(ModelError, match="Did you mean silero-vad"):
        find("silero_vad")


def test_the_owners_catalogue_adds_and_wins(home):
    home.catalogue({"a.bin": (b"a", [])}, name="silero-vad", version="9")
    assert catalog()["silero-vad"].version == "9"
    assert "kokoro-82m" in catalog()


def test_hugging_face_endpoint_can_be_a_mirror(home, monkeypatch):
    source = HuggingFace("who/what", "abc", "a/b.bin")
    assert source.url == "https://huggingface.co/who/what/resolve/abc/a/b.bin"
    monkeypatch.setenv("HF_ENDPOINT", "http://mirror.example/")
    assert source.url == "http://mirror.example/who/what/resolve/abc/a/b.bin"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"a.bin"', '"../a.bin"', "leads out of the model's folder"),
        ('"a.bin"', '"/etc/a.bin"', "leads out of the model's folder"),
        ('"a.bin"', '""', "leads out of the model's folder"),
        ('name = "tiny"', 'name = "../tiny"', "cannot be a name or version"),
        ('version = "1"', 'version = ".."', "cannot be a name or version"),
        ('licence = "MIT"', "", "'licence' is missing"),
        ('"url", url', '"ftp", url', "source kind 'ftp' is unknown"),
        ("size = 3", "size = -3", "size of a.bin"),
        ("0" * 64, "0" * 63, "64 hexadecimal digits"),
        ("[[model]]", "[[model", "not valid TOML"),
        ('kind = "url", url = "http://localhost/a.bin"', 'kind = "pypi", requirement = "-r x", member = "y"', "-r x"),
    ],
)
def test_a_wrong_catalogue_says_where(tmp_path, old, new, says):
    path = tmp_path / "catalog.toml"
    path.write_text(RIGHT, encoding="utf-8")
    assert list(read_catalog(path)) == ["tiny"]
    path.write_text(RIGHT.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ModelError, match=says) as error:
        read_catalog(path)
    assert str(path) in str(error.value)


def test_a_name_twice_is_refused(tmp_path):
    path = tmp_path / "catalog.toml"
    path.write_text(RIGHT + RIGHT, encoding="utf-8")
    with pytest.raises(ModelError, match="tiny is there twice"):
        read_catalog(path)


def test_the_guide_and_the_notice_name_every_model_and_its_licence(home):
    root = Path(__file__).parents[2]
    guide = (root / "docs" / "models.md").read_text(encoding="utf-8")
    notice = (root / "NOTICE").read_text(encoding="utf-8")
    for model in catalog().values():
        row = next(line for line in guide.splitlines() if line.startswith(f"| `{model.name}`"))
        assert f"| {model.licence} |" in row
        assert f"| {max(1, round(model.size / 1e6))} MB |" in row
        assert ("(optional)" in row) is not model.default
        assert model.homepage in row
        assert model.homepage in notice

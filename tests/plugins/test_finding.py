"""Plugins are found without being imported; what is wrong with one is said of that one."""

import sys

import pytest
from installed import install, install_ogam

from ogam.core import ModelCard, Recognizer
from ogam.plugins import PluginError, find_plugins, open_manifest, open_recognizer, problems

CARDS = """
["lab/good"]
version = "3"
task = "wake word"
licence = "MIT"
"""
GOOD = """
from dataclasses import dataclass, field
from ogam.core import ModelCard

@dataclass
class Good:
    sharpness: int = 1
    card: ModelCard = field(default_factory=lambda: ModelCard("good", "3", "wake word"))
    def recognize(self, signals):
        return [[] for _ in signals]

def open_good(sharpness=1):
    return Good(sharpness)

def no_recognizer():
    return 3

def manifest():
    from pathlib import Path
    return Path("there.jsonl")

number = 7
"""


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """Installs packages for the length of a test."""

    def put(distribution, entries, version="1.0", **modules):
        folder = install(tmp_path / f"{distribution}-{version}", distribution, entries, version, **modules)
        monkeypatch.syspath_prepend(str(folder))
        return folder

    known = set(sys.modules)
    yield put
    for name in set(sys.modules) - known:
        if name.startswith("plugin_"):
            del sys.modules[name]


def good(installed):
    entries = {"ogam.recognizers": {"lab/good": "plugin_good:open_good"}}
    folder = installed("good", entries, plugin_good=GOOD)
    (folder / "cards.toml").write_text(CARDS)
    return folder


def of(plugins, name):
    return [plugin for plugin in plugins if plugin.name == name]


def test_a_plugin_is_found_with_its_card_and_without_its_module(installed):
    good(installed)
    [plugin] = of(find_plugins(), "lab/good")
    assert (plugin.kind, plugin.distribution, plugin.version) == ("recognizer", "good", "1.0")
    assert (plugin.task, plugin.card) == ("wake word", ModelCard("lab/good", "3", "wake word", licence="MIT"))
    assert "plugin_good" not in sys.modules


def test_it_is_opened_by_its_name_with_its_options(installed):
    good(installed)
    found = open_recognizer("lab/good", sharpness=5, threads=2)
    assert isinstance(found, Recognizer)
    assert found.sharpness == 5


def test_an_option_that_it_does_not_take_is_named(installed):
    good(installed)
    with pytest.raises(
        PluginError, match=r"lab/good cannot be opened like this: got an unexpected keyword.*'loudness'"
    ):
        open_recognizer("lab/good", loudness=5)


def test_a_name_that_there_is_not_gets_the_nearest(installed):
    good(installed)
    with pytest.raises(PluginError, match=r"no recognizer is called 'lab/god'. Did you mean lab/good\?"):
        open_recognizer("lab/god")


def test_one_that_cannot_be_imported_is_named_and_the_others_go_on(installed):
    good(installed)
    installed(
        "broken", {"ogam.recognizers": {"lab/broken": "plugin_broken:open"}}, plugin_broken="import no_such_thing"
    )
    installed("leaves", {"ogam.recognizers": {"lab/leaves": "plugin_leaves:open"}}, plugin_leaves="raise SystemExit(3)")
    assert of(find_plugins(), "lab/broken")
    with pytest.raises(PluginError, match=r"lab/broken \(package broken 1.0\).*ModuleNotFoundError.*no_such_thing"):
        open_recognizer("lab/broken")
    with pytest.raises(PluginError, match=r"lab/leaves .*SystemExit"):
        open_recognizer("lab/leaves")
    assert open_recognizer("lab/good")


def test_two_of_one_name_are_both_named(installed):
    good(installed)
    installed("better", {"ogam.recognizers": {"lab/good": "plugin_good:open_good"}}, "2.0")
    [problem] = problems(find_plugins())
    assert problem == ("2 packages give a recognizer called 'lab/good': better 2.0, good 1.0. Uninstall all but one.")
    with pytest.raises(PluginError, match=r"better 2.0, good 1.0"):
        open_recognizer("lab/good")


def test_a_name_of_ogams_own_cannot_be_taken(installed):
    installed("thief", {"ogam.recognizers": {"ogam/ear": "plugin_ear:open"}})
    assert problems(find_plugins()) == [
        "thief calls a recognizer 'ogam/ear', but names with ogam/ are Ogam's own. Ask its makers for another name."
    ]
    with pytest.raises(PluginError, match="are Ogam's own"):
        open_recognizer("ogam/ear")


def test_what_is_no_recognizer_is_said_to_be_none(installed):
    entries = {"lab/three": "plugin_good:no_recognizer", "lab/seven": "plugin_good:number", "lab/none": "plugin_good:x"}
    installed("odd", {"ogam.recognizers": entries}, plugin_good=GOOD)
    for name, said in (("three", "gives a int"), ("seven", "no function but a int"), ("none", "has no attribute 'x'")):
        with pytest.raises(PluginError, match=said):
            open_recognizer(f"lab/{name}")


def test_a_wrong_card_is_named_with_its_file(installed):
    folder = good(installed)
    for wrong, said in (
        ("[", "cards cannot be read"),
        ('["lab/good"]\nversion = "1"', "needs a version and a task"),
        ('["lab/good"]\nversion = "1"\ntask = 3', "'task' .* is not of the right kind: 3"),
        ('["lab/good"]\nversion = "1"\ntask = "x"\nlicense = "MIT"', "has no field 'license'"),
        ('["lab/good"]\nversion = "1"\ntask = "x"\nlimits = { a = true }', "'limits' .* not of the right kind"),
        ('"lab/good" = 3', "must be a table"),
    ):
        (folder / "cards.toml").write_text(wrong)
        with pytest.raises(PluginError, match=said):
            open_recognizer("lab/good")
        assert any("cards.toml" in problem for problem in problems(find_plugins()))


def test_a_wrong_card_stops_no_other(installed):
    folder = good(installed)
    installed("better", {"ogam.recognizers": {"lab/better": "plugin_better:open_good"}}, plugin_better=GOOD)
    (folder / "cards.toml").write_text("[")
    assert open_recognizer("lab/better")


def test_a_data_set_is_the_path_of_its_manifest(installed):
    entries = {"lab/set": "plugin_good:manifest", "lab/three": "plugin_good:no_recognizer"}
    installed("sets", {"ogam.datasets": entries}, plugin_good=GOOD)
    assert open_manifest("lab/set").name == "there.jsonl"
    with pytest.raises(PluginError, match="lab/three gives a int"):
        open_manifest("lab/three")


def test_ogams_own_are_registered_in_the_same_way(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(install_ogam(tmp_path)))
    own = [plugin for plugin in find_plugins("recognizer") if plugin.distribution == "ogam"]
    assert {plugin.task for plugin in own} >= {
        "speech recognition", "voice embedding", "face embedding", "voice activity", "wake word", "objects",
    }  # fmt: skip
    assert all(plugin.card and plugin.card.licence for plugin in own)
    assert not problems(own)
    assert open_recognizer("ogam/echo").card.task == "speech recognition"

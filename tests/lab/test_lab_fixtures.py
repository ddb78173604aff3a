"""Homes of other projects' tests."""

import pytest

from ogam.core import HomeError
from ogam.lab.fixtures import home_of, read_yaml
from ogam.lab.vocabularies import read_vocabulary, recordings

SENSOR_STATE = {"in": "clear", "out": "off"}
FIXTURES = {
    "floors": [{"name": "First Floor", "id": "f1"}],
    "areas": [{"name": "Kitchen", "id": "k", "floor": "f1"}, {"name": "Den"}],
    "entities": [
        {"name": "Lamp", "id": "light.lamp", "area": "k", "state": "on"},
        {"name": "Lamp", "domain": "light", "area": "Den", "light_supports_color": True},
        {"name": "Joe[']s", "domain": "todo"},
        {
            "name": "CO",
            "id": "binary_sensor.co",
            "state": {"in": "clear", "out": "off"},
            "attributes": {"device_class": "gas"},
        },
    ],
}


def test_ids_become_names():
    home = home_of(FIXTURES)
    assert [(area.name, area.floor) for area in home.areas] == [("Kitchen", "First Floor"), ("Den", None)]
    assert [device.area for device in home.devices] == ["Kitchen", "Den", None, None]


def test_devices_are_told_apart_and_keep_what_is_said_of_them():
    lamp, other, todo, sensor = home_of(FIXTURES).devices
    assert lamp.id == "light.lamp"
    assert other.id not in ("", lamp.id)
    assert (lamp.domain, lamp.attributes["state"]) == ("light", "on")
    assert other.attributes["light_supports_color"] is True
    assert (todo.name, todo.aliases) == ("Joe's", ("Joes",))
    assert (sensor.device_class, sensor.attributes["state"]) == ("gas", "off")


def test_custom_sentences_of_the_files_beside_belong_to_the_home(tmp_path):
    (tmp_path / "home.yaml").write_text("language: en\nfixtures: {areas: [{name: Kitchen}]}\n")
    (tmp_path / "custom_a.yaml").write_text("lists: {fruit: {values: [apples]}}\n")
    (tmp_path / "custom_b.yaml").write_text("intents: {Eat: {data: [{sentences: ['eat {fruit}']}]}}\n")
    home = read_vocabulary(tmp_path).home
    assert list(home.lists) == ["fruit"]
    assert list(home.intents) == ["Eat"]


def test_a_home_file_of_ogam_is_read_as_such(tmp_path):
    (tmp_path / "home.yaml").write_text("areas: [{name: attic}]\n")
    assert read_vocabulary(tmp_path).home.areas[0].name == "attic"


def test_a_folder_without_a_grammar_is_named(tmp_path):
    with pytest.raises(HomeError, match=r"neither expressions\.yaml nor home\.yaml"):
        read_vocabulary(tmp_path)


def test_recordings_are_taken_by_name(tmp_path):
    for name in ("b.wav", "a.flac", "c.txt"):
        (tmp_path / name).touch()
    assert [path.name for path in recordings(tmp_path)] == ["a.flac", "b.wav"]
    assert [path.name for path in recordings(tmp_path, 1)] == ["a.flac"]


def test_yaml_that_holds_no_mapping_is_named(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text("- 1")
    with pytest.raises(HomeError, match=r"x\.yaml: holds no mapping"):
        read_yaml(path)

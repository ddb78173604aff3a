from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogam.core import HomeError
from ogam.home import example_home, load_home, parse_home, read_home
from ogam.home.model import DOMAINS, Area, Floor, Person

GOOD = """\
language: en
floors: [downstairs, {name: upstairs, aliases: [first floor]}]
areas:
  - {name: kitchen, aliases: [cook room], floor: downstairs}
  - bedroom
devices:
  - {name: Lamp, domain: light, area: Kitchen, capabilities: [color], state: on}
  - {name: lamp, domain: light, area: bedroom}
  - {name: oven, id: oven.big, domain: oven, area: cook room, state: {temperature: 200}}
scenes: [movie night]
scripts: [{name: leaving, aliases: [bye]}]
people: [Mina, {name: Jun, role: child}]
sentences:
  - {say: ["[it is] movie time"], do: {intent: HassTurnOn, slots: {name: movie night}}, reply: Enjoy.}
intents: {Foo: {data: [{sentences: [do foo]}]}}
lists: {drink: {values: [tea, off]}}
"""


def problems(text: str) -> list[str]:
    with pytest.raises(HomeError) as caught:
        parse_home(text, "home.yaml")
    return caught.value.problems


def test_a_home_is_read() -> None:
    home = parse_home(GOOD)
    assert home.floors == (Floor("downstairs"), Floor("upstairs", ("first floor",)))
    assert home.areas == (Area("kitchen", ("cook room",), "downstairs"), Area("bedroom"))
    assert [device.id for device in home.devices] == [
        "light.lamp",
        "light.lamp_bedroom",
        "oven.big",
        "scene.movie_night",
        "script.leaving",
    ]
    lamp, _, oven, *_ = home.devices
    assert (lamp.area, dict(lamp.attributes)) == ("kitchen", {"light_supports_color": True, "state": "on"})
    assert (oven.area, dict(oven.attributes)) == ("kitchen", {"temperature": 200})
    assert home.people == (Person("Mina"), Person("Jun", role="child"))
    assert home.sentences[0].slots == {"name": "movie night"}
    assert home.sentences[0].where == "home.yaml:14"
    assert home.lists == {"drink": {"values": ["tea", "off"]}}


def test_an_unknown_area_is_named_with_its_line_and_a_suggestion() -> None:
    text = "areas: [kitchen, living room]\ndevices:\n  - {name: Ofen, domain: oven, area: Küche}\n"
    assert problems(text) == [
        "home.yaml:3: device 'Ofen' is in area 'Küche', which is not declared. Areas: kitchen, living room. "
        "Did you mean 'kitchen'?"
    ]


def test_all_problems_are_said_at_once_in_the_order_of_the_lines() -> None:
    found = problems("areas:\n  - {nam: a}\ndevices:\n  - {name: x, domain: lihgt}\n  - {name: y}\n")
    assert [problem.split(": ")[0] for problem in found] == ["home.yaml:2", "home.yaml:2", "home.yaml:4", "home.yaml:5"]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("areas: [a\n", 2, "not YAML"),
        ("a: \x00", 1, "not YAML"),
        ("", 1, "empty"),
        ("# nothing\n", 1, "empty"),
        ("- a\n", 1, "a home must be a mapping"),
        ("language: de\n", 1, "Languages: en, ko"),
        ("areas: kitchen\n", 1, "areas must be a list"),
        ("arreas: [a]\n", 1, "Did you mean 'areas'?"),
        ("areas: [a]\nareas: [b]\n", 2, "twice"),
        ("areas: [a, A]\n", 1, "so can 'a'"),
        ("areas:\n - {name: a, aliases: [b]}\n - {name: b}\n", 3, "area 'b' can be called 'b', and so can 'a'"),
        ("areas: ['']\n", 1, "area has no name"),
        ("areas: [~]\n", 1, "area has no name"),
        ("areas: [[a]]\n", 1, "must be a mapping"),
        ("areas: [{name: a, floor: up}]\n", 1, "Floors: none yet"),
        ("people: [Mina, mina]\n", 1, "person 'mina'"),
        ("devices: [{domain: light}]\n", 1, "device has no name"),
        ("devices: [{name: lamp}]\n", 1, "has no domain"),
        ("devices: [{name: lamp, domain: lihgt}]\n", 1, "Did you mean 'light'?"),
        ("devices: [{name: lamp, domain: light, id: lamp}]\n", 1, "must begin with its domain: light."),
        (
            "devices:\n - {name: a, domain: light, id: light.x}\n - {name: b, domain: light, id: light.x}\n",
            3,
            "taken by another device",
        ),
        ("devices:\n - {name: lamp, domain: light}\n - {name: Lamp, domain: switch}\n", 3, "both without an area"),
        (
            "areas: [k]\ndevices:\n - {name: lamp, domain: light, area: k}\n - {name: lamp, domain: light}\n",
            4,
            "one of them has no area",
        ),
        ("devices: [{name: 💡, domain: light}]\n", 1, "nobody can say"),
        ("devices: [{name: 'lamp [left]', domain: light}]\n", 1, "brackets"),
        ("devices: [{name: {a: b}, domain: light}]\n", 1, "must be a single value"),
        ("devices: [{name: a, domain: light, aliases: {a: b}}]\n", 1, "must be a list"),
        ("devices: &d [*d]\n", 1, "contains itself"),
        ("sentences: [{say: [], do: {intent: X}}]\n", 1, "says nothing"),
        ("sentences: [{say: hello}]\n", 1, "does nothing"),
        ("sentences: [{say: hello, do: {intent: X, slots: {a: [b]}}}]\n", 1, "must be a word or a number"),
        ("scenes: [{name: night, colour: red}]\n", 1, "has no key 'colour'"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text: str, line: int, words: str) -> None:
    found = problems(text)
    assert any(problem.startswith(f"home.yaml:{line}: ") and words in problem for problem in found), found


def test_a_sensor_may_share_its_name_with_what_it_watches() -> None:
    text = "devices:\n - {name: door, domain: lock}\n - {name: door, domain: binary_sensor}\n"
    assert [device.id for device in parse_home(text).devices] == ["lock.door", "binary_sensor.door"]


def test_emoji_are_dropped_and_it_is_said_how_the_name_is_spoken() -> None:
    home, problems = read_home(
        "devices:\n - {name: Lamp 💡, domain: light}\n - {name: 🔥, domain: oven, aliases: [oven]}\n"
    )
    assert not problems.errors
    assert [device.name for device in home.devices] == ["Lamp", "oven"]
    assert problems.notes == [
        "home.yaml:2: device 'Lamp 💡' is spoken 'Lamp'.",
        "home.yaml:3: device '🔥' has a name that cannot be spoken; it is called 'oven'.",
    ]


def test_hangul_names_are_fine() -> None:
    home = parse_home("language: ko\nareas: [주방]\ndevices: [{name: 식탁 등, domain: light, area: 주방}]\n")
    assert home.devices[0].id == "light.식탁_등"


def test_words_that_yaml_takes_for_truth_values_stay_words() -> None:
    home = parse_home("areas: [on]\nscenes: [off]\ndevices: [{name: yes, domain: switch, area: on, state: off}]\n")
    assert (home.areas[0].name, home.devices[0].name, home.devices[1].name) == ("on", "yes", "off")
    assert home.devices[0].attributes["state"] == "off"


def test_a_file_that_is_not_utf8_or_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "home.yaml"
    with pytest.raises(HomeError, match="no such file"):
        load_home(path)
    path.write_bytes(b"areas:\n - K\xfcche\n")
    with pytest.raises(HomeError, match=r"home\.yaml:2: the file is not UTF-8"):
        load_home(path)
    with pytest.raises(HomeError, match="cannot be read"):
        load_home(tmp_path)


def test_the_example_has_a_device_of_every_kind_of_the_simulator() -> None:
    home = example_home()
    assert len(home.areas) == 8
    named = {device.domain for device in home.devices}
    wanted = """light switch fan climate cover lock valve media_player vacuum lawn_mower oven washer dryer dishwasher
        sensor binary_sensor weather scene script button todo"""
    assert named >= set(wanted.split())
    assert named <= DOMAINS


@given(st.text(max_size=200))
def test_any_text_is_a_home_or_has_problems(text: str) -> None:
    read_home(text)


WORDS = st.sampled_from(
    [
        "name",
        "areas",
        "devices",
        "light",
        "domain",
        "- ",
        "{",
        "}",
        "[",
        "]",
        ": ",
        "\n",
        " ",
        "&a",
        "*a",
        "💡",
        "state",
        "sentences",
        "say",
        "do",
        "~",
        "1e999",
        "0x",
        "2026-13-01",
        "!!int x",
        "lists",
    ]
)


@given(st.lists(WORDS, max_size=30).map("".join))
def test_anything_that_looks_like_a_home_is_one_or_has_problems(text: str) -> None:
    _, problems = read_home(text)
    assert all(problem.startswith("home.yaml:") for problem in problems.errors)

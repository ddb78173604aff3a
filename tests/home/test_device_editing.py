"""Devices of a home file changed in its text: the rest stays to the letter, and whatever cannot be done is refused."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogam.core import Device, HomeError
from ogam.home import parse_home
from ogam.home.device_editing import Changes, with_changes, with_devices, without_device

TEXT = """\
# Our home
language: en
areas:
  - name: kitchen   # the warm one
    aliases: [cooking]
  - bedroom
devices:
  # lights
  - {name: lamp, domain: light, area: kitchen}  # by the window
  - name: lamp        # the old one
    domain: light
    aliases:
      - night light   # as Joon says
      - sleepy
    area: bedroom
    attributes: {unreachable: true}
  - area: kitchen
    name: fridge
    domain: refrigerator
scenes: [movie time, {name: good night, aliases: [sleep]}]
scripts:
  - leave home
people: [{name: Mina, role: owner}]
sentences:
  - say: [everything off]
    do: {intent: HassTurnOff}
policies:
  - |
    @id("night")
    forbid (principal, action, resource) when { resource.name == "lamp" };
"""
IDS = [
    "light.lamp",
    "light.lamp_bedroom",
    "refrigerator.fridge",
    "scene.movie_time",
    "scene.good_night",
    "script.leave_home",
]


def changed(text: str, device: str, **changes: object) -> str:
    return with_changes(text, device, Changes(**changes))[0]


def test_the_ids_are_these():
    assert [device.id for device in parse_home(TEXT).devices] == IDS


def test_a_name_in_a_line_is_changed_and_the_id_stays():
    text = changed(TEXT, "light.lamp", name="counter light")
    line = "  - {name: counter light, id: light.lamp, domain: light, area: kitchen}  # by the window\n"
    assert text == TEXT.replace("  - {name: lamp, domain: light, area: kitchen}  # by the window\n", line)


def test_a_name_of_several_lines_is_changed():
    text = changed(TEXT, "light.lamp_bedroom", name="reading light")
    assert "  - name: reading light        # the old one\n    id: light.lamp_bedroom\n    domain: light\n" in text


def test_aliases_and_areas_are_changed_and_taken_out():
    assert "aliases: [snooze, nap]\n    area: bedroom\n" in changed(
        TEXT, "light.lamp_bedroom", aliases=["snooze", "nap"]
    )
    text = changed(TEXT, "light.lamp_bedroom", name="old lamp", aliases=[], area="")
    assert parse_home(text).device("light.lamp_bedroom").aliases == ()
    assert parse_home(text).device("light.lamp_bedroom").area is None
    assert "as Joon says" not in text
    assert "  - name: fridge\n    domain: refrigerator\n" in changed(TEXT, "refrigerator.fridge", area="")
    moved = changed(TEXT, "light.lamp_bedroom", name="far lamp", area="cooking")
    assert parse_home(moved).device("light.lamp_bedroom").area == "kitchen"


def test_a_bare_name_becomes_more():
    text = changed(TEXT, "script.leave_home", aliases=["bye"])
    assert "scripts:\n  - {name: leave home, aliases: [bye]}\n" in text
    text = changed(TEXT, "scene.movie_time", name="cinema")
    assert "scenes: [{name: cinema, id: scene.movie_time}, {name: good night" in text


def test_devices_are_added_at_the_end_of_theirs():
    text, home = with_devices(
        TEXT,
        [
            Device("", "Ofen: der alte", "oven", ("배기 팬",), "kitchen", attributes={"temperature": 200}),
            Device("light.moon", "moon", "light", driver="mqtt"),
        ],
    )
    oven = '{name: "Ofen: der alte", domain: oven, area: kitchen, aliases: [배기 팬], attributes: {temperature: 200}}'
    assert f"  - {oven}\n" in text
    assert "  - {name: moon, domain: light, driver: mqtt, id: light.moon}\nscenes:" in text
    assert [device.id for device in home.devices] == [*IDS[:3], home.devices[3].id, "light.moon", *IDS[3:]]


@pytest.mark.parametrize("text", ["areas: [hall]\n", "devices:\nareas: [hall]\n", "areas: [hall]\ndevices: []", "devices: [{name: a, domain: fan}]\nareas: [hall]"])  # fmt: skip  # noqa: E501
def test_the_first_device_of_a_file(text):
    after, home = with_devices(text, [Device("", "lamp", "light", area="hall")])
    assert home.devices[-1].id == "light.lamp"
    assert parse_home(after).devices[-1].area == "hall"


def test_removing_leaves_the_rest_and_its_ids():
    text, home = without_device(TEXT, "light.lamp")
    assert [device.id for device in home.devices] == IDS[1:]
    assert "  # lights\n  - name: lamp        # the old one\n    id: light.lamp_bedroom\n" in text
    text, _ = without_device(TEXT, "light.lamp_bedroom")
    assert "# by the window\n  - area: kitchen\n" in text
    assert "scenes: [{name: good night" in without_device(TEXT, "scene.movie_time")[0]
    assert "scenes: [movie time]" in without_device(TEXT, "scene.good_night")[0]
    assert "scripts:\npeople" in without_device(TEXT, "script.leave_home")[0]


@pytest.mark.parametrize(
    ("device", "changes", "words"),
    [
        ("light.lamp", {"name": "fridge"}, "can be called 'fridge'"),
        ("light.lamp", {"area": "bedroom"}, "both in 'bedroom'"),
        ("light.lamp", {"area": "moon"}, "'moon', which is not declared"),
        ("light.lamp", {"name": "!?"}, "nobody can say"),
        ("light.lamp", {"name": "a [b]"}, "brackets"),
        ("light.none", {"name": "x"}, "no device 'light.none'"),
    ],
)
def test_what_would_be_wrong_is_refused(device, changes, words):
    with pytest.raises(HomeError, match=words.replace("[", r"\[")):
        with_changes(TEXT, device, Changes(**changes))


@pytest.mark.parametrize(
    "text",
    [
        "devices: [&a {name: lamp, domain: light}]\nlists: {x: *a}",
        "{devices: [{name: lamp, domain: light}]}",
    ],
)
def test_what_is_written_in_an_unusual_way_is_left_alone(text):
    with pytest.raises(HomeError):
        with_changes(text, "light.lamp", Changes(name="other"))


@pytest.mark.parametrize("bad", [Device("", "x", "nonsense"), Device("", "", "light"), Device("", "lamp", "light")])
def test_devices_that_cannot_be_are_not_added(bad):
    with pytest.raises(HomeError):
        with_devices("devices: [{name: lamp, domain: light}]", [bad])


NAMES = st.text(st.sampled_from("ab 가나'\"#:,{}[]-&*!|%@`0\\"), min_size=1, max_size=8)


@given(
    device=st.sampled_from(IDS),
    name=st.none() | NAMES,
    aliases=st.none() | st.lists(NAMES, max_size=3),
    area=st.sampled_from([None, "", "kitchen", "bedroom"]),
)
def test_whatever_is_written_only_this_device_changes(device, name, aliases, area):
    before = parse_home(TEXT)
    try:
        text, home = with_changes(TEXT, device, Changes(name, aliases, area))
    except HomeError:
        return
    assert parse_home(text) == home
    assert [one.id for one in home.devices] == IDS
    for old, new in zip(before.devices, home.devices, strict=True):
        assert old == (replace(new, name=old.name, aliases=old.aliases, area=old.area) if old.id == device else new)
    for comment in ("# Our home", "# the warm one", "# lights", "# by the window", "# the old one"):
        assert comment in text


@given(name=NAMES, aliases=st.lists(NAMES, max_size=2), removed=st.sampled_from(IDS))
def test_whatever_is_added_the_others_stay(name, aliases, removed):
    try:
        text, home = with_devices(TEXT, [Device("", name, "switch", tuple(aliases), "kitchen")])
    except HomeError:
        return
    assert [one for one in home.devices if one.domain != "switch"] == list(parse_home(TEXT).devices)
    _, home = without_device(text, removed)
    assert removed not in [one.id for one in home.devices]

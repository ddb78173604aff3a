import asyncio
import sys
from pathlib import Path

import pytest

pytest.importorskip("websockets")

from ogam.devices.homeassistant.bindings import Entity
from ogam.devices.homeassistant.importing import choose, devices_of
from ogam.devices.homeassistant.registry import Entry, Hardware, Place, Registry, is_of_interest
from ogam.devices.homeassistant.settings import Settings
from ogam.devices.homeassistant.simulator import TOKEN, HomeAssistantSimulator
from ogam.devices.homeassistant.synchronising import Wanted, merged, read

sys.path.insert(0, str(Path(__file__).parent))

OWN = """\
# my home
language: en

areas:
  - {name: kitchen, aliases: [cooking place]}   # where we eat

devices:
  # the best lamp
  - name: desk lamp
    domain: light
    area: kitchen
  - {name: hob light, domain: light, area: kitchen, driver: homeassistant, address: light.kitchen}  # I call it so
people:
  - Mina
"""


def taken_over(text, change=None, wanted=None, before=None):
    """The home file with what a simulated Home Assistant has. change: done to it first."""

    async def run():
        simulator = HomeAssistantSimulator()
        if change is not None:
            change(simulator.home)
        await simulator.start()
        try:
            registry = await read(Settings(simulator.url, TOKEN))
        finally:
            await simulator.stop()
        return registry, merged(text, registry, before or {}, wanted or Wanted(), "home.yaml")

    return asyncio.run(run())


def imported(registry):
    return {one.address: one for one in choose(registry, everything=True).devices}


def test_what_is_there_stays_and_the_rest_is_added():
    _, found = taken_over(OWN)
    for line in OWN.splitlines():
        assert line in found.text.splitlines()
    assert found.home.device("light.hob_light").address == "light.kitchen"
    assert "Kitchen light" not in found.added
    living = found.home.device("light.ceiling_light")
    assert (living.area, living.aliases, living.address) == ("Living room", ("거실등", "main light"), "light.ceiling")
    assert [area.name for area in found.home.areas][:2] == ["kitchen", "Living room"]
    assert found.home.areas[1].floor == "Ground floor"
    assert found.home.device("switch.coffee_machine").area == "kitchen"


def test_what_is_left_out_has_its_reason():
    reasons = dict(taken_over(OWN)[1].left_out)
    assert reasons == {
        "light.old": "hidden",
        "sensor.signal": "settings and diagnosis",
        "sun.sun": "no device",
    }
    _, exposed = taken_over(OWN, wanted=Wanted(exposed=True))
    assert dict(exposed.left_out)["lock.front"] == "not exposed to voice assistants"
    _, everything = taken_over(OWN, wanted=Wanted(everything=True))
    assert "sensor.signal" not in dict(everything.left_out)


def test_one_that_could_not_be_told_apart_is_left_out_and_says_of_which():
    def twice(home):
        home.add("light.other", "Ceiling light", "off", {"supported_color_modes": ["onoff"]}, area="living_room")

    reasons = dict(taken_over(OWN, twice)[1].left_out)
    assert reasons["light.other"] == "called the same as Ceiling light (light.ceiling)"


def test_a_second_time_there_is_nothing_new():
    _, first = taken_over(OWN)
    registry, second = taken_over(first.text)
    assert (second.text, second.added) == (first.text, ())
    _, third = taken_over(first.text, wanted=Wanted(sync=True), before=imported(registry))
    assert (third.text, third.changed, third.removed) == (first.text, (), ())


def test_kept_in_sync_what_the_owner_changed_stays():
    registry, first = taken_over(OWN)
    text = first.text.replace("{name: Curtain,", "{name: Drapes,")

    def later(home):
        home.entries["cover.curtain"]["name"] = "Left curtain"
        home.entries["light.hall"] |= {"name": "Corridor light", "area_id": "garage", "aliases": ["복도등"]}
        home.remove("switch.coffee")
        home.add("switch.kettle", "Kettle", "off", {}, area="kitchen")

    _, found = taken_over(text, later, Wanted(sync=True), imported(registry))
    assert (found.added, found.changed, found.removed) == (("Kettle",), ("Hall light",), ("Coffee machine",))
    hall = found.home.device("light.hall_light")
    assert (hall.name, hall.area, hall.aliases) == ("Corridor light", "Garage", ("복도등",))
    assert "{name: Drapes," in found.text
    assert "# the best lamp" in found.text


def test_what_is_only_not_loaded_yet_is_not_taken_out():
    registry, first = taken_over(OWN)

    def starting(home):
        del home.states["switch.coffee"]

    _, found = taken_over(first.text, starting, Wanted(sync=True), imported(registry))
    assert found.removed == ()
    assert dict(found.left_out)["switch.coffee"] == "not there"


@pytest.mark.parametrize(
    ("entry", "friendly", "name"),
    [
        (Entry("light.a"), "Lamp", "Lamp"),
        (Entry("light.a", name="Own"), "Lamp", "Own"),
        (Entry("light.a", device="d", has_own_name=False), "Lamp", "Hue bulb"),
        (Entry("light.a"), "Lamp (left) 💡", "Lamp left"),
        (Entry("light.a", aliases=("spot",)), "💡", "spot"),
        (Entry("light.a", aliases=("lamp", "Spot", "spot")), "Lamp", "Lamp"),
    ],
)
def test_names_are_those_that_can_be_spoken(entry, friendly, name):
    registry = Registry(
        areas=(Place("k", "Kitchen"),),
        hardware={"d": Hardware("d", "Hue bulb", "k")},
        entries={"light.a": entry},
        entities=(Entity("light.a", "on", {"friendly_name": friendly}),),
    )
    [device] = choose(registry).devices
    assert device.name == name
    assert device.area == ("Kitchen" if entry.device else None)
    assert len(device.aliases) == len({one.casefold() for one in device.aliases})


def test_each_discovered_device_has_an_id_of_its_own():
    entities = tuple(Entity(f"light.{n}", "on", {"friendly_name": "Lamp"}) for n in range(3))
    assert [one.id for one in devices_of(Registry(entities=entities))] == ["light.lamp", "light.lamp_2", "light.lamp_3"]


@pytest.mark.parametrize(
    ("kind", "data", "matters"),
    [
        ("entity_registry_updated", {"action": "create", "entity_id": "light.a"}, True),
        ("entity_registry_updated", {"action": "create", "entity_id": "update.a"}, False),
        ("entity_registry_updated", {"action": "update", "entity_id": "light.a", "changes": {"name": 1}}, True),
        ("entity_registry_updated", {"action": "update", "entity_id": "light.a", "changes": {"icon": 1}}, False),
        ("device_registry_updated", {"action": "update", "device_id": "d", "changes": {"area_id": None}}, True),
        ("device_registry_updated", {"action": "update", "device_id": "d", "changes": {"sw_version": 1}}, False),
        ("area_registry_updated", {"action": "reorder"}, False),
        ("floor_registry_updated", {"action": "remove", "floor_id": "f"}, True),
    ],
)
def test_changes_that_matter(kind, data, matters):
    assert is_of_interest(kind, data) is matters

"""Questions about who is where that home-assistant-intents knows too: where there are cameras, these answer them."""

from dataclasses import replace

from ogam.core import Command, Slot
from ogam.home import Home, key

_AT_HOME = frozenset({"home", "not_home", "집"})


def as_seen(command: Command, home: Home) -> Command:
    """A question about people as one that cameras answer; every other command, and in a home without any, as it is."""
    if not home.cameras or command.intent != "HassGetState":
        return command
    people = {key(name): one.name for one in home.people for name in (one.name, *one.aliases)}
    person = people.get(key(str(command.value("name") or "")))
    if person is None and command.value("domain") != "person":
        return command
    place = _place(command, home)
    if person is None:
        response = "any" if command.response in ("any", "all") and command.language == "en" else "who"
        return replace(command, intent="OgamSceneWho", slots=place, response=response)
    said = command.slots["name"].text
    slots = {"person": Slot("person", person, said), **place}
    return replace(command, intent="OgamSceneWhere", slots=slots, response="person_there" if place else "person")


def _place(command: Command, home: Home) -> dict[str, Slot]:
    """The place that was asked about, where it is one of the home's; none for the whole home."""
    slot = command.slots.get("state")
    if slot is None or str(slot.value) in _AT_HOME:
        return {}
    names = {key(name): area.name for area in home.areas for name in (area.name, *area.aliases)}
    area = names.get(key(str(slot.value)))
    return {"area": Slot("area", area or str(slot.value), slot.text or str(slot.value))}

"""What Ogam says: which sentence of a language's wording, and what it is filled with."""

from collections.abc import Mapping, Sequence
from typing import Any

from ogam.core import Command, Decision, Device
from ogam.devices import SET, UNDO_INTENT, choice_of, is_question, needs_devices, say_settings
from ogam.devices.actions import COME_INTENT
from ogam.devices.halting import HALT_INTENT
from ogam.devices.schedule_telling import when
from ogam.home import MY_ROOM, SCENE_INTENTS, Home, Routine, key
from ogam.hub.answers import answer
from ogam.hub.languages import wording_for
from ogam.hub.scene_answers import no_camera
from ogam.hub.turns import Act, Turn
from ogam.hub.wording import Wording
from ogam.messages import translate

_MOST_ROOMS = 5
_MOST_NAMES = 4


def reply(command: Command, acts: Sequence[Act], home: Home) -> str:
    """What to say after a command was carried out, or was not; in the language that it was said in."""
    words = wording_for(home, command)
    if command.intent == "HassNevermind":
        return words.say("nevermind")
    if command.intent == UNDO_INTENT:
        return words.say("nothing_to_undo")
    if command.intent == "HassRespond":
        return _respond(command, home, words)
    if not acts:
        return _nothing_meant(command, home, words)
    failures = " ".join(dict.fromkeys(_sorry(act, words.code) for act in acts if not act.result.ok))
    done = [act for act in acts if act.result.ok]
    if not done:
        return failures
    if command.intent == HALT_INTENT:
        return f"{words.say('done.stop')} {failures}".strip()
    own = command.response if command.response in {sentence.reply for sentence in home.sentences} else ""
    said = own or (answer(command, done, words) if is_question(command) else _done(done, words))
    return f"{said} {failures}".strip()


def routine(routine: Routine, steps: Sequence[Turn], command: Command, home: Home) -> str:
    """What a routine did: its own reply, or its name, and then what came of each step, each said once."""
    words = wording_for(home, command)
    first = routine.reply or words.say("routine_done", name=routine.name)
    said = [
        step.reply if step.command is not None else words.say("routine_step_unknown", step=step.words) for step in steps
    ]
    return " ".join(dict.fromkeys((first, *said)))


def undone(command: Command, acts: Sequence[Act], home: Home, left: Sequence[Device] = ()) -> str:
    """What to say after something was taken back, or was not. left: what stays as it was made."""
    words = wording_for(home, command)
    if not acts:
        return words.say("nothing_to_undo")
    failures = " ".join(dict.fromkeys(_sorry(act, words.code) for act in acts if not act.result.ok))
    if not any(act.result.ok for act in acts):
        return failures
    said = words.say("undone_but", names=left) if left else words.say("undone")
    return f"{said} {failures}".strip()


def _sorry(act: Act, language: str) -> str:
    return act.result.errors.get(language) or translate(act.result.error, language)


def not_understood(home: Home, area: str | None) -> str:
    """With two sentences that can be said here."""
    words = wording_for(home)
    return words.say("not_understood_here" if area else "not_understood", examples=_listed(home, area))


def missing(needs: Sequence[str], command: Command, home: Home) -> str:
    """The question for what must be said first; empty where nothing is missing."""
    if not needs:
        return ""
    words = wording_for(home, command)
    if "area" in needs:
        domain = command.value("domain")
        with_devices: set[str | None] = {device.area for device in home.devices if domain in (None, device.domain)}
        if command.intent == COME_INTENT:
            with_devices = {place.name for place in home.places}
        areas = [area.name for area in home.areas if area.name in with_devices]
        return words.say("which_room_of", names=areas) if 0 < len(areas) <= _MOST_ROOMS else words.say("which_room")
    own = f"which_{needs[0]}"
    if own in words.sentences:
        return words.say(own)
    return words.say("which_slot", slot=words.value(needs[0]).replace("_", " "))


def which_one(command: Command, home: Home) -> str:
    """The question to ask where one name means several devices; empty where it does not, or all can be answered for."""
    if "name" not in command.slots or len(command.devices) < 2 or is_question(command):
        return ""
    words = wording_for(home, command)
    meant = [device for device in home.devices if device.id in command.devices]
    areas = sorted({device.area for device in meant if device.area})
    names = sorted({device.name for device in meant})
    name = command.slots["name"].text or str(command.slots["name"].value)
    if len(areas) == len(meant):
        return words.say("which_one_in", name=name, names=areas)
    if len(names) == len(meant) <= _MOST_NAMES:
        return words.say("which_one_called", name=name, names=names)
    return words.say("which_one_of", name=name, count=len(meant))


def whose(command: Command, home: Home) -> str:
    """What to say to "my room" where it is not known whose that is; empty where it is, or where it was not said."""
    if command.value("area") != MY_ROOM:
        return ""
    words = wording_for(home, command)
    return words.say("no_room", name=command.speaker) if command.speaker else words.say("whose_room")


def not_allowed(decision: Decision, command: Command, home: Home, digits: str = "", look: str = "") -> str:
    """With the rule's reason; or, where more evidence would be enough, with what that is.

    digits: those to say, in words, look: what to do first before the camera, where that is asked for.
    """
    words = wording_for(home, command)
    reason = translate(decision.reason_in(words.code), words.code)
    if decision.effect != "ask":
        return words.say("not_allowed", reason=reason).strip()
    device = home.device(decision.device)
    own = f"deed.{decision.action}" if device is not None else ""
    deed = words.part(own if own in words.sentences else "deed", device=device.name if device else "")
    known = command.speaker is not None
    refused = words.say("not_allowed_yet" if known else "not_allowed_unknown", deed=deed, reason=reason)
    kinds = {"challenge": "digits" if digits else "challenge", "face": f"face.{look}" if look else "face"}
    needs = [words.part(f"need.{kinds.get(need, need)}", digits=digits) for need in decision.needs]
    return f"{refused} {words.say('needs', needs=needs)}"


def could_not_listen(error: Exception, home: Home) -> str:
    """When the recogniser failed."""
    words = wording_for(home)
    return words.say("could_not_listen", error=translate(str(error), words.code))


def went_wrong(home: Home) -> str:
    """When something inside failed; the log has it."""
    return wording_for(home).say("went_wrong")


def examples(home: Home, area: str | None = None) -> list[str]:
    """Two sentences that this home understands, about devices in the area if there are any."""
    words = wording_for(home)
    here = [device for device in home.devices if area is not None and key(device.area or "") == key(area)]
    said: dict[str, str] = {}
    for device in (*here, *home.devices):
        if device.domain in words.examples:
            said.setdefault(device.domain, words.examples[device.domain][0].format(device.name))
    return [*said.values(), *words.examples[""]][:2]


def _listed(home: Home, area: str | None) -> str:
    quoted = "‘{}’" if home.language == "ko" else "{}"
    return ", ".join(quoted.format(example) for example in examples(home, area))


def _done(acts: Sequence[Act], words: Wording) -> str:
    """One sentence for each kind of thing that was done."""
    verbs = dict.fromkeys(act.action.verb for act in acts)
    return " ".join(_done_alike([act for act in acts if act.action.verb == verb], words) for verb in verbs)


def _done_alike(acts: Sequence[Act], words: Wording) -> str:
    act = acts[0]
    sentence = words.done_key(act.device.domain, _verb(act))
    if act.device.domain == "phone" and "rung" in act.result.state:
        own = "_own" if act.action.verb == "ring_own" else ""
        return words.say(f"done.phone.{act.result.state['rung']}{own}", **act.action.arguments)
    if act.device.domain == "schedule" and act.action.verb in ("set_alarm", "set_reminder", "put_off"):
        arrives = f"{sentence}_arrival" if act.action.arguments.get("arrival") else ""
        return words.say(arrives if arrives in words.sentences else sentence, **_scheduled(act, words))
    if sentence == "done.timer.start" and act.action.arguments.get("conversation_command"):
        sentence = "done.timer.start_for"
    return words.say(sentence, devices=[one.device for one in acts], **_fields(act, words))


def _scheduled(act: Act, words: Wording) -> Mapping[str, Any]:
    """What is told of an alarm or a reminder that was set: about what, and when it comes."""
    entry = act.result.state["entries"][-1]
    return {"text": entry["text"], "when": when(entry, entry["after"], words.code)}


def _verb(act: Act) -> str:
    """The verb that a deed is told by: that of the command that was set, where a device was given one."""
    wanted = act.action.arguments
    commands = [one for one in act.device.properties if one.kind == "command" and one.id in wanted]
    if act.action.verb != SET or not commands or len(wanted) > 1:
        return act.action.verb
    choice = choice_of(commands[0], wanted[commands[0].id])
    return choice.verb if choice is not None and choice.verb else "command"


def _fields(act: Act, words: Wording) -> Mapping[str, Any]:
    """What sentences about a deed may be filled with: its arguments, and what became of the device."""
    wanted, state = act.action.arguments, act.result.state
    return {
        "verb": act.action.verb.replace("_", " "),
        "called": wanted.get("name", ""),
        "command": wanted.get("conversation_command", ""),
        "light": _light(wanted, words),
        **{name: words.value(value) if isinstance(value, str) else value for name, value in wanted.items()},
        "area": wanted.get("area", ""),
        "volume_level": state.get("volume_level", wanted.get("volume_level")),
        "temperature": (state.get("temperature", wanted.get("temperature")), state.get("temperature_unit", "°C")),
        "seconds": wanted.get("seconds", 0),
        "settings": say_settings(act.device, wanted, words.code) if act.action.verb == SET else "",
    }


def _light(wanted: Mapping[str, Any], words: Wording) -> str:
    told = [name for name in ("brightness", "color", "temperature") if name in wanted]
    parts = [words.part(f"light_{name}", **{name: words.value(wanted[name])}) for name in told]
    return words.show(parts, "") if parts else words.part("light_on")


def _nothing_meant(command: Command, home: Home, words: Wording) -> str:
    """Why an understood command means nothing in this home."""
    if command.intent in SCENE_INTENTS:
        return no_camera(command, words)
    if not needs_devices(command):
        return words.say("nothing_does_that", sentence=command.sentence, intent=command.intent)
    slots = {name: slot.text or words.value(slot.value) for name, slot in command.slots.items()}
    people = {key(name) for person in home.people for name in (person.name, *person.aliases)}
    if command.value("domain") == "person" or key(str(command.value("name") or "")) in people:
        return words.say("who_is_where")
    what = slots.get("name") or slots.get("device_class") or slots.get("domain") or words.part("any_device")
    what = what.replace("_", " ")
    if place := slots.get("area") or slots.get("floor") or ("" if "name" in slots else command.area):
        return words.say("none_in_area", what=what, place=place)
    return words.say("none_in_home", what=what)


def _respond(command: Command, home: Home, words: Wording) -> str:
    if command.response == "commands":
        return words.say("commands", examples=_listed(home, command.area))
    return words.say(command.response if command.response in _RESPONSES else "here")


_RESPONSES = frozenset({"hello", "listening", "data", "creator"})

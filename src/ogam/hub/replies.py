"""What Ogam says: short and friendly English."""

from collections.abc import Callable, Mapping, Sequence

from ogam.core import Command, Decision, Device
from ogam.devices import is_question, needs_devices
from ogam.home import Home, key
from ogam.hub.answers import answer
from ogam.hub.turns import Act
from ogam.hub.wording import call, capital, join, say_seconds

_MOST_ROOMS = 5
_MOST_NAMES = 3
"""More devices than these are counted instead of named."""


def reply(command: Command, acts: Sequence[Act], home: Home) -> str:
    """What to say after a command was carried out, or was not."""
    if command.intent in _TALK:
        return _TALK[command.intent](command, home)
    if not acts:
        return _nothing_meant(command)
    failures = " ".join(dict.fromkeys(act.result.error for act in acts if not act.result.ok))
    done = [act for act in acts if act.result.ok]
    if not done:
        return failures
    own = command.response if command.response in {sentence.reply for sentence in home.sentences} else ""
    said = own or (answer(command, done) if is_question(command) else _done(done))
    return f"{said} {failures}".strip()


def not_understood(home: Home, area: str | None) -> str:
    """With two sentences that can be said here."""
    place = "In here you can say" if area else "You can say"
    return f"I didn't get that. {place}: {', '.join(examples(home, area))}."


def missing(needs: Sequence[str], command: Command, home: Home) -> str:
    """The question for what must be said first; empty where nothing is missing."""
    if not needs:
        return ""
    if "area" in needs:
        domain = command.value("domain")
        with_devices = {device.area for device in home.devices if domain in (None, device.domain)}
        areas = [area.name for area in home.areas if area.name in with_devices]
        return f"In which room: {join(areas, 'or')}?" if 0 < len(areas) <= _MOST_ROOMS else "In which room?"
    return f"Which {needs[0].replace('_', ' ')}?"


def which_one(command: Command, home: Home) -> str:
    """The question to ask where one name means several devices; empty where it does not, or all can be answered for."""
    if "name" not in command.slots or len(command.devices) < 2 or is_question(command):
        return ""
    meant = [device for device in home.devices if device.id in command.devices]
    areas = sorted({device.area for device in meant if device.area})
    name = command.slots["name"].text or str(command.slots["name"].value)
    return f"Which {name}: {join(areas, 'or')}?" if len(areas) > 1 else f"Which {name}? There are {len(meant)}."


def not_allowed(decision: Decision) -> str:
    """With the rule's reason."""
    return f"I may not do that. {decision.reason}".strip()


def could_not_listen(error: Exception) -> str:
    """When the recogniser failed."""
    return f"I couldn't listen to that: {error}"


def went_wrong() -> str:
    """When something inside failed; the log has it."""
    return "Something went wrong, and I did nothing. The log says what."


def examples(home: Home, area: str | None = None) -> list[str]:
    """Two sentences that this home understands, about devices in the area if there are any."""
    here = [device for device in home.devices if area is not None and key(device.area or "") == key(area)]
    said: dict[str, str] = {}
    for device in (*here, *home.devices):
        if device.domain in _EXAMPLES:
            said.setdefault(device.domain, _EXAMPLES[device.domain].format(device.name))
    return [*said.values(), "what time is it", "set a timer for five minutes"][:2]


_EXAMPLES = {
    "light": "turn on the {}",
    "climate": "set the {} to 21 degrees",
    "cover": "open the {}",
    "media_player": "pause the {}",
    "fan": "turn on the {}",
    "switch": "turn off the {}",
    "lock": "lock the {}",
    "vacuum": "start the {}",
}


def _done(acts: Sequence[Act]) -> str:
    """One sentence for each kind of thing that was done."""
    verbs = dict.fromkeys(act.action.verb for act in acts)
    return " ".join(_done_alike([act for act in acts if act.action.verb == verb]) for verb in verbs)


def _done_alike(acts: Sequence[Act]) -> str:
    act = acts[0]
    whole = _SENTENCES.get((act.device.domain, act.action.verb)) or _SENTENCES.get(("", act.action.verb))
    if whole is not None:
        return whole(act)
    return f"{_subject([one.device for one in acts])} {_now(act)}."


def _subject(devices: Sequence[Device]) -> str:
    if len(devices) > _MOST_NAMES:
        return f"{len(devices)} {_kind(devices)} are"
    if len(devices) > 1:
        return capital(f"{join([device.name for device in devices])} are")
    return capital(call(devices[0]))


def _kind(devices: Sequence[Device]) -> str:
    domains = {device.domain for device in devices}
    return f"{domains.pop().replace('_', ' ')}s" if len(domains) == 1 else "devices"


def _now(act: Act) -> str:
    """What became of the device, after "is": "on", "at 40 %", "set to 21 °C"."""
    phrase = _PHRASES.get(act.action.verb)
    return act.action.verb.replace("_", " ") + ": done" if phrase is None else phrase(act)


def _light(act: Act) -> str:
    wanted = act.action.arguments
    parts = [f"at {wanted['brightness']} %"] if "brightness" in wanted else []
    parts += [str(wanted["color"])] if "color" in wanted else []
    parts += [f"at {wanted['temperature']} kelvin"] if "temperature" in wanted else []
    return join(parts) or "on"


def _temperature(act: Act) -> str:
    return f"set to {act.result.state['temperature']} {act.result.state.get('temperature_unit', '°C')}"


def _said(phrase: str) -> Callable[[Act], str]:
    return lambda act: phrase.format(**act.action.arguments)


_PHRASES: Mapping[str, Callable[[Act], str]] = {
    "turn_on": _said("on"),
    "turn_off": _said("off"),
    "open": _said("open"),
    "close": _said("closed"),
    "lock": _said("locked"),
    "unlock": _said("unlocked"),
    "set_light": _light,
    "set_speed": _said("at {percentage} %"),
    "set_position": _said("at {position} %"),
    "set_temperature": _temperature,
    "set_fan_mode": _said("in fan mode {fan_mode}"),
    "pause": _said("paused"),
    "play": _said("playing"),
    "mute": _said("muted"),
    "unmute": _said("audible again"),
    "start": _said("running"),
    "clean_area": lambda act: f"cleaning the {act.action.arguments.get('area', 'room')}",
    "return_to_base": _said("going back to its base"),
    "start_mowing": _said("mowing"),
    "dock": _said("going back to its base"),
}


def _sentence(text: str) -> Callable[[Act], str]:
    return lambda act: capital(text.format(device=act.device.name, **act.action.arguments))


def _timer(text: str) -> Callable[[Act], str]:
    """`{called}`: the timer's own name, or "timer"; `{time}`: the time said; `{command}`: what for."""

    def say(act: Act) -> str:
        name, seconds = act.action.arguments.get("name"), act.action.arguments.get("seconds", 0)
        put_off = act.action.arguments.get("conversation_command")
        command = f": {put_off}" if put_off else ""
        called = f"{name} timer" if name else "timer"
        return capital(text.format(called=called, time=say_seconds(seconds), command=command))

    return say


_SENTENCES: Mapping[tuple[str, str], Callable[[Act], str]] = {
    ("timer", "start"): _timer("{called} set for {time}{command}."),
    ("timer", "cancel"): _timer("{called} cancelled."),
    ("timer", "cancel_all"): _timer("all timers cancelled."),
    ("timer", "pause"): _timer("{called} paused."),
    ("timer", "resume"): _timer("{called} is running again."),
    ("timer", "increase"): _timer("added {time} to the {called}."),
    ("timer", "decrease"): _timer("took {time} off the {called}."),
    ("", "add_item"): _sentence("{item} is on the {device}."),
    ("", "complete_item"): _sentence("{item} is ticked off."),
    ("", "remove_item"): _sentence("{item} is off the {device}."),
    ("", "announce"): _sentence("I've announced: {message}."),
    ("", "activate"): _sentence("{device} is set."),
    ("", "run"): _sentence("{device} is running."),
    ("", "press"): _sentence("I've pressed the {device}."),
    ("", "next"): _sentence("next one on the {device}."),
    ("", "previous"): _sentence("previous one on the {device}."),
    ("", "play_media"): _sentence("playing {search_query} on the {device}."),
    ("", "set_volume"): _sentence("{device} volume is {volume_level} %."),
    ("", "change_volume"): lambda act: f"{capital(act.device.name)} volume is {act.result.state['volume_level']} %.",
}


def _nothing_meant(command: Command) -> str:
    """Why an understood command means nothing in this home."""
    if not needs_devices(command):
        return f"I understood “{command.sentence}” ({command.intent}), but nothing in this home does that yet."
    slots = {name: slot.text or str(slot.value) for name, slot in command.slots.items()}
    if command.value("domain") == "person":
        return "I can't tell who is where yet."
    what = slots.get("name") or slots.get("device_class") or slots.get("domain") or "device for that"
    if place := slots.get("area") or slots.get("floor") or ("" if "name" in slots else command.area):
        return f"I know no {what.replace('_', ' ')} in the {place}."
    return f"I know no {what.replace('_', ' ')} in this home."


def _respond(command: Command, home: Home) -> str:
    if command.response == "commands":
        return f"You can say, for example: {', '.join(examples(home, command.area))}."
    return _RESPONSES.get(command.response, "I'm here.")


_RESPONSES = {
    "hello": "Hello.",
    "listening": "I listen on this computer only, and keep no sound unless you turn that on.",
    "data": "Nowhere. Everything stays on this computer.",
    "creator": "The people who make Ogam.",
}
_TALK: Mapping[str, Callable[[Command, Home], str]] = {
    "HassNevermind": lambda command, home: "Okay.",  # noqa: ARG005
    "HassRespond": _respond,
}

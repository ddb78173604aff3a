"""What Ogam says in English: short and friendly."""

from collections.abc import Mapping, Sequence
from typing import Any

from ogam.core import Action, Device
from ogam.devices import GET, first_name, say_effect, say_value
from ogam.devices.timers import say_duration
from ogam.hub.languages import en_seeing
from ogam.hub.turns import Act
from ogam.hub.wording import Wording

MOST_NAMES = 3
"""More devices than these are counted instead of named."""

SENTENCES = {
    # not done
    "not_understood_here": "I didn't get that. In here you can say: {examples}.",
    "not_understood": "I didn't get that. You can say: {examples}.",
    "which_room": "In which room?",
    "which_room_of": "In which room: {names:or}?",
    "which_person": "Whose phone is it?",
    "which_slot": "Which {slot}?",
    "which_value": "To how much?",
    "which_temperature": "To how many degrees?",
    "which_one_in": "Which {name}: {names:or}?",
    "which_one_called": "Which {name}: {names:or}?",
    "which_one_of": "Which {name}? There are {count}.",
    "not_allowed": "I may not do that. {reason}",
    "not_allowed_yet": "I can't {deed} yet. {reason}",
    "not_allowed_unknown": "I can't {deed} for a voice I don't know.",
    "deed": "do that",
    "deed.ring": "ring somebody else's phone",
    "deed.ring_own": "ring a phone",
    "deed.unlock": "unlock the {device}",
    "deed.open_entrance": "open the {device}",
    "deed.disarm": "turn off the {device}",
    "deed.heat": "turn on the {device}",
    "needs": "{needs:or_else}.",
    "need.voice": "say it yourself",
    "need.face": "look at the camera",
    "need.face.turn_left": "look at the camera and turn your head to the left",
    "need.face.turn_right": "look at the camera and turn your head to the right",
    "need.face.look_up": "look at the camera, and then up",
    "need.face.look_down": "look at the camera, and then down",
    "need.face.blink_twice": "look at the camera and blink twice",
    "need.face.open_mouth": "look at the camera and open your mouth wide",
    "need.challenge": "pass a challenge",
    "need.digits": "say: {digits}",
    "need.approval": "approve it on a phone",
    "whose_room": "Whose room? I don't know who is speaking.",
    "no_room": "I don't know which room is {name}'s. Say its name.",
    "could_not_listen": "I couldn't listen to that: {error}",
    "went_wrong": "Something went wrong, and I did nothing. The log says what.",
    "nothing_does_that": "I understood “{sentence}” ({intent}), but nothing in this home does that yet.",
    "who_is_where": "I can't tell who is where yet.",
    "none_in_area": "I know no {what} in the {place}.",
    "none_in_home": "I know no {what} in this home.",
    "any_device": "device for that",
    # talk
    "nevermind": "Okay.",
    "here": "I'm here.",
    "hello": "Hello.",
    "listening": "I listen on this computer only, and keep no sound unless you turn that on.",
    "data": "Nowhere. Everything stays on this computer.",
    "creator": "The people who make Ogam.",
    "commands": "You can say, for example: {examples}.",
    # taken back
    "undone": "that's undone.",
    "undone_but": "that's undone, but not the {names}.",
    "nothing_to_undo": "there is nothing that I can take back.",
    # routines
    "routine_done": "{name}.",
    "not_your_routine": "that routine is {name}'s.",
    "not_for_role": "that routine is for others.",
    "routine_step_unknown": "I don't understand the step “{step}”.",
    # what rings
    "ring.timer": "the {text} timer is done.",
    "ring.timer_of": "the timer for {seconds:duration} is done.",
    "ring.alarm": "it's {time}. Your alarm is ringing.",
    "ring.reminder": "reminder: {text}.",
    "ring.reminder_for": "{name}, there is a reminder for you. Ask me: what is my reminder?",
    "ring.command": "I was off at {time}, so I did not do this: {text}.",
    "ring.late": "I was off when this was due, at {time}. {said}",
    # answers
    "it_is": "It's {answer}.",
    "it_is_by": "It's {answer} by the {device}.",
    "just_answer": "{answer}",
    "state_of": "{devices:are_not_short} {answer}.",
    "any_yes": "Yes, {devices:few}.",
    "no": "No.",
    "yes": "Yes.",
    "all_no": "No, {devices:few_are} not {state}.",
    "which": "{devices:few}.",
    "none": "None.",
    "how_many": "{count}.",
    "one_no": "No, it's {answer}.",
    # done
    "done_otherwise": "{devices:are} {verb}: done.",
    "report.reached": "the {device} is at the {place}.",
    "report.reached.docking": "the {device} is in its dock.",
    "report.aborted": "the {device} couldn't get to the {place}.",
    "report.aborted.docking": "the {device} couldn't get to its dock.",
    "report.aborted.following": "the {device} lost sight of whom it followed.",
    "report.canceled": "the {device} stopped on its way to the {place}.",
    "report.lost": "the connection to the {device} broke on its way to the {place}; look where it is.",
    "report.lost.docking": "the connection to the {device} broke on its way home; look where it is.",
    "report.lost.following": "the connection to the {device} broke while it followed; look where it is.",
    "done.turn_on": "{devices:are} on.",
    "done.turn_off": "{devices:are} off.",
    "done.open": "{devices:are} open.",
    "done.close": "{devices:are} closed.",
    "done.lock": "{devices:are} locked.",
    "done.unlock": "{devices:are} unlocked.",
    "done.set": "{devices}: {settings}.",
    "done.command": "{devices}: {settings}, done.",
    "done.robot.go_to": "on my way to the {go}.",
    "done.robot.move": "done.",
    "done.robot.follow": "I'm following you.",
    "done.robot.return_to_base": "on my way home.",
    "done.stop": "stopped.",
    "done.set_light": "{devices:are} {light}.",
    "done.set_speed": "{devices:are} at {percentage} %.",
    "done.set_position": "{devices:are} at {position} %.",
    "done.set_temperature": "{devices:are} set to {temperature:degrees}.",
    "done.set_fan_mode": "{devices:are} in fan mode {fan_mode}.",
    "done.pause": "{devices:are} paused.",
    "done.play": "{devices:are} playing.",
    "done.mute": "{devices:are} muted.",
    "done.unmute": "{devices:are} audible again.",
    "done.start": "{devices:are} running.",
    "done.clean_area": "{devices:are} cleaning the {area}.",
    "done.return_to_base": "{devices:are} going back to its base.",
    "done.start_mowing": "{devices:are} mowing.",
    "done.dock": "{devices:are} going back to its base.",
    "done.add_item": "{item} is on the {devices}.",
    "done.complete_item": "{item} is ticked off.",
    "done.remove_item": "{item} is off the {devices}.",
    "done.announce": "I've announced: {message}.",
    "done.phone.ringing": "{person}'s phone is ringing.",
    "done.phone.ringing_own": "your phone is ringing.",
    "done.phone.sent": "I've sent a ring to {person}'s phone. It rings if it is on.",
    "done.phone.sent_own": "I've sent a ring to your phone. It rings if it is on.",
    "done.activate": "{devices} is set.",
    "done.run": "{devices} is running.",
    "done.press": "I've pressed the {devices}.",
    "done.next": "next one on the {devices}.",
    "done.previous": "previous one on the {devices}.",
    "done.play_media": "playing {search_query} on the {devices}.",
    "done.set_volume": "{devices} volume is {volume_level} %.",
    "done.change_volume": "{devices} volume is {volume_level} %.",
    "done.restore": "{devices} are as before.",
    "done.schedule.set_alarm": "alarm set: {when}.",
    "done.schedule.set_reminder": "I'll remind you {when}: {text}.",
    "done.schedule.set_reminder_arrival": "I'll remind you {when}: {text}.",
    "done.schedule.put_off": "I'll do that {when}: {text}.",
    "done.schedule.cancel_entry": "cancelled.",
    "done.schedule.stop": "okay.",
    "done.schedule.snooze": "again in {seconds:duration}.",
    "done.timer.start": "{called:timer} set for {seconds:duration}.",
    "done.timer.start_for": "{called:timer} set for {seconds:duration}: {command}.",
    "done.timer.cancel": "{called:timer} cancelled.",
    "done.timer.cancel_all": "All timers cancelled.",
    "done.timer.pause": "{called:timer} paused.",
    "done.timer.resume": "{called:timer} is running again.",
    "done.timer.increase": "added {seconds:duration} to the {called:timer}.",
    "done.timer.decrease": "took {seconds:duration} off the {called:timer}.",
    # what a light was told, in order of mention
    "light_brightness": "at {brightness} %",
    "light_color": "{color}",
    "light_temperature": "at {temperature} kelvin",
    "light_on": "on",
    **en_seeing.SENTENCES,
}
EXAMPLES = {
    "light": ("turn on the {}",),
    "climate": ("set the {} to 21 degrees",),
    "cover": ("open the {}",),
    "media_player": ("pause the {}",),
    "fan": ("turn on the {}",),
    "switch": ("turn off the {}",),
    "lock": ("lock the {}",),
    "vacuum": ("start the {}",),
    "": ("what time is it", "set a timer for five minutes"),
}
_MOST_TOLD = 4


def join(words: Sequence[str], last: str = "and") -> str:
    """ "a", "a and b", "a, b and c"."""
    return f" {last} ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else "".join(words)


def be(name: str) -> str:
    """ "are" after a name in the plural ("counter lights"), else "is"."""
    return "are" if name.endswith("s") and not name.endswith(("ss", "us", "is")) else "is"


def show(value: Any, spec: str) -> str:
    """Devices by name; specs: are, few (in alphabetical order), or, or_else, duration (of seconds), degrees, timer.

    A timer is shown by its name.
    """
    match spec:
        case "are":
            return _subject(value)
        case "are_not_short":
            return f"{value[0].name} {be(value[0].name)}"
        case "few":
            return _few(value)
        case "few_are":
            return f"{_few(value)} {'are' if len(value) > 1 else be(value[0].name)}"
        case "or":
            return join(value, "or")
        case "or_else":
            return ", or ".join((", ".join(value[:-1]), value[-1])) if len(value) > 1 else "".join(value)
        case "duration":
            return say_duration(value)
        case "degrees":
            return " ".join(map(str, value))
        case "timer":
            return f"{value} timer" if value else "timer"
    return str(value) if isinstance(value, str | int | float) else join([getattr(one, "name", one) for one in value])


def _subject(devices: Sequence[Device]) -> str:
    """Names with their verb: "kitchen light's", "counter lights are", "TV is", "4 lights are"."""
    if len(devices) > MOST_NAMES:
        return f"{len(devices)} {_kind(devices)} are"
    if len(devices) > 1:
        return f"{join([device.name for device in devices])} are"
    name = devices[0].name
    if be(name) == "are":
        return f"{name} are"
    return f"{name} is" if name.endswith("s") or not name.isascii() else f"{name}'s"


def _kind(devices: Sequence[Device]) -> str:
    domains = {device.domain for device in devices}
    return f"{domains.pop().replace('_', ' ')}s" if len(domains) == 1 else "devices"


def _few(devices: Sequence[Device]) -> str:
    names = sorted(device.name for device in devices)
    if len(names) > _MOST_TOLD:
        return f"{', '.join(names[: _MOST_TOLD - 1])} and {len(names) - _MOST_TOLD + 1} more"
    return join(names)


def _answer(act: Act) -> str:
    asked = act.device.property(str(act.action.arguments.get("property", "")))
    if asked is not None and act.action.verb == GET and act.result.answer:
        return f"{first_name(asked.names, 'en')}: {say_value(asked, act.result.state.get(asked.id))}."
    return act.result.answer


def _effect(device: Device, action: Action, state: Mapping[str, Any]) -> str:
    return say_effect(device, action, state)


ENGLISH = Wording("en", SENTENCES, EXAMPLES, show, _answer, _effect, lambda state, text: text or state, {})

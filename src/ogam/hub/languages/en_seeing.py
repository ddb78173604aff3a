"""What Ogam says in English of what cameras see."""

import re
from collections.abc import Mapping, Sequence

from ogam.home.things import thing
from ogam.hub.languages.seeing import SeeingWords

SENTENCES = {
    "seen.people": "{people} {be} {place}.",
    "seen.people_yes": "yes, {people} {be} {place}.",
    "seen.nobody": "nobody is {place}.",
    "seen.nobody_no": "no, nobody is {place}.",
    "seen.things": "I see {things} {place}.",
    "seen.things_yes": "yes, I see {things} {place}.",
    "seen.no_things": "I see {things} {place}.",
    "seen.no_things_no": "no, I see {things} {place}.",
    "seen.all": "I see {things} {place}.",
    "seen.nothing": "I see nobody {place}, and nothing that I know.",
    "seen.last": "I last saw {what} {place} {ago}.",
    "seen.never": "I haven't seen {what}.",
    "seen.here": "{what} {be} {place}.",
    "seen.elsewhere": "no, {what} is {place}.",
    "seen.not_there": "no, I don't see {what} {place}.",
    "seen.is_there": "yes, {what} is {place}.",
    "seen.unknown_thing": "I can't tell {what} by sight.",
    "seen.open": "the {zone} is open.",
    "seen.closed": "the {zone} is closed.",
    "seen.open_yes": "yes, the {zone} is open.",
    "seen.closed_yes": "yes, the {zone} is closed.",
    "seen.open_no": "no, the {zone} is open.",
    "seen.closed_no": "no, the {zone} is closed.",
    "seen.state_then": "it was {state} {ago}.",
    "seen.state.open": "open",
    "seen.state.closed": "closed",
    "seen.no_state": "I can't tell yet whether the {zone} is open.",
    "seen.text": "it says: {text}.",
    "seen.no_text": "I can't read anything {place}.",
    "seen.not_reading": "the {camera} is not set up to read: add text to what it sees.",
    "seen.paused": "the {camera} is paused.",
    "seen.lost": "the {camera} gives no pictures at the moment.",
    "seen.starting": "the {camera} is only just starting.",
    "seen.off": "I can't see now: cameras are watched only while the Ogam server is running.",
    "seen.no_camera": "no camera looks at the {where}.",
    "seen.no_cameras": "no camera looks there.",
    "seen.everywhere": "where I can see",
    "seen.at_home": "at home, as far as I can see",
    "seen.not_looking": "the {camera} is not set up to see that.",
    "deed.see": "say whom the {device} sees",
    "deed.look": "say what the {device} sees",
    "which_pointed": "which one do you mean: {names:or}?",
    "which_pointed_none": "what do you mean? I don't see you pointing at anything. Say its name.",
    "done.camera.turn_off": "{devices:are} paused.",
    "done.camera.turn_on": "{devices:are} watching again.",
}
_NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_BEFORE = "in|on|at|by|inside|outside|around|near|under|beside|in front of|next to"  # as in templates/en.seeing.yaml


def _things(what: str, count: int) -> str:
    """ "a cup", "two cups", "no cups"."""
    known = thing(what)
    if count == 1:
        return f"{'an' if known.one[0][0] in 'aeiou' else 'a'} {known.one[0]}"
    return f"{_number(count)} {known.several[0]}"


def _number(count: int) -> str:
    return _NUMBERS[count] if 0 <= count < len(_NUMBERS) else str(count)


def _listed(parts: Sequence[str]) -> str:
    return " and ".join((", ".join(parts[:-1]), parts[-1])) if len(parts) > 1 else "".join(parts)


def _strangers(count: int) -> str:
    return "somebody I don't know" if count == 1 else f"{_number(count)} people I don't know"


def ago(seconds: float) -> str:
    """ "just now", "20 seconds ago", "5 minutes ago", "2 hours ago"."""
    if seconds < 10:
        return "just now"
    for unit, length in (("day", 86_400), ("hour", 3600), ("minute", 60)):
        if seconds >= length:
            count = round(seconds / length)
            return f"{count} {unit}{'s' if count > 1 else ''} ago"
    return f"{round(seconds, -1):.0f} seconds ago"


def _place(name: str, sentence: str, is_area: bool) -> str:
    """As it was said, "on the table"; else "in the kitchen", "at the table"."""
    said = re.search(rf"\b({_BEFORE}) (?:the |my |our )?{re.escape(name.lower())}\b", sentence.lower())
    return f"{said[1] if said else 'in' if is_area else 'at'} the {name}"


_PLURAL: Mapping[str, str] = {
    "keys": "keys",
    "glasses": "glasses",
    "headphones": "headphones",
    "scissors": "the scissors",
}

WORDS = SeeingWords(
    _things,
    lambda what: _PLURAL.get(what) or f"the {thing(what).one[0]}",
    lambda what: _things(what, 0),
    _listed,
    _strangers,
    lambda name: name,
    ago,
    _place,
)

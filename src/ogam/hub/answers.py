"""What Ogam answers to questions, from what the devices answered."""

from collections.abc import Sequence

from ogam.core import Command
from ogam.devices import is_in_state
from ogam.hub.turns import Act
from ogam.hub.wording import be, capital, join

_MOST_NAMES = 4


def answer(command: Command, acts: Sequence[Act]) -> str:
    """The answer to a question that devices have answered; `acts` is not empty."""
    match command.intent:
        case "HassGetState":
            return _state(command, acts)
        case "HassGetCurrentTime":
            return f"It's {acts[0].result.answer}."
        case "HassGetCurrentDate":
            return f"It's {acts[0].result.answer}."
        case "HassClimateGetTemperature":
            return " ".join(f"It's {act.result.answer}{_by(act, acts)}." for act in acts)
        case "HassGetWeather":
            return f"It's {acts[0].result.answer}."
    return " ".join(act.result.answer for act in acts)


def _state(command: Command, acts: Sequence[Act]) -> str:
    """The templates' response key says what was asked: any, all, which, how many, is it; else the state itself."""
    asked, spoken = str(command.value("state") or ""), _spoken_state(command)
    matching = [act for act in acts if is_in_state(act.result.state, asked)]
    others = [act for act in acts if act not in matching]
    match command.response:
        case "any":
            return f"Yes, {_names(matching)}." if matching else "No."
        case "all":
            return f"No, {_names(others)} {_are(others)} not {spoken}." if others else "Yes."
        case "which":
            return f"{capital(_names(matching))}." if matching else "None."
        case "how_many":
            return f"{len(matching)}." if matching else "None."
        case "one_yesno":
            return "Yes." if not others else f"No, it's {others[0].result.answer}."
    return " ".join(f"{capital(act.device.name)} {be(act.device)} {act.result.answer}." for act in acts)


def _spoken_state(command: Command) -> str:
    slot = command.slots.get("state")
    return "" if slot is None else slot.text or str(slot.value)


def _names(acts: Sequence[Act]) -> str:
    names = sorted(act.device.name for act in acts)
    if len(names) > _MOST_NAMES:
        return f"{', '.join(names[: _MOST_NAMES - 1])} and {len(names) - _MOST_NAMES + 1} more"
    return join(names)


def _are(acts: Sequence[Act]) -> str:
    return "are" if len(acts) > 1 else be(acts[0].device)


def _by(act: Act, acts: Sequence[Act]) -> str:
    """Which device says so, where several do."""
    return f" by the {act.device.name}" if len(acts) > 1 else ""

"""What is to happen at a time, as plain data: alarms, reminders and commands put off, and what rings now.

Pure functions from a state and the arguments of an action to the next state, as `timers` are. Times of day are kept as
rules of local time (`ogam.devices.times`), so that they stay right when the clocks change.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ogam.core import DeviceError
from ogam.devices.times import next_time, rule_data, rule_from, rule_of

Entry = dict[str, Any]
"""id; kind: "alarm", "reminder", "command" or (while it rings) "timer"; text: to be told, or the command; person: whose
it is, None for the household's; session, area: where it was set; who: the identity that asked, as JSON; rule: local
time, or None; due: seconds since the epoch, None for what waits for its person to come home (`arrival`); after: later
than that it is due; language: it was set in. While it rings: since, and late (seconds)."""

State = dict[str, Any]
"""entries: what is to come; ringing: what rings."""

RINGS = 600.0
"""Seconds for which something rings at most."""
LATE = 60.0
"""Seconds after which it is said that something comes late."""
SNOOZE = 300
"""Seconds of a snooze of which nobody says how long."""
MOST = 100
"""Entries that are kept at once."""

_TIMES = ("hour", "minute", "daypart", "day", "month_day", "month", "every")
_NOT_WHEN = {
    "ko": "언제인지 말해 주세요. 예를 들어 ‘내일 아침 7시에 깨워줘’라고요.",
}
_PASSED = {"ko": "그 시간은 지났어요. 다른 시간을 말해 주세요."}
_NONE = {
    "alarm": ("There is no such alarm.", "그런 알람이 없어요."),
    "reminder": ("There is no such reminder.", "그런 알림이 없어요."),
    "command": ("Nothing was put off.", "나중에 하기로 한 일이 없어요."),
}
_WHICH_ONE = "어느 것인지, 아니면 전부라고 말해 주세요."
_SEVERAL = {
    "alarm": ("There are {count} alarms. Say which one, or all of them.", f"알람이 {{count}}개 있어요. {_WHICH_ONE}"),
    "reminder": (
        "There are {count} reminders. Say which one, or all of them.",
        f"알림이 {{count}}개 있어요. {_WHICH_ONE}",
    ),
    "command": (
        "{count} things were put off. Say all of them.",
        f"나중에 하기로 한 일이 {{count}}개 있어요. {_WHICH_ONE}",
    ),
}


def change(state: Mapping[str, Any], verb: str, arguments: Mapping[str, Any], now: float) -> State:
    """The state after a verb. DeviceError where it cannot be done, and what to say instead."""
    return _VERBS[verb](dict(state), arguments, now)


def _set(kind: str) -> Callable[[State, Mapping[str, Any], float], State]:
    return lambda state, arguments, now: _added(state, _entry(kind, arguments, now))


def _added(state: State, entry: Entry) -> State:
    if len(state["entries"]) >= MOST:
        raise DeviceError(f"There are {MOST} alarms and reminders already. Cancel some first.")
    return state | {"entries": [*state["entries"], entry]}


def _entry(kind: str, arguments: Mapping[str, Any], now: float) -> Entry:
    rule, due = None, None
    arrival = bool(arguments.get("arrival"))
    if arguments.get("seconds"):
        due = now + float(arguments["seconds"])
    elif "hour" in arguments:
        try:
            rule = rule_of({name: arguments[name] for name in _TIMES if name in arguments}, now, wakes=kind == "alarm")
        except ValueError as error:
            raise DeviceError(str(error)) from error
        due = next_time(rule, now)
        if due is None:
            raise DeviceError("That time has passed. Say another one.", _PASSED)
    elif not arrival:
        raise DeviceError("I need to know when. Say, for example: wake me at seven tomorrow.", _NOT_WHEN)
    return {
        "id": secrets.token_hex(4),
        "kind": kind,
        "text": str(arguments.get("text", "")),
        "person": arguments.get("person"),
        "session": arguments.get("session", ""),
        "area": arguments.get("area"),
        "who": arguments.get("who"),
        "rule": None if rule is None else rule_data(rule),
        "due": due,
        "arrival": arrival,
        "after": now,
        "language": arguments.get("language", "en"),
    }


def _cancel(state: State, arguments: Mapping[str, Any], now: float) -> State:
    kind = str(arguments.get("kind", "alarm"))
    found = matching(state["entries"], arguments, now)
    if not found:
        raise _error(_NONE[kind])
    if len(found) > 1 and not arguments.get("all"):
        raise _error(_SEVERAL[kind], count=len(found))
    gone = {entry["id"] for entry in found}
    return state | {"entries": [entry for entry in state["entries"] if entry["id"] not in gone]}


def matching(entries: Sequence[Entry], arguments: Mapping[str, Any], now: float) -> list[Entry]:
    """The entries that are meant, in the order in which they come: of that kind, id, time and text, and of the person
    who asks, or the household's."""
    found = [entry for entry in entries if is_for(entry, arguments.get("person"))]
    for field in ("kind", "id"):
        found = [one for one in found if field not in arguments or one[field] == arguments[field]]
    if said := str(arguments.get("text", "")).casefold():
        found = [one for one in found if said in one["text"].casefold()]
    if "hour" in arguments:
        wanted = rule_of({name: arguments[name] for name in _TIMES if name in arguments}, now, wakes=True)
        same_half = "daypart" in arguments
        found = [one for one in found if one["rule"] and _same_time(rule_data(wanted), one["rule"], same_half)]
    return sorted(found, key=lambda entry: entry["due"] if entry["due"] is not None else float("inf"))


def is_for(entry: Entry, person: str | None) -> bool:
    """Whether somebody may hear what it is about: it is theirs, or the household's."""
    return entry["person"] is None or entry["person"] == person


def _same_time(wanted: Mapping[str, Any], rule: Mapping[str, Any], same_half: bool) -> bool:
    half = 24 if same_half else 12
    return bool(wanted["hour"] % half == rule["hour"] % half and wanted["minute"] == rule["minute"])


def take(state: Mapping[str, Any], now: float) -> tuple[State, list[Entry]]:
    """The state without what is due, and that, late or not; what comes again is kept for its next time.

    However often something would have come meanwhile, it comes once.
    """
    kept: list[Entry] = []
    due: list[Entry] = []
    for entry in state["entries"]:
        when = moment_of(entry)
        if when is None or when > now:
            kept.append(entry | {"due": when})
            continue
        due.append(entry | {"due": when, "since": now, "late": now - when if now - when > LATE else 0.0})
        if entry["rule"] and rule_from(entry["rule"]).recurs:
            again = entry | {"after": now}
            kept.append(again | {"due": moment_of(again)})
    return dict(state) | {"entries": kept}, due


def arrived(state: Mapping[str, Any], person: str, now: float) -> tuple[State, list[Entry]]:
    """The same for what waits for somebody to come home."""
    comes = [entry for entry in state["entries"] if entry["arrival"] and entry["person"] in (None, person)]
    kept = [entry for entry in state["entries"] if entry not in comes]
    return dict(state) | {"entries": kept}, [entry | {"since": now, "late": 0.0} for entry in comes]


def moment_of(entry: Entry) -> float | None:
    """When it is due. That of a rule is worked out anew: the clocks may have changed, or the time zone."""
    if entry["rule"] is None:
        due: float | None = entry["due"]
        return due
    return next_time(rule_from(entry["rule"]), entry["after"])


def _ring(state: State, arguments: Mapping[str, Any], now: float) -> State:
    """What rings from now on, beside what rings already."""
    return state | {"ringing": [*still_ringing(state, now), *arguments["entries"]], "entries": arguments["left"]}


def still_ringing(state: Mapping[str, Any], now: float) -> list[Entry]:
    """What was not stopped, and does not ring for too long."""
    return [entry for entry in state["ringing"] if 0 <= now - entry["since"] < RINGS]


def _stop(state: State, arguments: Mapping[str, Any], now: float) -> State:
    stopped = _heard(state, arguments, now)
    gone = {entry["id"] for entry in stopped}
    return state | {"ringing": [entry for entry in still_ringing(state, now) if entry["id"] not in gone]}


def _snooze(state: State, arguments: Mapping[str, Any], now: float) -> State:
    stopped = [entry for entry in _heard(state, arguments, now) if entry["kind"] != "command"]
    due = now + float(arguments.get("seconds") or SNOOZE)
    again = [
        {name: value for name, value in entry.items() if name not in ("since", "late")}
        | {"id": secrets.token_hex(4), "kind": "reminder" if entry["kind"] == "reminder" else "alarm",
           "rule": None, "due": due, "after": now, "arrival": False}
        for entry in stopped
    ]  # fmt: skip
    return _stop(state, arguments, now) | {"entries": [*state["entries"], *again]}


def _heard(state: State, arguments: Mapping[str, Any], now: float) -> list[Entry]:
    """What rings and is meant: that of an id; else what rings where it was said, or all. DeviceError if nothing is."""
    ringing = still_ringing(state, now)
    if not ringing:
        raise DeviceError("Nothing is ringing.", {"ko": "지금 울리는 것이 없어요."})
    if "id" in arguments:
        return [entry for entry in ringing if entry["id"] == arguments["id"]]
    here = [entry for entry in ringing if entry["session"] == arguments.get("session")]
    return here or ringing


def _restore(state: State, arguments: Mapping[str, Any], now: float) -> State:  # noqa: ARG001
    """Entries put back as they were, and those taken out that were not there."""
    gone = set(arguments.get("without", ()))
    kept = [entry for entry in state["entries"] if entry["id"] not in gone]
    return state | {"entries": [*kept, *arguments.get("entries", ())]}


def _error(texts: tuple[str, str], **fields: Any) -> DeviceError:
    english, korean = (text.format(**fields) for text in texts)
    return DeviceError(english, {"ko": korean})


_VERBS: Mapping[str, Callable[[State, Mapping[str, Any], float], State]] = {
    "set_alarm": _set("alarm"),
    "set_reminder": _set("reminder"),
    "put_off": _set("command"),
    "cancel_entry": _cancel,
    "ring": _ring,
    "stop": _stop,
    "snooze": _snooze,
    "restore": _restore,
}
VERBS = frozenset(_VERBS)

"""Times as people say them: a time of day on a day or on some days of the week, in local time, and when that is next.

What is kept is the local rule, not a moment: "at seven on weekdays" stays seven o'clock when the clocks change. A time
that the clocks leave out (02:30 in spring) is when they show the next one that there is (03:30); one that they show
twice (in autumn) is the first of the two.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

EVERY_DAY = tuple(range(7))
WEEKDAYS, WEEKEND = EVERY_DAY[:5], EVERY_DAY[5:]
DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_RECURRING: Mapping[str, tuple[int, ...]] = {
    "day": EVERY_DAY,
    "weekday": WEEKDAYS,
    "weekend": WEEKEND,
    **{name: (number,) for number, name in enumerate(DAY_NAMES)},
}
_AHEAD: Mapping[str, int] = {"today": 0, "tonight": 0, "tomorrow": 1, "day_after_tomorrow": 2, "three_days": 3}
_AFTERNOON = frozenset({"pm", "afternoon", "evening", "night", "tonight"})
_MORNING = frozenset({"am", "morning", "dawn"})


@dataclass(frozen=True, slots=True)
class Rule:
    """hour, minute: 0 to 23, 0 to 59; days: of the week that it comes on again and again, Monday is 0; empty for once,
    on `on`, or whenever it is next where that is None."""

    hour: int
    minute: int = 0
    days: tuple[int, ...] = ()
    on: date | None = None

    @property
    def recurs(self) -> bool:
        return bool(self.days)


def next_time(rule: Rule, after: float, zone: tzinfo | None = None) -> float | None:
    """When it is that time first, later than `after`; None where it was only once, and before.

    after, and what is returned: seconds since the epoch. zone: of the home; this computer's if None.
    """
    if rule.on is not None:
        moment = _moment(rule, rule.on, zone)
        return moment if moment > after else None
    today = datetime.fromtimestamp(after, zone).date()
    for ahead in range(-1, 9):  # from yesterday: what the clocks leave out may be on the day after
        day = today + timedelta(days=ahead)
        if rule.days and day.weekday() not in rule.days:
            continue
        moment = _moment(rule, day, zone)
        if moment > after:
            return moment
    raise ValueError(f"{rule} has no day of the week.")


def rule_of(slots: Mapping[str, Any], now: float, zone: tzinfo | None = None, wakes: bool = False) -> Rule:
    """The rule that the slots of a sentence say: `hour`, `minute` (before the hour where it is negative), `daypart`,
    `day`, `month_day`, `month`, `every`.

    An hour of which nobody said whether it is before noon is the next that comes today; where that does not tell (on
    another day, or every day) it is one at which people are up. wakes: in the morning, for who wants to be woken.
    Raises ValueError for a day or a time that there is not.
    """
    today = datetime.fromtimestamp(now, zone).date()
    days = _RECURRING.get(str(slots.get("every", "")), ())
    on = None if days else _day(slots, today)
    offset = int(slots.get("minute", 0))
    said = int(slots.get("hour", 0))
    part = str(slots.get("daypart", "")) or ("tonight" if slots.get("day") == "tonight" else "")
    hour = _hour(said, part)
    if hour is None and (wakes or days or on not in (None, today)):
        hour = _usual(said, wakes)
    is_weekday = str(slots.get("day", "")) in DAY_NAMES
    if hour is not None:
        rule = _at(hour, offset, days, on)
        if on is not None and is_weekday and next_time(rule, now, zone) is None:  # this day next week, then
            return _at(hour, offset, days, on + timedelta(days=7))
        return rule
    both = [_at(one, offset, days, on) for one in (said % 12, said % 12 + 12)]
    coming = [(next_time(one, now, zone), one) for one in both]
    known = sorted((moment, one.hour, one) for moment, one in coming if moment is not None)
    if not known and on is not None and is_weekday:
        return _at(_usual(said, wakes), offset, days, on + timedelta(days=7))
    return known[0][2] if known else both[1]


def rule_data(rule: Rule) -> dict[str, Any]:
    """A rule as JSON values."""
    on = None if rule.on is None else rule.on.isoformat()
    return {"hour": rule.hour, "minute": rule.minute, "days": list(rule.days), "on": on}


def rule_from(data: Mapping[str, Any]) -> Rule:
    """The rule that `rule_data` wrote."""
    on = data.get("on")
    return Rule(data["hour"], data["minute"], tuple(data["days"]), None if on is None else date.fromisoformat(on))


def _moment(rule: Rule, day: date, zone: tzinfo | None) -> float:
    local = datetime(day.year, day.month, day.day, rule.hour, rule.minute, tzinfo=zone)
    return local.timestamp()


def _at(hour: int, offset: int, days: tuple[int, ...], on: date | None) -> Rule:
    """With minutes before the hour: a quarter to seven is 6:45."""
    minutes = (hour * 60 + offset) % (24 * 60)
    return Rule(minutes // 60, minutes % 60, days, on)


def _hour(said: int, part: str) -> int | None:
    """The hour of 24; None where it may be before or after noon."""
    if not 0 <= said <= 24:
        raise ValueError(f"There is no hour {said}.")
    if said > 12 or said == 0:
        return said % 24
    if part == "noon":
        return said + 12 if said < 5 else said
    if part in _MORNING:
        return said % 12
    if part in ("night", "tonight") and said in (12, 1, 2, 3, 4):
        return said % 12
    if part in _AFTERNOON:
        return said % 12 + 12
    return None


def _usual(said: int, wakes: bool) -> int:
    """Seven to eleven are in the morning, twelve is noon, one to six are after it; who is woken is so before noon."""
    if said == 12:
        return 12
    return said if said >= 7 or (wakes and said >= 4) else said + 12


def _day(slots: Mapping[str, Any], today: date) -> date | None:
    """The date that was said; None where none was."""
    if "month_day" in slots:
        return _date(int(slots["month_day"]), slots.get("month"), today)
    said = str(slots.get("day", ""))
    if said in _AHEAD:
        return today + timedelta(days=_AHEAD[said])
    next_week = said.startswith("next_")
    name = said.removeprefix("next_")
    if name not in DAY_NAMES:
        return None
    if next_week:
        monday = today + timedelta(days=7 - today.weekday())
        return monday + timedelta(days=DAY_NAMES.index(name))
    return today + timedelta(days=(DAY_NAMES.index(name) - today.weekday()) % 7)


def _date(day: int, month: Any, today: date) -> date:
    """The next date with that number, in that month if one was said."""
    candidate = today
    for _ in range(8 * 366):
        if candidate.day == day and (month is None or candidate.month == int(month)):
            return candidate
        candidate += timedelta(days=1)
    raise ValueError(f"There is no day {day} in month {month}.")

"""Alarms and reminders in words: when they come, and what they are about."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from ogam.devices.schedule import Entry, matching, still_ringing
from ogam.devices.times import DAY_NAMES, EVERY_DAY, WEEKDAYS, WEEKEND
from ogam.korean.particles import with_particle

MOST_TOLD = 5
"""More entries than these are counted."""
_KOREAN_DAYS = "월화수목금토일"


def asked(state: Mapping[str, Any], arguments: Mapping[str, Any], now: float) -> list[Entry]:
    """The entries that a question is about, in their order, beginning with those that ring. `which`: "next" for one."""
    ringing = matching(still_ringing(state, now), arguments, now)
    found = [*ringing, *matching(state["entries"], arguments, now)]
    return found[:1] if arguments.get("which") == "next" else found


def tell(state: Mapping[str, Any], arguments: Mapping[str, Any], now: float, language: str = "en") -> str:
    """What there is, of those that whoever asks may hear."""
    found, kind = asked(state, arguments, now), str(arguments.get("kind", "alarm"))
    if language == "ko":
        return _tell_korean(found, kind, now)
    if not found:
        return f"There are no {kind}s."
    told = [_in_english(entry, now) for entry in found[:MOST_TOLD]]
    more = f" And {len(found) - MOST_TOLD} more." if len(found) > MOST_TOLD else ""
    if kind == "alarm":
        first = (
            "The next alarm is" if arguments.get("which") == "next" else "Alarms:" if len(told) > 1 else "The alarm is"
        )
        return f"{first} {'; '.join(told)}.{more}"
    return f"{'Reminders' if len(told) > 1 else 'Reminder'}: {'; '.join(told)}.{more}"


def when(entry: Entry, now: float, language: str = "en") -> str:
    """When it comes: "tomorrow at 7:00 am", "on weekdays at 7:00 am", "내일 오전 7시"."""
    if entry.get("arrival"):
        return "집에 오면" if language == "ko" else "when you come home"
    due, today = datetime.fromtimestamp(entry["due"]), datetime.fromtimestamp(now).date()
    days = tuple(entry["rule"]["days"]) if entry["rule"] else ()
    if language == "ko":
        return f"{_korean_day(days, due.date(), today)} {korean_time(due)}".strip()
    return f"{_english_day(days, due.date(), today)} at {english_time(due)}".strip()


def english_time(moment: datetime) -> str:
    """ "7:05 am"."""
    return f"{moment.hour % 12 or 12}:{moment:%M} {'am' if moment.hour < 12 else 'pm'}"


def korean_time(moment: datetime) -> str:
    """ "오전 7시 5분"."""
    minutes = f" {moment.minute}분" if moment.minute else ""
    return f"{'오전' if moment.hour < 12 else '오후'} {moment.hour % 12 or 12}시{minutes}"


def _in_english(entry: Entry, now: float) -> str:
    what = f"{entry['text']}, " if entry["text"] else ""
    return f"{what}{'now' if 'since' in entry else when(entry, now)}"


def _tell_korean(found: Sequence[Entry], kind: str, now: float) -> str:
    name = "알람" if kind == "alarm" else "알림"
    if not found:
        return f"맞춰 둔 {name}이 없어요."
    told = [_in_korean(entry, now) for entry in found[:MOST_TOLD]]
    more = f" 그리고 {len(found) - MOST_TOLD}개 더 있어요." if len(found) > MOST_TOLD else ""
    if len(found) == 1:
        return f"{name}은 {with_particle(told[0], '이에요')}."
    return f"{name}이 {len(found)}개 있어요: {', '.join(told)}.{more}"


def _in_korean(entry: Entry, now: float) -> str:
    what = f" ‘{entry['text']}’" if entry["text"] else ""
    return f"{'지금' if 'since' in entry else when(entry, now, 'ko')}{what}"


def _english_day(days: tuple[int, ...], day: date, today: date) -> str:
    known = {EVERY_DAY: "every day", WEEKDAYS: "on weekdays", WEEKEND: "on weekends"}
    if days:
        return known.get(days) or "every " + " and ".join(DAY_NAMES[number].capitalize() for number in days)
    ahead = (day - today).days
    if ahead in (0, 1):
        return ("today", "tomorrow")[ahead]
    return f"on {day:%A}" if ahead < 7 else f"on {day.day} {day:%B}"


def _korean_day(days: tuple[int, ...], day: date, today: date) -> str:
    known = {EVERY_DAY: "매일", WEEKDAYS: "평일마다", WEEKEND: "주말마다"}
    if days:
        return known.get(days) or "매주 " + ", ".join(f"{_KOREAN_DAYS[number]}요일" for number in days)
    ahead = (day - today).days
    if ahead in (0, 1, 2):
        return ("오늘", "내일", "모레")[ahead]
    return f"{_KOREAN_DAYS[day.weekday()]}요일" if ahead < 7 else f"{day.month}월 {day.day}일"

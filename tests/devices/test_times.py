"""Times as people say them: what a rule is next, whatever the clocks do."""

import itertools
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ogam.devices.times import DAY_NAMES, EVERY_DAY, WEEKDAYS, Rule, next_time, rule_data, rule_from, rule_of

ZONES = ("Asia/Seoul", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo", "UTC")
SEOUL, BERLIN = ZoneInfo("Asia/Seoul"), ZoneInfo("Europe/Berlin")
MOMENTS = st.floats(1_500_000_000, 2_000_000_000)
RULES = st.builds(
    Rule,
    st.integers(0, 23),
    st.integers(0, 59),
    st.sets(st.integers(0, 6)).map(lambda days: tuple(sorted(days))),
)


def at(text: str, zone: ZoneInfo = SEOUL) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=zone).timestamp()


def local(moment: float, zone: ZoneInfo = SEOUL) -> str:
    return datetime.fromtimestamp(moment, zone).isoformat(" ", "minutes")[:16]


@settings(max_examples=400, deadline=None)
@given(RULES, MOMENTS, st.sampled_from(ZONES))
@example(Rule(2, 30), at("2026-03-29T01:00", BERLIN), "Europe/Berlin")
@example(Rule(2, 30), at("2026-10-25T02:45", BERLIN), "Europe/Berlin")
def test_the_next_time_is_later_is_on_its_day_and_shows_its_hour(rule: Rule, after: float, name: str) -> None:
    zone = ZoneInfo(name)
    moment = next_time(rule, after, zone)
    assert moment is not None
    shown = datetime.fromtimestamp(moment, zone)
    assert after < moment <= after + timedelta(days=8, hours=2).total_seconds()
    assert not rule.days or shown.weekday() in rule.days
    there_is_none = shown.replace(fold=0).astimezone(UTC) != shown.astimezone(UTC)
    skipped = (shown.hour, shown.minute) != (rule.hour, rule.minute)
    if skipped:  # only where the clocks leave that time out
        meant = shown.replace(hour=rule.hour, minute=rule.minute)
        assert meant.astimezone(UTC).astimezone(zone).time() != meant.time() or there_is_none


@settings(max_examples=200, deadline=None)
@given(RULES, MOMENTS, st.sampled_from(ZONES))
def test_every_day_of_a_rule_comes_once(rule: Rule, after: float, name: str) -> None:
    zone, days = ZoneInfo(name), []
    for _ in range(10):
        moment = next_time(rule, after, zone)
        assert moment is not None
        assert moment > after
        days.append(datetime.fromtimestamp(moment, zone).date())
        after = moment
    gaps = {(later - earlier).days for earlier, later in itertools.pairwise(days)}
    assert len(set(days)) == len(days)
    assert gaps <= ({1} if not rule.days or len(rule.days) == 7 else set(range(1, 8)))


@given(RULES)
def test_a_rule_is_kept_as_json(rule: Rule) -> None:
    assert rule_from(rule_data(rule)) == rule


def test_a_time_that_the_clocks_leave_out_is_the_next_that_there_is() -> None:
    moment = next_time(Rule(2, 30), at("2026-03-28T12:00", BERLIN), BERLIN)
    assert moment is not None
    assert local(moment, BERLIN) == "2026-03-29 03:30"


def test_a_time_that_comes_twice_is_told_once() -> None:
    first = next_time(Rule(2, 30), at("2026-10-24T12:00", BERLIN), BERLIN)
    assert first is not None
    assert local(first, BERLIN) == "2026-10-25 02:30"
    again = next_time(Rule(2, 30), first, BERLIN)
    assert again is not None
    assert local(again, BERLIN) == "2026-10-26 02:30"


NOW = at("2026-11-25T10:00")  # a Wednesday


@pytest.mark.parametrize(
    ("said", "wakes", "due"),
    [
        ({"hour": 7}, True, "2026-11-26 07:00"),
        ({"hour": 9}, False, "2026-11-25 21:00"),
        ({"hour": 11}, False, "2026-11-25 11:00"),
        ({"hour": 7, "minute": -15, "day": "tomorrow"}, True, "2026-11-26 06:45"),
        ({"hour": 7, "daypart": "pm"}, False, "2026-11-25 19:00"),
        ({"hour": 12, "daypart": "night"}, False, "2026-11-26 00:00"),
        ({"hour": 12}, True, "2026-11-25 12:00"),
        ({"hour": 24}, False, "2026-11-26 00:00"),
        ({"hour": 15}, False, "2026-11-25 15:00"),
        ({"hour": 5, "day": "tomorrow"}, False, "2026-11-26 17:00"),
        ({"hour": 9, "every": "day"}, False, "2026-11-26 09:00"),
        ({"hour": 7, "every": "weekday"}, True, "2026-11-26 07:00"),
        ({"hour": 8, "every": "monday"}, False, "2026-11-30 08:00"),
        ({"hour": 8, "day": "wednesday", "daypart": "am"}, False, "2026-12-02 08:00"),
        ({"hour": 8, "day": "next_friday", "daypart": "am"}, False, "2026-12-04 08:00"),
        ({"hour": 10, "month_day": 5}, False, "2026-12-05 10:00"),
        ({"hour": 10, "month_day": 29, "month": 2}, False, "2028-02-29 10:00"),
        ({"hour": 8, "day": "tonight"}, False, "2026-11-25 20:00"),
        ({"hour": 2, "daypart": "noon"}, False, "2026-11-25 14:00"),
    ],
)
def test_what_is_said_is_when_it_is_meant(said: dict, wakes: bool, due: str) -> None:
    moment = next_time(rule_of(said, NOW, SEOUL, wakes), NOW, SEOUL)
    assert moment is not None
    assert local(moment) == due


def test_today_is_over_once_the_hour_has_passed() -> None:
    rule = rule_of({"hour": 8, "day": "today", "daypart": "am"}, NOW, SEOUL)
    assert next_time(rule, NOW, SEOUL) is None


@given(st.integers(0, 24), st.integers(-59, 59), st.sampled_from(["", "am", "pm", "night", "noon"]), MOMENTS,
       st.sampled_from(["", "today", "tomorrow", *DAY_NAMES]))  # fmt: skip
def test_whatever_is_said_has_a_next_time_but_today(hour: int, minute: int, part: str, now: float, day: str) -> None:
    said = {"hour": hour, "minute": minute} | ({"daypart": part} if part else {}) | ({"day": day} if day else {})
    moment = next_time(rule_of(said, now, SEOUL), now, SEOUL)
    assert (moment is None and day in ("today", "tomorrow")) or (moment is not None and moment > now)


def test_a_weekday_whose_hour_is_just_now_is_next_weeks() -> None:
    now = datetime(2022, 5, 3, 13, 0, tzinfo=SEOUL).timestamp()  # a Tuesday
    moment = next_time(rule_of({"hour": 1, "day": "tuesday"}, now, SEOUL), now, SEOUL)
    assert moment == datetime(2022, 5, 10, 13, 0, tzinfo=SEOUL).timestamp()


def test_days_of_the_week() -> None:
    assert Rule(7, 0, WEEKDAYS).recurs
    assert not Rule(7, 0, on=date(2026, 1, 1)).recurs
    assert set(WEEKDAYS) < set(EVERY_DAY)
    with pytest.raises(ValueError, match="no day 31"):
        rule_of({"hour": 7, "month_day": 31, "month": 2}, NOW, SEOUL)

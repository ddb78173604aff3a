"""Dates and amounts, as they stand on labels."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogam.vision import Quantity, find_dates, find_quantities

DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
FULL = (
    "{d:%Y}.{d:%m}.{d:%d}", "{d:%Y}. {d.month}. {d.day}.", "{d:%y}.{d:%m}.{d:%d}", "{d:%Y}-{d:%m}-{d:%d}", "{d:%Y%m%d}",
    "{d:%Y}/{d:%m}/{d:%d}", "{d.year}년 {d.month}월 {d.day}일", "{d:%d}/{d:%m}/{d:%Y}", "{d:%d}.{d:%m}.{d:%Y}",
    "{d:%d} {m} {d:%Y}", "{d:%d}{m}{d:%y}", "{d.day} {m} {d:%y}", "{m} {d.day}, {d:%Y}",
)  # fmt: skip
OF_A_MONTH = ("{d:%m}/{d:%Y}", "{d:%Y}-{d:%m}", "{m} {d:%Y}", "{d:%Y}년 {d.month}월", "{d:%m}.{d:%Y}")
EXPIRY = (
    "유통기한 ",
    "소비기한:",
    "사용기한 ",
    "유통 기한\n",
    "EXP ",
    "Exp. ",
    "Best before ",
    "BB ",
    "Use by: ",
    "EXPIRY ",
)
MADE = ("제조일자 ", "제조 ", "생산일 ", "MFG ", "MFD: ", "Packed on ")


def written(form: str, day: date) -> str:
    return form.format(d=day, m=MONTHS[day.month - 1])


@given(DAYS, st.sampled_from(FULL), st.sampled_from(EXPIRY), st.sampled_from(("", "까지", " LOT 12A", "\n500 ml")))
def test_an_expiry_date_in_every_form(day, form, word, after):
    (found,) = find_dates(word + written(form, day) + after)
    assert (found.day, found.kind) == (day, "expiry")
    assert found.text in written(form, day)


@given(DAYS, st.sampled_from(OF_A_MONTH), st.sampled_from(EXPIRY))
def test_a_month_ends_with_its_last_day(day, form, word):
    (found,) = find_dates(word + written(form, day))
    assert (found.day.year, found.day.month) == (day.year, day.month)
    assert (found.day + timedelta(days=1)).day == 1


@given(DAYS, DAYS, st.sampled_from(FULL), st.sampled_from(MADE), st.sampled_from(EXPIRY))
def test_when_it_was_made_and_until_when_it_is_good(made, expiry, form, word, other):
    found = find_dates(f"{word}{written(form, made)} {other}{written(form, expiry)}")
    assert [(one.day, one.kind) for one in found] == [(made, "made"), (expiry, "expiry")]


@given(st.text(max_size=60))
def test_any_text_is_taken(text):
    for found in find_dates(text):
        assert found.text in text
    for quantity in find_quantities(text):
        assert quantity.text in text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "10:37",
        "2026.13.45",
        "31 FEB 2026",
        "1588-0000",
        "192.168.26.12.31",
        "LOT A2291",
        "180 °C",
        "v2.10.3",
        "20269999",
    ],
)
def test_what_is_no_date(text):
    assert find_dates(text) == []


def test_a_date_without_a_word_is_of_no_kind_unless_it_says_until():
    assert find_dates("2026.12.31")[0].kind == "other"
    assert find_dates("26.12.31까지")[0].kind == "expiry"


def test_the_day_comes_first_where_it_could_be_either():
    assert find_dates("03/04/2026")[0].day == date(2026, 4, 3)
    assert find_dates("12/31/2026")[0].day == date(2026, 12, 31)


UNITS = {
    "ml": "ml",
    " mL": "ml",
    "kg": "kg",
    " g": "g",
    "°C": "°C",
    " ℃": "°C",
    "도": "°C",
    "%": "%",
    " mg": "mg",
    "분": "min",
    " L": "l",
}


@given(st.decimals(-99, 9999, places=1), st.sampled_from(sorted(UNITS)), st.sampled_from(("", "용량 ", "Net ", "(")))
def test_an_amount_in_every_unit(number, unit, before):
    text = f"{number}{unit}"
    assert find_quantities(f"{before}{text}, 그리고") == [Quantity(float(number), UNITS[unit], text)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1,000 g", [(1000, "g")]),
        ("1,5 l", [(1.5, "l")]),
        ("200 g flour, 2 eggs, 300 ml milk", [(200, "g"), (300, "ml")]),
        ("두부 반 모와 애호박 150 g, 10분 끓인다", [(150, "g"), (10, "min")]),
        ("희망온도 24도입니다", [(24, "°C")]),
        ("QX-4810", []),
        ("5 gallons", []),
        ("3분의 1", []),
        ("A500 mlx", []),
    ],
)
def test_amounts(text, values):
    assert [(found.value, found.unit) for found in find_quantities(text)] == values

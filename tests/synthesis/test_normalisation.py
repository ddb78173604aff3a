"""Written English as words that can be spoken."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogam.synthesis.normalisation import spoken


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("turn on the lights", "turn on the lights"),
        ("21 degrees", "twenty one degrees"),
        ("21.5°C", "twenty one point five degrees celsius"),
        ("-3°", "minus three degrees"),
        ("50%", "fifty percent"),
        ("at 7:30", "at seven thirty"),
        ("at 7:05", "at seven oh five"),
        ("at 12:00", "at twelve o'clock"),
        ("the 1st and the 22nd", "the first and the twenty second"),
        ("1,234 kWh", "one thousand two hundred thirty four kilowatt hours"),
        ("$3.50, £1, €0.01", "three dollars fifty cents, one pound, zero euros one cent"),
        ("café & bar", "cafe and bar"),
        ("salt/pepper", "salt pepper"),
        ("it’s on · now", "it's on, now"),
        ("room 101.", "room one hundred one."),
        ("mp3 in 4K", "mp three in four K"),
        ("rooms 1,2", "rooms one, two"),
        (".5 of 192.168.1.1", "point five of one hundred ninety two point one six eight point one point one"),
        ("9" * 17, " ".join(["nine"] * 17)),
        ("", ""),
    ],
)
def test_signs_and_numbers_become_words(written, said):
    assert spoken(written) == said


@given(st.text(max_size=60) | st.text("0123456789.,:-$%°stnd ", max_size=20))
def test_no_digit_is_left_and_nothing_fails(text):
    assert not re.search(r"\d", spoken(text))

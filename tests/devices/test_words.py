"""What properties, values and rooms are called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogam.core import PROPERTY_ROLES
from ogam.devices.words import _table, choice_of, names_of, plainly, read_only, role_of, room_names, snake


@pytest.mark.parametrize("section", ["properties", "values", "told", "rooms", "parts"])
def test_every_entry_has_names_in_both_languages(section):
    for name, row in _table()[section].items():
        assert row["en"], name
        assert any("가" <= letter <= "힣" for word in row["ko"] for letter in word), name
        assert role_of(name) in {"", *PROPERTY_ROLES} if section == "properties" else True


def test_what_is_told_is_called_otherwise_than_what_is_to_be_done():
    assert choice_of("open").names["ko"][0] == "열기"
    (told,) = read_only([choice_of("open")])
    assert (told.names["ko"][0], told.verb) == ("열림", "")


def test_a_room_is_known_by_its_name_in_either_language():
    assert "거실" in room_names("Living Room")["ko"]
    assert "kitchen" in room_names("부엌")["en"]
    assert room_names("Library") == {"en": ("Library",), "ko": ("Library",)}


def test_what_the_table_does_not_have_is_called_as_the_device_calls_it():
    assert names_of("motor_rpm", "Motor speed") == {"en": ("Motor speed",), "ko": ("Motor speed",)}
    assert snake("fanOnly") == snake("Fan only") == "fan_only"


@given(st.text(max_size=100))
def test_any_name_can_be_said(text):
    for name in plainly(text).values():
        assert name[0].strip()
        assert not set("()[]{}<>|") & set(name[0])

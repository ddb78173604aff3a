import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogam.home.names import key, slug, spoken, suggestion


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("lamp", "lamp"),
        ("  floor   lamp ", "floor lamp"),
        ("Lamp 💡", "Lamp"),
        ("👨‍👩‍👧 family room", "family room"),
        ("주방 💡", "주방"),
        ("💡", ""),
        ("!!!", ""),
    ],
)
def test_only_what_can_be_said_is_spoken(written: str, said: str) -> None:
    assert spoken(written) == said


def test_slug_keeps_hangul_and_letters_of_every_script() -> None:
    assert slug("Living-Room 2") == "living_room_2"
    assert slug("침실 커튼") == "침실_커튼"
    assert slug("Küche") == "küche"


def test_close_names_are_suggested_without_regard_to_accents() -> None:
    assert suggestion("Küche", ["kitchen", "living room"]) == " Did you mean 'kitchen'?"
    assert suggestion("xyz", ["kitchen"]) == ""


@given(st.text())
def test_names_are_compared_the_same_however_often_they_are_folded(name: str) -> None:
    assert key(key(name)) == key(name)
    assert spoken(spoken(name)) == spoken(name)

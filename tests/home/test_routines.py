"""Routines of a home file: what is read, what is wrong, and what is changed in the text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ogam.core import HomeError
from ogam.home import Routine, RoutineAction, RoutineTime, parse_home
from ogam.home.routine_editing import with_routine, without_routine

TEXT = """\
# ours
areas: [hall]
devices:
  - {name: lamp, domain: light, area: hall}
people: [{name: Mina, role: owner}]
routines:
  # at night
  - name: good night
    say: [good night, sleep well]
    do:
      - turn off the lamp
      - {device: light.lamp, verb: set_light, arguments: {brightness: 10}}
  - {name: morning, do: [turn on the lamp], when: {at: "07:00", days: [weekdays]}, person: Mina}
"""


def test_routines_are_read() -> None:
    night, morning = parse_home(TEXT).routines
    assert night.say == ("good night", "sleep well")
    assert night.do == ("turn off the lamp", RoutineAction("light.lamp", "set_light", {"brightness": 10}))
    assert morning.when == RoutineTime((7, 0), ("weekdays",))
    assert morning.say == ("morning",)
    assert morning.person == "Mina"


@pytest.mark.parametrize(
    ("routine", "text"),
    [
        ("{do: [x]}", "has no name"),
        ("{name: a}", "does nothing"),
        ("{name: a, do: [x], person: Joon}", "person 'Joon' of a routine is not declared"),
        ("{name: a, do: [x], role: king}", "role 'king' of a routine is not declared"),
        ("{name: a, do: [{device: light.no, verb: x}]}", "which is not declared"),
        ("{name: a, do: [{device: light.lamp}]}", "does not say what"),
        ('{name: a, do: [x], when: {at: "25:00"}}', "is no time"),
        ("{name: a, do: [x], when: {days: [monday]}}", "does not say when"),
        ('{name: a, do: [x], when: {at: "7:00", days: [someday]}}', "is no day"),
        ("{name: good night, do: [x]}", "two routines"),
    ],
)
def test_what_is_wrong_is_said(routine: str, text: str) -> None:
    with pytest.raises(HomeError, match=text):
        parse_home(f"{TEXT}  - {routine}\n")


def test_one_is_added_changed_and_taken_out_and_the_rest_stays() -> None:
    movie = Routine("movie time", ("movie time", "영화 보자"), ("turn off the lamp",), reply="Enjoy.")
    added, home = with_routine(TEXT, movie)
    assert added.startswith(TEXT)
    assert home.routines[2] == movie
    changed, home = with_routine(added, Routine("movie time", ("film",), ("turn on the lamp",)))
    assert home.routines[2].say == ("film",)
    assert home.routines[2].reply == ""
    gone, home = without_routine(changed, "movie time")
    assert gone == TEXT
    gone, home = without_routine(gone, "good night")
    gone, home = without_routine(gone, "morning")
    assert home.routines == ()
    assert "# ours" in gone


def test_the_first_of_a_home_is_added() -> None:
    text, home = with_routine("scenes: [night]\n", Routine("a", ("a",), ("turn on night",)))
    assert text == "scenes: [night]\nroutines:\n  - {name: a, say: [a], do: [turn on night]}\n"
    assert len(home.routines) == 1


WORDS = st.text(st.characters(categories=["L", "N"], include_characters=" ,:'#-"), min_size=1, max_size=12).map(
    lambda text: " ".join(text.split())
)
SAID = WORDS.filter(lambda text: text and text.strip())


@settings(max_examples=150, deadline=None)
@given(SAID, st.lists(SAID, min_size=1, max_size=3), st.lists(SAID, min_size=1, max_size=3), WORDS)
def test_whatever_is_written_is_read_the_same(name: str, say: list[str], do: list[str], reply: str) -> None:
    routine = Routine(name, tuple(say), tuple(do), "Mina", None, "hall", RoutineTime((0, 5), ("sunday",)), reply)
    try:
        _, home = with_routine(TEXT, routine)
    except HomeError:
        return  # a name that is taken, or that cannot be spoken
    assert routine in home.routines

"""Who said a text: kept for a few seconds, given once, and never guessed."""

from dataclasses import dataclass

from ogam.core import Identity
from ogam.hub import Turn
from ogam.server.wyoming.joining import MOST, Joiner


@dataclass
class Clock:
    now: float = 100.0

    def __call__(self) -> float:
        return self.now


def perceived(person: str) -> Turn:
    return Turn(person, "wyoming", None, (), "", who=Identity(person))


def test_a_text_is_joined_once():
    joiner = Joiner(10, Clock())
    mina = perceived("Mina")
    joiner.keep("10.0.0.2", "turn on the lamp", mina)
    assert joiner.take("10.0.0.2", " Turn on  the lamp ") is mina
    assert joiner.take("10.0.0.2", "turn on the lamp") is None


def test_another_address_or_text_is_not_joined():
    joiner = Joiner(10, Clock())
    joiner.keep("10.0.0.2", "turn on the lamp", perceived("Mina"))
    assert joiner.take("10.0.0.3", "turn on the lamp") is None
    assert joiner.take("10.0.0.2", "turn off the lamp") is None


def test_it_is_forgotten_after_the_window():
    clock = Clock()
    joiner = Joiner(10, clock)
    joiner.keep("10.0.0.2", "turn on the lamp", perceived("Mina"))
    clock.now += 10
    assert joiner.take("10.0.0.2", "turn on the lamp") is None


def test_what_two_said_is_nobody_s_until_both_are_forgotten():
    clock = Clock()
    joiner = Joiner(10, clock)
    joiner.keep("10.0.0.2", "open the door", perceived("Mina"))
    clock.now += 5
    joiner.keep("10.0.0.2", "open the door", perceived("Junho"))
    assert joiner.take("10.0.0.2", "open the door") is None
    assert joiner.take("10.0.0.2", "open the door") is None
    joiner.keep("10.0.0.2", "close the door", perceived("Junho"))
    assert joiner.take("10.0.0.2", "close the door") is not None


def test_it_does_not_grow():
    joiner = Joiner(10, Clock())
    for number in range(MOST + 10):
        joiner.keep("10.0.0.2", f"text {number}", perceived("Mina"))
    assert len(joiner._kept) == MOST

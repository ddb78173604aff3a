"""Which of several readings was meant."""

from collections.abc import Iterable, Mapping
from typing import Any

from ogam.core import Command, Slot
from ogam.grammar.trace import Capture, Reading
from ogam.grammar.wording import Wording

_DESCRIBED = frozenset({"_named", "setting", "also", "property"})
"""Slots that hold words of the device's own description."""
_ONE_SYLLABLE = 3
"""Bytes of a Hangul syllable."""


def rank(readings: Iterable[Reading], wording: Wording) -> list[Reading]:
    """Best first, by hassil's rules: a device's name (the longest), few wildcards, what the device itself is described
    by, in as few pieces as possible (its "cooling temperature", rather than "cooling" and its temperature), much
    literal text; then what needs least from the context, and the intent's name, so that the order never depends on
    chance.

    Where spaces do not matter, free words and the command still begin with a written word rather than inside one
    (자장가 틀어줘 is no 자, 장가 틀어줘), and a number is as long as it can be (온도 이십 도: 20, not 이 and 10).
    """
    return sorted(readings, key=lambda reading: _rank(reading, wording))


def _rank(reading: Reading, wording: Wording) -> tuple[int, int, int, int, int, int, int, int, int, str]:
    names = [c.end - c.start for c in reading.captures if c.slot == "name" and not c.wildcard]
    wild = [c.end - c.start for c in reading.captures if c.wildcard]
    taken = sum(c.end - c.start for c in reading.captures)
    context = len(reading.template.context_slots)
    free = [c.start for c in reading.captures if c.wildcard]
    broken = sum(not wording.starts_word(start) for start in free)
    broken += reading.start > 0 and _is_inside_a_word(reading.start, wording)
    counted = 0 if wording.spaced else sum(c.end - c.start for c in reading.captures if _is_number(c.value))
    pieces = sum(c.slot in _DESCRIBED for c in reading.captures)
    return (
        -max(names, default=0), len(wild), broken, not pieces, -counted, pieces, taken, sum(wild), context,
        reading.template.intent,
    )  # fmt: skip


def _is_inside_a_word(start: int, wording: Wording) -> bool:
    """Whether what is said before the command is a part of a word: one syllable, where no space was written."""
    return start <= _ONE_SYLLABLE if " " not in wording.normalised else not wording.starts_word(start)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float))


def missing_context(reading: Reading, context: Mapping[str, str]) -> tuple[str, ...]:
    """What must still be known before this reading is a command ("area": where it was said)."""
    spoken = {capture.slot for capture in reading.captures}
    wanted = reading.template.context_slots.items()
    return tuple(key for key, slot in wanted if slot not in spoken and key not in context)


def to_command(reading: Reading, wording: Wording, context: Mapping[str, str], language: str) -> Command:
    """A reading as a command: what was said goes before what the template and the context say."""
    template = reading.template
    slots = {capture.slot: _slot(capture, wording) for capture in reading.captures}
    for name, value in template.slots.items():
        slots.setdefault(name, Slot(name, value))
    for key, name in template.context_slots.items():
        if key in context:
            slots.setdefault(name, Slot(name, context[key]))
    return Command(
        intent=template.intent,
        slots=slots,
        sentence=wording.normalised,
        language=language,
        area=context.get("area"),
        response=template.response,
    )


def _slot(capture: Capture, wording: Wording) -> Slot:
    """Free words keep the case they were written in."""
    written = wording.written(capture.start, capture.end)
    return Slot(capture.slot, written if capture.wildcard else capture.value, written)

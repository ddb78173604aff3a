"""The lists that templates may name: the home's own names, numbers, fixed words, and wildcards."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from hassil.expression import Alternative, Expression, Group, Permutation, TextChunk
from hassil.parse_expression import parse_sentence
from hassil.util import is_template

from ogam.core import GrammarError
from ogam.grammar.language import Language, unique

_MOST_NUMBERS = 20_000
_MOST_WORDINGS = 256


@dataclass(frozen=True, slots=True)
class Entry:
    """One value of a list: its texts (normalised, every spelling), and what is known of it ({"domain": "light"})."""

    texts: tuple[str, ...]
    value: Any
    context: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SlotList:
    """A list; without entries and with `wildcard`, any words at all."""

    name: str
    entries: tuple[Entry, ...] = ()
    wildcard: bool = False


def entry(wordings: Iterable[str], value: Any, language: Language, context: Mapping[str, Any] | None = None) -> Entry:
    """An entry from its wordings as written ("Living Room", "Lounge"); what cannot be said is left out."""
    spoken = (language.normalise(wording) for wording in wordings)
    texts = unique(spelling for text in spoken if text for spelling in language.spellings(text))
    return Entry(texts, value, context or {})


def read_list(name: str, content: Mapping[str, Any], language: Language) -> SlotList:
    """A list in hassil's YAML form (values, range or wildcard). Raises GrammarError."""
    if "values" in content:
        return SlotList(name, tuple(_read_value(name, value, language) for value in content["values"]))
    if "range" in content:
        return SlotList(name, tuple(_read_range(name, content["range"], language)))
    if content.get("wildcard"):
        return SlotList(name, wildcard=True)
    raise GrammarError(f"list {{{name}}} needs 'values:', 'range:' or 'wildcard: true'.")


def _read_value(name: str, value: Any, language: Language) -> Entry:
    if isinstance(value, Mapping):
        if "in" not in value:
            raise GrammarError(f"a value of list {{{name}}} has no 'in:' (the words that are said).")
        said = str(value["in"])
        return entry(wordings(said), value.get("out", said), language, value.get("context"))
    return entry(wordings(str(value)), value, language)


def _read_range(name: str, limits: Mapping[str, Any], language: Language) -> Iterable[Entry]:
    try:
        first, last, step = int(limits["from"]), int(limits["to"]), int(limits.get("step", 1))
    except (KeyError, TypeError, ValueError) as problem:
        raise GrammarError(f"the range of list {{{name}}} needs whole numbers 'from:' and 'to:'.") from problem
    if first > last or step < 1:
        raise GrammarError(f"the range of list {{{name}}} must go upwards: from {first} to {last} by {step}.")
    if (last - first) // step >= _MOST_NUMBERS:
        raise GrammarError(f"the range of list {{{name}}} has over {_MOST_NUMBERS} numbers: give it a larger 'step:'.")
    factor = limits.get("multiplier", 1)
    return [
        Entry(_with_sign(language.number_spellings(number), limits.get("type")), _plain(number * factor))
        for whole in range(first, last + 1, step)
        for number in (whole, *(whole + part for part in _fractions(name, limits)))
    ]


def _with_sign(spellings: tuple[str, ...], kind: str | None) -> tuple[str, ...]:
    """The sign that may stand right behind the digits of a percentage or a temperature."""
    sign = {"percentage": "%", "temperature": "°"}.get(kind or "")
    return (*spellings, *(text + sign for text in spellings if text[-1].isdigit())) if sign else spellings


def _fractions(name: str, limits: Mapping[str, Any]) -> tuple[float, ...]:
    known = {None: (), "halves": (0.5,), "tenths": tuple(n / 10 for n in range(1, 10))}
    kind = limits.get("fractions")
    if kind not in known:
        raise GrammarError(f"the fractions of list {{{name}}} are {kind!r}; known are 'halves' and 'tenths'.")
    return known[kind]


def _plain(number: float) -> int | float:
    return int(number) if float(number).is_integer() else round(number, 1)


def wordings(text: str) -> tuple[str, ...]:
    """Every wording of a list's value, which may be a small template: "awning[s]" → "awning", "awnings"."""
    if not is_template(text):
        return (text,)
    return unique(_expand(parse_sentence(text).expression))[:_MOST_WORDINGS]


def _expand(expression: Expression) -> list[str]:
    if isinstance(expression, TextChunk):
        return [expression.text]
    if not isinstance(expression, Group):
        raise GrammarError("the values of a list may not use other lists or rules.")
    if isinstance(expression, Alternative):
        return [text for item in expression.items for text in _expand(item)]
    if isinstance(expression, Permutation):
        return [
            f"{first} {rest}"
            for item, others in expression.iterate_permutations()
            if others.items
            for first in _expand(item)
            for rest in _expand(others)
        ] or _expand(expression.items[0])
    texts = [""]
    for item in expression.items:
        texts = [head + tail for head in texts for tail in _expand(item)][: 4 * _MOST_WORDINGS]
    return texts

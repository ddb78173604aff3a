"""One table a language (`ko.toml`): English template → the same in that language, as in gettext.

What raises an error knows no language, so a finished English text can be translated too: the template that it was made
from is found by its fixed words, and what stood in its placeholders is put into the other one.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Any

from ogam.korean.filling import fill
from ogam.korean.particles import PAIRS, particle, with_particle

LANGUAGES = ("en", "ko")
_PLACE = re.compile(r"(?P<place>[^:]+:\d+:) (?P<text>.+)")
"""A file and a line before a message: "home.yaml:14: …"."""


def say(language: str, template: str, /, **fields: Any) -> str:
    """A message in a language; in English where the catalogue has no other."""
    return fill(catalogue(language).get(template, template), _show, **fields)


def translate(text: str, language: str) -> str:
    """A finished English text in another language, line by line; as it is where no template fits."""
    if not text or not catalogue(language):
        return text
    return "\n".join(_translate_line(line, language) for line in text.split("\n"))


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """English templates and theirs in a language; empty for English and for a language that has no table."""
    return {template: said for part in _table(language).values() for template, said in part.items()}


@cache
def _table(language: str) -> Mapping[str, Mapping[str, str]]:
    """In two parts: `messages`, which may come as finished texts, and `printed`, which the command line looks up."""
    table = files("ogam.messages").joinpath(f"{language}.toml")
    if language not in LANGUAGES or not table.is_file():
        return {}
    return tomllib.loads(table.read_text(encoding="utf-8"))


def _translate_line(line: str, language: str) -> str:
    if placed := _PLACE.fullmatch(line):
        return f"{placed['place']} {_translate_line(placed['text'], language)}"
    for pattern, template in _patterns(language):
        if found := pattern.fullmatch(line):
            said = {name: _translate_line(value, language) for name, value in found.groupdict().items()}
            return fill(template, _show, **said)
    return line


@cache
def _patterns(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """What each English template can look like, those with the most fixed words first."""
    messages = _table(language).get("messages", {})
    templates = sorted(messages, key=_fixed_characters, reverse=True)
    return tuple((_pattern(template), messages[template]) for template in templates)


def _pattern(template: str) -> re.Pattern[str]:
    pattern, seen = "", set()
    for fixed, name, _, _ in Formatter().parse(template):
        pattern += re.escape(fixed)
        if name is not None:
            pattern += f"(?P={name})" if name in seen else f"(?P<{name}>.+?)"
            seen.add(name)
    return re.compile(pattern, re.DOTALL)


def _fixed_characters(template: str) -> int:
    return sum(len(fixed) for fixed, *_ in Formatter().parse(template))


def _show(value: Any, spec: str) -> str:
    """Specs: a particle, the particle alone (~을), or what Python's own formats know."""
    if spec.startswith("~"):
        return particle(str(value), spec[1:])
    return with_particle(str(value), spec) if spec in PAIRS else format(value, spec)

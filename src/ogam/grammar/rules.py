"""Expansion rules: parts of sentence templates that have a name (hassil's <rule>)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from hassil.expression import Expression, Group, ListReference, RuleReference, Sentence
from hassil.parse_expression import parse_sentence
from hassil.parser import ParseError

from ogam.core import GrammarError


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules that a template may name, with what was found out about them; a block's own rules make new ones.

    sentences: rule by name; parts: the node that a rule without lists starts with, where it is stored once.
    """

    sentences: Mapping[str, Sentence]
    parts: dict[str, int] = field(default_factory=dict)
    _lists: dict[str, frozenset[str]] = field(default_factory=dict)

    def lists_of(self, name: str) -> frozenset[str]:
        """Names of the lists that a rule refers to, itself or by other rules; none for a rule that is not declared."""
        if name not in self._lists:
            rule = self.sentences.get(name)
            self._lists[name] = self.lists_in(rule.expression) if rule else frozenset()
        return self._lists[name]

    def lists_in(self, expression: Expression) -> frozenset[str]:
        """Names of the lists that a template refers to."""
        if isinstance(expression, ListReference):
            return frozenset([expression.list_name])
        if isinstance(expression, RuleReference):
            return self.lists_of(expression.rule_name)
        if isinstance(expression, Group):
            return frozenset().union(*map(self.lists_in, expression.items))
        return frozenset()


def read_rules(bodies: Mapping[str, Any] | None, outer: Rules | None = None) -> Rules:
    """Rules as they are written, together with those around them. Raises GrammarError for one that contains itself."""
    written = {name: parse(str(body), f"rule <{name}>") for name, body in (bodies or {}).items()}
    rules = {**(outer.sentences if outer else {}), **written}
    sound: set[str] = set()
    for name in written:
        _check(name, rules, (), sound)
    return Rules(rules)


def parse(text: str, where: str) -> Sentence:
    """A template in hassil's syntax. Raises GrammarError that names where it stands."""
    try:
        return parse_sentence(text, keep_text=True)
    except (ParseError, ValueError, IndexError) as problem:
        raise GrammarError(f"{where}: cannot read the template {text!r}: check its brackets ({problem}).") from problem


def _check(name: str, rules: Mapping[str, Sentence], inside: tuple[str, ...], sound: set[str]) -> None:
    if name in inside:
        path = " → ".join(f"<{rule}>" for rule in (*inside, name))
        raise GrammarError(f"rule <{name}> contains itself: {path}. Take one of these references out.")
    if name in rules and name not in sound:
        for reference in _references(rules[name].expression):
            _check(reference, rules, (*inside, name), sound)
        sound.add(name)


def _references(expression: Expression) -> Iterator[str]:
    if isinstance(expression, RuleReference):
        yield expression.rule_name
    elif isinstance(expression, Group):
        for item in expression.items:
            yield from _references(item)

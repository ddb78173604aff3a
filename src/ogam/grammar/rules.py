"""Expansion rules: parts of sentence templates that have a name (hassil's <rule>)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from hassil.expression import Alternative, Expression, Group, ListReference, RuleReference, Sentence, TextChunk
from hassil.parse_expression import parse_sentence
from hassil.parser import ParseError
from hassil.util import PUNCTUATION_STR

from ogam.core import GrammarError

Clauses = frozenset[frozenset[str]]
"""Of each of these sets of words, one must stand in a text (conjunctive normal form)."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules that a template may name, with what was found out about them; a block's own rules make new ones.

    sentences: rule by name; known: the template of a rule that nobody declared (`Language.rule`).
    outer: the rules around these, and `own`: the names of those that are not theirs.
    parts: the node that a rule without lists starts with, where it is stored once.
    """

    sentences: dict[str, Sentence]
    known: Callable[[str], str | None] = lambda _name: None
    outer: "Rules | None" = None
    own: frozenset[str] = frozenset()
    parts: dict[str, int] = field(default_factory=dict)
    _uses_own: dict[str, bool] = field(default_factory=dict)
    _lists: dict[str, frozenset[str]] = field(default_factory=dict)
    _clauses: dict[str, Clauses] = field(default_factory=dict)

    def find(self, name: str) -> Sentence | None:
        """The rule of a name: a declared one, or one that the language knows."""
        if name not in self.sentences and (body := self.known(name)) is not None:
            self.sentences[name] = parse(body, f"rule <{name}>")
        return self.sentences.get(name)

    def where_known(self, name: str) -> "Rules":
        """The outermost rules in which a rule is the same: what is found out about it is kept there."""
        return self.outer.where_known(name) if self.outer is not None and not self._is_own(name) else self

    def _is_own(self, name: str) -> bool:
        """Whether a rule, or one that it uses, is declared here."""
        if name not in self._uses_own:
            rule = self.find(name)
            uses = name in self.own or (rule is not None and any(map(self._is_own, _references(rule.expression))))
            self._uses_own[name] = uses
        return self._uses_own[name]

    def lists_of(self, name: str) -> frozenset[str]:
        """Names of the lists that a rule refers to, itself or by other rules; none for a rule that is not declared."""
        known = self.where_known(name)._lists
        if name not in known:
            rule = self.find(name)
            known[name] = self.lists_in(rule.expression) if rule else frozenset()
        return known[name]

    def lists_in(self, expression: Expression) -> frozenset[str]:
        """Names of the lists that a template refers to."""
        if isinstance(expression, ListReference):
            return frozenset([expression.list_name])
        if isinstance(expression, RuleReference):
            return self.lists_of(expression.rule_name)
        if isinstance(expression, Group):
            return frozenset().union(*map(self.lists_in, expression.items))
        return frozenset()

    def clauses_in(self, expression: Expression) -> Clauses:
        """The words without which nothing of a template can be said (as hassil's `get_required_clauses`)."""
        if isinstance(expression, TextChunk):
            return frozenset(frozenset([word.casefold()]) for word in expression.text.split() if _is_plain(word))
        if isinstance(expression, RuleReference):
            return self._clauses_of(expression.rule_name)
        if isinstance(expression, Alternative):
            ways = [] if expression.is_optional else [self.clauses_in(item) for item in expression.items]
            return frozenset([frozenset().union(*(min(way, key=len) for way in ways))] if ways and all(ways) else [])
        if isinstance(expression, Group):
            return frozenset().union(*map(self.clauses_in, expression.items))
        return frozenset()

    def _clauses_of(self, name: str) -> Clauses:
        known = self.where_known(name)._clauses
        if name not in known:
            rule = self.find(name)
            known[name] = self.clauses_in(rule.expression) if rule else frozenset()
        return known[name]


def _is_plain(word: str) -> bool:
    return not any(sign in PUNCTUATION_STR for sign in word)


def read_rules(
    bodies: Mapping[str, Any] | None,
    known: Callable[[str], str | None] = lambda _name: None,
    outer: Rules | None = None,
) -> Rules:
    """Rules as they are written, together with those around them. Raises GrammarError for one that contains itself."""
    written = {name: parse(str(body), f"rule <{name}>") for name, body in (bodies or {}).items()}
    rules = Rules({**(outer.sentences if outer else {}), **written}, known, outer, frozenset(written))
    sound: set[str] = set()
    for name in written:
        _check(name, rules, (), sound)
    return rules


def parse(text: str, where: str) -> Sentence:
    """A template in hassil's syntax. Raises GrammarError that names where it stands."""
    try:
        return parse_sentence(text, keep_text=True)
    except (ParseError, ValueError, IndexError, AssertionError) as problem:
        raise GrammarError(f"{where}: cannot read the template {text!r}: check its brackets ({problem}).") from problem


def _check(name: str, rules: Rules, inside: tuple[str, ...], sound: set[str]) -> None:
    if name in inside:
        path = " → ".join(f"<{rule}>" for rule in (*inside, name))
        raise GrammarError(f"rule <{name}> contains itself: {path}. Take one of these references out.")
    if name not in sound and (rule := rules.find(name)) is not None:
        for reference in _references(rule.expression):
            _check(reference, rules, (*inside, name), sound)
        sound.add(name)


def _references(expression: Expression) -> Iterator[str]:
    if isinstance(expression, RuleReference):
        yield expression.rule_name
    elif isinstance(expression, Group):
        for item in expression.items:
            yield from _references(item)

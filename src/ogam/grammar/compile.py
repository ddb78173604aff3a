"""Sentence templates (hassil's syntax) × lists → network."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache, partial
from itertools import groupby
from typing import Any

from hassil.expression import (
    Alternative,
    Expression,
    ListReference,
    Permutation,
    RuleReference,
    Sentence,
    Sequence,
    TextChunk,
)

from ogam.core import GrammarError
from ogam.grammar.language import Language
from ogam.grammar.lists import Entry, SlotList, read_list, wordings
from ogam.grammar.merging import merged
from ogam.grammar.network import Network, NetworkBuilder, Template
from ogam.grammar.rules import Rules, parse, read_rules

_COMMAND_LISTS = frozenset({"timer_command"})
"""Lists that stand for a whole command said inside another ("… in five minutes"): the home's own sentences."""


_STARTS_APART = re.compile(r"[.,!?;\"]*[\s\-_:]")
_ENDS_APART = re.compile(r"[\s\-_:][.,!?;\"]*$")


@dataclass(frozen=True, slots=True)
class _Block:
    """The surroundings of a template: what its block of sentences declares."""

    template: Template
    lists: Mapping[str, SlotList]
    rules: Rules
    required: Mapping[str, Any]
    excluded: Mapping[str, Any]


def compile_network(intents: Mapping[str, Any], names: Mapping[str, SlotList], language: Language) -> Network:
    """The network of a set of intents in hassil's YAML form; `names` (the home's own lists) go before its lists.

    Templates that nothing in this home can fill (no such device, an empty list) are left out.
    Raises GrammarError: bad syntax, unknown list or rule, a rule that contains itself, nothing left to say.
    """
    builder = NetworkBuilder(language.spaced)
    known = _Known()
    plain: list[tuple[Template, int]] = []
    nesting: list[tuple[_Block, Sentence]] = []
    for block, sentence in _sentences(intents, names, language):
        if _COMMAND_LISTS & block.rules.lists_in(sentence.expression):
            nesting.append((block, sentence))
        elif (node := _SentenceCompiler(builder, language, block, known).compile(sentence)) is not None:
            plain.append((block.template, node))
    if not plain:
        raise GrammarError(
            "this grammar has no sentence that can be said: no template, or none that the home can fill."
        )
    commands = builder.alternatives(node for _, node in plain)
    nested = [(b.template, _SentenceCompiler(builder, language, b, known, commands).compile(s)) for b, s in nesting]
    roots = plain + [(template, node) for template, node in nested if node is not None]
    everything = builder.alternatives(node for _, node in roots)
    start = _with_fillers(builder, everything, language if intents.get("fillers") else None)
    everyday = _everyday(builder, intents, names, language)
    return Network(
        builder.nodes, tuple(roots), start, builder.values, builder.wildcard, builder.free, builder.spaced,
        everyday=everyday,
    )  # fmt: skip


def _everyday(
    builder: NetworkBuilder, intents: Mapping[str, Any], names: Mapping[str, SlotList], language: Language
) -> int | None:
    """Where the sentences of every day begin: those of `everyday`, with its rules and lists before the others.

    Nothing is said around them. None if nothing is named there.
    """
    usual = intents.get("everyday")
    if not usual:
        return None
    narrow = {key: {**(intents.get(key) or {}), **(usual.get(key) or {})} for key in ("expansion_rules", "lists")}
    known = _Known()
    ways = [
        node
        for block, sentence in _sentences({**narrow, "intents": usual["intents"]}, names, language)
        if (node := _SentenceCompiler(builder, language, block, known).compile(sentence)) is not None
    ]
    return builder.alternatives(ways) if ways else None


def _with_fillers(builder: NetworkBuilder, commands: int, language: Language | None) -> int:
    """A sentence: at most two fillers, a command, at most two fillers."""
    before, after = (language.fillers_before, language.fillers_after) if language else ((), ())
    heads = [f"{' '.join(text.split())} " for filler in before for text in wordings(filler)]
    tails = [f" {' '.join(text.split())}" for filler in after for text in wordings(filler)]
    tail = builder.end
    for _ in range(2):
        tail = builder.alternatives([builder.end, *builder.texts(tails, tail)])
    sentence = start = builder.call(commands, "", tail)
    for _ in range(2):
        start = builder.alternatives([sentence, *builder.texts(heads, start)])
    return start


def _sentences(
    intents: Mapping[str, Any], names: Mapping[str, SlotList], language: Language
) -> Iterator[tuple[_Block, Sentence]]:
    lists = {name: read_list(name, content, language) for name, content in (intents.get("lists") or {}).items()}
    rules = read_rules(intents.get("expansion_rules"), language.rule)
    has_one_spelling = cache(partial(_has_one_spelling, language))
    for intent, content in (intents.get("intents") or {}).items():
        for data in content.get("data") or ():
            local = {name: read_list(name, body, language) for name, body in (data.get("lists") or {}).items()}
            block_lists = {**lists, **names, **local}
            own = data.get("expansion_rules")
            block_rules = read_rules(own, language.rule, rules) if own else rules
            for text in data.get("sentences") or ():
                sentence = parse(str(text), intent)
                words = _required_words(sentence, block_rules, has_one_spelling)
                template = _template(intent, str(text), data, words)
                required = _conditions(data.get("requires_context"))
                excluded = dict(data.get("excludes_context") or {})
                yield _Block(template, block_lists, block_rules, required, excluded), sentence


def _required_words(
    sentence: Sentence, rules: Rules, has_one_spelling: Callable[[str], bool]
) -> frozenset[frozenset[bytes]]:
    """The words that a template cannot do without, less those that may be spelled otherwise."""
    plain = (clause for clause in rules.clauses_in(sentence.expression) if all(map(has_one_spelling, clause)))
    return frozenset(frozenset(word.encode() for word in clause) for clause in plain)


def _has_one_spelling(language: Language, word: str) -> bool:
    return "'" not in word and language.normalise(word) == word and language.spellings(word) == (word,)


def _template(intent: str, text: str, data: Mapping[str, Any], required: frozenset[frozenset[bytes]]) -> Template:
    from_context = {
        key: key if condition["slot"] is True else str(condition["slot"])
        for key, condition in (data.get("requires_context") or {}).items()
        if isinstance(condition, Mapping) and condition.get("slot")
    }
    slots, response, refused = dict(data.get("slots") or {}), str(data.get("response") or ""), bool(data.get("refuse"))
    return Template(intent, text, response, slots, from_context, required, refused)


def _conditions(required: Mapping[str, Any] | None) -> dict[str, Any]:
    """What a name must be (its domain …); a condition that only asks for a slot is left to the moment it is said."""
    conditions = {
        key: wanted.get("value") if isinstance(wanted, Mapping) else wanted for key, wanted in (required or {}).items()
    }
    return {key: wanted for key, wanted in conditions.items() if wanted is not None}


@dataclass(frozen=True, slots=True)
class _Known:
    """What several templates share: lists by name and filter, and by their entries (both kept, since an id is only
    theirs while they live); parts by the node they begin with; texts as spelled."""

    fragments: dict[Any, tuple[SlotList, int | None]] = field(default_factory=dict)
    tries: dict[tuple[int, ...], tuple[tuple[Entry, ...], int | None]] = field(default_factory=dict)
    parts: dict[int, int] = field(default_factory=dict)
    spelled: dict[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)


class _SentenceCompiler:
    """Compiles one template, backwards: each method gives the node to start from to reach `following`, or None
    where nothing can be said."""

    def __init__(
        self,
        builder: NetworkBuilder,
        language: Language,
        block: _Block,
        known: _Known,
        commands: int | None = None,
        calls_parts: bool = True,
    ) -> None:
        self._builder, self._language, self._block = builder, language, block
        self._known, self._commands, self._calls_parts = known, commands, calls_parts and not language.spaced

    def compile(self, sentence: Sentence) -> int | None:
        return self._expression(sentence.expression, self._builder.end)

    def _expression(self, expression: Expression, following: int) -> int | None:
        match expression:
            case TextChunk():
                return self._text(expression.text, following)
            case Sequence():
                return self._sequence(expression.items, following)
            case Alternative():
                return self._any(self._expression(item, following) for item in expression.items)
            case Permutation():
                return self._permutation(tuple(expression.items), following)
            case ListReference():
                return self._list(expression, following)
            case RuleReference():
                return self._rule(expression.rule_name, following)
        raise GrammarError(f"template {self._block.template.text!r} has a part that is not known: {expression!r}.")

    def _any(self, nodes: Iterator[int | None]) -> int | None:
        alive = [node for node in nodes if node is not None]
        return self._builder.alternatives(alive) if alive else None

    def _sequence(self, items: list[Expression], following: int) -> int | None:
        node: int | None = following
        for is_part, group in groupby(reversed(items), self._is_part):
            run = list(group)
            if node is None:
                return None
            node = self._call(run[::-1], node) if is_part else self._one_by_one(run, node)
        return node

    def _one_by_one(self, items: Iterable[Expression], following: int) -> int | None:
        """Backwards."""
        node: int | None = following
        for item in items:
            if node is not None:
                node = self._expression(item, node)
        return node

    def _is_part(self, item: Expression) -> bool:
        """Whether this is stored once and called: in a language with many endings, whatever has no lists in it."""
        return self._calls_parts and not self._block.rules.lists_in(item)

    def _call(self, items: list[Expression], following: int) -> int:
        return self._builder.call(self._part(Sequence(items)), "", following)

    def _part(self, part: Expression) -> int:
        """The node that a part begins with; its ways are merged."""
        inside = _SentenceCompiler(self._builder, self._language, self._block, self._known, calls_parts=False)
        node = inside._expression(part, self._builder.end)
        assert node is not None  # only a list can have nothing to say
        if node not in self._known.parts:
            self._known.parts[node] = merged(self._builder, node)
        return self._known.parts[node]

    def _permutation(self, items: tuple[Expression, ...], following: int) -> int | None:
        """Any order, with a space between."""
        if len(items) == 1:
            return self._expression(items[0], following)
        ways = []
        for index, item in enumerate(items):
            rest = self._permutation(items[:index] + items[index + 1 :], following)
            ways.append(None if rest is None else self._expression(item, self._builder.space(rest)))
        return self._any(iter(ways))

    def _text(self, text: str, following: int) -> int:
        """Literal text. A number in it may also be said in words; spaces at its ends are kept.

        What is added to a word with an apostrophe ("{name}'s") may be written without one.
        """
        if text not in self._known.spelled:
            words = self._language.normalise(text).split()
            spelled = [tuple(self._language.spellings(word)) for word in words]
            if text.startswith("'") and spelled:
                spelled[0] = (f"'{words[0]}", *spelled[0])
            self._known.spelled[text] = tuple(spelled)
        lead, tail = _STARTS_APART.match(text), _ENDS_APART.search(text)
        node = self._builder.space(following) if tail else following
        for index, spellings in reversed(list(enumerate(self._known.spelled[text]))):
            node = self._builder.alternatives(self._builder.text(spelling, node) for spelling in spellings)
            if index or lead:
                node = self._builder.space(node)
        return node

    def _rule(self, name: str, following: int) -> int | None:
        rules = self._block.rules
        rule = rules.find(name)
        if rule is None:
            raise GrammarError(
                f"template {self._block.template.text!r} uses the rule <{name}>, which is not declared."
                f"{_suggestion(name, rules.sentences)}"
            )
        if self._language.spaced or rules.lists_of(name):
            return self._expression(rule.expression, following)
        parts = rules.where_known(name).parts
        if name not in parts:
            parts[name] = self._part(rule.expression)
        return self._builder.call(parts[name], "", following)

    def _list(self, reference: ListReference, following: int) -> int | None:
        name, slot = reference.list_name, "" if reference.is_capture else reference.slot_name
        if name in _COMMAND_LISTS and self._commands is not None:
            return self._builder.call(self._commands, slot, following)
        fragment = self._fragment(reference)
        return None if fragment is None else self._builder.call(fragment, slot, following)

    def _fragment(self, reference: ListReference) -> int | None:
        name, block = reference.list_name, self._block
        if reference.is_inline_range:
            first, last, step = reference.get_inline_range() or (0, 0, 1)
            content = read_list(name, {"range": {"from": first, "to": last, "step": step}}, self._language)
            key: Any = name
        elif name not in block.lists:
            raise GrammarError(
                f"template {block.template.text!r} uses the list {{{name}}}, which is not declared."
                f"{_suggestion(name, block.lists)}"
            )
        else:
            content = block.lists[name]
            key = (id(content), repr(block.required), repr(block.excluded))
        if content.wildcard:
            return self._builder.wildcard
        fragments = self._known.fragments
        if key not in fragments:
            fits = (entry for entry in content.entries if _fits(entry.context, block.required, block.excluded))
            fragments[key] = content, self._trie(tuple(fits))
        return fragments[key][1]

    def _trie(self, entries: tuple[Entry, ...]) -> int | None:
        """One for all lists that, filtered, are of the same entries."""
        tries, key = self._known.tries, tuple(map(id, entries))
        if key not in tries:
            tries[key] = entries, self._builder.trie((text, entry.value) for entry in entries for text in entry.texts)
        return tries[key][1]


def _fits(context: Mapping[str, Any], required: Mapping[str, Any], excluded: Mapping[str, Any]) -> bool:
    """Whether a name with this context may stand in a block that asks for one; lists without context always may."""
    if not context:
        return True
    return all(_is_among(context.get(key), wanted) for key, wanted in required.items()) and not any(
        _is_among(context.get(key), unwanted) for key, unwanted in excluded.items()
    )


def _is_among(value: Any, wanted: Any) -> bool:
    return value in wanted if isinstance(wanted, (list, tuple, set)) else value == wanted


def _suggestion(name: str, known: Mapping[str, Any]) -> str:
    close = get_close_matches(name, known, n=1)
    return f" Did you mean {close[0]!r}?" if close else f" Declared: {', '.join(sorted(known)) or 'none'}."

"""Whatever is drawn from a grammar is accepted by its automaton and means what it was drawn for."""

from functools import cache
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ogam.core import Command, GrammarError
from ogam.grammar import Acceptor, Grammar, compile_grammar, compile_intents, sample
from ogam.home import example_home


@cache
def home_grammar() -> Grammar:
    return compile_grammar(example_home())


def meaning(command: Command) -> tuple[str, dict[str, Any]]:
    return command.intent, {name: slot.value for name, slot in command.slots.items()}


def check(grammar: Grammar, seed: int) -> None:
    drawn = sample(grammar, Random(seed))
    assert grammar.accepts(drawn.sentence), drawn.sentence
    got = grammar.interpret(drawn.sentence, "here")
    assert got.command is not None
    assert meaning(drawn.command) in [meaning(c) for c in (got.command, *got.alternatives)], drawn.sentence


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32))
def test_sentences_of_a_home_come_back(seed: int) -> None:
    check(home_grammar(), seed)


_WORDS = st.sampled_from(["turn", "on", "two", "5", "it's", "거실", "a", "ab", "lamp"])
_LEAVES = st.one_of(_WORDS, st.sampled_from(["{thing}", "{number:n}", "{free}", "<rule>"]))
_TEMPLATES = st.recursive(
    _LEAVES,
    lambda part: st.one_of(
        st.lists(part, min_size=2, max_size=3).map(" ".join),
        st.lists(part, min_size=2, max_size=3).map(lambda parts: f"({'|'.join(parts)})"),
        st.lists(part, min_size=2, max_size=3).map(lambda parts: f"({';'.join(parts)})"),
        part.map(lambda inner: f"[{inner}]"),
    ),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_TEMPLATES, min_size=1, max_size=4), st.integers(0, 2**32))
def test_sentences_of_any_templates_come_back(templates: list[str], seed: int) -> None:
    lists = {
        "thing": {"values": ["red lamp", "lamp[s]", {"in": "(tv|radio)", "out": "media"}]},
        "number": {"range": {"from": 0, "to": 30, "fractions": "halves"}},
        "free": {"wildcard": True},
    }
    data = [{"sentences": [f"do {template}" for template in templates]}]
    try:
        grammar = compile_intents(
            {"intents": {"Try": {"data": data}}, "lists": lists, "expansion_rules": {"rule": "(x|y [z])"}}
        )
    except GrammarError as problem:
        raise AssertionError(templates) from problem
    check(grammar, seed)


@settings(max_examples=12, deadline=None)  # each asks for 256 bytes after every byte of a sentence
@given(st.integers(0, 2**32))
def test_live_bytes_are_just_those_that_lead_on(seed: int) -> None:
    grammar = home_grammar()
    acceptor = Acceptor(grammar.network)
    state = acceptor.start
    for byte in sample(grammar, Random(seed)).sentence.encode():
        live = {b for b in range(256) if acceptor.step(state, b) >= 0}
        assert live == set(acceptor.live_bytes(state))
        state = acceptor.step(state, byte)
    assert acceptor.accepts(state)


@pytest.mark.parametrize("code", ["en", "ko"])
def test_a_word_is_said_freely_where_nothing_spells_it_out(code: str) -> None:
    acceptor = compile_intents(
        {
            "language": code,
            "intents": {"Try": {"data": [{"sentences": ["turn on", "turn {what} now"]}]}},
            "lists": {"what": {"wildcard": True}},
        }
    ).acceptor

    def said_freely(text: str) -> bool:
        state = acceptor.start
        for byte in text.encode():
            state = acceptor.step(state, byte)
        return acceptor.said_freely(state)

    assert not said_freely("turn")
    assert not said_freely("turn on")
    assert said_freely("turn once")
    assert said_freely("turn 불")
    assert not said_freely("turn once now")
    assert said_freely("turn once nowhere")

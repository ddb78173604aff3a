"""Rhino's expressions become hassil's templates."""

import pytest

from ogam.core import GrammarError
from ogam.grammar import compile_intents
from ogam.lab.expressions import convert, convert_sentence, read_expressions


@pytest.mark.parametrize(
    ("expression", "template"),
    [
        ("[a, an] $size:cup", "(a|an) {size:cup}"),
        ("[can I get, I'd like] it", "(can I get|I'd like) it"),
        ("go (please)", "go [please]"),
        ("$roast:roast $coffeeDrink:coffeeDrink", "{roast:roast} {coffeeDrink:coffeeDrink}"),
    ],
)
def test_sentence(expression, template):
    assert convert_sentence(expression) == template


def test_the_converted_grammar_understands_its_sentences():
    intents = convert(
        {"orderDrink": ["[make me, I want] [a, an] $size:size $drink:drink"]},
        {"size": ["small", "eight ounce"], "drink": ["latte", "iced coffee"]},
    )
    command = compile_intents(intents).interpret("I want an eight ounce iced coffee").command
    assert command is not None
    assert command.intent == "orderDrink"
    assert {name: slot.value for name, slot in command.slots.items()} == {"size": "eight ounce", "drink": "iced coffee"}


@pytest.mark.parametrize("text", ["", "- 1", "context: {}", "context: {expressions: 3, slots: {}}", "a: ["])
def test_a_file_that_is_none_is_named(tmp_path, text):
    path = tmp_path / "expressions.yaml"
    path.write_text(text)
    with pytest.raises(GrammarError, match=r"expressions\.yaml: not a grammar"):
        read_expressions(path)

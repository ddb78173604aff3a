"""Example sentences mean their device, and it alone."""

import pytest

from ogam.grammar import compile_home
from ogam.home import example_home, parse_home, resolve
from ogam.hub import example_sentences


@pytest.mark.parametrize("language", ["en", "ko"])
def test_nearly_every_device_of_the_example_home_has_examples_that_mean_it(language):
    home = example_home(language)
    grammar = compile_home(home)
    examples = example_sentences(home, grammar)
    assert {device for device, sentences in examples.items() if not sentences} == set()
    for device, sentences in examples.items():
        for sentence in sentences:
            command = grammar.interpret(sentence).command
            values = {name: slot.value for name, slot in command.slots.items()}
            assert resolve(home, values, None, command.intent) == (device,) or command.intent == "HassGetWeather"


def test_a_name_that_two_rooms_have_is_said_with_its_room():
    home = parse_home("""
areas: [kitchen, office]
devices: [{name: lamp, domain: light, area: kitchen}, {name: lamp, domain: light, area: office}]
""")
    first = example_sentences(home, compile_home(home))[home.devices[0].id]
    assert first[0] == "turn on the kitchen lamp"

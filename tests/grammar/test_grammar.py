import tracemalloc
from typing import Any

import pytest

from ogam.core import Device, GrammarError
from ogam.grammar import Grammar, compile_grammar, compile_intents
from ogam.grammar.acceptor import Acceptor
from ogam.home import Area, Floor, Home

HOME = Home(
    areas=(Area("Kitchen", ("cookhouse",), "Downstairs"), Area("Living Room"), Area("Bedroom", floor="Upstairs")),
    floors=(Floor("Upstairs"), Floor("Downstairs")),
    devices=(
        Device("light.lamp", "Mina's Lamp", "light", area="Living Room"),
        Device("light.two", "Light 2", "light", area="Kitchen"),
        Device("lock.front_door", "Front Door", "lock"),
        Device("cover.blind", "Bedroom Blind", "cover", area="Bedroom", device_class="blind"),
        Device("media_player.tv", "TV", "media_player", area="Living Room"),
        Device("todo.shopping", "Shopping List", "todo"),
        Device("climate.thermostat", "Thermostat", "climate", area="Living Room"),
    ),
)


@pytest.fixture(scope="module")
def grammar() -> Grammar:
    return compile_grammar(HOME)


def meaning(grammar: Grammar, text: str, area: str | None = None) -> tuple[str, dict[str, Any]] | None:
    command = grammar.interpret(text, area).command
    return command and (command.intent, {name: slot.value for name, slot in command.slots.items()})


@pytest.mark.parametrize(
    ("said", "intent", "slots"),
    [
        ("Turn on the kitchen lights!", "HassTurnOn", {"area": "Kitchen", "domain": "light"}),
        ("turn on the cookhouse lights", "HassTurnOn", {"area": "Kitchen", "domain": "light"}),
        ("turn on Mina’s lamp", "HassTurnOn", {"name": "Mina's Lamp"}),
        ("turn on minas lamp", "HassTurnOn", {"name": "Mina's Lamp"}),
        ("switch off light two", "HassTurnOff", {"name": "Light 2"}),
        ("unlock the front door", "HassTurnOff", {"name": "Front Door"}),
        ("open the television", None, {}),
        ("turn off the television", "HassTurnOff", {"name": "TV"}),
        ("set bedroom blind to fifty percent", "HassSetPosition", {"name": "Bedroom Blind", "position": 50}),
        ("set bedroom blind to 50%", "HassSetPosition", {"name": "Bedroom Blind", "position": 50}),
        ("set a timer for one and a half hours", "HassStartTimer", {"hours": 1, "minutes": 30}),
        ("could you please turn off the tv for me", "HassTurnOff", {"name": "TV"}),
        (
            "set the thermostat to 20.5 degrees",
            "HassClimateSetTemperature",
            {"name": "Thermostat", "temperature": 20.5},
        ),
    ],
)
def test_sentences_mean_what_they_say(grammar: Grammar, said: str, intent: str | None, slots: dict[str, Any]) -> None:
    got = meaning(grammar, said)
    if intent is None:
        assert got is None
    else:
        assert got is not None
        assert got[0] == intent
        assert slots.items() <= got[1].items()


def test_only_devices_of_the_home_can_be_named(grammar: Grammar) -> None:
    assert meaning(grammar, "turn on the garage lamp") is None


def test_only_fitting_devices_can_be_named(grammar: Grammar) -> None:
    assert meaning(grammar, "lock the front door") is not None
    assert meaning(grammar, "lock the shopping list") is None


def test_here_is_the_area_it_was_said_in(grammar: Grammar) -> None:
    assert meaning(grammar, "turn on the lights", "Kitchen") == ("HassTurnOn", {"domain": "light", "area": "Kitchen"})
    asked = grammar.interpret("turn on the lights")
    assert asked.command is not None
    assert asked.needs == ("area",)


def test_free_words_keep_their_case(grammar: Grammar) -> None:
    got = meaning(grammar, "play Bohemian Rhapsody on the TV")
    assert got is not None
    assert got[1]["search_query"] == "Bohemian Rhapsody"


def test_a_delayed_command_is_one_of_the_homes_commands(grammar: Grammar) -> None:
    got = meaning(grammar, "turn off the tv in ten minutes")
    assert got == ("HassStartTimer", {"conversation_command": "turn off the tv", "minutes": 10})
    assert meaning(grammar, "make me a sandwich in ten minutes") is None


def test_free_words_end_at_a_words_end(grammar: Grammar) -> None:
    assert grammar.accepts("add milk and honey to the shopping list")
    assert not grammar.accepts("add  to the shopping list")
    assert not grammar.accepts("add milkto the shopping list")


def custom(*sentences: str, **more: Any) -> Grammar:
    return compile_intents({"language": "en", "intents": {"Order": {"data": [{"sentences": list(sentences)}]}}, **more})


def test_permutations_take_any_order() -> None:
    grammar = custom("(a;b;c)")
    for said in ("a b c", "c a b", "b c a"):
        assert grammar.accepts(said)
    assert not grammar.accepts("a b")
    assert not grammar.accepts("a b b")


def test_optional_parts_and_joined_endings() -> None:
    grammar = custom("[the] light[s] [in] here", fillers=False)
    for said in ("light here", "the lights in here", "lights here"):
        assert grammar.accepts(said)
    for said in ("the here", "light s here", "thelight here", "light here here", ""):
        assert not grammar.accepts(said)


def test_numbers_in_templates_are_said_in_words_and_digits() -> None:
    grammar = custom("eight ounce coffee", "channel 12")
    for said in ("8 ounce coffee", "eight ounce coffee", "channel twelve", "channel 12"):
        assert grammar.accepts(said)


def test_inline_ranges() -> None:
    grammar = custom("dim to {10..30,10:level}")
    got = meaning(grammar, "dim to twenty")
    assert got == ("Order", {"level": 20})
    assert meaning(grammar, "dim to 15") is None


@pytest.mark.parametrize(
    ("intents", "message"),
    [
        ({"sentences": ["turn on {nmae}"], "lists": {"name": {"values": ["x"]}}}, r"\{nmae\}.*Did you mean 'name'"),
        ({"sentences": ["turn <on>"]}, r"<on>, which is not declared"),
        ({"sentences": ["turn (on"]}, r"Order: cannot read the template"),
        ({"sentences": ["go <a>"], "expansion_rules": {"a": ""}}, r"rule <a>: cannot read the template ''"),
        (
            {"sentences": ["go <a>"], "expansion_rules": {"a": "x <b>", "b": "[y] <a>"}},
            r"contains itself: <a> → <b> → <a>",
        ),
        ({"sentences": ["{n}"], "lists": {"n": {"range": {"from": 5, "to": 1}}}}, r"must go upwards"),
        ({"sentences": ["{n}"], "lists": {"n": {"range": {"from": 0, "to": 9_000_000}}}}, r"larger 'step:'"),
        ({"sentences": ["{n}"], "lists": {"n": {"range": {"from": "low"}}}}, r"whole numbers"),
        ({"sentences": ["{n}"], "lists": {"n": {}}}, r"needs 'values:', 'range:' or 'wildcard"),
        ({"sentences": ["{n}"], "lists": {"n": {"values": []}}}, r"no sentence that can be said"),
        ({"sentences": []}, r"no sentence that can be said"),
    ],
)
def test_mistakes_are_named(intents: dict[str, Any], message: str) -> None:
    sentences = intents.pop("sentences")
    with pytest.raises(GrammarError, match=message):
        custom(*sentences, **intents)


def test_names_with_emoji_and_hangul() -> None:
    home = Home(areas=(Area("거실"),), devices=(Device("light.x", "🎉 Party Lamp 🎉", "light"),))
    grammar = compile_grammar(home)
    assert meaning(grammar, "turn on the party lamp") == ("HassTurnOn", {"name": "🎉 Party Lamp 🎉"})
    assert meaning(grammar, "turn on the 거실 lights") == ("HassTurnOn", {"domain": "light", "area": "거실"})


def test_a_grown_acceptor_is_replaced_and_says_the_same(grammar: Grammar, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ogam.grammar.grammar._MOST_STATES", 1)
    before = grammar.acceptor
    assert grammar.accepts("turn on the kitchen lights")
    assert grammar.acceptor is not before


def test_a_state_is_small(grammar: Grammar) -> None:
    """A house that has heard for weeks has thousands of them."""
    acceptor, state = Acceptor(grammar.network), 0
    tracemalloc.start()
    while state < len(acceptor) < 1000:
        for byte in acceptor.live_bytes(state):
            acceptor.branches(state, byte)
        state += 1
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(acceptor) >= 1000
    assert size / len(acceptor) < 1200


def test_sentences_of_one_meaning_are_told_from_others(grammar: Grammar) -> None:
    assert grammar.meaning("set bedroom blind to 50%") == grammar.meaning("set the bedroom blind to fifty percent")
    assert grammar.meaning("turn on the tv") != grammar.meaning("turn off the tv")
    assert grammar.meaning("make me a sandwich") is None


@pytest.mark.parametrize(
    ("code", "device_class", "understood"),
    [("ko", "curtain", False), ("ko", "window", True), ("ko", None, True), ("en", "curtain", True)],
)
def test_a_korean_home_has_the_kinds_of_covers_that_it_may_have(
    code: str, device_class: str | None, understood: bool
) -> None:
    hall = "거실" if code == "ko" else "Hall"
    cover = Device("cover.one", "One", "cover", area=hall, device_class=device_class)
    home = Home(areas=(Area(hall),), devices=(cover,), language=code)
    text = "거실 창문 닫아줘" if code == "ko" else "close the windows in the hall"
    assert compile_grammar(home).accepts(text) is understood

"""What the peer makes of a transcript: hassil over the same sentences, then phrase spotting."""

from dataclasses import dataclass

import numpy as np
import pytest

from ogam.core import Audio, Device, OgamError
from ogam.home import Area, Home
from ogam.lab.expressions import convert
from ogam.lab.peers import WhisperHassil, build_matcher, check_peer, ratios, spotted
from ogam.lab.vocabularies import Vocabulary


@pytest.fixture
def cafe():
    expressions = {"order": ["[make me, I want] [a, an] $size:size $drink:drink"]}
    intents = convert(expressions, {"size": ["small", "eight ounce"], "drink": ["coffee", "iced coffee"]})
    return build_matcher(Vocabulary(intents=intents))


def test_a_sentence_of_the_grammar(cafe):
    answer = cafe.match("I want an eight-ounce iced coffee.")
    assert (answer.intent, dict(answer.slots)) == ("order", {"size": "eight ounce", "drink": "iced coffee"})


def test_digits_are_read_as_the_words_they_stand_for(cafe):
    assert cafe.match("I want an 8 ounce coffee").slots["size"] == "eight ounce"


def test_what_matches_no_sentence_is_spotted_longest_first(cafe):
    answer = cafe.match("Well, could I have small iced coffee thanks")
    assert dict(answer.slots) == {"size": "small", "drink": "iced coffee"}


def test_no_word_is_spotted_twice():
    values = {"size": ("medium", "large"), "roast": ("medium roast",), "drink": ("coffee", "iced coffee")}
    assert spotted("ah medium roast iced coffee", values) == {"roast": "medium roast", "drink": "iced coffee"}


def test_what_has_no_value_in_it_is_nothing(cafe):
    assert cafe.match("Tell me a story").intent == ""


def test_a_home_has_the_intents_projects_sentences():
    home = Home(areas=(Area("Kitchen"),), devices=(Device("light.lamp", "Lamp", "light", area="Kitchen"),))
    matcher = build_matcher(Vocabulary(home))
    answer = matcher.match("Turn on the kitchen lights.")
    assert (answer.intent, answer.slots["area"]) == ("HassTurnOn", "Kitchen")
    assert matcher.match("an iced coffee please").intent == ""


def test_what_whisper_writes_is_matched(cafe):
    @dataclass
    class Segment:
        text: str

    class Whisper:
        def transcribe(self, samples, **options):
            return iter([Segment(" I want a"), Segment(" small coffee.")]), None

    answer = WhisperHassil(Whisper(), cafe).hear(Audio(np.zeros(16_000, np.float32)))
    assert (answer.slots["drink"], answer.heard) == ("coffee", "I want a small coffee.")


def test_a_peer_that_is_not_known_is_named():
    with pytest.raises(OgamError, match=r"peer 'siri' is not known\. Peers: whisper-hassil"):
        check_peer("siri")


def test_a_peer_that_is_not_installed_says_how(monkeypatch):
    monkeypatch.setattr("ogam.lab.peers.find_spec", lambda name: None)
    with pytest.raises(OgamError, match=r"pip install 'ogam\[bench\]'"):
        check_peer("whisper-hassil")


def test_ratios():
    own = {"accuracy": 0.9, "latency_ms": {"median": 100.0}}
    peer = {"accuracy": 0.6, "latency_ms": {"median": 250.0}}
    assert ratios(own, peer) == {"accuracy": 1.5, "speed": 2.5}

"""Sentences of a home by a recogniser that only writes down."""

import numpy as np
import pytest

from ogam.asr import TranscribedSentences
from ogam.core import Audio, AudioError, Image, ModelCard, Observation
from ogam.grammar import compile_home
from ogam.home import example_home
from ogam.plugins.echo import EchoRecognizer

SOUND = np.full(16_000, 0.1, np.float32)


@pytest.fixture(scope="module")
def grammar():
    return compile_home(example_home())


def hear(grammar, text):
    recognizer = TranscribedSentences(EchoRecognizer({"mic": text}), grammar)
    [[heard]] = recognizer.recognize([Audio(SOUND, 2.0, "mic")])
    return heard


def test_what_the_grammar_can_read_is_a_sentence(grammar):
    heard = hear(grammar, "Turn on the kitchen light.")
    assert (heard.kind, heard.value, heard.confidence) == ("sentence", "Turn on the kitchen light.", 1.0)
    assert heard.details["accepted"]
    assert (heard.start, heard.end, heard.source, heard.recognizer) == (2.0, 3.0, "mic", "ogam/echo")


def test_what_it_cannot_read_is_refused(grammar):
    heard = hear(grammar, "It rained all day.")
    assert (heard.value, heard.confidence) == ("", 0.0)
    assert heard.details == {"heard": "It rained all day.", "accepted": False, "alternatives": []}


def test_of_silence_there_is_an_empty_sentence(grammar):
    [[heard]] = TranscribedSentences(EchoRecognizer(), grammar).recognize([Audio(np.zeros(160, np.float32))])
    assert (heard.value, heard.details["heard"], heard.details["accepted"]) == ("", "", False)


class Commands:
    card = ModelCard("commands", "1", "commands")
    said = Observation("sentence", "lights on", 0.7, 0.0, 1.0)

    def recognize(self, signals):
        return [[self.said] for _ in signals]


def test_sentences_are_handed_on_as_they_are(grammar):
    assert TranscribedSentences(Commands(), grammar).recognize([Audio(SOUND)]) == [[Commands.said]]


def test_pictures_are_refused(grammar):
    with pytest.raises(AudioError):
        TranscribedSentences(EchoRecognizer(), grammar).recognize([Image(np.zeros((1, 1, 3), np.uint8))])

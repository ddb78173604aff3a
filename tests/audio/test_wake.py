"""Wake words: noticed once, cheap, and what follows them is cut without losing its first sound."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ogam.audio import (
    EnergyVoiceActivity,
    FakeWakeWords,
    MicroWakeWords,
    Segmenter,
    WakeSegmenter,
    read_wake_word,
    wake_words,
)
from ogam.core import SAMPLE_RATE, Audio, ModelError, StreamingRecognizer

SEGMENTER = Segmenter(EnergyVoiceActivity())
WORD = 0.5
"""Seconds of the tone that is the wake word; it is noticed 0.2 s after it began."""


def silence(seconds: float) -> np.ndarray:
    return np.zeros(round(seconds * SAMPLE_RATE), np.float32)


def noise(seconds: float) -> np.ndarray:
    return np.random.default_rng(0).normal(0, 0.1, round(seconds * SAMPLE_RATE)).astype(np.float32)


def tone(seconds: float = WORD) -> np.ndarray:
    return (0.3 * np.sin(2 * np.pi * 1000 * np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE)).astype(np.float32)


def chunks(samples: np.ndarray, size: int = 1600, start: float = 0.0) -> list[Audio]:
    starts = range(0, len(samples), size)
    return [Audio(samples[at : at + size], start + at / SAMPLE_RATE, "test") for at in starts]


def follow(samples: np.ndarray, size: int = 1600, **settings: float) -> list[Audio]:
    """The utterances after the wake word."""
    session = WakeSegmenter(FakeWakeWords(), SEGMENTER, **settings).open()
    return [found for chunk in chunks(samples, size) for found in session.accept(chunk)] + session.finish()


def test_a_word_is_reported_once_until_it_has_been_gone():
    """Not again where it comes and goes for a moment, as the probabilities of real words do."""
    sound = np.concatenate([silence(1), tone(1.0), silence(0.2), tone(0.3), silence(1.5), tone(), silence(1)])
    found = FakeWakeWords().open().accept(Audio(sound, 10.0, "mic"))
    assert [(seen.kind, seen.value, seen.source) for seen in found] == [("wake", "tone", "mic")] * 2
    assert [round(seen.end, 2) for seen in found] == [11.2, 14.2]
    assert isinstance(FakeWakeWords(), StreamingRecognizer)


def test_only_what_follows_the_word_is_an_utterance():
    sound = np.concatenate([silence(0.5), noise(1), silence(1), tone(), silence(0.4), noise(1), silence(1), noise(1)])
    (utterance,) = follow(np.concatenate([sound, silence(1)]))
    assert utterance.end > 4.4
    assert utterance.start < 3.4


def test_who_goes_on_speaking_at_once_loses_nothing():
    """The word is noticed 0.1 s late, within what follows it; `lead` brings that back."""
    sound = np.concatenate([silence(1), tone(0.2), noise(1), silence(1)])
    (utterance,) = follow(sound, lead=0.1)
    assert utterance.start <= 1.2 < utterance.end
    kept = utterance.cut(1.2, 2.2)
    assert np.array_equal(kept.samples, noise(1))


def test_the_end_of_the_word_is_no_utterance():
    sound = np.concatenate([silence(1), tone(0.4), silence(1), noise(1), silence(1)])
    (utterance,) = follow(sound)
    assert 2.0 < utterance.start < 2.4 < 3.4 < utterance.end


def test_what_is_said_before_the_word_is_not_carried_out():
    sound = np.concatenate([silence(0.5), noise(1), tone(), silence(1.5)])
    assert [found.start >= 1.0 for found in follow(sound)] in ([], [True])


def test_it_sleeps_again_where_nothing_is_said():
    assert follow(np.concatenate([tone(), silence(3), noise(1), silence(1)]), patience=2.0, lead=0.0)[1:] == []
    session = WakeSegmenter(FakeWakeWords(), SEGMENTER, patience=2.0, lead=0.0).open()
    session.accept(Audio(np.concatenate([tone(), silence(4)])))
    assert not session.awake


def test_a_question_may_be_answered_without_the_word():
    session = WakeSegmenter(FakeWakeWords(), SEGMENTER).open()
    assert session.accept(Audio(np.concatenate([noise(1), silence(1)]))) == []
    session.stay_awake(5)
    (utterance,) = session.accept(Audio(np.concatenate([silence(1), noise(1), silence(1)]), 2.0))
    assert 2.9 > utterance.start > 2.5
    assert session.accept(Audio(np.concatenate([silence(1), noise(1), silence(1)]), 5.0)) == []


def test_a_gap_in_the_stream_begins_anew():
    session = WakeSegmenter(FakeWakeWords(), SEGMENTER).open()
    session.accept(Audio(np.concatenate([tone(0.4), silence(0.5)])))
    assert session.awake
    assert session.accept(Audio(np.concatenate([noise(1), silence(1)]), 60.0)) == []


def test_whoever_wants_to_is_told():
    told = []
    session = WakeSegmenter(FakeWakeWords(), SEGMENTER).open()
    session.on_wake = told.append
    session.accept(Audio(np.concatenate([silence(1), tone()])))
    assert [heard.value for heard in told] == ["tone"]


@given(st.integers(1, 20_000), st.sampled_from([0.0, 0.1, 0.3]))
@settings(max_examples=15)
def test_the_chunks_change_nothing(size, lead):
    sound = np.concatenate([noise(0.5), silence(0.5), tone(), noise(1), silence(1.5), tone(), silence(0.3), noise(0.7)])
    expected, found = follow(sound, lead=lead), follow(sound, size, lead=lead)
    assert [(one.start, one.end) for one in found] == [(one.start, one.end) for one in expected]


def test_a_description_that_is_wrong(tmp_path):
    path = tmp_path / "hey_ogam.json"
    with pytest.raises(ModelError, match="no description of a wake word"):
        read_wake_word(path)
    path.write_text('{"wake_word": "Hey Ogam"}')
    with pytest.raises(ModelError, match="KeyError"):
        read_wake_word(path)
    micro = {"probability_cutoff": 0.9, "sliding_window_size": 5}
    path.write_text(json.dumps({"wake_word": "Hey Ogam", "model": "hey_ogam.tflite", "micro": micro}))
    with pytest.raises(ModelError, match=r"hey_ogam\.tflite is not beside it"):
        read_wake_word(path)
    (tmp_path / "hey_ogam.tflite").write_bytes(b"")
    word = read_wake_word(path)
    assert (word.name, word.phrase, word.cutoff) == ("hey_ogam", "Hey Ogam", 0.9)


@pytest.mark.real
@pytest.mark.parametrize("name", ["alexa", "hey_jarvis"])
def test_a_packaged_word_is_noticed_when_a_voice_says_it(name):
    """A synthesised voice: there are no recordings of these words."""
    from ogam.synthesis import Synthesizer

    (word,) = wake_words([name])
    said = Synthesizer("am_michael").speak(f"{word.phrase}, turn on the light.").to_audio().samples
    found = MicroWakeWords(wake_words()).open().accept(Audio(np.concatenate([silence(0.5), said, silence(0.5)])))
    assert [heard.value for heard in found] == [name]


@pytest.mark.real
def test_a_word_that_is_not_in_the_catalogue():
    with pytest.raises(ModelError, match=r"no wake word is called 'computer'\. There are: alexa, hey_jarvis"):
        wake_words(["computer"])

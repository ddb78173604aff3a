"""What goes to a plugin in another process and comes back is the same; what comes back wrong is named."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogam.core import Audio, Box, Image, ModelCard, Observation
from ogam.plugins import PluginReplyError
from ogam.plugins.exchange import decode_signal, encode_observations, encode_signal, read_observations

CARD = ModelCard("parrot", "1", "speech recognition")
SECOND = Audio(np.zeros(16_000, np.float32), 5.0, "kitchen")
NUMBERS = st.floats(0, 1)
RIGHT = {"kind": "transcript", "value": "hello", "confidence": 0.5, "start": 0.1, "end": 0.9}


def read(value):
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    return read_observations(body, SECOND, CARD, "http://x")


@given(st.lists(st.floats(-2, 2, width=32), max_size=300))
def test_sound_goes_there_with_16_bits(samples):
    sent = np.array(samples, np.float32)
    got = decode_signal(*encode_signal(Audio(sent)))
    assert isinstance(got, Audio)
    assert np.abs(got.samples - np.clip(sent, -1, 1)).max(initial=0) < 1 / 32_000


@given(st.integers(1, 9), st.integers(1, 9), st.randoms())
def test_pictures_go_there_to_the_last_bit(height, width, random):
    pixels = np.array([random.randrange(256) for _ in range(height * width * 3)], np.uint8).reshape(height, width, 3)
    got = decode_signal(*encode_signal(Image(pixels)))
    assert isinstance(got, Image)
    assert (got.pixels == pixels).all()


@given(
    kind=st.text(), value=st.text(), confidence=NUMBERS, times=st.tuples(NUMBERS, NUMBERS).map(sorted),
    box=st.none() | st.builds(Box, NUMBERS, NUMBERS, NUMBERS, NUMBERS),
    details=st.dictionaries(st.text(), st.lists(NUMBERS) | st.text() | st.none()),
)  # fmt: skip
def test_observations_come_back_on_the_signals_clock(kind, value, confidence, times, box, details):
    start, end = times
    sent = Observation(kind, value, confidence, start, end, box=box, details=details)
    [got] = read(encode_observations([sent]))
    assert (got.kind, got.value, got.confidence, got.box, got.details) == (kind, value, confidence, box, details)
    assert (got.start, got.end) == (start + 5, end + 5)
    assert (got.source, got.recognizer, got.model) == ("kitchen", "parrot", "parrot@1")


def test_times_may_be_left_out():
    [got] = read({"observations": [{"kind": "transcript", "value": "hello", "confidence": 1}]})
    assert (got.start, got.end, got.details) == (5.0, 6.0, {})


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"<html>", "JSONDecodeError"),
        (b"\xff", "UnicodeDecodeError"),
        (b"[" * 100_000, "not what the contract asks for"),
        ({"observation": []}, "KeyError"),
        ({"observations": {}}, "observations are no list"),
        ({"observations": [3]}, "an observation is no object but 3"),
        ({"observations": [{**RIGHT, "value": 3}]}, "value is no text but 3"),
        ({"observations": [{**RIGHT, "confidence": "high"}]}, "confidence is no number but 'high'"),
        ({"observations": [{**RIGHT, "confidence": 7}]}, "a confidence is 7, where 0 to 1 is meant"),
        (b'{"observations": [{"kind": "a", "value": "b", "confidence": NaN}]}', "confidence is no number but nan"),
        ({"observations": [{**RIGHT, "end": 3.0}]}, "0.1 s to 3 s in a signal of 1 s. Sound has 16,000 samples"),
        ({"observations": [{**RIGHT, "start": 0.95}]}, "0.95 s to 0.9 s"),
        ({"observations": [{**RIGHT, "box": [1, 2]}]}, "missing"),
        ({"observations": [{**RIGHT, "details": []}]}, "details are no object"),
    ],
)
def test_a_wrong_answer_says_who_and_what(answer, said):
    with pytest.raises(PluginReplyError) as raised:
        read(answer)
    assert str(raised.value).startswith("http://x: ")
    assert said in str(raised.value)


@given(st.binary(max_size=200))
def test_any_bytes_are_an_answer_or_an_error(body):
    try:
        read(body)
    except PluginReplyError:
        return


@pytest.mark.parametrize(("body", "kind"), [(b"RIFF", "audio/wav"), (b"", "audio/wav"), (b"x", "text/plain")])
def test_what_is_no_signal_is_refused(body, kind):
    with pytest.raises(ValueError):
        decode_signal(body, kind)

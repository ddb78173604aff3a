"""Silero's detector, with its real weights."""

from pathlib import Path

import numpy as np
import pytest

from ogam.audio import Segmenter, SileroVoiceActivity, read, utterances
from ogam.core import SAMPLE_RATE, Audio, StreamingRecognizer
from ogam.models import Store, find

pytestmark = pytest.mark.real
RECORDINGS = Path(__file__).parents[3] / "shared" / "data" / "barista"


@pytest.fixture(scope="module")
def silero():
    if Store().state(find("silero-vad")) != "here":
        pytest.skip("silero-vad is not here: ogam models pull silero-vad")
    return SileroVoiceActivity()


@pytest.fixture(scope="module")
def speech():
    files = sorted(RECORDINGS.glob("*.flac"))
    if not files:
        pytest.skip("no recordings: ../shared/data/barista is missing")
    return read(files[0])


def test_it_is_a_streaming_recognizer_that_says_who_it_is(silero):
    assert isinstance(silero, StreamingRecognizer)
    (observations,) = silero.recognize([Audio(np.zeros(16000, np.float32))])
    assert len(observations) == 32
    assert observations[0].model == silero.card.label
    assert all(o.confidence < 0.2 for o in observations)


def test_stream_and_batch_observe_the_same(silero, speech):
    (batch,) = silero.recognize([speech])
    session = silero.open()
    chunks = [speech.cut(t / 10, (t + 1) / 10) for t in range(int(speech.duration * 10) + 1)]
    streamed = [o for c in chunks for o in session.accept(c)] + session.finish()
    assert [o.confidence for o in streamed] == [o.confidence for o in batch]
    assert max(o.confidence for o in batch) > 0.9


def test_speech_is_found_where_it_is(silero, speech):
    quiet = np.zeros(2 * SAMPLE_RATE, np.float32)
    found = list(utterances([Audio(np.concatenate([quiet, speech.samples, quiet]))], silero))
    assert found
    assert found[0].start >= 1.5
    assert found[-1].end <= 2 + speech.duration + 0.5


def test_one_poisoned_chunk_does_not_deafen_it(silero, speech):
    session = Segmenter(silero).open()
    session.accept(Audio(np.full(1600, np.nan, np.float32)))
    found = session.accept(Audio(speech.samples, 0.1)) + session.finish()
    assert sum(u.duration for u in found) > 0.3 * speech.duration

"""Cutting streams into utterances: exact in time, and the same however the stream is cut into chunks."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ogam.audio import EnergyVoiceActivity, Segmenter, utterances
from ogam.core import SAMPLE_RATE, Audio, AudioError, RecognizerSession, StreamingRecognizer

LOUD = EnergyVoiceActivity()
FRAME = 0.032


def stream(*spans: tuple[float, float], seconds: float = 6.0) -> np.ndarray:
    """Silence with noise in the given spans (from, to, in seconds)."""
    samples = np.zeros(round(seconds * SAMPLE_RATE), np.float32)
    noise = np.random.default_rng(0).normal(0, 0.1, len(samples)).astype(np.float32)
    for first, last in spans:
        part = slice(round(first * SAMPLE_RATE), round(last * SAMPLE_RATE))
        samples[part] = noise[part]
    return samples


def cut(samples: np.ndarray, lengths: list[int], start: float = 0.0) -> list[Audio]:
    """Chunks of the given lengths, over and over until all is used."""
    chunks, at, turn = [], 0, 0
    while at < len(samples):
        length = lengths[turn % len(lengths)]
        chunks.append(Audio(samples[at : at + length], start + at / SAMPLE_RATE, "test"))
        at, turn = at + length, turn + 1
    return chunks


def run(segmenter: Segmenter, chunks: list[Audio]) -> list[Audio]:
    session = segmenter.open()
    return [u for chunk in chunks for u in session.accept(chunk)] + session.finish()


def test_each_utterance_keeps_its_first_and_last_sound_and_its_times():
    samples = stream((1.0, 2.0), (4.0, 4.8))
    found = list(utterances(cut(samples, [1600], start=100.0), LOUD))
    assert len(found) == 2
    for utterance, (first, last) in zip(found, [(101.0, 102.0), (104.0, 104.8)], strict=True):
        assert first - 0.3 - FRAME <= utterance.start <= first - 0.3 + FRAME
        assert last + 0.2 - FRAME <= utterance.end <= last + 0.2 + FRAME
        at = round((utterance.start - 100) * SAMPLE_RATE)
        assert np.array_equal(utterance.samples, samples[at : at + len(utterance.samples)])
        assert utterance.source == "test"


@given(
    lengths=st.lists(st.integers(1, 40_000), min_size=1, max_size=8),
    spans=st.lists(st.tuples(st.floats(0, 3.9), st.floats(0, 1.5)), max_size=4),
    longest=st.sampled_from([1.0, 1.7, 15.0]),
)
@settings(max_examples=60, deadline=None)
def test_the_chunks_change_nothing(lengths, spans, longest):
    samples = stream(*((a, min(4.0, a + d)) for a, d in spans), seconds=4.0)
    segmenter = Segmenter(LOUD, longest=longest)
    whole = run(segmenter, [Audio(samples)])
    if min(lengths) < 100:
        lengths = [*lengths, 20_000]  # a stream of single samples only takes long
    pieces = run(segmenter, cut(samples, lengths))
    assert [u.start for u in pieces] == pytest.approx([u.start for u in whole], abs=1e-6)
    assert all(np.array_equal(a.samples, b.samples) for a, b in zip(pieces, whole, strict=True))


@given(spans=st.lists(st.tuples(st.floats(0, 3.9), st.floats(0.2, 3)), max_size=4))
@settings(max_examples=40, deadline=None)
def test_utterances_follow_each_other_and_hold_all_long_speech(spans):
    spans = [(a, min(4.0, a + d)) for a, d in spans]
    samples = stream(*spans, seconds=4.0)
    found = run(Segmenter(LOUD, longest=1.0), [Audio(samples)])
    assert all(a.end <= b.start + 1e-9 for a, b in itertools.pairwise(found))
    assert all(0.1 <= u.duration <= 1.0 + 1e-9 for u in found)
    held = sum(float(np.square(u.samples).sum()) for u in found)
    assert held >= 0.8 * float(np.square(samples).sum())


def test_an_utterance_is_given_as_soon_as_the_silence_is_long_enough():
    session = Segmenter(LOUD, silence=0.5, padding=0.2).open()
    given_at = [c.end for c in cut(stream((1.0, 2.0)), [512]) if session.accept(c)]
    assert given_at == [pytest.approx(2.5, abs=2 * FRAME)]


def test_a_short_pause_does_not_end_an_utterance():
    assert len(run(Segmenter(LOUD), cut(stream((1.0, 2.0), (2.5, 3.0)), [1600]))) == 1
    assert len(run(Segmenter(LOUD, silence=0.4), cut(stream((1.0, 2.0), (2.5, 3.0)), [1600]))) == 2


def test_a_click_is_no_utterance():
    assert run(Segmenter(LOUD), cut(stream((1.0, 1.01)), [1600])) == []


def test_speech_that_goes_on_at_the_end_of_the_stream_is_given():
    (utterance,) = utterances(cut(stream((1.0, 3.0), seconds=3.0), [1600]), LOUD)
    assert utterance.end == pytest.approx(3.0)


def test_speech_without_end_is_cut_and_nothing_is_lost():
    samples = stream((0.0, 6.0))
    found = run(Segmenter(LOUD, longest=2.0), cut(samples, [1600]))
    assert [u.duration for u in found] == [2.0, 2.0, 2.0]
    assert np.array_equal(np.concatenate([u.samples for u in found]), samples)


def test_a_gap_ends_the_utterance_and_times_go_on_after_it():
    before, after = stream((1.0, 2.0), seconds=2.0), stream((0.0, 1.0), seconds=2.0)
    found = run(Segmenter(LOUD), [*cut(before, [1600]), *cut(after, [1600], start=10.0)])
    assert [(u.start, u.end) for u in found] == [
        (pytest.approx(0.7, abs=FRAME), pytest.approx(2.0)),
        (pytest.approx(10.0), pytest.approx(11.2, abs=FRAME)),
    ]


def test_silence_and_nothing_hold_no_utterance():
    assert list(utterances(cut(stream(), [1600]), LOUD)) == []
    assert list(utterances([], LOUD)) == []
    assert list(utterances([Audio(np.zeros(0, np.float32))], LOUD)) == []


def test_a_session_says_whether_somebody_is_speaking_and_keeps_little():
    session = Segmenter(LOUD).open()
    heard = []
    for chunk in cut(stream((1.0, 2.0), seconds=60.0), [1600]):
        session.accept(chunk)
        heard.append(session.speaking)
    assert heard[15]
    assert not heard[5]
    assert not heard[-1]
    assert session._kept.duration < 0.5


def test_settings_that_contradict_each_other_are_refused():
    with pytest.raises(AudioError, match="rising order"):
        Segmenter(LOUD, tail=1.0, silence=0.5)


def test_the_stand_in_detector_is_a_streaming_recognizer():
    assert isinstance(LOUD, StreamingRecognizer)
    session: RecognizerSession = LOUD.open()
    chunk = Audio(stream((0.0, 0.032), seconds=0.064), 5.0, "test")
    loud, quiet = session.accept(chunk)
    assert (loud.kind, loud.value, loud.start, loud.end, loud.source) == ("voice", "speech", 5.0, 5.032, "test")
    assert loud.confidence > 0.9
    assert quiet.confidence < 0.1
    assert session.finish() == []


def test_batch_and_stream_observe_the_same():
    samples = stream((0.2, 0.5), seconds=1.0)
    session = LOUD.open()
    streamed = [o for c in cut(samples, [100, 777]) for o in session.accept(c)] + session.finish()
    (batch,) = LOUD.recognize([Audio(samples, 0.0, "test")])
    assert [o.confidence for o in streamed] == [o.confidence for o in batch]
    assert [o.start for o in streamed] == pytest.approx([o.start for o in batch])
    assert batch[-1].end == pytest.approx(1.0)


@given(spans=st.lists(st.tuples(st.floats(0, 3.9), st.floats(0.2, 2)), max_size=4))
@settings(max_examples=40, deadline=None)
def test_an_utterance_that_pauses_is_what_will_be_given_if_nobody_speaks_on(spans):
    samples = stream(*((a, min(4.0, a + d)) for a, d in spans), seconds=5.0)
    session, last = Segmenter(LOUD).open(), None
    for chunk in cut(samples, [512]):
        given = session.accept(chunk)
        for utterance in given:
            assert last is not None
            assert (utterance.start, utterance.end) == (last.start, last.end)
            assert np.array_equal(utterance.samples, last.samples)
        last = session.paused


def test_a_pause_is_one_object_and_ends_when_somebody_speaks_on():
    session, seen = Segmenter(LOUD).open(), []
    for chunk in cut(stream((0.5, 1.0), (1.45, 2.0), seconds=4.0), [512]):
        session.accept(chunk)
        if not seen or session.paused is not seen[-1]:
            seen.append(session.paused)
    first, second = (pause for pause in seen if pause is not None)
    assert [pause is None for pause in seen] == [True, False, True, False, True]
    assert (first.start, second.start) == (second.start, first.start)
    assert second.end - first.end == pytest.approx(1.0, abs=FRAME)


def test_an_utterance_may_be_ended_early_and_is_then_not_given_again():
    session, ended_at, given = Segmenter(LOUD).open(), [], []
    for chunk in cut(stream((0.5, 1.0), (1.9, 2.4), seconds=4.0), [512]):
        given += session.accept(chunk)
        pause = session.paused
        if pause is not None and session.end(pause):
            ended_at.append(chunk.end)
            assert not session.speaking
            assert not session.end(pause)
    assert ended_at == pytest.approx([1.4, 2.8], abs=2 * FRAME)
    assert given == []


def test_an_utterance_is_not_ended_too_early():
    session = Segmenter(LOUD).open()
    for chunk in cut(stream((0.5, 1.0), seconds=1.36), [512]):
        session.accept(chunk)
    assert session.paused is not None
    assert not session.end(session.paused)
    assert not session.end(Audio(np.zeros(16_000, np.float32)))

"""Stop words: the head as it is shipped, the session, and the fake."""

import numpy as np
import pytest

from ogam.audio.speech_embedding import WIDTH, EmbeddingSession
from ogam.audio.stop_words import FakeStopWords, Layer, StopHead, StopSession, StopWords, shipped_head
from ogam.core import Audio, ModelCard

CARD = ModelCard(name="fake", version="1", task="speech embedding", licence="Apache-2.0", inputs="Audio")


class Levels:
    """Embeddings whose first number is how loud a hop is."""

    card = CARD

    def open(self) -> EmbeddingSession:
        return EmbeddingSession(self)  # type: ignore[arg-type]

    def frames(self, samples: np.ndarray) -> np.ndarray:
        return np.full((4, 32), np.abs(samples[480:]).max(), np.float32)

    def embed(self, frames: np.ndarray) -> np.ndarray:
        return np.full(WIDTH, frames[-1, 0], np.float32)


def head(threshold: float = 0.5) -> StopHead:
    """Takes what is louder than half for "stop"."""
    hidden = Layer(np.full((1, WIDTH), 1 / WIDTH, np.float32), np.full(1, -0.5, np.float32))
    output = Layer(np.array([[0], [100], [0]], np.float32), np.array([1, 0, -20], np.float32))
    return StopHead((("en", "stop"), ("ko", "정지")), (0,), hidden, output, threshold)


def sound(*levels: float) -> np.ndarray:
    """40 ms of each level."""
    return np.concatenate([np.full(640, level, np.float32) for level in levels])


def times(samples: np.ndarray, size: int, languages: tuple[str, ...] = ("en",)) -> list[float]:
    session = StopWords(languages, Levels(), head()).open()  # type: ignore[arg-type]
    chunks = [Audio(samples[at : at + size], at / 16_000) for at in range(0, len(samples), size)]
    return [round(found.end, 6) for chunk in chunks for found in session.accept(chunk)]


@pytest.mark.parametrize("size", [100, 320, 640, 1_000, 16_000])
def test_a_word_is_noticed_at_the_step_in_which_it_ends_however_sound_is_cut(size):
    assert times(sound(0.1, 0.1, 0.9, 0.1), size) == [0.12]


def test_a_word_counts_once_and_again_after_a_second():
    assert times(sound(*[0.9] * 5, *[0.1] * 10, 0.9), 640) == [0.04]
    assert times(sound(*[0.9] * 2, *[0.1] * 30, 0.9), 640) == [0.04, 1.32]


def test_words_of_other_languages_do_not_count():
    assert times(sound(0.1, 0.9, 0.1), 640, ("ko",)) == []


def test_silence_is_not_looked_through():
    session = Levels().open()
    assert list(session.accept(Audio(np.zeros(16_000, np.float32)))) == []


def test_sound_that_is_no_number_is_taken_for_silence():
    samples = np.full(6_400, np.nan, np.float32)
    assert times(samples, 640) == []


def test_the_shipped_head_knows_its_words_and_its_probabilities_are_some():
    shipped = shipped_head()
    assert {language for language, _ in shipped.words} == {"en", "ko"}
    assert 0 < shipped.threshold < 1
    features = np.random.default_rng(0).standard_normal((5, WIDTH * len(shipped.delays))).astype(np.float32)
    shares = shipped.probabilities(features)
    assert shares.shape == (5, 1 + len(shipped.words))
    assert shares.sum(axis=1) == pytest.approx(1)


def test_the_fake_hears_what_is_very_loud():
    session = FakeStopWords().open()
    heard = [session.accept(Audio(sound(level), at)) for at, level in enumerate((0.1, 1.0, 1.0, 0.1))]
    assert [len(found) for found in heard] == [0, 1, 0, 0] or [len(found) for found in heard] == [0, 1, 1, 0]
    assert isinstance(StopWords(("en",), Levels(), head()).open(), StopSession)  # type: ignore[arg-type]


@pytest.mark.real
@pytest.mark.parametrize(("said", "language"), [("Stop!", "en"), ("Halt!", "en"), ("멈춰!", "ko"), ("정지!", "ko")])
def test_real_words_are_noticed_soon_after_they_end(said, language):
    from ogam.synthesis import Synthesizer

    voice = "bf_emma" if language == "en" else "jf_alpha"
    word = Synthesizer().speak(said, voice=voice, language=language).to_audio().samples
    around = np.zeros(8_000, np.float32)
    (found,) = StopWords([language]).recognize([Audio(np.concatenate([around, word, around]))])[0]
    assert 0.5 < found.end < 0.5 + len(word) / 16_000 + 0.2


@pytest.mark.real
def test_other_sentences_are_not_taken_for_stop():
    from ogam.synthesis import Synthesizer

    said = Synthesizer().speak("Turn on the kitchen lights please.", voice="bf_emma").to_audio()
    assert StopWords(["en"]).recognize([said]) == [[]]

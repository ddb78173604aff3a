"""Whose lips move with a voice, both made up."""

import numpy as np
import pytest

from ogam.core import Audio
from ogam.liveness import ActiveSpeaker, load_active_speaker
from ogam.liveness.active_speaker import MOST, SHORTEST

SYLLABLES = [0.3, 0.9, 1.2, 1.7, 2.5, 2.8, 3.3]
OTHERS = [0.55, 0.7, 1.45, 1.5, 2.0, 2.2, 3.1, 3.6]


def course(syllables: list[float], times: np.ndarray, width: float) -> np.ndarray:
    return np.asarray(sum(np.exp(-(((times - middle) / width) ** 2)) for middle in syllables))


def voice(start: float = 0.0, seconds: float = 4.0) -> Audio:
    at = np.arange(round(seconds * 16_000)) / 16_000
    noise = np.random.default_rng(0).normal(0, 0.001, len(at))
    sound = 0.3 * course(SYLLABLES, at, 0.08) * np.sin(2 * np.pi * 180 * at) + noise
    return Audio(sound.astype(np.float32), start, "voice")


def mouth(syllables: list[float], seconds: float = 4.0, rate: float = 10.0) -> tuple[np.ndarray, np.ndarray]:
    times = np.arange(0, seconds, 1 / rate)
    return times, 0.4 * course(syllables, times, 0.12) if syllables else np.full(len(times), 0.05)


@pytest.fixture(scope="module")
def speaker() -> ActiveSpeaker:
    return load_active_speaker()


def test_who_speaks_is_told_from_who_does_not(speaker: ActiveSpeaker) -> None:
    own, other, still = (speaker.ratio(*mouth(lips), voice()) for lips in (SYLLABLES, OTHERS, []))
    assert own is not None
    assert other is not None
    assert still is not None
    assert own > 1.5
    assert other < 0
    assert still < -1.5


def test_the_shorter_the_less_it_says(speaker: ActiveSpeaker) -> None:
    long, short = (speaker.ratio(*mouth(SYLLABLES, seconds), voice(seconds=seconds)) for seconds in (4.0, 1.0))
    assert long is not None
    assert short is not None
    assert abs(short) < abs(long) <= MOST


def test_too_little_of_both_says_nothing(speaker: ActiveSpeaker) -> None:
    assert speaker.ratio(*mouth(SYLLABLES, SHORTEST - 0.2), voice()) is None
    assert speaker.ratio(*mouth(SYLLABLES, rate=4), voice()) is None
    assert speaker.ratio(*mouth(SYLLABLES), voice(start=60)) is None
    assert speaker.ratio(np.zeros(0), np.zeros(0), voice()) is None

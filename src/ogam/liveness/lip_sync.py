"""Do the lips move with the voice? Who speaks opens the mouth when the voice is loud, most of the time.

A cue that whoever is seen is whoever is heard, and that both are of now: a photograph's lips do not move, and those of
somebody who listens move at other times. It does not stop a video that has its own sound.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ogam.core import SAMPLE_RATE, Audio, QualityError

RATE = 25
"""Steps a second at which both are compared."""
FURTHEST_LAG = 0.2
"""Seconds by which the picture may be early or late; the two run through different buffers."""
SHORTEST = 2.0
"""Seconds that both must have in common."""
SLOWEST = 8.0
"""Frames a second that the camera must give at least, or syllables are missed."""
FLOOR = 30.0
"""Decibels below its loudest from which on a voice counts as silent."""
STILL = 0.01
"""Deviation of the mouth's openness below which it did not move."""
TOGETHER = 1.08
"""Correlation from which on lips and voice belong together, times the root of the seconds: chance correlations are the
larger the less there is of both. Of simulated lips that say something else, 5 % were meant to pass it
(benchmarks/liveness_lips.py)."""
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LipSync:
    """together: whether the lips move with the voice; score: the correlation at the best lag, −1 to 1, 0 for lips that
    do not move; threshold: what it must be; lag: by how many seconds the lips come later than the voice."""

    together: bool
    score: float
    threshold: float
    lag: float

    def to_json(self) -> dict[str, Any]:
        rounded = {"score": self.score, "threshold": self.threshold, "lag": self.lag}
        return {"together": self.together, **{name: round(value, 3) for name, value in rounded.items()}}


def lip_sync(times: Floats, mouth: Floats, audio: Audio, shortest: float = SHORTEST) -> LipSync:
    """times: of the frames, in seconds on the clock of the audio, rising; mouth: its openness in each, as
    `ogam.vision.mouth_openness` gives it. shortest: seconds of both that are enough.

    Raises QualityError where there is too little of both to tell.
    """
    course, seen = _same_clock(np.asarray(times, np.float64), np.asarray(mouth, np.float64), audio, shortest)
    threshold = float(TOGETHER / np.sqrt(len(seen) / RATE))
    if np.std(seen) < STILL:
        return LipSync(False, 0.0, threshold, 0.0)
    furthest = round(FURTHEST_LAG * RATE)
    lags = range(-furthest, furthest + 1)
    found = [_correlation(course, seen, lag) for lag in lags]
    best = int(np.argmax(found))
    return LipSync(found[best] >= threshold, found[best], threshold, lags[best] / RATE)


def loudness(audio: Audio) -> tuple[Floats, Floats]:
    """Times, and how loud it is there: 0 at `FLOOR` decibels below the loudest and less, 1 at the loudest."""
    step = SAMPLE_RATE // RATE
    whole = len(audio.samples) // step
    power = np.mean(np.square(audio.samples[: whole * step].reshape(whole, step), dtype=np.float64), axis=1)
    levels = 10 * np.log10(power + 1e-10)
    times = audio.start + (np.arange(whole) + 0.5) / RATE
    return times, np.clip((levels - levels.max(initial=-100.0)) / FLOOR + 1, 0, 1)


def _same_clock(times: Floats, mouth: Floats, audio: Audio, shortest: float) -> tuple[Floats, Floats]:
    """Loudness and openness of the mouth at the same moments, `RATE` a second, both smoothed over a syllable."""
    name = audio.source or "audio"
    at, course = loudness(audio)
    if len(times) > 1:
        inside = (at >= times[0]) & (at <= times[-1])
        at, course = at[inside], course[inside]
    seconds = len(at) / RATE if len(times) > 1 else 0.0
    if seconds < shortest or np.max(np.diff(times)) > 4 / SLOWEST or len(times) < SLOWEST * (times[-1] - times[0]):
        raise QualityError(
            f"{name}: only {seconds:.1f} s of voice and face together, or too few pictures; "
            f"{shortest:g} s and {SLOWEST:g} pictures a second are needed."
        )
    return _smooth(course), _smooth(np.interp(at, times, mouth))


def _smooth(course: Floats) -> Floats:
    return np.convolve(np.pad(course, 1, mode="edge"), np.ones(3) / 3, "valid")


def _correlation(course: Floats, seen: Floats, lag: int) -> float:
    """Of the voice with the lips that come so many steps later."""
    voice = course[max(0, -lag) : len(course) - max(0, lag)]
    lips = seen[max(0, lag) : len(seen) - max(0, -lag)]
    if np.std(voice) < 1e-6 or np.std(lips) < 1e-6:
        return 0.0
    return float(np.corrcoef(voice, lips)[0, 1])

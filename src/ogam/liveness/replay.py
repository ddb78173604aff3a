"""Does a voice come from a loudspeaker? A few plain measures of a recording, and a logistic regression over them.

A passive cue: it may say "attack", never "live". A loudspeaker cannot be told from a person for sure by how it sounds,
and a good one not at all. The kinds of measure follow Witkowski et al., "Audio Replay Attack Detection Using High-
Frequency Features", 2017, and Singh et al., on what room and loudspeaker leave in the modulation spectrum.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, astuple, dataclass, fields
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ogam.core import SAMPLE_RATE, Audio, QualityError

WINDOW, HOP = 512, 160
LOUD_ENOUGH = 30.0
"""Decibels below the loud frames down to which a frame is speech."""
SHORTEST = 1.0
"""Seconds of speech that are needed."""
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ReplayCues:
    """What is measured, in decibels where nothing else is said.

    lows: power from 50 to 150 Hz over that from 150 to 1,000; body: 150 to 300 Hz over 300 to 1,000; highs: 6 to 7.8
    kHz over 1 to 4; smear: fast changes of loudness (8 to 20 a second) over slow ones (1 to 8), which rooms wash out;
    fall: by how much the loudness drops in 50 ms where it drops fastest; floor: loud frames over quiet ones; ripple:
    unevenness of the mean spectrum, as resonances make it; flatness: of the quiet frames' spectrum, 1 to 7 kHz; crest:
    peak over mean of the loud frames, which distortion lowers.
    """

    lows: float
    body: float
    highs: float
    smear: float
    fall: float
    floor: float
    ripple: float
    flatness: float
    crest: float


@dataclass(frozen=True, slots=True)
class ReplayEvidence:
    """attack: whether it is sure enough to say so; score: logarithm of the odds that it is a replay, as fitted."""

    attack: bool
    score: float
    cues: ReplayCues

    def to_json(self) -> dict[str, Any]:
        cues = {name: round(value, 2) for name, value in asdict(self.cues).items()}
        return {"attack": self.attack, "score": round(self.score, 3), "cues": cues}


@dataclass(frozen=True, slots=True)
class ReplayDetector:
    """Weights of the cues, each first brought to mean 0 and deviation 1, in the order of ReplayCues' fields.

    threshold: the score from which on it says attack; bounds: how many deviations of a cue count at most, so that no
    single one decides beyond all measure; fitted_on: what the weights come from.
    """

    means: tuple[float, ...]
    deviations: tuple[float, ...]
    weights: tuple[float, ...]
    bias: float
    threshold: float
    bounds: float = 3.0
    fitted_on: str = ""

    def judge(self, audio: Audio) -> ReplayEvidence:
        """Raises QualityError where there is less than a second of speech in it."""
        cues = measure_replay(audio)
        score = self.score(cues)
        return ReplayEvidence(score >= self.threshold, score, cues)

    def score(self, cues: ReplayCues) -> float:
        scaled = (np.array(astuple(cues)) - self.means) / self.deviations
        return float(self.bias + np.clip(scaled, -self.bounds, self.bounds) @ np.array(self.weights))

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "cues": [field.name for field in fields(ReplayCues)]}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "ReplayDetector":
        """Raises KeyError or ValueError for what is none, or is of other cues."""
        if list(data["cues"]) != [field.name for field in fields(ReplayCues)]:
            raise ValueError("the weights are of other cues")
        means, deviations, weights = (_numbers(data[name]) for name in ("means", "deviations", "weights"))
        bias, threshold, bounds = (float(data[name]) for name in ("bias", "threshold", "bounds"))
        return cls(means, deviations, weights, bias, threshold, bounds, str(data["fitted_on"]))


def load_replay_detector() -> ReplayDetector:
    """The one that ships, fitted by benchmarks/liveness_replay.py on simulated loudspeakers."""
    text = (files("ogam.liveness") / "calibrations" / "replay.json").read_text(encoding="utf-8")
    return ReplayDetector.from_json(json.loads(text))


def measure_replay(audio: Audio) -> ReplayCues:
    """The cues of a recording. Raises QualityError where there is less than a second of speech in it."""
    samples = np.asarray(audio.samples, np.float64)
    frames = _frames(samples)
    levels = 10 * np.log10(np.mean(frames**2, axis=1) + 1e-10) if len(frames) else np.zeros(0)
    quiet, loud = np.percentile(levels, (5, 95)) if len(levels) else (0.0, 0.0)
    speech = levels > loud - LOUD_ENOUGH
    seconds = float(np.sum(speech)) * HOP / SAMPLE_RATE
    if seconds < SHORTEST or not np.any(samples):
        name = audio.source or "audio"
        raise QualityError(
            f"{name}: only {seconds:.1f} s of speech; {SHORTEST:.1f} s are needed. Say a longer sentence."
        )
    power = np.abs(np.fft.rfft(frames * np.hanning(WINDOW), axis=1)) ** 2 + 1e-12
    mean = power[speech].mean(axis=0)
    return ReplayCues(
        lows=_ratio(mean, (50, 150), (150, 1000)),
        body=_ratio(mean, (150, 300), (300, 1000)),
        highs=_ratio(mean, (6000, 7800), (1000, 4000)),
        smear=_smear(levels),
        fall=-float(np.percentile(levels[5:] - levels[:-5], 5)),
        floor=float(loud - quiet),
        ripple=_ripple(power[speech]),
        flatness=_flatness(power[levels <= np.percentile(levels, 10)]),
        crest=_crest(frames[levels > loud - 10]),
    )


def _numbers(values: Sequence[Any]) -> tuple[float, ...]:
    if len(values) != len(fields(ReplayCues)):
        raise ValueError("as many weights are needed as there are cues")
    return tuple(float(value) for value in values)


def _frames(samples: Floats) -> Floats:
    if len(samples) < WINDOW:
        return np.zeros((0, WINDOW))
    return np.lib.stride_tricks.sliding_window_view(samples, WINDOW)[::HOP]


def _band(low: float, high: float) -> slice:
    return slice(round(low * WINDOW / SAMPLE_RATE), round(high * WINDOW / SAMPLE_RATE) + 1)


def _ratio(mean: Floats, over: tuple[float, float], under: tuple[float, float]) -> float:
    return float(10 * np.log10(mean[_band(*over)].mean() / mean[_band(*under)].mean()))


def _smear(levels: Floats) -> float:
    """Of the loudness, cut off 40 dB below its loudest, whose course has so many frames a second."""
    course = np.maximum(levels, levels.max() - 40)
    spectrum = np.abs(np.fft.rfft((course - course.mean()) * np.hanning(len(course)))) ** 2
    rates = np.fft.rfftfreq(len(course), HOP / SAMPLE_RATE)
    fast, slow = spectrum[(rates >= 8) & (rates < 20)].sum(), spectrum[(rates >= 1) & (rates < 8)].sum()
    return float(10 * np.log10((fast + 1e-9) / (slow + 1e-9)))


def _ripple(power: Floats) -> float:
    """Deviation of the mean logarithmic spectrum, 300 Hz to 6 kHz, from itself smoothed over 500 Hz."""
    course = (10 * np.log10(power)).mean(axis=0)
    smooth = np.convolve(np.pad(course, 8, mode="edge"), np.ones(17) / 17, "valid")
    return float(np.std((course - smooth)[_band(300, 6000)]))


def _flatness(power: Floats) -> float:
    mean = power.mean(axis=0)[_band(1000, 7000)]
    return float(10 * np.log10(np.exp(np.mean(np.log(mean))) / mean.mean()))


def _crest(frames: Floats) -> float:
    peak, mean = np.abs(frames).max(axis=1), np.sqrt(np.mean(frames**2, axis=1))
    return float(np.mean(20 * np.log10(peak / mean)))

"""What a loudspeaker leaves, on made-up sounds: bursts of noise and tone that come and go like syllables."""

import json
from dataclasses import astuple, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ogam.core import Audio, QualityError
from ogam.liveness import ReplayDetector, load_replay_detector
from ogam.liveness.replay import ReplayCues, measure_replay

RATE = 16_000


def speech(seconds: float = 4.0) -> np.ndarray:
    random, at = np.random.default_rng(0), np.arange(round(seconds * RATE)) / RATE
    loud = np.clip(np.sin(2 * np.pi * 3 * at), 0, 1) ** 2
    tone = sum(np.sin(2 * np.pi * 110 * harmonic * at) / harmonic for harmonic in range(1, 40))
    return 0.1 * loud * (tone + random.normal(0, 0.3, len(at))) + random.normal(0, 0.0005, len(at))


def filtered(samples: np.ndarray, low: float = 0.0, high: float = 9000.0) -> np.ndarray:
    spectrum, hz = np.fft.rfft(samples), np.fft.rfftfreq(len(samples), 1 / RATE)
    return np.fft.irfft(np.where((hz < low) | (hz > high), 0.03, 1.0) * spectrum, len(samples))


def in_a_room(samples: np.ndarray, seconds: float = 0.5) -> np.ndarray:
    length = round(seconds * RATE)
    tail = np.random.default_rng(1).normal(size=length) * 10 ** (-3 * np.arange(length) / length)
    return np.convolve(samples, tail / np.linalg.norm(tail))[: len(samples)]


def cues(samples: np.ndarray) -> ReplayCues:
    return measure_replay(Audio(samples.astype(np.float32), 0.0, "voice"))


DRY = cues(speech())


def test_a_small_loudspeaker_has_no_bass_and_no_treble() -> None:
    assert cues(filtered(speech(), low=200)).lows < DRY.lows - 10
    assert cues(filtered(speech(), low=400)).body < DRY.body - 10
    assert cues(filtered(speech(), high=5000)).highs < DRY.highs - 10


def test_a_room_smears() -> None:
    room = cues(in_a_room(speech()))
    assert room.fall < DRY.fall - 3
    assert room.ripple > DRY.ripple


def test_distortion_takes_the_peaks() -> None:
    assert cues(np.tanh(6 * speech())).crest < DRY.crest - 1


def test_loudness_does_not_matter() -> None:
    assert astuple(cues(0.3 * speech())) == pytest.approx(astuple(DRY), abs=0.1)


@pytest.mark.parametrize("samples", [np.zeros(0), np.zeros(48_000), speech(0.3)])
def test_too_little_to_tell(samples: np.ndarray) -> None:
    with pytest.raises(QualityError, match="s of speech"):
        cues(samples)


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10_000), st.floats(1e-4, 1.0), st.floats(1.2, 4.0))
def test_whatever_is_heard_gives_numbers(seed: int, level: float, seconds: float) -> None:
    samples = np.random.default_rng(seed).normal(0, level, round(seconds * RATE))
    assert np.isfinite(astuple(cues(samples))).all()


def detector(**changes: object) -> ReplayDetector:
    plain = ReplayDetector((0.0,) * 9, (1.0,) * 9, (0.0, 0.0, -1.0, *[0.0] * 6), 0.0, 2.0)
    return replace(plain, **changes)  # type: ignore[arg-type]


def test_it_says_attack_from_its_threshold_on() -> None:
    none = ReplayCues(*[0.0] * 9)
    assert detector().score(replace(none, highs=-2.5)) == 2.5
    assert detector().score(replace(none, highs=-99)) == 3.0
    evidence = detector(means=astuple(DRY)).judge(Audio(filtered(speech(), high=5000).astype(np.float32)))
    assert evidence.attack
    assert json.loads(json.dumps(evidence.to_json()))["cues"]["highs"] < DRY.highs
    assert not detector(means=astuple(DRY)).judge(Audio(speech().astype(np.float32))).attack


def test_it_is_kept_as_json() -> None:
    data = json.loads(json.dumps(detector().to_json()))
    assert ReplayDetector.from_json(data) == detector()
    with pytest.raises(ValueError, match="other cues"):
        ReplayDetector.from_json({**data, "cues": data["cues"][1:]})
    with pytest.raises(ValueError, match="as many weights"):
        ReplayDetector.from_json({**data, "weights": [1.0]})


def test_the_one_that_ships() -> None:
    shipped = load_replay_detector()
    assert "simulated" in shipped.fitted_on
    phone = in_a_room(filtered(in_a_room(speech()), low=500, high=7000))
    assert shipped.score(cues(phone)) > shipped.score(DRY)

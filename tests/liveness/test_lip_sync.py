"""Lips and voices, both made up."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ogam.core import Audio, Box, QualityError
from ogam.liveness import lip_sync
from ogam.liveness.lip_sync import FURTHEST_LAG
from ogam.vision import made_up_face, mouth_openness

SYLLABLES = [0.3, 0.9, 1.2, 1.7, 2.5, 2.8, 3.3]
OTHERS = [0.55, 0.7, 1.45, 1.5, 2.0, 2.2, 3.1, 3.6]


def voice(syllables: list[float], seconds: float = 4.0) -> Audio:
    at = np.arange(round(seconds * 16_000)) / 16_000
    loud = sum(np.exp(-(((at - middle) / 0.08) ** 2)) for middle in syllables)
    noise = np.random.default_rng(0).normal(0, 0.001, len(at))
    return Audio((0.3 * loud * np.sin(2 * np.pi * 180 * at) + noise).astype(np.float32), 0.0, "voice")


def lips(syllables: list[float], late: float = 0.0, seconds: float = 4.0) -> tuple[np.ndarray, np.ndarray]:
    """Read from faces that are made up, at 15 frames a second."""
    times = np.arange(0, seconds, 1 / 15)
    opened = [0.5 * sum(np.exp(-(((time - late - middle) / 0.12) ** 2)) for middle in syllables) for time in times]
    faces = [made_up_face(Box(0, 0, 100, 100), mouth=float(one)) for one in opened]
    return times, np.array([mouth_openness(face.landmarks) for face in faces])


def test_lips_that_say_it() -> None:
    found = lip_sync(*lips(SYLLABLES), voice(SYLLABLES))
    assert found.together
    assert found.score > 0.8


@settings(deadline=None, max_examples=20)
@given(st.floats(-0.18, 0.18))
def test_the_picture_may_be_early_or_late(late: float) -> None:
    found = lip_sync(*lips(SYLLABLES, late), voice(SYLLABLES))
    assert found.together
    assert found.lag == pytest.approx(late, abs=0.07)
    assert abs(found.lag) <= FURTHEST_LAG


def test_lips_that_say_something_else() -> None:
    assert not lip_sync(*lips(OTHERS), voice(SYLLABLES)).together


def test_lips_that_come_much_too_late() -> None:
    own = lip_sync(*lips(SYLLABLES), voice(SYLLABLES)).score
    assert lip_sync(*lips(SYLLABLES, 0.4), voice(SYLLABLES)).score < own - 0.2


def test_lips_that_do_not_move() -> None:
    found = lip_sync(*lips([]), voice(SYLLABLES))
    assert (found.together, found.score) == (False, 0.0)


def test_the_longer_the_less_will_do() -> None:
    longer = lip_sync(*lips(SYLLABLES), voice(SYLLABLES))
    shorter = lip_sync(*lips(SYLLABLES, seconds=2.5), voice(SYLLABLES, 2.5))
    assert longer.threshold < shorter.threshold


@pytest.mark.parametrize(("seconds", "every"), [(1.0, 1), (4.0, 3), (0.0, 1)])
def test_too_little_to_tell(seconds: float, every: int) -> None:
    times, mouth = lips(SYLLABLES, seconds=seconds)
    with pytest.raises(QualityError, match="together"):
        lip_sync(times[::every], mouth[::every], voice(SYLLABLES))


def test_the_camera_may_have_stopped_for_a_while() -> None:
    times, mouth = lips(SYLLABLES)
    kept = (times < 1) | (times > 2.5)
    with pytest.raises(QualityError, match="too few pictures"):
        lip_sync(times[kept], mouth[kept], voice(SYLLABLES))

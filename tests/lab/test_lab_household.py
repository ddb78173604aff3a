"""A household of hums: who is enrolled gets what is protected, strangers do not."""

from pathlib import Path

import numpy as np
import pytest

from ogam.audio import write_wav
from ogam.biometrics import shipped_calibration
from ogam.biometrics.fakes import FakeSpeakerEmbedder
from ogam.biometrics.parts import one_voice
from ogam.core import SAMPLE_RATE, OgamError
from ogam.lab.household import Attempt, figures, households, listen, measure_household
from ogam.lab.speaker_recordings import recordings_of
from ogam.lab.trials import silently

PART = one_voice(FakeSpeakerEmbedder(), shipped_calibration("campplus"), shipped_calibration("campplus-household"))
OWNERS = {"ann": 110, "bob": 180, "cho": 290}


def write(path: Path, pitch: float, seconds: float, seed: int) -> None:
    at = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    noise = np.random.default_rng(seed).normal(0, 1e-3, len(at))
    path.parent.mkdir(parents=True, exist_ok=True)
    write_wav(path.with_suffix(".wav"), 0.2 * np.sin(2 * np.pi * pitch * at) * (1 + np.sin(6 * np.pi * at)) + noise)
    path.with_suffix(".wav").rename(path)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three people with seven recordings each; a stranger of 5 s, and one of 3 s, too short to answer with."""
    root = tmp_path_factory.mktemp("household")
    for name, pitch in OWNERS.items():
        for number in range(7):
            write(root / "librispeech" / name / f"{number}.flac", pitch, 3.0, pitch + number)
    write(root / "strangers" / "long.flac", 700, 5.0, 1)
    write(root / "strangers" / "short.flac", 1100, 3.0, 2)
    return root


def test_owners_get_what_they_ask_for_and_strangers_do_not(folder: Path) -> None:
    found = measure_household(recordings_of(folder), PART, 0, silently, draws=2)
    assert (found["stranger_allowed"], found["owner_refused"], found["owner_taken_for_another"]) == (0.0, 0.0, 0.0)
    assert found["n"] == {"owners": 3, "strangers": 1, "owner_attempts": 2 * 3 * 4 * 3, "stranger_attempts": 2 * 3}
    assert found["households"] == 2
    assert found["by_seconds"]["1"] == {"stranger_allowed": 0.0, "owner_refused": 0.0}


def test_a_stranger_who_sounds_like_an_owner_is_counted(folder: Path, tmp_path: Path) -> None:
    write(tmp_path / "strangers" / "twin.flac", OWNERS["ann"], 5.0, 3)
    recordings = [*recordings_of(folder), *recordings_of(tmp_path)]
    assert measure_household(recordings, PART, 0, silently, draws=1)["stranger_allowed"] == 0.5


def test_one_at_least_stays_a_stranger(folder: Path) -> None:
    voices = [voice for voice in listen(recordings_of(folder), PART, silently) if voice.recording.speaker in OWNERS]
    [(enrolled, strangers)] = households(voices, np.random.default_rng(0))
    assert len(enrolled) == 2
    assert {voice.recording.speaker for voice in strangers} == OWNERS.keys() - enrolled.keys()


def test_without_recordings_enough_nobody_is_enrolled(folder: Path) -> None:
    with pytest.raises(OgamError, match="6 recordings"):
        measure_household(recordings_of(folder, limit=5), PART, 0, silently)


def test_an_owner_taken_for_another_is_counted_apart() -> None:
    attempts = [
        Attempt("ann", True, 1.0, True, True, "bob", 0.99),
        Attempt("ann", True, 2.0, False, True, None, 0.6),
        Attempt("eve", False, 1.0, True, True, "ann", 0.97),
    ]
    found = figures(attempts)
    assert (found["owner_refused"], found["owner_taken_for_another"], found["stranger_allowed"]) == (0.5, 0.5, 1.0)
    assert found["named"]["share_right"] == 0.0
    assert found["worst_owners"] == {"ann": 0.5}

"""Voices against voices, where hums of a pitch each stand for people."""

from pathlib import Path

import numpy as np
import pytest

from ogam.audio import write_wav
from ogam.biometrics import shipped_calibration
from ogam.biometrics.fakes import FakeSpeakerEmbedder
from ogam.core import SAMPLE_RATE, OgamError
from ogam.lab.speaker_recordings import recordings_of
from ogam.lab.speakers import embed_all, half, less_error, measure_speakers, score, score_condition
from ogam.lab.trials import silently

PITCHES = {"ann": 110, "bob": 180, "cho": 290, "dan": 460}
TABLE = "path\tspeaker\tsubcorpus\ttext\n"


def hum(pitch: float, seconds: float, seed: int) -> np.ndarray:
    at = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    noise = np.random.default_rng(seed).normal(0, 1e-3, len(at))
    return (0.2 * np.sin(2 * np.pi * pitch * at) * (1 + np.sin(6 * np.pi * at)) + noise).astype(np.float32)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four people with four recordings of 2.5 s each, and two strangers; the same again as a table."""
    root = tmp_path_factory.mktemp("voices")
    rows = []
    for place, (name, pitch) in enumerate(PITCHES.items()):
        (root / "librispeech" / name).mkdir(parents=True)
        for number in range(4):
            path = root / "librispeech" / name / f"{number}.flac"
            write_wav(path.with_suffix(".wav"), hum(pitch, 2.5, 10 * place + number))
            path.with_suffix(".wav").rename(path)
            rows.append(f"{path.relative_to(root)}\t{name}\t{'early' if name in ('ann', 'bob') else 'late'}\thum\n")
    (root / "strangers").mkdir()
    for number, pitch in enumerate((700, 1100)):
        write_wav(root / "strangers" / f"{number}.wav", hum(pitch, 2.5, number))
        (root / "strangers" / f"{number}.wav").rename(root / "strangers" / f"{number}.flac")
    (root / "voices.tsv").write_text(TABLE + "".join(rows), encoding="utf-8")
    return root


def test_people_and_strangers_are_found_in_folders(folder: Path) -> None:
    found = recordings_of(folder)
    assert len(found) == 18
    assert {recording.speaker for recording in found} == {*PITCHES, "stranger 0", "stranger 1"}
    assert [recording.path.name for recording in recordings_of(folder, limit=2)] == ["0.flac", "1.flac"]


def test_people_are_found_in_a_table(folder: Path) -> None:
    found = recordings_of(folder, folder / "voices.tsv")
    assert len(found) == 16
    assert {recording.group for recording in found} == {"early", "late"}
    assert all(recording.path.is_file() for recording in found)


def test_no_recordings_and_wrong_tables_are_errors(tmp_path: Path) -> None:
    with pytest.raises(OgamError, match="no recordings"):
        recordings_of(tmp_path)
    table = tmp_path / "table.tsv"
    for text, says in (("path\tspeaker\nx\ty\n", "columns path, speaker and subcorpus"), (TABLE, "no recordings")):
        table.write_text(text, encoding="utf-8")
        with pytest.raises(OgamError, match=says):
            recordings_of(tmp_path, table)
    table.write_bytes(b"path\xff\n")
    with pytest.raises(OgamError, match="cannot be read"):
        recordings_of(tmp_path, table)


def test_hums_of_different_pitch_are_told_apart(folder: Path) -> None:
    calibration = shipped_calibration("campplus")
    figures = measure_speakers(recordings_of(folder), FakeSpeakerEmbedder(), calibration, 0, silently)
    assert figures["n"] == {"recordings": 18, "speakers": 6, "failures": 0}
    assert figures["eer"] == {"1": {"1": 0.0, "3": 0.0}, "2": {"1": 0.0, "3": 0.0}}
    assert figures["min_dcf"] == figures["eer"]
    assert figures["frr_overall"] == 0.0
    assert figures["far_overall"] <= 0.05
    assert set(figures["far"]) == set(figures["frr"]) == {"1", "2"}
    assert set(figures["halves"]) == {"first", "second"}
    assert set(figures["embed_ms"]) == {"median", "p95"}


def test_every_recording_is_an_enrolment_and_never_its_own_probe(folder: Path) -> None:
    voices, failures = embed_all(recordings_of(folder), FakeSpeakerEmbedder(), silently)
    assert failures == 0
    scored = score_condition(voices, 2.0, 3, seed=0)
    enrolments = 4 * 4
    assert scored.same.sum() == enrolments * 1
    assert (~scored.same).sum() == enrolments * 14
    assert score_condition(voices, 2.0, 1, 0).same.sum() == enrolments * 3
    assert len(score_condition(voices, 2.0, 4, 0).scores) == 0
    assert set(score(voices, 0)) == {(1.0, 1), (1.0, 3), (2.0, 1), (2.0, 3)}


def test_impostors_are_of_the_same_group(folder: Path) -> None:
    voices, _ = embed_all(recordings_of(folder, folder / "voices.tsv"), FakeSpeakerEmbedder(), silently)
    scored = score_condition(voices, 1.0, 1, seed=0)
    assert scored.same.sum() == 16 * 3
    assert (~scored.same).sum() == 16 * 4


def test_the_halves_share_nobody(folder: Path) -> None:
    voices, _ = embed_all(recordings_of(folder), FakeSpeakerEmbedder(), silently)
    first, second = ({voice.recording.speaker for voice in half(voices, which)} for which in (0, 1))
    assert first == {"ann", "cho", "stranger 0"}
    assert second == {"bob", "dan", "stranger 1"}


def test_recordings_without_speech_are_counted(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "strangers").mkdir()
    write_wav(tmp_path / "strangers" / "silent.wav", np.zeros(16_000, np.float32))
    (tmp_path / "strangers" / "silent.wav").rename(tmp_path / "strangers" / "silent.flac")
    voices, failures = embed_all(recordings_of(tmp_path), FakeSpeakerEmbedder(), silently)
    assert (voices, failures) == ([], 1)


def test_beside_a_peer() -> None:
    own, peer = ({"eer": {"1": {"1": rate, "3": 0.0}}} for rate in (0.02, 0.1))
    assert less_error(own, peer) == {"1": {"1": 0.8, "3": 0.0}}

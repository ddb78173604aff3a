"""Tiny data sets, made on the spot."""

from pathlib import Path

import numpy as np
import pytest
import soundfile


def write_tone(path: Path, seconds: float = 0.5, frequency: float = 300.0, rate: int = 16_000) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    time = np.arange(round(seconds * rate)) / rate
    soundfile.write(path, 0.3 * np.sin(2 * np.pi * frequency * time), rate)
    return path


def write_picture(path: Path, shade: int = 90) -> Path:
    from PIL import Image

    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (32, 24), (shade, 80, 60)).save(path)
    return path


@pytest.fixture
def tone():
    return write_tone


@pytest.fixture
def picture():
    return write_picture


@pytest.fixture
def write(tmp_path):
    """Writes a file of text in the folder of the test."""

    def writing(name: str, *lines: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"".join((line.encode() if isinstance(line, str) else line) + b"\n" for line in lines))
        return path

    return writing


@pytest.fixture
def ogam_folder(tmp_path, monkeypatch):
    """Ogam's own folder, for this test alone."""
    folder = tmp_path / "ogam"
    monkeypatch.setenv("OGAM_HOME", str(folder))
    return folder

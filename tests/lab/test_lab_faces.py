"""The benchmark of faces, with a system whose answers are known."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow

from ogam.biometrics import EmbeddingContract, FaceEmbedder, shipped_calibration
from ogam.biometrics.parts import several_faces
from ogam.core import Box, Image, OgamError
from ogam.lab.face_peers import FaceRecognition, check_face_peer
from ogam.lab.faces import NEVER, OgamFaces, central, measure_faces, read_pairs, times_faster
from ogam.lab.metrics import area_under_curve, true_accept_at
from ogam.vision import FakeFaceDetector, made_up_face

NAMES = ("ann_1", "ann_2", "bea_1", "bea_2", "cho_1", "cho_2", "dan_1", "dan_2")


@dataclass(frozen=True)
class Colours:
    """Whom a picture shows is its colour; black is nobody."""

    def embed(self, image: Image) -> np.ndarray | None:
        colour = image.pixels[0, 0].astype(float)
        return colour if colour.any() else None

    def score(self, one: np.ndarray, other: np.ndarray) -> float:
        return -float(np.abs(one - other).sum())

    def match(self, probe: np.ndarray, gallery: Sequence[np.ndarray]) -> int | None:
        return int(np.argmax([self.score(probe, one) for one in gallery]))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "images").mkdir()
    for place, name in enumerate(NAMES):
        Pillow.new("RGB", (8, 8), (50 * (place // 2) + 20, place % 2, 9)).save(tmp_path / "images" / f"{name}.png")
    same = [(one, other, 1) for one, other in zip(NAMES[::2], NAMES[1::2], strict=True)]
    different = [(one, other, 0) for one, other in zip(NAMES[::2], NAMES[3::2], strict=False)]
    lines = ["a\tb\tsame", *(f"{one}.png\t{other}.png\t{label}" for one, other, label in same + different)]
    (tmp_path / "pairs.tsv").write_text("\n".join(lines) + "\n")
    return tmp_path


def test_the_keys_and_figures_of_a_perfect_system(folder: Path) -> None:
    figures = measure_faces(folder, Colours)
    assert (figures["n"], figures["auc"], figures["eer"], figures["tar_at_far_1pct"]) == (7, 1, 0, 1)
    assert figures["failures_to_enrol"] == 0
    assert figures["ms"] >= 0
    assert figures["gallery"] == 4
    assert figures["odd_rows"] == {"auc": 1, "eer": 0, "tar_at_far_1pct": 1}


def test_a_picture_without_a_face_is_counted_and_its_pairs_refused(folder: Path) -> None:
    Pillow.new("RGB", (8, 8)).save(folder / "images" / "ann_2.png")
    figures = measure_faces(folder, Colours)
    assert figures["failures_to_enrol"] == 1
    assert figures["tar_at_far_1pct"] == 0.75


def test_pairs_go_by_name_and_can_be_limited(folder: Path) -> None:
    assert [pair.one for pair in read_pairs(folder)] == sorted(pair.one for pair in read_pairs(folder))
    assert measure_faces(folder, Colours, limit=5)["n"] == 5


def test_pairs_of_one_kind_say_nothing(folder: Path) -> None:
    table = folder / "pairs.tsv"
    table.write_text("".join(line for line in table.open() if not line.endswith("\t0\n")))
    with pytest.raises(OgamError, match="pairs of two people are needed"):
        measure_faces(folder, Colours)


@pytest.mark.parametrize("text", ["", "x\ty\n1\t2\n", "a\tb\tsame\nx\ty\tmaybe\n"])
def test_a_table_that_is_none_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "pairs.tsv").write_text(text)
    with pytest.raises(OgamError, match=r"are needed|pairs\.tsv: cannot be read"):
        measure_faces(tmp_path, Colours)


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(OgamError, match=r"pairs\.tsv: cannot be read"):
        read_pairs(tmp_path)


def test_the_face_in_the_middle_is_the_one_that_is_meant() -> None:
    image = Image(np.zeros((100, 200, 3), np.uint8))
    left, middle = made_up_face(Box(0, 0, 80, 80)), made_up_face(Box(85, 35, 30, 30))
    assert central(image, [left, middle]) is middle


def test_ogam_gives_nothing_for_no_face_and_for_one_that_is_too_small() -> None:
    contract = EmbeddingContract("face", "fake@1", "00" * 32, "test/1", 3)
    faces = {"small": [made_up_face(Box(0, 0, 10, 10))], "large": [made_up_face(Box(0, 0, 90, 90))]}
    ones: Callable[[np.ndarray], np.ndarray] = lambda chip: np.ones(3, np.float32)  # noqa: E731
    embedder = FaceEmbedder(contract, FakeFaceDetector(faces), ones)
    system = OgamFaces(several_faces(embedder, shipped_calibration("dlib-face")), embedder)
    noise = np.random.default_rng(0).integers(50, 200, (90, 90, 3)).astype(np.uint8)
    assert system.embed(Image(noise, source="none")) is None
    assert system.embed(Image(noise, source="small")) is None
    large = system.embed(Image(noise, source="large"))
    assert large is not None
    assert large.vector == pytest.approx(np.ones(3) / np.sqrt(3))
    strangers = [replace(large, vector=np.eye(3, dtype=np.float32)[place]) for place in range(3)]
    assert system.match(large, [*strangers, large]) == 3
    assert system.match(strangers[0], strangers[1:]) is None


class Package:
    """face_recognition, as far as it is used. Boxes are (top, right, bottom, left)."""

    def face_locations(self, pixels: np.ndarray) -> list[tuple[int, int, int, int]]:
        return [(0, 20, 20, 0), (40, 60, 60, 40)] if pixels.any() else []

    def face_encodings(self, pixels: np.ndarray, boxes: list[tuple[int, int, int, int]]) -> list[np.ndarray]:
        return [np.array(box, float) for box in boxes]

    def face_distance(self, known: list[np.ndarray], probe: np.ndarray) -> np.ndarray:
        return np.array([np.linalg.norm(one - probe) for one in known])

    def compare_faces(self, known: list[np.ndarray], probe: np.ndarray) -> list[bool]:
        return [distance <= 0.6 for distance in self.face_distance(known, probe)]


def test_the_peer_takes_the_face_in_the_middle_and_scores_by_distance() -> None:
    peer = FaceRecognition(Package())
    found = peer.embed(Image(np.ones((100, 100, 3), np.uint8)))
    assert found is not None
    assert found.tolist() == [40, 60, 60, 40]
    assert peer.embed(Image(np.zeros((100, 100, 3), np.uint8))) is None
    assert peer.score(np.array([0.0, 3]), np.array([4.0, 0])) == -5
    gallery = [np.array([0.0, 3]), np.array([4.0, 0])]
    assert peer.match(np.array([4.0, 0.5]), gallery) == 1
    assert peer.match(np.array([9.0, 9]), gallery) is None


def test_how_many_times_longer_the_peer_takes() -> None:
    assert times_faster({"ms": 20.0, "cpu_ms": 10.0}, {"ms": 100.0, "cpu_ms": 45.0}) == {"ms": 5.0, "cpu_ms": 4.5}


def test_a_peer_that_is_not_there_says_how(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(OgamError, match=r"peer 'arcface' is not known\. Peers: face_recognition"):
        check_face_peer("arcface")
    monkeypatch.setattr("ogam.lab.face_peers.find_spec", lambda name: None)
    with pytest.raises(OgamError, match="pip install dlib-bin"):
        check_face_peer("face_recognition")


def test_the_area_under_the_curve_counts_equal_scores_half() -> None:
    assert area_under_curve([2, 3], [0, 1]) == 1
    assert area_under_curve([0, 1], [0, 1]) == 0.5
    assert area_under_curve([0], [1, 2]) == 0


def test_true_accepts_at_a_share_of_false_ones() -> None:
    outside = [float(score) for score in range(100)]
    assert true_accept_at(0.01, [98.5, 99.5, 50, NEVER], outside) == 0.5
    assert true_accept_at(0.0, [98.5, 99.5, 50, NEVER], outside) == 0.25

"""Face embeddings around the network: which face, is it good enough, and what is made of it."""

from collections.abc import Sequence

import numpy as np
import pytest

from ogam.biometrics import EmbeddingContract, FaceEmbedder, similarity
from ogam.biometrics.face_quality import ENROLMENT, FLAWLESS, PROBE, FaceMeasures, check_face, quality
from ogam.biometrics.faces import PLACES, POINTS, SIZE, only_face, upright
from ogam.core import Audio, Box, Image, QualityError
from ogam.messages import translate
from ogam.vision import Face, FakeFaceDetector, made_up_face

CONTRACT = EmbeddingContract("face", "fake@1", "00" * 32, "test/1", 4)
GOOD = FaceMeasures(width=150, sharpness=0.2, brightness=110, yaw=0, pitch=0, eyes=0.3)
BOX = Box(60, 40, 130, 130)


def network(chip: np.ndarray) -> np.ndarray:
    """The brightness of four quarters, so that left and right differ."""
    half = SIZE // 2
    quarters = [chip[y : y + half, x : x + half] for y in (0, half) for x in (0, half)]
    return np.array([quarter.mean() + 1 for quarter in quarters], np.float32)


def photo(source: str = "photo", light: float = 1.0) -> Image:
    """Noise, brighter at the left."""
    noise = np.random.default_rng(0).integers(60, 200, (240, 260, 3)) * np.linspace(1, 0.5, 260)[None, :, None]
    return Image((noise * light).astype(np.uint8), 0.0, source)


def embedder(*faces: Face, mirrored: bool = False) -> FaceEmbedder:
    return FaceEmbedder(CONTRACT, FakeFaceDetector({"photo": faces}), network, mirrored)


def problems(measures: FaceMeasures) -> str:
    with pytest.raises(QualityError) as caught:
        check_face(measures, ENROLMENT, "a.jpg")
    return str(caught.value)


def test_an_embedding_has_length_one_its_contract_and_a_quality() -> None:
    embedding = embedder(made_up_face(BOX)).embed(photo())
    assert float(np.linalg.norm(embedding.vector)) == pytest.approx(1, abs=1e-6)
    assert (embedding.vector.dtype, embedding.contract, embedding.seconds) == (np.float32, CONTRACT, 0.0)
    assert 0 < embedding.quality <= 1


def test_mirrored_left_and_right_count_the_same() -> None:
    plain = embedder(made_up_face(BOX)).embed(photo())
    mirrored = embedder(made_up_face(BOX), mirrored=True).embed(photo())
    assert plain.vector[0] > plain.vector[1] * 1.05
    assert mirrored.vector[0] == pytest.approx(mirrored.vector[1], rel=1e-5)
    assert similarity(plain, mirrored) > 0.9


@pytest.mark.parametrize("roll", [-40, 0, 25])
def test_a_face_is_cut_out_upright_with_its_points_where_dlib_has_them(roll: float) -> None:
    """Five white dots, at the five points of a leaning face, come to lie where the network expects them."""
    face = made_up_face(BOX, roll=roll)
    target = (PLACES + 0.25) / 1.5 * SIZE
    pixels = np.zeros((240, 260, 3), np.uint8)
    for x, y in face.landmarks[list(POINTS), :2]:
        pixels[int(y) - 2 : int(y) + 3, int(x) - 2 : int(x) + 3] = 255
    chip = upright(Image(pixels), face)
    assert chip.shape == (SIZE, SIZE, 3)
    bright = np.argwhere(chip[:, :, 0] > 100)[:, ::-1]
    nearest = [np.hypot(*(bright - place).T).min() for place in target]
    assert max(nearest) < 12  # a made-up face has other proportions than dlib's mean face


def test_a_picture_without_a_face() -> None:
    with pytest.raises(QualityError, match="photo: no face in it"):
        embedder().embed(photo())


def test_several_faces_are_counted_and_placed() -> None:
    faces = [made_up_face(Box(left, 0, 60, 60)) for left in range(0, 720, 60)]
    with pytest.raises(QualityError, match=r"photo: 12 faces in it, at \(30, 30\), \(90, 30\)"):
        embedder(*faces).embed(photo())


def test_somebody_small_in_the_background_does_not_count() -> None:
    near, far = made_up_face(BOX), made_up_face(Box(0, 0, 50, 50))
    assert only_face([near, far], "photo") is near
    assert only_face([far], "photo") is far


@pytest.mark.parametrize("width", [8, 39])
def test_a_face_that_is_too_small(width: float) -> None:
    with pytest.raises(QualityError, match=rf"{width} pixels wide, at least 40 are needed\. Come nearer"):
        embedder(made_up_face(Box(10, 10, width, width))).embed(photo())


def test_sound_is_no_picture() -> None:
    with pytest.raises(QualityError, match="sound, where a picture"):
        embedder().embed(Audio(np.zeros(16_000, np.float32)))


def test_what_is_kept_must_be_better_than_what_is_recognised() -> None:
    turned = made_up_face(BOX, yaw=40)
    assert embedder(turned).embed(photo()).quality > 0
    with pytest.raises(QualityError, match="turned away by 40 degrees"):
        embedder(turned).for_enrolment().embed(photo())


def test_darkness_is_seen() -> None:
    with pytest.raises(QualityError, match="too dark"):
        embedder(made_up_face(BOX)).embed(photo(light=0.05))


def test_blur_is_seen() -> None:
    wave = np.cos(np.arange(260) / 12)
    smooth = (130 + 50 * (wave[None] + wave[:240, None]))[:, :, None].repeat(3, axis=2)
    for light in (1.0, 0.8):
        with pytest.raises(QualityError, match="blurred"):
            embedder(made_up_face(BOX)).embed(Image((smooth * light).astype(np.uint8), 0.0, "photo"))


@pytest.mark.parametrize(
    ("changes", "advice"),
    [
        ({"width": 60}, "Come nearer"),
        ({"sharpness": 0.05}, "Hold still"),
        ({"brightness": 20}, "Put a light"),
        ({"yaw": -30}, "turned away by 30 degrees"),
        ({"pitch": 28}, "turned away by 28 degrees"),
        ({"eyes": 0.1}, "Open them"),
    ],
)
def test_each_fault_has_its_advice_in_both_languages(changes: dict[str, float], advice: str) -> None:
    text = problems(FaceMeasures(**{**_fields(GOOD), **changes}))
    assert text.startswith("a.jpg: ")
    assert text.count("\n") == 0
    assert advice in text
    assert translate(text, "ko") != text


def test_all_faults_are_said_at_once() -> None:
    text = problems(FaceMeasures(width=50, sharpness=0.01, brightness=20, yaw=50, pitch=0, eyes=0.05))
    assert [line.partition(": ")[2][:8] for line in text.splitlines()] == [
        "the face",
        "the face",
        "the face",
        "the eyes",
    ]


def test_a_good_face_passes_and_the_worst_decides_its_quality() -> None:
    check_face(GOOD, ENROLMENT, "a.jpg")
    assert quality(GOOD) == 1
    assert quality(FaceMeasures(**{**_fields(GOOD), "yaw": PROBE.yaw})) == 0
    middle = (PROBE.width + FLAWLESS.width) / 2
    assert quality(FaceMeasures(**{**_fields(GOOD), "width": middle})) == pytest.approx(0.5)


def _fields(measures: FaceMeasures) -> dict[str, float]:
    names: Sequence[str] = ("width", "sharpness", "brightness", "yaw", "pitch", "eyes")
    return {name: getattr(measures, name) for name in names}

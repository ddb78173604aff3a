"""The real networks, on photographs of ../shared and on pictures put together from them."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow

from ogam.biometrics import FaceEmbedder, load_face_embedder, similarity
from ogam.core import Image, ModelError, QualityError
from ogam.vision import eye_distance, head_pose, load_faces, read_image

PHOTOS = Path(__file__).parents[3] / "shared" / "data" / "faces" / "images"
pytestmark = [pytest.mark.real, pytest.mark.skipif(not PHOTOS.is_dir(), reason="needs ../shared/data/faces")]


@pytest.fixture(scope="module")
def embedder() -> FaceEmbedder:
    try:
        return load_face_embedder()
    except ModelError as error:
        pytest.skip(f"the weights cannot be had here: {error}")


@pytest.fixture(scope="module")
def photos() -> list[Image]:
    return [read_image(path) for path in sorted(PHOTOS.glob("*.jpg"))[:24:2]]


def face_of(image: Image, side: int = 150) -> np.ndarray:
    """The middle of a photograph, where the face is."""
    return image.pixels[(250 - side) // 2 : (250 + side) // 2, (250 - side) // 2 : (250 + side) // 2]


def test_a_face_is_found_where_it_is(embedder: FaceEmbedder, photos: list[Image]) -> None:
    for photo in photos:
        box = embedder.detector.detect(photo)[0].box
        assert (box.left + box.width / 2, box.top + box.height / 2) == pytest.approx((125, 125), abs=35)
        assert 60 < box.width < 150


def test_a_mirrored_face_is_turned_the_other_way(embedder: FaceEmbedder, photos: list[Image]) -> None:
    for photo in photos:
        seen = embedder.detector.detect(photo)[0].landmarks
        mirrored = Image(np.ascontiguousarray(photo.pixels[:, ::-1]))
        other = embedder.detector.detect(mirrored)[0].landmarks
        assert head_pose(other).yaw == pytest.approx(-head_pose(seen).yaw, abs=8)
        assert eye_distance(other) == pytest.approx(eye_distance(seen), rel=0.1)


def test_a_face_that_moved_is_followed_and_looks_the_same(embedder: FaceEmbedder, photos: list[Image]) -> None:
    follower, likeness = load_faces(), []
    for photo in photos:
        [before, *_] = follower.detect(photo)
        moved = Image(np.roll(photo.pixels, (9, 14), axis=(0, 1)))
        [followed] = follower.follow(moved, [before])
        assert followed is not None
        anew = follower.detect(moved)[0]
        assert np.abs(followed.landmarks[:, :2] - anew.landmarks[:, :2]).mean() < 0.03 * before.box.width
        likeness.append(similarity(embedder.embed_face(moved, followed), embedder.embed_face(moved, anew)))
    assert min(likeness) > 0.97


def test_a_face_that_is_gone_is_not_followed(photos: list[Image]) -> None:
    follower = load_faces()
    for photo in photos:
        found = follower.detect(photo)
        assert follower.follow(Image(np.full_like(photo.pixels, 110)), found) == [None] * len(found)


def test_twelve_faces_are_counted(embedder: FaceEmbedder, photos: list[Image]) -> None:
    rows = [np.concatenate([face_of(photo) for photo in photos[row : row + 4]], axis=1) for row in (0, 4, 8)]
    crowd = Image(np.concatenate(rows), source="crowd")
    assert len(embedder.detector.detect(crowd)) == 12
    with pytest.raises(QualityError, match="crowd: 12 faces in it, at"):
        embedder.embed(crowd)


@pytest.mark.parametrize("kind", ["black", "white", "noise", "sky"])
def test_a_picture_without_a_face(embedder: FaceEmbedder, kind: str) -> None:
    pixels = {
        "black": np.zeros((300, 400, 3)),
        "white": np.full((300, 400, 3), 255),
        "noise": np.random.default_rng(0).integers(0, 256, (300, 400, 3)),
        "sky": np.linspace(60, 250, 300)[:, None, None] * np.array([0.7, 0.8, 1.0]) * np.ones((300, 400, 3)),
    }[kind]
    with pytest.raises(QualityError, match="no face in it"):
        embedder.embed(Image(pixels.astype(np.uint8), source=kind))


def test_a_face_of_eight_pixels_is_not_recognised(embedder: FaceEmbedder, photos: list[Image]) -> None:
    tiny = Pillow.fromarray(photos[0].pixels).resize((21, 21), Pillow.Resampling.BOX)
    for background in (21, 400):
        pixels = np.full((background, background, 3), 127, np.uint8)
        pixels[:21, :21] = np.asarray(tiny)
        with pytest.raises(QualityError, match=r"no face in it|pixels wide"):
            embedder.embed(Image(pixels))


def test_a_small_face_in_a_large_picture_is_found(embedder: FaceEmbedder, photos: list[Image]) -> None:
    pixels = np.full((720, 1280, 3), 110, np.uint8)
    pixels[420:545, 900:1025] = photos[0].pixels[::2, ::2]
    (face,) = embedder.detector.detect(Image(pixels))
    assert (face.box.left + face.box.width / 2, face.box.top + face.box.height / 2) == pytest.approx((962, 482), abs=20)


def test_colour_size_and_file_format_change_little(embedder: FaceEmbedder, photos: list[Image], tmp_path: Path) -> None:
    plain = embedder.embed_face(photos[1], embedder.detector.detect(photos[1])[0])
    picture = Pillow.fromarray(photos[1].pixels)
    exif = Pillow.Exif()
    exif[0x0112] = 6
    picture.convert("L").save(tmp_path / "grey.png")
    picture.convert("RGBA").save(tmp_path / "transparent.png")
    picture.convert("CMYK").save(tmp_path / "printed.tiff")
    picture.rotate(90, expand=True).save(tmp_path / "turned.jpg", exif=exif, quality=95)
    picture.resize((2000, 2000), Pillow.Resampling.BICUBIC).save(tmp_path / "huge.jpg")
    for name, least in (("grey.png", 0.9), ("transparent.png", 0.99), ("printed.tiff", 0.97), ("turned.jpg", 0.97)):
        image = read_image(tmp_path / name)
        assert similarity(embedder.embed_face(image, embedder.detector.detect(image)[0]), plain) > least, name
    huge = read_image(tmp_path / "huge.jpg")
    assert similarity(embedder.embed_face(huge, embedder.detector.detect(huge)[0]), plain) > 0.9


def test_the_same_person_is_nearer_than_others(embedder: FaceEmbedder) -> None:
    names = ("Abel_Pacheco_0001", "Abel_Pacheco_0004", "Akhmed_Zakayev_0001", "Akhmed_Zakayev_0003")
    quick = replace(embedder, mirrored=False)
    for one in (embedder, quick):
        images = [read_image(PHOTOS / f"{name}.jpg") for name in names]
        a, b, c, d = (one.embed_face(image, one.detector.detect(image)[0]) for image in images)
        assert min(similarity(a, b), similarity(c, d)) > max(similarity(a, c), similarity(b, d)) + 0.05

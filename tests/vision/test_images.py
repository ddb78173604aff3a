"""Picture files of every kind, and what is none."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow

from ogam.core import ImageError
from ogam.vision import read_image

RAMP = np.tile(np.arange(0, 240, 8, dtype=np.uint8)[:, None], (1, 20))
"""Grey, 30 rows by 20 columns, darker at the top."""


def saved(path: Path, picture: Pillow.Image, **options: object) -> Path:
    picture.save(path, **options)
    return path


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "LA", "P", "CMYK", "1"])
def test_every_mode_becomes_rgb(tmp_path: Path, mode: str) -> None:
    path = saved(tmp_path / ("a.tiff" if mode == "CMYK" else "a.png"), Pillow.fromarray(RAMP).convert(mode))
    image = read_image(path)
    assert (image.pixels.shape, image.pixels.dtype, image.source) == ((30, 20, 3), np.uint8, str(path))
    if mode != "1":
        assert np.abs(image.pixels.astype(int) - RAMP[:, :, None]).max() <= 3
    assert image.pixels[:5].mean() < image.pixels[-5:].mean()


def test_sixteen_bits_keep_their_brightness(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.png", Pillow.fromarray(RAMP.astype(np.uint16) * 257))
    assert np.array_equal(read_image(path).pixels, np.repeat(RAMP[:, :, None], 3, axis=2))


def test_what_is_transparent_lies_on_white(tmp_path: Path) -> None:
    black = np.zeros((4, 4, 4), np.uint8)
    black[:2, :, 3] = 255
    pixels = read_image(saved(tmp_path / "a.png", Pillow.fromarray(black))).pixels
    assert pixels[0].max() == 0
    assert pixels[3].min() == 255


@pytest.mark.parametrize(("turn", "row"), [(1, 0), (3, -1)])
def test_a_picture_is_turned_as_its_exif_data_says(tmp_path: Path, turn: int, row: int) -> None:
    exif = Pillow.Exif()
    exif[0x0112] = turn
    pixels = read_image(saved(tmp_path / "a.jpg", Pillow.fromarray(RAMP).convert("RGB"), exif=exif, quality=95)).pixels
    assert pixels.shape == (30, 20, 3)
    assert pixels[row].mean() < 5


def test_a_picture_on_its_side_is_set_upright(tmp_path: Path) -> None:
    exif = Pillow.Exif()
    exif[0x0112] = 6  # to be turned by a quarter, clockwise
    sideways = Pillow.fromarray(np.rot90(RAMP)).convert("RGB")
    pixels = read_image(saved(tmp_path / "a.jpg", sideways, exif=exif, quality=95)).pixels
    assert np.abs(pixels.astype(int) - RAMP[:, :, None]).max() < 12


def test_a_huge_picture_is_scaled_down(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.jpg", Pillow.new("RGB", (9000, 4500), (10, 200, 30)))
    pixels = read_image(path).pixels
    assert pixels.shape == (1024, 2048, 3)
    assert np.abs(pixels.mean(axis=(0, 1)) - (10, 200, 30)).max() < 3


@pytest.mark.parametrize("kind", ["jpg", "png", "webp", "tiff"])
@pytest.mark.parametrize("share", [0.3, 0.9])
def test_a_picture_cut_short_is_named(tmp_path: Path, kind: str, share: float) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (60, 60, 3), np.uint8)
    path = saved(tmp_path / f"a.{kind}", Pillow.fromarray(noise))
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    with pytest.raises(ImageError, match=rf"a\.{kind}: "):
        read_image(path)


def test_what_is_no_picture_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "empty.png").touch()
    (tmp_path / "words.png").write_text("this is not a picture")
    for name, reason in (("none.png", "no such file"), ("empty.png", "an empty file"), ("words.png", "not a picture")):
        with pytest.raises(ImageError, match=rf"{name}: {reason}"):
            read_image(tmp_path / name)
    with pytest.raises(ImageError, match="a folder"):
        read_image(tmp_path)


def test_a_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = saved(tmp_path / "a.png", Pillow.new("L", (300, 300)))
    monkeypatch.setattr(Pillow, "MAX_IMAGE_PIXELS", 1_000)
    with pytest.raises(ImageError, match="too many pixels"):
        read_image(path)


def test_numbers_without_a_range_are_refused(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.tiff", Pillow.fromarray(RAMP.astype(np.float32)))
    with pytest.raises(ImageError, match="real numbers"):
        read_image(path)

"""Picture files of every kind, and what is none."""

import contextlib
import os
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PIL import Image as Pillow

from ogam.core import ImageError
from ogam.vision import read_image, read_jpeg
from ogam.vision.images import LONGEST, jpeg_grey, shrink_jpeg

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


def encoded(kind: str, picture: Pillow.Image | None = None, **options: object) -> bytes:
    data = BytesIO()
    noise = np.random.default_rng(0).integers(0, 256, (40, 60, 3), np.uint8)
    (picture or Pillow.fromarray(noise)).save(data, kind, **options)
    return data.getvalue()


VALID = {
    "jpg": encoded("jpeg"),
    "cmyk.jpg": encoded("jpeg", Pillow.fromarray(RAMP).convert("CMYK")),
    "progressive.jpg": encoded("jpeg", progressive=True),
    "png": encoded("png"),
    "16.png": encoded("png", Pillow.fromarray(RAMP.astype(np.uint16) * 257)),
    "palette.png": encoded("png", Pillow.fromarray(RAMP).convert("P"), transparency=3),
    "webp": encoded("webp"),
    "gif": encoded("gif", save_all=True, append_images=[Pillow.new("RGB", (60, 40))]),
    "bmp": encoded("bmp"),
    "tiff": encoded("tiff"),
    "deflate.tiff": encoded("tiff", compression="tiff_adobe_deflate"),
}


@pytest.mark.parametrize("kind", VALID)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    cut=st.floats(0, 1),
    changes=st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), max_size=12),
)
@example(cut=1.0, changes=[])
@pytest.mark.filterwarnings("ignore")
def test_whatever_is_damaged_is_a_picture_or_an_error_of_ours(
    tmp_path: Path, kind: str, cut: float, changes: list[tuple[float, int]]
) -> None:
    data = bytearray(VALID[kind])
    for place, value in changes:
        data[int(place * len(data))] = value
    path = tmp_path / "a"
    path.write_bytes(data[: int(cut * len(data))])
    is_read(path)
    for read in (read_jpeg, shrink_jpeg, lambda one: jpeg_grey(one, 80)):
        with contextlib.suppress(ImageError):
            read(path.read_bytes())


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    start=st.sampled_from(
        [b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF89a", b"RIFF\0\0\0\0WEBP", b"BM", b"II*\0"]
    ),
    rest=st.binary(max_size=400),
)
@pytest.mark.filterwarnings("ignore")
def test_any_bytes_are_a_picture_or_an_error_of_ours(tmp_path: Path, start: bytes, rest: bytes) -> None:
    path = tmp_path / "a"
    path.write_bytes(start + rest)
    is_read(path)


def is_read(path: Path) -> None:
    with contextlib.suppress(ImageError):
        pixels = read_image(path).pixels
        assert pixels.dtype == np.uint8
        assert pixels.ndim == 3
        assert pixels.shape[2] == 3
        assert 0 < max(pixels.shape[:2]) <= LONGEST


@pytest.mark.parametrize("kind", ["png", "jpeg", "gif", "bmp", "webp", "tiff"])
def test_a_single_pixel(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"a.{kind}"
    path.write_bytes(encoded(kind, Pillow.new("RGB", (1, 1), (200, 200, 200))))
    assert read_image(path).pixels.tolist() == [[[200, 200, 200]]]
    if kind == "jpeg":
        assert jpeg_grey(path.read_bytes(), 80)[1:] == (1, 1)


def test_of_an_animation_the_first_picture_is_read(tmp_path: Path) -> None:
    first, second = Pillow.new("RGB", (4, 4), "white"), Pillow.new("RGB", (4, 4), "black")
    for kind in ("gif", "webp", "png", "tiff"):
        path = saved(tmp_path / f"a.{kind}", first, save_all=True, append_images=[second])
        assert read_image(path).pixels.min() == 255, kind


def test_a_sixteen_bit_picture_that_is_large_keeps_its_brightness(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.png", Pillow.fromarray(np.full((30, 3000), 200 * 257, np.uint16)))
    assert set(np.unique(read_image(path).pixels)) == {200}


@pytest.mark.parametrize("brand", [b"heic", b"mif1"])
def test_heic_says_what_to_do(tmp_path: Path, brand: bytes) -> None:
    (tmp_path / "a.heic").write_bytes(b"\0\0\0\x18ftyp" + brand + bytes(64))
    with pytest.raises(ImageError, match=r"HEIC pictures cannot be read\. Save it as JPEG"):
        read_image(tmp_path / "a.heic")


def test_an_archive_under_another_name_is_no_picture(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.png", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", bytes(10_000_000))
    with pytest.raises(ImageError, match="not a picture"):
        read_image(tmp_path / "a.png")


def test_what_starts_other_programs_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 4 4\n%%EndComments\n")
    with pytest.raises(ImageError, match="not a picture"):
        read_image(tmp_path / "a.png")


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.png")
    with pytest.raises(ImageError, match="not a file"):
        read_image(tmp_path / "a.png")


def png(width: int, height: int, *before: tuple[bytes, bytes], rows: bool = True) -> bytes:
    """A PNG of black pixels that is far smaller than what it holds; before: chunks before its pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    packer = zlib.compressobj(9)
    line = bytes((width + 7) // 8 + 1)
    packed = b"".join(packer.compress(line) for _ in range(height if rows else 0)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = [(b"IHDR", head), *before, (b"IDAT", packed), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*one) for one in chunks)


def peak(path: Path) -> tuple[str, float]:
    """What reading a file in a process of its own says, and by how many megabytes it grew at most."""
    code = (
        "import re, sys; from ogam.core import ImageError; from ogam.vision import read_image; from PIL import Image\n"
        "def peak(): return int(re.search(r'VmHWM:\\s*(\\d+)', open('/proc/self/status').read())[1])\n"
        "Image.init(); before = peak()\n"
        "try: said = str(read_image(sys.argv[1]).pixels.shape)\n"
        "except ImageError as error: said = str(error)\n"
        "print(said); print((peak() - before) / 1024)"
    )
    printed = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code, str(path)], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    return printed[0], float(printed[1])


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Linux tells how much memory was used at most")
@pytest.mark.parametrize(
    ("data", "said"),
    [
        (lambda: png(20_000, 20_000), "too many pixels"),
        (lambda: png(60_000, 60_000, rows=False), "too many pixels"),
        (lambda: png(12_000, 12_000), "too many pixels"),
        (lambda: png(8, 8, (b"zTXt", b"a\0\0" + zlib.compress(bytes(200_000_000), 9))), ""),
        (lambda: png(8, 8, (b"iCCP", b"a\0\0" + zlib.compress(bytes(200_000_000), 9))), ""),
        (lambda: encoded("jpeg", Pillow.new("L", (20_000, 20_000))), "too many pixels"),
        (lambda: encoded("jpeg", Pillow.new("L", (12_000, 12_000))), "(2048, 2048, 3)"),
        (lambda: encoded("jpeg", Pillow.new("L", (9_000, 9_000)), progressive=True), "too many pixels"),
        (lambda: png(7_900, 7_900), "(2048, 2048, 3)"),
    ],
    ids=[
        "400 MP",
        "3600 MP",
        "144 MP",
        "text bomb",
        "profile bomb",
        "400 MP JPEG",
        "144 MP JPEG",
        "progressive",
        "62 MP",
    ],
)
def test_a_bomb_takes_no_memory(tmp_path: Path, data: Callable[[], bytes], said: str) -> None:
    path = tmp_path / "bomb.png"
    path.write_bytes(data())
    what, grew = peak(path)
    assert said in what
    assert grew < 400

"""The real networks, on pictures that are drawn here with a font of this machine."""

import socket
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

from ogam.core import Image, ModelError
from ogam.vision import TextReader, find_dates, load_text_reader

pytest.importorskip("rapidocr")
pytest.importorskip("tesserocr")
FONT = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
pytestmark = [pytest.mark.real, pytest.mark.skipif(not FONT.is_file(), reason="needs the font Noto Sans CJK")]


@pytest.fixture(scope="module")
def reader() -> TextReader:
    try:
        return load_text_reader()
    except ModelError as error:
        pytest.skip(f"the weights cannot be had here: {error}")


def drawn(*lines: str, ink: int = 20, ground: int = 245) -> np.ndarray:
    picture = Pillow.new("RGB", (800, 600), (ground,) * 3)
    for row, line in enumerate(lines):
        font = ImageFont.truetype(str(FONT), 40, index=1)
        ImageDraw.Draw(picture).text((100, 100 + 90 * row), line, font=font, fill=(ink,) * 3)
    return np.asarray(picture)


MILK = ("Fresh Milk", "유통기한 2026.12.31", "900 ml")


@pytest.mark.parametrize("quarters", range(4))
def test_a_label_in_two_languages_however_it_is_held(reader, quarters):
    found = reader.read(Image(np.rot90(drawn(*MILK), quarters)))
    assert tuple(line.value for line in found) == MILK
    (day,) = find_dates("\n".join(line.value for line in found))
    assert (day.day.isoformat(), day.kind) == ("2026-12-31", "expiry")


@pytest.mark.parametrize("ink", [250, 60])
def test_light_on_dark_and_in_the_dark(reader, ink):
    found = reader.read(Image(drawn(*MILK, ink=ink, ground=5)))
    assert tuple(line.value for line in found) == MILK


@pytest.mark.parametrize("kind", ["black", "white", "noise", "sky", "tiny", "narrow", "high"])
def test_a_picture_without_text(reader, kind):
    pixels = {
        "black": np.zeros((300, 400, 3)),
        "white": np.full((300, 400, 3), 255),
        "noise": np.random.default_rng(0).integers(0, 256, (300, 400, 3)),
        "sky": np.linspace(60, 250, 300)[:, None, None] * np.array([0.7, 0.8, 1.0]) * np.ones((300, 400, 3)),
        "tiny": np.zeros((1, 1, 3)),
        "narrow": np.zeros((9, 3000, 3)),
        "high": np.zeros((3000, 9, 3)),
    }[kind]
    assert reader.read(Image(pixels.astype(np.uint8))) == []


def test_a_huge_picture(reader):
    large = np.zeros((9000, 12000, 3), np.uint8)
    large[:] = 245
    large[3000 : 3000 + 4 * 600, 4000 : 4000 + 4 * 800] = np.kron(drawn(*MILK), np.ones((4, 4, 1), np.uint8))
    found = reader.read(Image(large))
    assert tuple(line.value for line in found) == MILK
    assert found[0].box.left == pytest.approx(4000 + 4 * 100, abs=80)


def test_a_strip_with_one_line(reader):
    strip = drawn("Dish soap 750 ml, 유통기한 2028.01.02")[90:170, :]
    (line,) = reader.read(Image(strip))
    assert "2028.01.02" in line.value
    (line,) = reader.read(Image(np.rot90(strip)))
    assert "2028.01.02" in line.value


def test_no_network_is_asked(monkeypatch):
    def refuse(*_: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert [line.value for line in load_text_reader(["en"]).read(Image(drawn("Rice 1.2 kg")))] == ["Rice 1.2 kg"]

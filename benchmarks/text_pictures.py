"""Pictures of labels and displays, drawn with the fonts of this machine: what is written on each is known.

Two halves that share neither a text nor a font: `tuning`, to choose and set by, and `reporting`, for the figures.
Each label is drawn straight, then photographed as its condition says. Fonts: Debian's fonts-noto-cjk, fonts-nanum,
fonts-nanum-extra, fonts-unfonts-core, fonts-baekmuk, fonts-dejavu, fonts-liberation, fonts-lato, fonts-open-sans
and fonts-dseg. Neither the fonts nor the pictures are kept.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

CONDITIONS = ("straight", "perspective", "blurred", "noisy", "dark", "curved")
WIDTH, HEIGHT = 800, 600
FOLDER = Path("/usr/share/fonts")
KOREAN_FACE = 1
"""The Korean face inside Noto's collections of fonts."""

FONTS = {
    ("tuning", "en"): (
        "truetype/dejavu/DejaVuSans.ttf",
        "truetype/liberation/LiberationSans-Bold.ttf",
        "truetype/liberation/LiberationSerif-Regular.ttf",
    ),
    ("reporting", "en"): (
        "truetype/lato/Lato-Regular.ttf",
        "truetype/open-sans/OpenSans-Bold.ttf",
        "opentype/noto/NotoSerifCJK-Regular.ttc",
        "truetype/dejavu/DejaVuSansMono-Bold.ttf",
    ),
    ("tuning", "ko"): (
        "opentype/noto/NotoSansCJK-Regular.ttc",
        "truetype/nanum/NanumGothic.ttf",
        "truetype/baekmuk/gulim.ttf",
    ),
    ("reporting", "ko"): (
        "opentype/noto/NotoSerifCJK-Bold.ttc",
        "truetype/nanum/NanumBarunGothic.ttf",
        "truetype/nanum/NanumMyeongjoBold.ttf",
        "truetype/unfonts-core/UnDotum.ttf",
    ),
    ("tuning", "display"): (
        "truetype/dseg/DSEG7Classic-Regular.ttf",
        "truetype/dseg/DSEG7Classic-BoldItalic.ttf",
        "truetype/dseg/DSEG7ClassicMini-Light.ttf",
    ),
    ("reporting", "display"): (
        "truetype/dseg/DSEG7Modern-Regular.ttf",
        "truetype/dseg/DSEG7Modern-BoldItalic.ttf",
        "truetype/dseg/DSEG7ModernMini-Bold.ttf",
        "truetype/dseg/DSEG7ModernMini-LightItalic.ttf",
    ),
}

TEXTS: dict[tuple[str, str], tuple[tuple[str, ...], ...]] = {
    ("tuning", "en"): (
        ("Fresh Whole Milk", "Best before 14 MAR 2027", "1 L"),
        ("TOMATO KETCHUP", "EXP 08/2027", "Net weight 460 g"),
        ("Olive Oil Extra Virgin", "500 ml  LOT A2291", "Product of Spain"),
        ("Paracetamol 500 mg", "Take one tablet every 6 hours", "Keep out of reach of children"),
        ("Pancakes", "200 g flour, 2 eggs, 300 ml milk", "Fry 2 minutes on each side"),
        ("Delicates 30 °C", "Spin 800 rpm", "0:45 left"),
    ),
    ("reporting", "en"): (
        ("Greek Yoghurt", "Use by 31 DEC 2026", "Keep refrigerated below 5 °C"),
        ("Basmati Rice", "EXP 12/2028", "Net 1.2 kg"),
        ("Dish Soap Lemon", "750 ml", "Avoid contact with eyes"),
        ("Ibuprofen 200 mg", "24 coated tablets", "Do not use after 2027-05"),
        ("Banana bread", "180 °C for 55 minutes", "120 g sugar and 3 ripe bananas"),
        ("OVEN 24.5°C", "Preheating", "Child lock ON"),
        ("Ground Coffee", "Roasted 02 JUN 2026", "Arabica 100%"),
        ("Wi-Fi Router", "Model QX-4810", "Serial 7F29 K031"),
    ),
    ("tuning", "ko"): (
        ("맛있는 우유", "유통기한 2027.03.14", "1000 ml"),
        ("진간장 골드", "소비기한 27.08.30까지", "내용량 930 ml"),
        ("감기약 시럽", "하루 세 번 식후 30분", "어린이 손이 닿지 않는 곳에 보관"),
        ("김치볶음밥", "밥 두 공기와 김치 200 g", "중불에서 5분 볶는다"),
        ("섬유유연제", "찬물에 30 ml", "표준 세탁 45분"),
        ("냉장고 온도 3°C", "문이 열려 있습니다", "절전 모드"),
    ),
    ("reporting", "ko"): (
        ("플레인 요구르트", "유통기한 2026.12.31", "냉장 보관 0~10°C"),
        ("햅쌀 십 킬로그램", "사용기한 2028년 5월 20일", "원산지 국내산"),
        ("주방세제 레몬향", "용량 750 ml", "눈에 들어가면 물로 씻으세요"),
        ("두통약 200 mg", "성인 1회 2정 복용", "직사광선을 피하세요"),
        ("된장찌개", "두부 반 모와 애호박 150 g", "뚜껑을 덮고 10분 끓인다"),
        ("에어컨 희망온도 24.5°C", "필터 청소 필요", "예약 꺼짐 2시간"),
        ("볶음 멸치", "제조일자 2026.06.02", "나트륨 12%"),
        ("공유기 비밀번호", "관리자 설정", "고객센터 1588-0000"),
    ),
    ("tuning", "display"): tuple((text,) for text in ("12:45", "180", "3.5", "24.0", "0:30", "-18", "67.2", "9:08")),
    ("reporting", "display"): tuple(
        (text,) for text in ("24.5", "10:37", "200", "-5", "1.86", "73.4", "0:59", "21", "6:42", "350", "98.6", "18")
    ),
}

LABELS = (((250, 250, 245), (20, 20, 25)), ((30, 60, 120), (245, 245, 240)), ((235, 215, 160), (90, 20, 20)))
DISPLAYS = (((8, 8, 10), (255, 40, 30)), ((10, 14, 24), (80, 220, 255)), ((150, 165, 140), (25, 30, 25)))
"""Colours of the ground and of what is written: labels on paper; displays of light and of liquid crystal."""


@dataclass(frozen=True, slots=True)
class Picture:
    """pixels: uint8 (height, width, 3), RGB; lines: what is written, from top to bottom."""

    pixels: NDArray[np.uint8]
    lines: tuple[str, ...]
    kind: str
    condition: str
    font: str


def pictures(half: str, kind: str) -> Iterator[Picture]:
    """Every text of a kind ("en", "ko", "display") in every condition, fonts and colours in turn."""
    random = np.random.default_rng(abs(hash_of(half + kind)))
    number = 0
    for lines in TEXTS[half, kind]:
        for condition in CONDITIONS:
            font = FONTS[half, kind][number % len(FONTS[half, kind])]
            colours = (DISPLAYS if kind == "display" else LABELS)[number % 3]
            draw = draw_display if kind == "display" else draw_label
            pixels = photographed(draw(lines, font, colours, number), condition, random)
            yield Picture(pixels, lines, kind, condition, Path(font).stem)
            number += 1


def hash_of(text: str) -> int:
    """The same in every run, as `hash` is not."""
    return int.from_bytes(text.encode()) % 2**32


def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FOLDER / name), size, index=KOREAN_FACE if "CJK" in name else 0)


def draw_label(lines: tuple[str, ...], font: str, colours: tuple[tuple[int, ...], ...], number: int) -> Image.Image:
    """Lines below one another, the first in larger letters, on a coloured label before a grey wall."""
    ground, ink = colours
    label = Image.new("RGB", (660, 400), ground)
    pen = ImageDraw.Draw(label)
    top = 50
    for line in lines:
        size = (56 if line is lines[0] else 34) - 4 * (number % 3)
        face = _font(font, size)
        while pen.textlength(line, font=face) > 600:
            size -= 2
            face = _font(font, size)
        pen.text((30, top), line, font=face, fill=ink)
        top += int(size * 1.9)
    return _before_a_wall(label)


def draw_display(lines: tuple[str, ...], font: str, colours: tuple[tuple[int, ...], ...], number: int) -> Image.Image:
    """Digits of segments in a frame; of every other display the segments that are off shimmer through."""
    ground, ink = colours
    panel = Image.new("RGB", (520, 260), ground)
    face = _font(font, 110 - 20 * (number % 3))
    text = lines[0]
    pen = ImageDraw.Draw(panel)
    if number % 2:
        off = tuple((9 * g + i) // 10 for g, i in zip(ground, ink, strict=True))
        pen.text((60, 70), "".join("8" if c.isdigit() or c == "-" else c for c in text), font=face, fill=off)
    pen.text((60, 70), text, font=face, fill=ink)
    if sum(ground) < 200:
        glow = panel.filter(ImageFilter.GaussianBlur(8))
        panel = Image.fromarray(np.maximum(np.asarray(panel), (np.asarray(glow) * 0.8).astype(np.uint8)))
    return _before_a_wall(panel)


def _before_a_wall(label: Image.Image) -> Image.Image:
    wall = Image.new("RGB", (WIDTH, HEIGHT), (128, 124, 118))
    wall.paste(label, ((WIDTH - label.width) // 2, (HEIGHT - label.height) // 2))
    return wall


def photographed(drawn: Image.Image, condition: str, random: np.random.Generator) -> NDArray[np.uint8]:
    """What a camera makes of it; every photograph is a little unsharp and a little noisy."""
    pixels = np.asarray(drawn).astype(np.float32)
    if condition == "perspective":
        pixels = _seen_from_the_side(pixels, random)
    elif condition == "curved":
        pixels = _round_a_bottle(pixels)
    sigma = 1.8 if condition == "blurred" else 0.7
    pixels = cv2.GaussianBlur(pixels, (0, 0), sigma)
    if condition == "dark":
        pixels = pixels * 0.22 + 4
    noise = {"noisy": 26.0, "dark": 6.0}.get(condition, 3.0)
    return np.clip(pixels + random.normal(0, noise, pixels.shape), 0, 255).astype(np.uint8)


def _seen_from_the_side(pixels: NDArray[np.float32], random: np.random.Generator) -> NDArray[np.float32]:
    corners = np.array([[0, 0], [WIDTH, 0], [WIDTH, HEIGHT], [0, HEIGHT]], np.float32)
    lean = random.uniform(0.05, 0.14) * HEIGHT
    moved = corners + np.array([[0, lean], [-lean, -lean / 2], [-lean, lean / 2], [lean / 2, -lean]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, moved)
    turn = cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), float(random.uniform(-8, 8)), 0.95)
    whole = np.vstack([turn, [0, 0, 1]]) @ matrix
    return cv2.warpPerspective(pixels, whole, (WIDTH, HEIGHT), borderValue=(128, 124, 118))


def _round_a_bottle(pixels: NDArray[np.float32]) -> NDArray[np.float32]:
    """On a cylinder of 1.25 times the width of the label, seen a little from above."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    radius = 0.625 * 660
    side = np.clip((x - WIDTH / 2) / radius, -0.999, 0.999)
    sag = 28 * (1 - np.sqrt(1 - side**2))
    from_x = WIDTH / 2 + radius * np.arcsin(side)
    from_y = (y + sag).astype(np.float32)
    return cv2.remap(pixels, from_x.astype(np.float32), from_y, cv2.INTER_LINEAR, borderValue=(128, 124, 118))

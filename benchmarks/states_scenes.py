"""Rendered kitchens for benchmarks/states.py: things that are open or closed, in changing light, never twice the same.

They are drawings, not photographs: flat faces in perspective with light, noise, clutter, a camera that was nudged, and
somebody's arm now and then.
"""

import colorsys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFilter

from ogam.core import Image

WIDTH, HEIGHT = 640, 480
Color = tuple[int, int, int]
Pen = ImageDraw.ImageDraw


@dataclass(frozen=True, slots=True)
class Light:
    """gain: how bright; warmth: red against blue, around 1; lamp: where from (0 left, 1 right), and how much of it."""

    gain: float
    warmth: float
    lamp: tuple[float, float]
    noise: float


def daylight(random: np.random.Generator) -> Light:
    return Light(random.uniform(0.85, 1.1), random.uniform(0.95, 1.05), (random.random(), 0.15), random.uniform(2, 5))


def any_light(random: np.random.Generator) -> Light:
    """From a bright noon to one lamp in the evening."""
    return Light(
        random.uniform(0.3, 1.3),
        random.uniform(0.8, 1.3),
        (random.random(), random.uniform(0, 0.6)),
        random.uniform(2, 12),
    )


def shade(color: Color, by: float) -> Color:
    red, green, blue = (int(min(255, max(0, part * by))) for part in color)
    return red, green, blue


def some_color(random: np.random.Generator, saturation: float = 0.6) -> Color:
    red, green, blue = colorsys.hsv_to_rgb(random.random(), saturation * random.random(), random.uniform(0.2, 0.95))
    return int(red * 255), int(green * 255), int(blue * 255)


def oven(pen: Pen, random: np.random.Generator, opened: float, look: np.random.Generator) -> None:
    """The door folds down towards the camera. opened: 0 to 1."""
    body, x, y, w, h = some_color(look, 0.2), 190, 120, 260, 250
    pen.rectangle((x - 12, y - 50, x + w + 12, y + h + 20), fill=shade(body, 0.9))
    for knob in range(4):
        pen.ellipse((x + 20 + knob * 60, y - 38, x + 44 + knob * 60, y - 14), fill=shade(body, 0.4))
    if opened < 0.05:
        pen.rectangle((x, y, x + w, y + h), fill=shade(body, 0.55))
        pen.rectangle((x + 30, y + 60, x + w - 30, y + h - 40), fill=(30, 28, 30))
        pen.rectangle((x + 20, y + 18, x + w - 20, y + 30), fill=shade(body, 1.3))
        return
    pen.rectangle((x, y, x + w, y + h), fill=(24, 20, 18))
    for rack in range(3):
        at = y + 60 + rack * 60
        pen.line((x + 8, at, x + w - 8, at), fill=(130, 130, 130), width=3)
        if random.random() < 0.5:
            pen.ellipse((x + 60, at - 22, x + 60 + random.integers(60, 140), at), fill=some_color(random))
    drop, flare = int(h * (1 - opened) * 0.9 + 60 * opened), int(70 * opened)
    door = [(x, y + h), (x + w, y + h), (x + w + flare, y + h + drop - 40), (x - flare, y + h + drop - 40)]
    if opened < 0.6:
        top = int(y + h * opened)
        door = [(x, y + h), (x + w, y + h), (x + w + flare, top), (x - flare, top)]
    pen.polygon(door, fill=shade(body, 0.5))
    pen.line((*door[2], *door[3]), fill=shade(body, 1.3), width=9)


def fridge(pen: Pen, random: np.random.Generator, opened: float, look: np.random.Generator) -> None:
    """The door turns about its left side."""
    body, x, y, w, h = some_color(look, 0.15), 260, 60, 190, 370
    pen.rectangle((x - 8, y - 8, x + w + 8, y + h + 8), fill=shade(body, 0.7))
    if opened < 0.05:
        pen.rectangle((x, y, x + w, y + h), fill=body)
        pen.rectangle((x + w - 22, y + 120, x + w - 12, y + 230), fill=shade(body, 0.5))
        for _ in range(random.integers(0, 4)):
            at = (x + int(random.integers(20, 130)), y + int(random.integers(20, 150)))
            pen.rectangle((*at, at[0] + 25, at[1] + 30), fill=some_color(random))
        return
    pen.rectangle((x, y, x + w, y + h), fill=(235, 240, 240))
    for shelf in range(5):
        at = y + 60 + shelf * 70
        pen.line((x, at, x + w, at), fill=(170, 180, 185), width=3)
        for item in range(random.integers(0, 5)):
            left, tall = x + 8 + item * 36, int(random.integers(18, 55))
            pen.rectangle((left, at - tall, left + int(random.integers(14, 30)), at), fill=some_color(random, 0.9))
    reach, lean = int(w * opened * 0.9), int(50 * opened)
    pen.polygon([(x, y), (x - reach, y - lean), (x - reach, y + h + lean), (x, y + h)], fill=shade(body, 0.8))


def drawer(pen: Pen, random: np.random.Generator, opened: float, look: np.random.Generator) -> None:
    """The middle one of three comes out towards the camera."""
    wood, x, y, w, h = some_color(look, 0.5), 200, 110, 260, 90
    for number in range(3):
        top = y + number * (h + 8)
        pen.rectangle((x, top, x + w, top + h), fill=wood)
        pen.rectangle((x + w // 2 - 35, top + 38, x + w // 2 + 35, top + 48), fill=shade(wood, 0.4))
    if opened < 0.05:
        return
    top, out = y + h + 8, int(70 * opened)
    pen.rectangle((x, top, x + w, top + h), fill=(30, 25, 20))
    pen.polygon(
        [(x, top + 20), (x + w, top + 20), (x + w + out // 2, top + out), (x - out // 2, top + out)],
        fill=shade(wood, 0.5),
    )
    for item in range(random.integers(1, 6)):
        left = x + 15 + item * 40
        pen.rectangle((left, top + 22, left + 26, top + 20 + out), fill=some_color(random, 0.9))
    pen.rectangle(
        (x - out // 2, top + out, x + w + out // 2, top + out + int(h * (1 + 0.25 * opened))), fill=shade(wood, 1.1)
    )
    middle = x + w // 2
    pen.rectangle((middle - 42, top + out + 42, middle + 42, top + out + 54), fill=shade(wood, 0.4))


def curtain(pen: Pen, random: np.random.Generator, opened: float, look: np.random.Generator) -> None:
    """A window; outside it is day or night."""
    cloth, x, y, w, h = some_color(look, 0.7), 180, 70, 290, 280
    sky = (190, 215, 240) if random.random() < 0.5 else (15, 18, 35)
    pen.rectangle((x, y, x + w, y + h), fill=sky)
    pen.rectangle((x, y + 190, x + w, y + h), fill=shade((70, 110, 60), 0.3 if sky[0] < 50 else 1.0))
    pen.line((x + w // 2, y, x + w // 2, y + h), fill=(220, 220, 220), width=8)
    side = int(w / 2 * (1 - 0.85 * opened))
    for left, right in ((x - 15, x - 15 + side + 15), (x + w - side, x + w + 15)):
        pen.rectangle((left, y - 15, right, y + h + 40), fill=cloth)
        for fold in range(left, right, max(6, int(22 * (1 - 0.6 * opened)))):
            pen.line((fold, y - 15, fold, y + h + 40), fill=shade(cloth, 0.75), width=4)


THINGS: dict[str, Callable[[Pen, np.random.Generator, float, np.random.Generator], None]] = {
    "oven": oven,
    "fridge": fridge,
    "drawer": drawer,
    "curtain": curtain,
}


def scene(
    thing: str,
    opened: bool,
    house: int,
    random: np.random.Generator,
    light: Light,
    *,
    arm: float = 0.0,
    nudge: float = 6.0,
) -> Image:
    """A picture. house: which kitchen; arm: chance of one before the camera; nudge: pixels that the camera moved by."""
    look = np.random.default_rng(house)
    wall, floor = some_color(look, 0.3), some_color(look, 0.4)
    picture = Pillow.new("RGB", (WIDTH, HEIGHT), wall)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 390, WIDTH, HEIGHT), fill=floor)
    for _ in range(6):
        left, top = int(look.integers(0, WIDTH)), int(look.integers(150, 390))
        pen.rectangle((left, top, left + int(look.integers(30, 120)), 395), fill=some_color(look))
    THINGS[thing](pen, random, random.uniform(0.35, 1.0) if opened else 0.0, look)
    for _ in range(random.integers(0, 4)):
        left, top = (
            int(random.choice([random.integers(0, 150), random.integers(480, 620)])),
            int(random.integers(250, 420)),
        )
        pen.ellipse(
            (left, top, left + int(random.integers(20, 60)), top + int(random.integers(20, 60))),
            fill=some_color(random),
        )
    if random.random() < arm:
        start, end = int(random.integers(150, 500)), int(random.integers(200, 450))
        pen.line(
            (start, HEIGHT, end, int(random.integers(150, 330))),
            fill=some_color(random),
            width=int(random.integers(25, 50)),
        )
    return lit(picture, random, light, nudge)


def lit(picture: Pillow.Image, random: np.random.Generator, light: Light, nudge: float) -> Image:
    dx, dy = random.normal(0, nudge / 2, 2)
    zoom = 1 + random.normal(0, nudge / 600)
    moved = picture.transform(
        (WIDTH, HEIGHT), Pillow.Transform.AFFINE, (zoom, 0, dx, 0, zoom, dy), Pillow.Resampling.BILINEAR
    )
    soft = np.asarray(moved.filter(ImageFilter.GaussianBlur(random.uniform(0.5, 1.5))), np.float64)
    place, strength = light.lamp
    fall = 1 - strength * np.abs(np.linspace(0, 1, WIDTH) - place)[None, :, None]
    tinted = soft * light.gain * fall * (light.warmth, 1.0, 1 / light.warmth) + random.normal(
        0, light.noise, soft.shape
    )
    return Image(np.clip(tinted, 0, 255).astype(np.uint8))


def several(
    thing: str, opened: bool, house: int, random: np.random.Generator, count: int, **more: float
) -> Sequence[Image]:
    return [scene(thing, opened, house, random, any_light(random), **more) for _ in range(count)]

"""A face that is drawn, for recognisers of pictures. It is nobody's."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pictures
from PIL import ImageDraw, ImageFilter


def draw_face(seed: int, width: int, height: int) -> NDArray[np.uint8]:
    """uint8, shape (height, width, 3), RGB. seed: whose face; the same face each time."""
    random = np.random.default_rng(seed)
    skin = tuple(int(value) for value in np.array((205, 165, 140)) + random.integers(-30, 30))
    hair = tuple(int(value) for value in random.integers(20, 70, 3))
    picture = Pictures.new("RGB", (width, height), (150, 160, 165))
    draw = ImageDraw.Draw(picture)
    x, y, half = width / 2, height / 2, height * 0.26
    tall = half * float(random.uniform(1.25, 1.4))
    apart = half * float(random.uniform(0.38, 0.44))

    def oval(cx: float, cy: float, rx: float, ry: float, fill: tuple[int, ...]) -> None:
        draw.ellipse((cx - rx, cy - ry, cx + rx, cy + ry), fill=fill)

    oval(x, y + tall * 1.6, half * 1.8, half, (60, 70, 110))
    oval(x, y - tall * 0.2, half * 1.12, tall * 1.05, hair)
    oval(x, y + tall * 0.6, half * 0.45, tall * 0.75, tuple(int(value * 0.85) for value in skin))
    oval(x, y, half, tall, skin)
    oval(x, y - tall * 0.85, half * 0.9, tall * 0.35, hair)
    for side in (-1, 1):
        eye = x + side * apart
        oval(eye, y - tall * 0.12, half * 0.26, half * 0.2, tuple(int(value * 0.78) for value in skin))
        oval(eye, y - tall * 0.1, half * 0.2, half * 0.1, (235, 235, 235))
        oval(eye, y - tall * 0.1, half * 0.09, half * 0.1, (40, 30, 25))
        draw.line(
            (eye - half * 0.26, y - tall * 0.27, eye + half * 0.26, y - tall * 0.29), fill=hair, width=int(half * 0.09)
        )
        oval(x + side * half * 0.1, y + tall * 0.28, half * 0.08, half * 0.05, (110, 70, 60))
    oval(x, y + tall * 0.2, half * 0.13, tall * 0.1, tuple(min(255, value + 15) for value in skin))
    oval(x, y + tall * 0.55, half * 0.32, half * 0.1, (150, 70, 70))
    draw.line((x - half * 0.3, y + tall * 0.55, x + half * 0.3, y + tall * 0.55), fill=(70, 30, 30), width=3)
    shade = np.asarray(picture.filter(ImageFilter.GaussianBlur(height / 180)), np.float32)
    light = np.linspace(1.08, 0.85, width)[None, :, None] + random.normal(0, 0.01, (height, width, 1))
    return np.clip(shade * light, 0, 255).astype(np.uint8)

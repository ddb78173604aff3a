"""A room that is made up: a wall, a window, a picture, a floor; and somebody who walks through it, or nobody."""

import numpy as np
from numpy.typing import NDArray

from ogam.core import Image

NOISE = 4.0
"""Standard deviation of a pixel, in grey levels: a cheap camera in the evening."""


def made_up_room(
    count: int, moving: bool = False, width: int = 640, height: int = 480, rate: float = 5.0, seed: int = 0
) -> list[Image]:
    """Pictures of a camera that looks into the room, `rate` a second. moving: whether somebody walks through it."""
    chance = np.random.default_rng(seed)
    room = _room(width, height, chance)
    images = []
    for number in range(count):
        scene = room.copy()
        if moving:
            _walk(scene, number / max(1, count - 1))
        noisy = scene + chance.normal(0, NOISE, scene.shape).astype(np.float32)
        images.append(Image(np.clip(noisy, 0, 255).astype(np.uint8), number / rate, "made-up room"))
    return images


def _room(width: int, height: int, chance: np.random.Generator) -> NDArray[np.float32]:
    light = np.linspace(190, 130, width, dtype=np.float32)[None, :, None]
    room = np.broadcast_to(light, (height, width, 3)) * np.array([1.0, 0.97, 0.9], np.float32)
    room[int(0.75 * height) :] *= np.array([0.6, 0.45, 0.35], np.float32)
    room[int(0.15 * height) : int(0.5 * height), int(0.08 * width) : int(0.3 * width)] = (235, 240, 250)
    pattern = np.kron(chance.uniform(40, 210, (6, 8, 3)), np.ones((max(1, height // 20), max(1, width // 25), 1)))
    top, left = int(0.2 * height), int(0.6 * width)
    part = room[top : top + pattern.shape[0], left : left + pattern.shape[1]]
    part[:] = pattern[: part.shape[0], : part.shape[1]]
    return room


def _walk(scene: NDArray[np.float32], progress: float) -> None:
    """A head, a body in a striped jumper, and legs, from left to right."""
    height, width = scene.shape[:2]
    middle, tall = int(progress * width), int(0.6 * height)
    top, wide = int(0.3 * height), max(1, int(0.06 * width))
    rows, columns = np.ogrid[:height, :width]
    head = (rows - top) ** 2 + (columns - middle) ** 2 <= (0.07 * height) ** 2
    body = (abs(columns - middle) <= wide) & (rows > top + 0.06 * height) & (rows < top + 0.6 * tall)
    legs = (abs(abs(columns - middle) - wide / 2) <= wide / 3) & (rows >= top + 0.6 * tall) & (rows < top + tall)
    scene[head], scene[body], scene[legs] = (205, 160, 140), (60, 70, 140), (45, 45, 50)
    scene[body & (rows // max(1, height // 40) % 2 == 0)] = (190, 60, 50)

"""Drawn hands that Ogam's networks found, for the scripts beside this one; each picture comes from a seed and a
number."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow

from ogam.lab.hand_pictures import load_mesh
from ogam.lab.hand_sets import DrawnHand, draw, posture
from ogam.vision.gestures import GESTURES, Gesture, ShapeName
from ogam.vision.hands import Hand, load_hands

PARTS = 3
"""Backgrounds are dealt out to so many sets: none is in two."""


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A hand that was found, and what it truly is. joints: shape (21, 3), where they are."""

    gesture: Gesture
    shape_name: ShapeName
    hand: Hand
    joints: NDArray[np.float64]


def drawn_hands(
    photos: Path, seed: int, count: int, part: int, gestures: Sequence[Gesture] = GESTURES
) -> Iterator[DrawnHand]:
    """As many of each gesture as of any other, before the photographs of one part."""
    mesh = load_mesh()
    backgrounds = sorted(photos.glob("*.jpg"))[part::PARTS]
    for number in range(count):
        random = np.random.default_rng([seed, number])
        held = posture(gestures[number % len(gestures)], random)
        yield draw(held, mesh, background(backgrounds[random.integers(len(backgrounds))], random), random)


def background(path: Path, random: np.random.Generator, width: int = 480, height: int = 360) -> NDArray[np.uint8]:
    """A part of a photograph, mirrored at times."""
    picture = Pillow.open(path).convert("RGB")
    if random.random() < 0.5:
        picture = picture.transpose(Pillow.Transpose.FLIP_LEFT_RIGHT)
    scale = random.uniform(2.0, 3.5)
    picture = picture.resize((int(250 * scale), int(250 * scale)))
    left = int(random.integers(0, picture.width - width + 1))
    top = int(random.integers(0, picture.height - height + 1))
    return np.asarray(picture.crop((left, top, left + width, top + height)))


def nearest(hands: list[Hand], drawn: DrawnHand) -> Hand | None:
    """The hand that was found where one was drawn."""
    middle = drawn.joints[:, :2].mean(axis=0)
    for hand in hands:
        if float(np.hypot(*(hand.landmarks[:, :2].mean(axis=0) - middle))) < 0.6 * drawn.view.size:
            return hand
    return None


def hands_found(photos: Path, seed: int, count: int, part: int, gestures: Sequence[Gesture] = GESTURES) -> list[Found]:
    """Each twice: as it is found, and as it is followed into the next picture, which is the same."""
    detector = load_hands(smallest=300)
    found = []
    for drawn in drawn_hands(photos, seed, count, part, gestures):
        hands = detector.detect(drawn.picture)
        for seen in (hands, detector.measure(drawn.picture, hands)):
            hand = nearest(seen, drawn)
            if hand is not None:
                found.append(Found(drawn.posture.gesture, drawn.posture.shape_name, hand, drawn.joints))
    return found

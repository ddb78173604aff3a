"""The real networks, on hands that are drawn with the mesh of the catalogue."""

import numpy as np
import pytest

from ogam.core import Image, ModelError
from ogam.lab.hand_pictures import HandMesh, load_mesh
from ogam.lab.hand_sets import DrawnHand, draw, posture
from ogam.vision import HandDetector, HandFollower, PoseEstimator, load_hands, load_poses, read_gesture

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def mesh() -> HandMesh:
    try:
        return load_mesh()
    except ModelError as error:
        pytest.skip(f"the mesh cannot be had here: {error}")


@pytest.fixture(scope="module")
def hands() -> HandDetector:
    try:
        return load_hands(smallest=300)
    except ModelError as error:
        pytest.skip(f"the weights cannot be had here: {error}")


@pytest.fixture(scope="module")
def bodies() -> PoseEstimator:
    try:
        return load_poses()
    except ModelError as error:
        pytest.skip(f"the weights cannot be had here: {error}")


def palms(mesh: HandMesh, count: int = 8) -> list[DrawnHand]:
    drawn = []
    for seed in range(count):
        random = np.random.default_rng([5, seed])
        wall = np.full((300, 400, 3), random.integers(90, 220), np.uint8)
        drawn.append(draw(posture("open_palm", random), mesh, wall, random, (70, 110)))
    return drawn


def test_open_palms_are_found_where_they_are_with_their_side(mesh: HandMesh, hands: HandDetector) -> None:
    read = 0
    for one in palms(mesh):
        (hand,) = hands.detect(one.picture)
        away = np.linalg.norm(hand.landmarks[:, :2] - one.joints[:, :2], axis=1).mean()
        assert away < 0.09 * one.view.size
        assert hand.side == ("left" if one.view.mirrored else "right")
        read += read_gesture(hand).gesture == "open_palm"
    assert read >= 7


def test_a_hand_is_followed_from_its_last_joints(mesh: HandMesh, hands: HandDetector) -> None:
    one, follower = palms(mesh, 1)[0], HandFollower(hands, every=10)
    for step in range(6):
        moved = np.roll(one.picture.pixels, 6 * step, axis=1)
        assert len(follower.accept(Image(moved, step * 0.1))) == 1
    assert follower.searches == 1


@pytest.mark.parametrize("kind", ["black", "white", "noise", "sky"])
def test_a_picture_without_anybody(hands: HandDetector, bodies: PoseEstimator, kind: str) -> None:
    pixels = {
        "black": np.zeros((300, 400, 3)),
        "white": np.full((300, 400, 3), 255),
        "noise": np.random.default_rng(0).integers(0, 256, (300, 400, 3)),
        "sky": np.linspace(60, 250, 300)[:, None, None] * np.array([0.7, 0.8, 1.0]) * np.ones((300, 400, 3)),
    }[kind]
    image = Image(pixels.astype(np.uint8))
    assert hands.detect(image) == []
    assert bodies.estimate(image) is None

"""The real networks before a made-up camera: hands that are drawn with the mesh of the catalogue."""

import numpy as np
import pytest

from ogam.core import Image, ModelError
from ogam.hub.hand_sights import HandSights
from ogam.lab.hand_pictures import load_mesh
from ogam.lab.hand_sets import draw, posture
from ogam.vision import load_hands, load_poses

pytestmark = pytest.mark.real


@pytest.mark.parametrize(("shown", "told"), [("open_palm", "open_palm"), ("point_left", "pointing_right")])
def test_a_drawn_hand_that_is_held_is_a_gesture_of_the_home_file(shown: str, told: str) -> None:
    random = np.random.default_rng([5, 1])
    wall = np.full((480, 640, 3), 170, np.uint8)
    try:
        hand = draw(posture(shown, random), load_mesh(), wall, random, (90, 120))  # type: ignore[arg-type]
        sights = HandSights(load_hands(), load_poses())
    except ModelError as error:
        pytest.skip(f"the weights or the mesh cannot be had here: {error}")
    seen = [one for step in range(10) for one in sights.accept(Image(hand.picture.pixels, step / 5, "eye"))]
    assert [one.value for one in seen if one.kind == "gesture"] == [told]
    assert bool([one for one in seen if one.kind == "pointing"]) == (shown == "point_left")

"""The real face mesh and the real acoustic model: photographs that are turned, digits that a synthesised voice says."""

import random
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow

from ogam.core import Image, ModelError
from ogam.liveness import digit_recognizer, draw_challenge, heard_right
from ogam.liveness.face_looks import look_at
from ogam.liveness.face_session import FLAT
from ogam.liveness.gestures import TURN
from ogam.liveness.planarity import relief
from ogam.synthesis import Synthesizer
from ogam.vision import load_faces, read_image

PHOTOS = Path(__file__).parents[3] / "shared" / "data" / "faces" / "images"
pytestmark = pytest.mark.real


def turned(photograph: np.ndarray, degrees: float) -> Image:
    """A photograph on a plane that is turned about the vertical, seen from four times its half width."""
    side, angle = len(photograph), np.radians(degrees)
    half = side / 2
    forward = np.array(
        [
            [np.cos(angle), 0, -np.cos(angle) * half],
            [0, 1, -half],
            [np.sin(angle) / (4 * half), 0, 1 - np.sin(angle) / 4],
        ]
    )
    to_middle = np.array([[1, 0, half], [0, 1, half], [0, 0, 1]])
    back = np.linalg.inv(to_middle @ forward)
    picture = Pillow.fromarray(photograph)
    seen = picture.transform(
        picture.size, Pillow.Transform.PERSPECTIVE, tuple((back / back[2, 2]).ravel()[:8]), Pillow.Resampling.BICUBIC,
        fillcolor=(128, 128, 128),
    )  # fmt: skip
    return Image(np.asarray(seen))


@pytest.mark.skipif(not PHOTOS.is_dir(), reason="needs ../shared/data/faces")
@pytest.mark.parametrize("degrees", [-45, -30, 30, 45])
def test_the_face_mesh_takes_no_turned_photograph_for_a_turned_head(degrees: float) -> None:
    try:
        detector = load_faces(60)
    except ModelError as error:
        pytest.skip(f"the weights cannot be had here: {error}")
    for path in sorted(PHOTOS.glob("*.jpg"))[:24:2]:
        photograph = read_image(path).pixels
        before, after = (detector.detect(turned(photograph, angle)) for angle in (0.0, degrees))
        first, second = look_at(before[0], 0), look_at(after[0], 0)
        is_a_turn = abs(second.yaw - first.yaw) >= TURN
        assert not (is_a_turn and relief(first.landmarks, second.landmarks, second.size) >= FLAT)


def test_digits_that_are_said_are_heard() -> None:
    try:
        recognizer, synthesizer = digit_recognizer("en"), Synthesizer("af_heart")
    except ModelError as error:
        pytest.skip(f"the weights cannot be had here: {error}")
    draw = random.Random(3)
    for _ in range(3):
        asked, other = (draw_challenge(lambda: 0.0, choose=draw.choice) for _ in range(2))
        [[heard]] = recognizer.recognize([synthesizer.speak(asked.words).to_audio()])
        assert heard_right(heard, asked)
        assert not heard_right(heard, other)

"""What one modality makes of a signal: everybody in it, or why not."""

import numpy as np

from ogam.biometrics import EmbeddingContract, FaceEmbedder, shipped_calibration
from ogam.biometrics.fakes import FakeSpeakerEmbedder
from ogam.biometrics.parts import MOST_FACES, one_voice, several_faces
from ogam.core import Audio, Box, Image
from ogam.vision import FakeFaceDetector, made_up_face

CALIBRATION = shipped_calibration("dlib-face")
CONTRACT = EmbeddingContract("face", "fake@1", "00" * 32, "test/1", 3)
NOISE = np.random.default_rng(0).integers(60, 200, (480, 640, 3)).astype(np.uint8)


def part(*boxes: Box):
    faces = {"photo": [made_up_face(box) for box in boxes]}
    network = lambda chip: chip.mean(axis=(0, 1)).astype(np.float32)  # noqa: E731
    return several_faces(FaceEmbedder(CONTRACT, FakeFaceDetector(faces), network, False), CALIBRATION)


def photo() -> Image:
    return Image(NOISE, 0.0, "photo")


def test_a_picture_without_a_face_tells_nothing():
    assert part().embed(photo()) == []


def test_of_twelve_faces_the_largest_are_looked_at():
    boxes = [Box(10 + 50 * number, 20, 40 + 5 * number, 40 + 5 * number) for number in range(12)]
    found = part(*boxes).embed(photo())
    assert len(found) == MOST_FACES


def test_a_face_of_eight_pixels_is_refused_with_the_reason():
    [reason] = part(Box(100, 100, 8, 8)).embed(photo())
    assert "the face is 8 pixels wide, at least 40 are needed" in reason


def test_a_good_face_beside_a_bad_one_counts():
    good, bad = part(Box(60, 40, 150, 150), Box(400, 100, 20, 20)).embed(photo())
    assert good.contract == CONTRACT
    assert "20 pixels wide" in bad


def test_sound_is_no_picture_and_silence_no_voice():
    [reason] = part().embed(Audio(np.zeros(16_000, np.float32)))
    assert "picture" in reason
    voices = one_voice(FakeSpeakerEmbedder(), shipped_calibration("campplus"))
    [silent] = voices.embed(Audio(np.zeros(48_000, np.float32), source="mic"))
    assert silent == "mic: nothing is to be heard. Is the microphone on?"

"""Hands found, beside MediaPipe's own program: python benchmarks/gestures_peer.py PHOTOS PYTHON [COUNT]

PHOTOS  pictures for backgrounds: ../shared/data/faces/images
PYTHON  one in whose environment mediapipe==0.10.21 is (it needs numpy < 2, so not this one)

Drawn hands of the test set (seed 23). MediaPipe is used as its guide says for pictures: static_image_mode, four
hands, its usual least confidence of 0.5. A hand is found if the middle of its joints is within 60 mm of the true one.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from hand_set import drawn_hands, nearest
from ogam.vision import load_hands

PEER = """
import sys, time, numpy as np, mediapipe as mp
data = np.load(sys.argv[1])
hands = mp.solutions.hands.Hands(static_image_mode=True, max_num_hands=4, min_detection_confidence=0.5)
found, errors, started = 0, [], time.process_time()
for pixels, joints, size in zip(data["pixels"], data["joints"], data["sizes"]):
    height, width = pixels.shape[:2]
    seen = hands.process(pixels).multi_hand_landmarks or []
    flat = [np.array([[point.x * width, point.y * height] for point in hand.landmark]) for hand in seen]
    near = [one for one in flat if np.hypot(*(one.mean(axis=0) - joints.mean(axis=0))) < 0.6 * size]
    found += bool(near)
    errors += [np.linalg.norm(near[0] - joints, axis=1).mean() / size * 100] if near else []
spent = (time.process_time() - started) / len(data["sizes"])
print(f"mediapipe            found {found / len(data['sizes']):.3f}  {np.median(errors):.1f} mm  {1000 * spent:.0f} ms")
"""


def main() -> None:
    photos, python = Path(sys.argv[1]), sys.argv[2]
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 200
    drawn = list(drawn_hands(photos, 23, count, 2))
    for name, smallest in (("Ogam, whole picture", 300), ("Ogam, parts too", 40)):
        detector, errors, started = load_hands(smallest), [], time.process_time()
        for one in drawn:
            hand = nearest(detector.detect(one.picture), one)
            if hand is not None:
                away = np.linalg.norm(hand.landmarks[:, :2] - one.joints[:, :2], axis=1).mean()
                errors.append(float(away) / one.view.size * 100)
        spent = (time.process_time() - started) / count
        print(
            f"{name:<20} found {len(errors) / count:.3f}  {np.median(errors):.1f} mm  {1000 * spent:.0f} ms", flush=True
        )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "hands.npz"
        pixels, joints = [one.picture.pixels for one in drawn], [one.joints[:, :2] for one in drawn]
        np.savez(file, pixels=pixels, joints=joints, sizes=[one.view.size for one in drawn])
        subprocess.run([python, "-c", PEER, str(file)], check=True, stderr=subprocess.DEVNULL)


if __name__ == "__main__":
    main()

"""The picture of docs/gestures.md: python benchmarks/gestures_sheet.py OUT.png

Each gesture once, drawn, with the joints that the networks found in it, and what is read from them.
"""

import sys
from pathlib import Path

import numpy as np
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

from hand_set import nearest
from ogam.lab.hand_pictures import load_mesh
from ogam.lab.hand_sets import draw, posture
from ogam.vision import GESTURES, load_hands, read_gesture
from ogam.vision.hand_features import FINGERS

SIDE, COLUMNS = 260, 5
CAPTION = 34
SEED = 31


def main() -> None:
    mesh, detector = load_mesh(), load_hands(smallest=300)
    rows = -(-len(GESTURES) // COLUMNS)
    sheet = Pillow.new("RGB", (COLUMNS * SIDE, rows * (SIDE + CAPTION)), "white")
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(15)
    for number, gesture in enumerate(GESTURES):
        random = np.random.default_rng([SEED, number])
        shade = np.linspace(215, 165, SIDE)[:, None, None] * np.array([0.98, 1.0, 1.02]) * np.ones((SIDE, SIDE, 1))
        background = np.clip(shade, 0, 255).astype(np.uint8)
        drawn = draw(posture(gesture, random), mesh, background, random, (95, 105))
        left, top = number % COLUMNS * SIDE, number // COLUMNS * (SIDE + CAPTION)
        sheet.paste(Pillow.fromarray(drawn.picture.pixels), (left, top))
        hand = nearest(detector.detect(drawn.picture), drawn)
        said = "not found"
        if hand is not None:
            points = [(left + float(x), top + float(y)) for x, y in hand.landmarks[:, :2]]
            for finger in FINGERS:
                pen.line([points[0], *(points[joint] for joint in finger)], fill=(0, 90, 200), width=2)
            for x, y in points:
                pen.ellipse((x - 3, y - 3, x + 3, y + 3), fill=(255, 255, 255), outline=(0, 90, 200))
            reading = read_gesture(hand)
            said = f"{reading.gesture} {reading.confidence:.2f}"
        pen.text((left + 10, top + SIDE + 8), said, fill="black", font=font)
    sheet.quantize(192).save(Path(sys.argv[1]), optimize=True)


if __name__ == "__main__":
    main()

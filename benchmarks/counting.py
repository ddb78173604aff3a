"""How steady counts are when things are missed, found twice or taken for others: with tracks and without.

    python benchmarks/counting.py

Everything is simulated: three cups on a table, a look a second, two minutes, twenty seeds, which chose the settings
too. Printed: the share of seconds in which the scene says anything but "3 cups", and how many changes were told (3 are
right).
"""

from collections.abc import Sequence

import numpy as np

from ogam.core import Box, Image, ModelCard, Observation
from ogam.home import Camera
from ogam.hub import Kit, Scene

CUPS, SECONDS, SEEDS, SETTLED = 3, 120, 20, 10
CAMERA = Camera("eye", "0", sees=("objects",))
PICTURE = np.zeros((480, 640, 3), np.uint8)


class Flawed:
    """A detector that finds each cup so often, finds it twice so often, and takes it for a bowl so often."""

    card = ModelCard("flawed", "1", "object detection")

    def __init__(self, seed: int, found: float, twice: float, bowl: float) -> None:
        self._chance = np.random.default_rng(seed)
        self._found, self._twice, self._bowl = found, twice, bowl

    def recognize(self, images: Sequence[Image]) -> list[list[Observation]]:
        return [[one for cup in range(CUPS) for one in self._cup(cup, image.time)] for image in images]

    def _cup(self, number: int, time: float) -> list[Observation]:
        chance = self._chance
        if chance.random() >= self._found:
            return []
        left, top, width, height = chance.normal(0, 2, 4)
        what = "bowl" if chance.random() < self._bowl else "cup"
        box = Box(100 + 120 * number + left, 200 + top, 50 + width, 60 + height)
        seen = [Observation("object", what, float(chance.uniform(0.5, 0.95)), time, time, box=box)]
        if chance.random() < self._twice:
            again = Box(120 + 120 * number + left, 215 + top, 50, 60)
            seen.append(Observation("object", "cup", float(chance.uniform(0.42, 0.7)), time, time, box=again))
        return seen


def trial(detector: Flawed, followed: bool) -> tuple[float, int]:
    """The share of seconds that are wrong, and the changes that were told."""
    now = [0.0]
    scene = Scene([CAMERA], lambda: now[0])
    scene.state("eye", "watching")
    (eye,) = Kit(objects=lambda: detector).eyes(CAMERA)  # type: ignore[arg-type, return-value]
    wrong = changes = 0
    for second in range(SECONDS):
        now[0] = float(second)
        image = Image(PICTURE, float(second))
        seen = eye.look(image)["object"] if followed else detector.recognize([image])[0]
        changes += len(scene.see("eye", "object", seen))
        there = {one.what: one.count for one in scene.view("eye").things}
        wrong += second >= SETTLED and there != {"cup": CUPS}
    return wrong / (SECONDS - SETTLED), changes


def main() -> None:
    print("found  twice  bowl   counted: wrong, changes   followed: wrong, changes")
    for found, twice, bowl in ((1.0, 0.0, 0.0), (0.95, 0.02, 0.02), (0.8, 0.05, 0.05), (0.6, 0.05, 0.1)):
        figures = []
        for followed in (False, True):
            trials = [trial(Flawed(seed, found, twice, bowl), followed) for seed in range(SEEDS)]
            figures += [float(np.mean([one for one, _ in trials])), float(np.mean([one for _, one in trials]))]
        line = "{:5.0%} {:6.0%} {:5.0%} {:15.1%} {:8.1f} {:17.1%} {:8.1f}"
        print(line.format(found, twice, bowl, *figures))


if __name__ == "__main__":
    main()

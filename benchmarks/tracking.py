"""One track a thing: python benchmarks/tracking.py [--peer PYTHON]

Simulated rooms: things that walk, stop, turn and pass each other in a picture of 640 by 480, found by a detector that
misses some, is a few pixels off, takes one thing for another now and then, and sees what is not there. Told are
switches (a thing that goes on under another number) and the share of findings that keep the number of their thing.
--peer  a Python that has the package norfair-enough: the same findings go through its tracker (BSD-3-Clause; needs
        scipy).
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ogam.core import Box, Observation
from ogam.vision.tracking import Tracker

SECONDS = 30
ROOMS = 12
THINGS = 5
MISSED, WRONG_VALUE, INVENTED = 0.15, 0.05, 0.1
RATES = (2, 5, 10, 25)
PEER = """
import json, sys
import numpy as np
from norfair import Detection, Tracker
answers = []
for film in json.load(sys.stdin):
    rate = film["rate"]
    tracker = Tracker(distance_function="iou", distance_threshold=0.8, initialization_delay=1,
                      hit_counter_max=max(3, 2 * rate))
    numbers = []
    for step, boxes in enumerate(film["boxes"]):
        found = [Detection(np.array([[l, t], [l + w, t + h]]), data=[step, i]) for i, (l, t, w, h) in enumerate(boxes)]
        given = [None] * len(boxes)
        for one in tracker.update(found):
            when, which = one.last_detection.data
            if when == step:
                given[which] = one.id
        numbers.append(given)
    answers.append(numbers)
print(json.dumps(answers))
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """What the detector says; thing: what it really is, none for what is not there."""

    observation: Observation
    thing: int | None


def film(room: int, rate: int) -> list[list[Finding]]:
    """The findings of each picture."""
    random = np.random.default_rng([room, 3])
    sizes = random.uniform(40, 140, THINGS)
    steps = SECONDS * 50
    paths = np.stack([walk(random, steps) for _ in range(THINGS)])
    pictures = []
    for step in range(0, steps, 50 // rate):
        pictures.append([*_things(random, paths[:, step], sizes, step / 50), *_invented(random, step / 50)])
    return pictures


def walk(random: np.random.Generator, steps: int) -> np.ndarray:
    """Places over time, fifty a second: from one spot to the next at 40 to 160 pixels a second, with rests."""
    places, at = [], random.uniform((60, 60), (580, 420))
    while len(places) < steps:
        there, speed = random.uniform((60, 60), (580, 420)), random.uniform(40, 160)
        count = max(2, int(np.linalg.norm(there - at) / speed * 50))
        places += list(np.linspace(at, there, count)) + [there] * int(random.integers(0, 150))
        at = there
    return np.array(places[:steps])


def _things(random: np.random.Generator, places: np.ndarray, sizes: np.ndarray, time: float) -> list[Finding]:
    found = []
    for number, (place, size) in enumerate(zip(places, sizes, strict=True)):
        if random.random() >= MISSED:
            x, y = place + random.normal(0, 0.03 * size, 2)
            width, height = size * random.normal((0.5, 1.0), 0.04)
            value = "chair" if random.random() < WRONG_VALUE else "person"
            found.append(
                Finding(
                    seen(value, random.uniform(0.4, 0.95), Box(x - width / 2, y - height / 2, width, height), time),
                    number,
                )
            )
    return found


def _invented(random: np.random.Generator, time: float) -> list[Finding]:
    if random.random() >= INVENTED:
        return []
    x, y, size = random.uniform((0, 0, 30), (600, 440, 100))
    return [Finding(seen("person", random.uniform(0.3, 0.7), Box(x, y, size / 2, size), time), None)]


def seen(value: str, confidence: float, box: Box, time: float) -> Observation:
    return Observation("object", value, confidence, time, time, box=box)


def ours(pictures: Sequence[Sequence[Finding]], rate: int) -> list[list[int | None]]:
    tracker, numbers = Tracker(), []
    for step, picture in enumerate(pictures):
        tracks = tracker.update([finding.observation for finding in picture], step / rate)
        given = {id(track.observation): track.id for track in tracks}
        numbers.append([given.get(id(finding.observation)) for finding in picture])
    return numbers


def peers(python: str, films: Sequence[tuple[int, Sequence[Sequence[Finding]]]]) -> list[list[list[int | None]]]:
    asked = [
        {"rate": rate, "boxes": [[box_numbers(finding) for finding in picture] for picture in pictures]}
        for rate, pictures in films
    ]
    done = subprocess.run([python, "-c", PEER], input=json.dumps(asked), capture_output=True, text=True, check=True)
    answers: list[list[list[int | None]]] = json.loads(done.stdout)
    return answers


def box_numbers(finding: Finding) -> list[float]:
    box = finding.observation.box
    assert box is not None
    return [box.left, box.top, box.width, box.height]


def count(pictures: Sequence[Sequence[Finding]], numbers: Sequence[Sequence[int | None]]) -> tuple[int, int, int]:
    """Switches, findings of things that kept their number, findings of things."""
    before: dict[int, int] = {}
    switches = kept = things = 0
    for picture, given in zip(pictures, numbers, strict=True):
        for finding, number in zip(picture, given, strict=True):
            if finding.thing is None:
                continue
            things += 1
            if number is None:
                continue
            known = before.get(finding.thing)
            switches += known is not None and known != number
            kept += known in (None, number)
            before[finding.thing] = number
    return switches, kept, things


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--peer", default="")
    options = parser.parse_args()
    films = [(rate, film(room, rate)) for rate in RATES for room in range(ROOMS)]
    answers = {"ogam": [ours(pictures, rate) for rate, pictures in films]}
    if options.peer:
        answers["norfair-enough"] = peers(options.peer, films)
    for name, numbers in answers.items():
        for rate in RATES:
            counted = np.array(
                [count(pictures, given) for (r, pictures), given in zip(films, numbers, strict=True) if r == rate]
            ).sum(axis=0)
            print(
                f"{name}, {rate} pictures a second: {100 * counted[0] / (ROOMS * THINGS):.0f} switches for 100 things "
                f"in {SECONDS} s, {counted[1] / counted[2]:.3f} of the findings kept their number"
            )


if __name__ == "__main__":
    sys.exit(main())

"""Gestures: the confusion matrix, and false gestures an hour: python benchmarks/gestures.py PHOTOS [--count 1000]
[--hours 10] [--drawn-minutes 0] [--gif FILE] [--out OUT.json]

PHOTOS  pictures for backgrounds: ../shared/data/faces/images

1. Hands are drawn (seed 23), before photographs that neither training nor calibration saw; Ogam's networks find and
measure
   them; every hand that is not found counts as "not found".
2. Hours of ordinary movement (`ogam.lab.hand_life`), 8 frames a second, as joints with the errors that the networks
made
   in 1 for the drawn hands that are likest.
   Each gesture that counts is a false one. Then gestures that are shown: how many count, and after how long.
3. --drawn-minutes: the same movements drawn as pictures, and found and followed by the networks.
4. --gif: the example of npm's fingerpose@0.1.0 (MIT), package/assets/fingers-lq.gif: a man who shows thumbs up and
victory
   by turns; the emoji in the corner says which. No part of it was learned from.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow
from PIL import ImageSequence

from hand_set import background, drawn_hands, nearest
from ogam.core import Image, Observation
from ogam.lab.hand_life import (
    FRAMES_PER_SECOND,
    ErrorBank,
    Keyframe,
    Scene,
    SeenHands,
    error_bank,
    ordinary,
    scene,
    showing,
    views,
)
from ogam.lab.hand_pictures import draw_hand, load_mesh
from ogam.lab.hand_sets import hand_look
from ogam.vision import GESTURES, GestureWatch, HandFollower, load_hands, read_gesture

Floats = NDArray[np.float64]
NOT_FOUND = "not found"
EMOJI = 20.0
"""How much the corner's colours differ where there is an emoji in it."""
TEST_SEED, TEST_PART = 23, 2


def stills(photos: Path, count: int) -> tuple[Counter[tuple[str, str]], ErrorBank]:
    """How often each gesture was read as each, and the errors of the joints."""
    detector, pairs, errors = load_hands(smallest=300), Counter[tuple[str, str]](), []
    for drawn in drawn_hands(photos, TEST_SEED, count, TEST_PART):
        hand = nearest(detector.detect(drawn.picture), drawn)
        read = NOT_FOUND if hand is None else read_gesture(hand).gesture
        pairs[drawn.posture.gesture, read] += 1
        if hand is not None and (hand.side == "left") == drawn.view.mirrored:
            errors.append((hand, drawn.joints))
    return pairs, error_bank(errors)


def watched(
    keys: Sequence[Keyframe], seen: Scene, errors: ErrorBank, watch: GestureWatch, random: np.random.Generator
) -> list[Observation]:
    """What counts while a hand does this, as joints with errors."""
    times = np.arange(keys[0].at, keys[-1].at, 1 / FRAMES_PER_SECOND)
    hands, found = SeenHands(errors, random), []
    for time, (shape, view) in zip(times, views(keys, times, seen, random), strict=True):
        found += watch.accept_at(float(time), [hands.accept(shape, view)])
    return found


def false_gestures(hours: float, errors: ErrorBank, seed: int) -> Counter[tuple[str, str]]:
    """What counted in hours of ordinary movement: which gesture in which movement."""
    counted = Counter[tuple[str, str]]()
    for part in range(round(hours * 6)):  # ten minutes of one hand before one camera
        random = np.random.default_rng([seed, part])
        seen, watch = scene(random), GestureWatch()
        for name, keys in ordinary(600, random):
            counted.update((name, one.value) for one in watched(keys, seen, errors, watch, random))
    return counted


def shown_gestures(count: int, errors: ErrorBank, seed: int) -> dict[str, dict[str, float]]:
    """Of gestures that are meant: how many counted, how many counted as another, and seconds from when it was held."""
    figures = {}
    for gesture in GESTURES[:-1]:
        right, wrong, delays = 0, 0, []
        for number in range(count):
            random = np.random.default_rng([seed, number])
            seen = scene(random)
            keys = showing(gesture, 0.0, random, seen.mirrored)
            found = watched(keys, seen, errors, GestureWatch(), random)
            right += any(one.value == gesture for one in found)
            wrong += any(one.value != gesture for one in found)
            delays += [one.end - keys[1].at for one in found if one.value == gesture]
        median = float(np.median(delays)) if delays else float("nan")
        figures[gesture] = {"counted": right / count, "as another": wrong / count, "seconds": round(median, 2)}
    return figures


def drawn_life(photos: Path, minutes: float, seed: int) -> Counter[tuple[str, str]]:
    """The same as pictures; whatever counts is false."""
    mesh, detector, counted = load_mesh(), load_hands(smallest=300), Counter[tuple[str, str]]()
    files = sorted(photos.glob("*.jpg"))[TEST_PART::3]
    for part in range(round(minutes / 5)):
        random = np.random.default_rng([seed, part])
        seen = scene(random, 480, 360)
        behind, look = background(files[random.integers(len(files))], random), hand_look(random)
        watch, follower = GestureWatch(), HandFollower(detector)
        for name, keys in ordinary(300, random):
            for time, pixels in _pictures(keys, seen, random, behind, mesh, look):
                image = Image(pixels, time)
                counted.update((name, one.value) for one in watch.accept(image, follower.accept(image)))
                counted["frames with a hand", ""] += bool(follower.hands)
                counted["frames", ""] += 1
    return counted


def _pictures(
    keys: Sequence[Keyframe], seen: Scene, random: np.random.Generator, behind: Any, mesh: Any, look: Any
) -> Iterator[tuple[float, Any]]:
    times = np.arange(keys[0].at, keys[-1].at, 1 / FRAMES_PER_SECOND)
    for time, (shape, view) in zip(times, views(keys, times, seen, random), strict=True):
        yield float(time), draw_hand(behind, mesh, shape, view, look, random)


def film(path: Path) -> Counter[tuple[str, str]]:
    """A real man, 43 pictures. The emoji in the corner is the truth: yellow thumbs up, pale victory; while there is
    none he is on the way from one to the other, and the picture does not count."""
    detector, pairs = load_hands(smallest=100), Counter[tuple[str, str]]()
    for frame in ImageSequence.Iterator(Pillow.open(path)):
        pixels = np.asarray(frame.convert("RGB"))
        corner = pixels[15:65, 255:305].reshape(-1, 3).astype(int)
        if corner.std(axis=0).max() < EMOJI:
            continue
        yellow = np.count_nonzero((corner[:, 0] > 200) & (corner[:, 1] > 140) & (corner[:, 2] < 90))
        clean = pixels.copy()
        clean[:70, 240:] = pixels[75, 250]  # so that no hand is found in the emoji
        hands = detector.detect(Image(clean))
        pairs["thumbs_up" if yellow > 200 else "victory", read_gesture(hands[0]).gesture if hands else NOT_FOUND] += 1
    return pairs


def matrix(pairs: Counter[tuple[str, str]]) -> str:
    """Rows are what was shown, columns what was read, in percent of the row."""
    columns = [*GESTURES, NOT_FOUND]
    lines = [" " * 12 + "".join(f"{name.replace('point_', '')[:9]:>10}" for name in columns)]
    for row in GESTURES:
        total = sum(pairs[row, column] for column in columns)
        cells = "".join(f"{100 * pairs[row, column] / max(total, 1):10.1f}" for column in columns)
        lines.append(f"{row:<12}{cells}" if total else "")
    return "\n".join(line for line in lines if line)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("photos", type=Path)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--hours", type=float, default=10.0)
    parser.add_argument("--shown", type=int, default=100)
    parser.add_argument("--drawn-minutes", type=float, default=0.0)
    parser.add_argument("--gif", type=Path)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    pairs, errors = stills(options.photos, options.count)
    print(matrix(pairs), flush=True)
    figures: dict[str, Any] = {"stills": [[*pair, number] for pair, number in sorted(pairs.items())]}
    if options.gif:
        figures["film"] = [[*pair, number] for pair, number in sorted(film(options.gif).items())]
        print("film", figures["film"], flush=True)
    shown = figures["shown"] = shown_gestures(options.shown, errors, TEST_SEED)
    for gesture, figure in shown.items():
        print(gesture, figure)
    counted = false_gestures(options.hours, errors, TEST_SEED + 1)
    figures |= {"hours": options.hours, "false": [[*pair, number] for pair, number in sorted(counted.items())]}
    print(f"false gestures an hour {sum(counted.values()) / max(options.hours, 1e-9):.2f}", dict(counted), flush=True)
    if options.drawn_minutes:
        drawn = drawn_life(options.photos, options.drawn_minutes, TEST_SEED + 2)
        figures |= {
            "drawn_minutes": options.drawn_minutes,
            "drawn": [[*pair, number] for pair, number in sorted(drawn.items())],
        }
        print("drawn", dict(drawn))
    if options.out:
        options.out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

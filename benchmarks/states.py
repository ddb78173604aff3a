"""Open or closed, learned from three pictures each: python benchmarks/states.py [--tune] [--draw FILE]

In rendered kitchens (benchmarks/states_scenes.py): the examples by day, the tests in any light, with clutter, a camera
that was nudged by some pixels and, in one of five, an arm before it. Oddities must not be answered: a covered lens,
darkness, a camera that was turned away, and the zone of another thing.
--tune  on the kitchens that the constants of ogam/vision/states.py were chosen on; without, on others.
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from ogam.core import Image
from ogam.lab.metrics import share_interval
from ogam.vision.states import UNKNOWN, StateRecognizer, learn_state, zone_features
from ogam.vision.zones import Zone
from states_scenes import THINGS, any_light, daylight, scene

ZONES = {
    name: Zone(name, ((left, top), (right, top), (right, bottom), (left, bottom)))
    for name, (left, top, right, bottom) in {
        "oven": (0.26, 0.12, 0.76, 0.95),
        "fridge": (0.15, 0.05, 0.75, 0.95),
        "drawer": (0.28, 0.2, 0.76, 0.9),
        "curtain": (0.22, 0.1, 0.8, 0.85),
    }.items()
}
STATES = ("closed", "open")
EXAMPLES, TESTS = 3, 20
TUNED, REPORTED = range(20, 23), range(40, 46)


@dataclass(slots=True)
class Count:
    right: int = 0
    wrong: int = 0
    unknown: int = 0
    odd: list[bool] = field(default_factory=list)
    """Of each oddity: whether it was answered."""


def learned(thing: str, house: int, random: np.random.Generator, features: object) -> StateRecognizer:
    examples = {
        state: [scene(thing, state == "open", house, random, daylight(random), nudge=2) for _ in range(EXAMPLES)]
        for state in STATES
    }
    return learn_state(ZONES[thing], examples, features)  # type: ignore[arg-type]


def oddities(thing: str, house: int, random: np.random.Generator) -> Iterator[Image]:
    yield Image(np.full((480, 640, 3), 8, np.uint8))
    yield Image((random.random((480, 640, 3)) * 30).astype(np.uint8))
    yield Image(np.full((480, 640, 3), (150, 110, 90), np.uint8))
    picture = scene(thing, True, house, random, any_light(random))
    yield Image(np.ascontiguousarray(np.roll(picture.pixels, 300, axis=1)))
    for other in THINGS:
        if other != thing:
            yield scene(other, bool(random.random() < 0.5), house + 50, random, any_light(random))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--tune", action="store_true")
    parser.add_argument("--draw", type=Path)
    options = parser.parse_args()
    features, totals = zone_features(), Count()
    for thing in THINGS:
        count = Count()
        for house in TUNED if options.tune else REPORTED:
            random = np.random.default_rng([house, len(thing)])
            recognizer = learned(thing, house, random, features)
            for state in STATES:
                for _ in range(TESTS):
                    image = scene(thing, state == "open", house, random, any_light(random), arm=0.2)
                    value = recognizer.recognize([image])[0][0].value
                    count.right += value == state
                    count.unknown += value == UNKNOWN
                    count.wrong += value not in (state, UNKNOWN)
            for image in oddities(thing, house, random):
                count.odd.append(recognizer.recognize([image])[0][0].value != UNKNOWN)
        say(thing, count)
        totals.right, totals.wrong = totals.right + count.right, totals.wrong + count.wrong
        totals.unknown, totals.odd = totals.unknown + count.unknown, totals.odd + count.odd
    say("all", totals)
    if options.draw:
        draw(options.draw)


def say(name: str, count: Count) -> None:
    answered = count.right + count.wrong
    low, high = share_interval(count.right, answered)
    all_of = answered + count.unknown
    print(
        f"{name}: answered {answered} of {all_of} ({answered / all_of:.3f}), right "
        f"{count.right / answered:.3f} ({low:.3f} to {high:.3f}); "
        f"oddities answered {sum(count.odd)} of {len(count.odd)}"
    )


def draw(file: Path) -> None:
    from PIL import Image as Pillow

    random = np.random.default_rng(0)
    sheet = Pillow.new("RGB", (4 * 320, len(THINGS) * 240))
    for row, thing in enumerate(THINGS):
        for column in range(4):
            picture = scene(thing, column > 1, REPORTED[0], random, any_light(random), arm=0.2)
            sheet.paste(Pillow.fromarray(picture.pixels).resize((320, 240)), (column * 320, row * 240))
    sheet.save(file)


if __name__ == "__main__":
    main()

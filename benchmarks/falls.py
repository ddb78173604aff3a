"""Falls: python benchmarks/falls.py [--count 200] [--out OUT.json]

Simulated bodies (`ogam.lab.body_life`, seed 21; 20 for the confidence) before simulated cameras, 0.9 to 2.4 m high
and 2.5 to 6 m away, at 5 and 10 poses a second: points that are off, missing or elsewhere at times. How many of each
movement are said to be a fall. Nothing of it was recorded; how MoveNet sees a body that lies is not in it.
"""

import argparse
import json
from pathlib import Path

import numpy as np

from ogam.core import Observation
from ogam.lab.body_life import DAILY, FALLS, SLOW_FALLS, Movement, poses, room_camera
from ogam.vision import FallWatch

RATES = (5.0, 10.0)


def falls_said(movement: Movement, rate: float, seed: int, count: int) -> list[list[Observation]]:
    """What is said of each of so many."""
    found = []
    for number in range(count):
        random = np.random.default_rng([seed, number])
        keys, camera, watch = movement(0.0, random), room_camera(random), FallWatch()
        found.append([one for time, pose in poses(keys, rate, camera, random) for one in watch.accept(pose, time)])
    return found


def fitted(count: int) -> tuple[float, float, float]:
    """The logistic regression of `falls.confidence`, on what is said with a threshold that lets all through."""
    from ogam.vision import FallSettings

    rows, labels = [], []
    for movements, label in ((FALLS, 1.0), ({**SLOW_FALLS, **DAILY}, 0.0)):
        for movement in movements.values():
            for number in range(count):
                random = np.random.default_rng([20, number])
                keys, camera = movement(0.0, random), room_camera(random)
                watch = FallWatch(FallSettings(fast=0.5))
                for time, pose in poses(keys, 8.0, camera, random):
                    for one in watch.accept(pose, time):
                        rows.append([one.details["metres_a_second"], one.details["metres_lower"], 1.0])
                        labels.append(label)
    inputs, wanted, line = np.array(rows), np.array(labels), np.zeros(3)
    weight = np.where(wanted == 1, 0.5 / max(wanted.mean(), 1e-9), 0.5 / max(1 - wanted.mean(), 1e-9))
    for _ in range(50):
        probability = 1 / (1 + np.exp(-inputs @ line))
        slope = inputs.T @ ((probability - wanted) * weight) + 1e-2 * line
        curve = (inputs * (weight * probability * (1 - probability))[:, None]).T @ inputs + 1e-2 * np.eye(3)
        line -= np.linalg.solve(curve, slope)
    first, second, third = (round(float(number), 2) for number in line)
    return first, second, third


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--fit", action="store_true", help="print the numbers of falls.CONFIDENCE")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    if options.fit:
        print("CONFIDENCE =", fitted(options.count))
        return
    figures = {}
    for rate in RATES:
        for name, movement in {**FALLS, **SLOW_FALLS, **DAILY}.items():
            said = falls_said(movement, rate, 21, options.count)
            share = sum(bool(one) for one in said) / options.count
            sure = float(np.mean([o.confidence for one in said for o in one])) if share else 0.0
            figures[f"{name}, {rate:.0f} a second"] = {"said": share, "confidence": round(sure, 2)}
            print(f"{rate:4.0f} a second  {name:<26}{100 * share:6.1f} %   confidence {sure:.2f}", flush=True)
    if options.out:
        options.out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

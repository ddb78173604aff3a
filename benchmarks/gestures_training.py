"""The classifier of the fingers' shapes: python benchmarks/gestures_training.py PHOTOS OUT.json [--count 2000]

PHOTOS  pictures for backgrounds: ../shared/data/faces/images; every third is for training, every third for calibration
OUT     src/ogam/vision/gesture_shapes.json

Hands are drawn (seed 11, and 14 for more that mean nothing) with the mesh that `ogam models pull hand-mesh` gets,
found and measured by Ogam's own networks, and what these give is what is learned from: softmax regression with a
penalty on large weights, chosen among a few by its loss on other drawn hands (seeds 12 and 15), on which the
gestures' confidence is calibrated too. `benchmarks/gestures.py` tests on yet others (seed 23), before photographs
that are used for nothing else.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hand_set import Found, hands_found
from ogam.vision.gestures import SHAPES, ShapeModel, model_features, read_gesture

Floats = NDArray[np.float64]
PENALTIES = (1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2)


def trained(features: Floats, labels: NDArray[np.int64], penalty: float) -> ShapeModel:
    """Softmax regression by gradient steps of falling length (Adam), each shape weighing as much as any other."""
    mean, scale = features.mean(axis=0), features.std(axis=0) + 1e-6
    values = (features - mean) / scale
    shares = np.bincount(labels, minlength=len(SHAPES))
    weight = (len(labels) / len(SHAPES) / shares)[labels][:, None]
    wanted = np.eye(len(SHAPES))[labels]
    weights = np.zeros((values.shape[1] + 1, len(SHAPES)))
    inputs = np.column_stack([values, np.ones(len(values))])
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    steps = 1500
    for step in range(1, steps + 1):
        gradient = inputs.T @ ((softmax(inputs @ weights) - wanted) * weight) / len(labels)
        gradient[:-1] += penalty * weights[:-1]
        first, second = 0.9 * first + 0.1 * gradient, 0.999 * second + 0.001 * gradient**2
        rate = 0.03 * (1 - step / steps)
        weights -= rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return ShapeModel(mean, scale, weights[:-1], weights[-1])


def softmax(logits: Floats) -> Floats:
    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
    result: Floats = odds / odds.sum(axis=1, keepdims=True)
    return result


def loss(model: ShapeModel, features: Floats, labels: NDArray[np.int64]) -> float:
    probabilities = softmax((features - model.mean) / model.scale @ model.weights + model.bias)
    return float(-np.log(np.maximum(probabilities[np.arange(len(labels)), labels], 1e-12)).mean())


def calibrated(model: ShapeModel, found: Sequence[Found]) -> ShapeModel:
    """Platt's slope and offset of the likeliest gesture's log odds, by Newton's steps."""
    readings = [read_gesture(one.hand, model) for one in found]
    best = [max((g for g in r.probabilities if g != "none"), key=lambda g, r=r: r.probabilities[g]) for r in readings]
    values = np.clip([r.probabilities[g] for r, g in zip(readings, best, strict=True)], 1e-6, 1 - 1e-6)
    right = np.array([one.gesture == g for one, g in zip(found, best, strict=True)], np.float64)
    inputs = np.column_stack([np.log(values / (1 - values)), np.ones(len(values))])
    line = np.array([1.0, 0.0])
    for _ in range(50):
        probability = 1 / (1 + np.exp(-inputs @ line))
        slope = inputs.T @ (probability - right) + 1e-3 * line
        curve = (inputs * (probability * (1 - probability))[:, None]).T @ inputs + 1e-3 * np.eye(2)
        line -= np.linalg.solve(curve, slope)
    return ShapeModel(model.mean, model.scale, model.weights, model.bias, float(line[0]), float(line[1]))


def arrays(found: Sequence[Found]) -> tuple[Floats, NDArray[np.int64]]:
    return (
        np.array([model_features(one.hand) for one in found]),
        np.array([SHAPES.index(one.shape_name) for one in found]),
    )


def write(model: ShapeModel, path: Path) -> None:
    def rounded(array: Floats) -> object:
        return np.vectorize(lambda value: float(f"{value:.5g}"))(array).tolist()

    data = {
        "made_by": "benchmarks/gestures_training.py",
        "shapes": SHAPES,
        **{name: rounded(getattr(model, name)) for name in ("mean", "scale", "weights", "bias")},
        "slope": round(model.slope, 4),
        "offset": round(model.offset, 4),
    }
    path.write_text(json.dumps(data, separators=(",", ":")) + "\n", encoding="ascii")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("photos", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=2000)
    options = parser.parse_args()
    learned = hands_found(options.photos, 11, options.count, 0)
    learned += hands_found(options.photos, 14, options.count * 3 // 5, 0, ("none",))
    other = hands_found(options.photos, 12, options.count * 3 // 10, 1)
    other += hands_found(options.photos, 15, options.count // 5, 1, ("none",))
    features, labels = arrays(learned)
    others = arrays(other)
    models = [trained(features, labels, penalty) for penalty in PENALTIES]
    losses = [loss(model, *others) for model in models]
    best = int(np.argmin(losses))
    print("penalty", PENALTIES[best], "losses", [round(one, 4) for one in losses])
    write(calibrated(models[best], other), options.out)


if __name__ == "__main__":
    main()

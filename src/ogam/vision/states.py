"""Is it open or closed? What a part of a camera's picture looks like in each state, learned from a few pictures.

The inner features of NanoDet, averaged over the four quarters of the zone, stand for it; each state is the mean of its
examples, and the nearest counts: Snell et al., "Prototypical Networks for Few-shot Learning", 2017 (arXiv 1703.05175).
Who is about as near to two states, or far from all, says that it does not know.
"""

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ogam.core import Image, ImageError, ModelCard, ModelError, Observation, Signal
from ogam.models import model_card
from ogam.models.converted import open_converted
from ogam.vision.fitting import GREY, fit
from ogam.vision.nanodet import INPUT, normalised
from ogam.vision.zones import Zone

MODEL = "nanodet"
UNKNOWN = "unknown"
"""The value where it does not know."""
PARTS = 2
"""The zone is cut into so many parts along each side."""
SLOPE = 20.0
"""Of the probability that the nearest state is right, over how much nearer it is, in distances between the states.

It, SURE and FARTHEST were chosen on the kitchens 20 to 22 of benchmarks/states.py.
"""
SURE = 0.9
FARTHEST = 1.5
"""Distance to the nearest state, in distances between the states, beyond which it is none of them."""
FEWEST = 2

Vector = NDArray[np.float64]
"""Of length 1."""


@dataclass(frozen=True, slots=True, eq=False)
class ZoneFeatures:
    """What a zone of a picture looks like. session: of NanoDet. Thread-safe."""

    session: Any

    def of(self, image: Image, zone: Zone) -> Vector:
        seen = fit(cut(image, zone), INPUT, "stretch")
        (features,) = self.session.run(["features"], {"input_1": normalised(seen.pixels)})
        halves = [np.array_split(half, PARTS, axis=2) for half in np.array_split(features[0], PARTS, axis=1)]
        return _unit(np.concatenate([part.mean(axis=(1, 2)) for row in halves for part in row]).astype(np.float64))


@dataclass(frozen=True, slots=True, eq=False)
class StateRecognizer:
    """Tells the states of one zone apart: satisfies `ogam.core.Recognizer`. prototypes: by the state's name."""

    card: ModelCard
    features: ZoneFeatures
    zone: Zone
    prototypes: Mapping[str, Vector]

    def recognize(self, signals: Sequence[Signal]) -> list[list[Observation]]:
        """One observation a picture: kind "state", value the state's name or "unknown"; details name the zone.

        confidence: that it is this state; of "unknown", that it is not the nearest one.
        """
        return [[self._state(signal)] if isinstance(signal, Image) else [] for signal in signals]

    def _state(self, image: Image) -> Observation:
        features = self.features.of(image, self.zone)
        distances = {name: 1 - float(features @ prototype) for name, prototype in self.prototypes.items()}
        nearest, second = sorted(distances, key=lambda name: distances[name])[:2]
        apart = 1 - float(self.prototypes[nearest] @ self.prototypes[second])
        margin, away = (distances[second] - distances[nearest]) / apart, distances[nearest] / apart
        right = 1 / (1 + float(np.exp(-SLOPE * margin))) if away <= FARTHEST else 0.0
        known = right >= SURE
        details = {"zone": self.zone.name, "nearest": nearest, "margin": round(margin, 3), "distance": round(away, 3)}
        return Observation(
            "state",
            nearest if known else UNKNOWN,
            right if known else 1 - right,
            image.time,
            image.time,
            image.source,
            "states",
            self.card.label,
            details=details,
        )


def learn_state(
    zone: Zone, examples: Mapping[str, Sequence[Image]], features: ZoneFeatures | None = None
) -> StateRecognizer:
    """What tells the states of a zone apart. examples: state → whole pictures of the camera, two or more of each.

    Raises ImageError for fewer states or pictures, and if one of the pictures looks like another state than its own;
    ModelError if the weights cannot be had.
    """
    few = [name for name, images in examples.items() if len(images) < FEWEST]
    if len(examples) < 2 or few or UNKNOWN in examples:
        raise ImageError(
            f"{zone.name}: give two states or more, each with {FEWEST} pictures or more, none called {UNKNOWN!r}."
        )
    features = features or zone_features()
    seen = {name: np.stack([features.of(image, zone) for image in images]) for name, images in examples.items()}
    prototypes = {name: _unit(vectors.mean(axis=0)) for name, vectors in seen.items()}
    confused = [
        (one, other)
        for one in seen
        for other in seen
        if one != other and _confused(seen[one], prototypes[one], prototypes[other])
    ]
    if confused:
        one, other = confused[0]
        raise ImageError(
            f"{zone.name}: {one} and {other} look too much alike. Draw the zone closer around what changes, or take "
            "pictures that differ in nothing else."
        )
    return StateRecognizer(model_card(MODEL), features, zone, prototypes)


def zone_features(threads: int = 1) -> ZoneFeatures:
    """The network; share one among zones. Fetched and converted the first time; ModelError if it cannot be had."""
    return ZoneFeatures(open_converted(MODEL, threads))


def cut(image: Image, zone: Zone) -> NDArray[np.uint8]:
    """The rectangle around a zone, grey outside of it: uint8 (rows, columns, 3), a pixel at least."""
    from PIL import Image as Pillow
    from PIL import ImageDraw

    height, width = image.pixels.shape[:2]
    left, top, right, bottom = zone.bounds
    x, y = min(int(left * width), width - 1), min(int(top * height), height - 1)
    part = image.pixels[y : max(y + 1, round(bottom * height)), x : max(x + 1, round(right * width))]
    inside = Pillow.new("1", (part.shape[1], part.shape[0]))
    corners = [(px * width - x, py * height - y) for px, py in zone.polygon]
    ImageDraw.Draw(inside).polygon(corners, fill=1, outline=1)
    return np.where(np.asarray(inside)[:, :, None], part, np.uint8(GREY))


def save_state(recognizer: StateRecognizer, path: Path) -> None:
    """Write what was learned: the zone, and 2,048 numbers a state; no picture is in it."""
    data = {
        "model": recognizer.card.label,
        "zone": {"name": recognizer.zone.name, "polygon": recognizer.zone.polygon},
        "states": {
            name: base64.b64encode(prototype.astype("<f4").tobytes()).decode()
            for name, prototype in recognizer.prototypes.items()
        },
    }
    path.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


def load_state(path: Path, features: ZoneFeatures | None = None) -> StateRecognizer:
    """What `save_state` wrote. Raises ModelError for another file, and for what another model's version has learned."""
    card = model_card(MODEL)
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        zone = Zone(data["zone"]["name"], tuple((float(x), float(y)) for x, y in data["zone"]["polygon"]))
        prototypes = {
            str(name): _unit(np.frombuffer(base64.b64decode(text), "<f4").astype(np.float64))
            for name, text in data["states"].items()
        }
        label = data["model"]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(f"{path}: not what was learned of a zone ({error}). Learn it again.") from error
    if label != card.label or len(prototypes) < 2 or len({len(one) for one in prototypes.values()}) != 1:
        raise ModelError(f"{path}: learned with {label}, which {card.label} cannot read. Learn it again.")
    return StateRecognizer(card, features or zone_features(), zone, prototypes)


def _confused(examples: NDArray[np.float64], own: Vector, other: Vector) -> bool:
    """Whether any example is nearer to another state than to its own."""
    return bool(np.any(examples @ own <= examples @ other))


def _unit(vector: NDArray[np.floating]) -> Vector:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-12), np.float64)

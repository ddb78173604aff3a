"""Objects in pictures, as observations: eighty kinds of things, where each is, and how sure that is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np

from ogam.core import Image, ModelCard, ModelError, Observation, Signal
from ogam.models import model_card
from ogam.models.converted import open_converted
from ogam.vision.boxes import box_of
from ogam.vision.centernet import CenterNet
from ogam.vision.coco import CLASSES
from ogam.vision.findings import ObjectFinder
from ogam.vision.nanodet import NanoDet

RECOGNIZER = "objects"


@dataclass(frozen=True, slots=True)
class ObjectSetting:
    """How a network is used. finder: makes it of its session.

    least: score from which on something is said at all. slope, offset: the probability that a finding is right is
    1 / (1 + exp(−(slope × logit(score) + offset))), as fitted by benchmarks/objects.py on half of its photographs.
    """

    finder: Callable[[Any], ObjectFinder]
    least: float
    slope: float
    offset: float


SETTINGS: Mapping[str, ObjectSetting] = MappingProxyType(
    {
        "nanodet": ObjectSetting(NanoDet, 0.42, 3.4, 0.19),
        "centernet": ObjectSetting(CenterNet, 0.32, 2.52, 1.49),
    }
)
"""By the model's name in the catalogue."""


@dataclass(frozen=True, slots=True, eq=False)
class ObjectRecognizer:
    """A recogniser of objects: satisfies `ogam.core.Recognizer`. Sounds give no observations.

    kinds: names of classes (`coco.NAMES`) that are looked for; empty: all.
    """

    card: ModelCard
    finder: ObjectFinder
    setting: ObjectSetting
    kinds: frozenset[str] = frozenset()

    def recognize(self, signals: Sequence[Signal]) -> list[list[Observation]]:
        """Each picture's objects, the surest first. kind "object"; value: the class in English; details: the score."""
        return [self._objects(signal) if isinstance(signal, Image) else [] for signal in signals]

    def _objects(self, image: Image) -> list[Observation]:
        found = self.finder.find(image.pixels, self.setting.least)
        return [
            Observation(
                "object",
                CLASSES[number],
                probability(float(score), self.setting),
                image.time,
                image.time,
                image.source,
                RECOGNIZER,
                self.card.label,
                box_of(corners),
                {"score": round(float(score), 4)},
            )
            for corners, number, score in zip(found.corners, found.classes, found.scores, strict=True)
            if not self.kinds or CLASSES[number] in self.kinds
        ]


def probability(score: float, setting: ObjectSetting) -> float:
    """The calibrated probability that a finding with this score is right, 0 to 1."""
    certain = min(max(score, 1e-6), 1 - 1e-6)
    logit = np.log(certain / (1 - certain))
    return float(1 / (1 + np.exp(-(setting.slope * logit + setting.offset))))


def load_objects(name: str = "nanodet", threads: int = 1, kinds: Sequence[str] = ()) -> ObjectRecognizer:
    """The recogniser of objects. name: of a model in `SETTINGS`; kinds: classes that are looked for, all without.

    The first time the weights are fetched and converted. Raises ModelError if they cannot be had, for a model that
    finds no objects, and for a kind that is no class of COCO.
    """
    if name not in SETTINGS:
        raise ModelError(f"{name}: no model that finds objects. Take one of: {', '.join(SETTINGS)}.")
    unknown = sorted(set(kinds) - set(CLASSES))
    if unknown:
        raise ModelError(
            f"{', '.join(unknown)}: not among the 80 kinds of things that can be found (ogam.vision.coco)."
        )
    setting = SETTINGS[name]
    return ObjectRecognizer(model_card(name), setting.finder(open_converted(name, threads)), setting, frozenset(kinds))

"""Observations: what a recogniser says of a signal."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Box:
    """A place in an image, in pixels; (0, 0) is the upper left corner."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Observation:
    """One thing that one recogniser says.

    kind: what sort of thing ("voice", "sentence", "transcript", "speaker", "face" …).
    value: the thing itself, for people and for programs (the sentence, the person's name …).
    confidence: calibrated probability that the value is right, 0 to 1.
    start, end: the time span in seconds, on the clock of the source.
    source: where the signal came from.
    recognizer, model: who says so: the recogniser's name, and its model card's name and version.
    box: where in the image, for observations of images.
    details: evidence for the log (scores, margins, alternatives); JSON values only.
    """

    kind: str
    value: str
    confidence: float
    start: float
    end: float
    source: str = ""
    recognizer: str = ""
    model: str = ""
    box: Box | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


def observation_data(observation: Observation) -> dict[str, Any]:
    """An observation as JSON values."""
    box = observation.box
    return {
        "kind": observation.kind,
        "value": observation.value,
        "confidence": float(observation.confidence),
        "start": float(observation.start),
        "end": float(observation.end),
        "source": observation.source,
        "recognizer": observation.recognizer,
        "model": observation.model,
        "box": None if box is None else [box.left, box.top, box.width, box.height],
        "details": dict(observation.details),
    }


def observation_from(data: Mapping[str, Any]) -> Observation:
    """The observation that `observation_data` wrote."""
    box = data["box"]
    return Observation(**{**data, "box": None if box is None else Box(*box)})

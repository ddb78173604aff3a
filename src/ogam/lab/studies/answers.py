"""What a recogniser answered: checked against what the contract promises, and as JSON, always written alike."""

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ogam.core import Audio, Observation, Signal
from ogam.core.observations import observation_data, observation_from

TIMES = frozenset({"seconds"})
"""Details that say how long something took: other ones on every run, so they are kept out of the results."""
SLACK = 0.5
"""Seconds by which a time may lie outside of its recording: frames that are filled up at the end are no lie."""


def fault_of(signal: Signal, answers: Any) -> str:
    """Why an answer to one signal cannot be believed; empty where it can."""
    if not isinstance(answers, Sequence) or len(answers) != 1:
        return "gave not one list of observations for one signal"
    if not isinstance(answers[0], Sequence) or not all(isinstance(one, Observation) for one in answers[0]):
        return "gave something that is no observation"
    faults = (_fault(signal, one) for one in answers[0])
    return next((fault for fault in faults if fault), "")


def _fault(signal: Signal, one: Observation) -> str:
    if not (math.isfinite(one.confidence) and 0 <= one.confidence <= 1):
        return f"gave a confidence of {one.confidence:g}; 0 to 1 is meant"
    if not (math.isfinite(one.start) and math.isfinite(one.end) and one.start <= one.end):
        return f"gave a time span from {one.start:g} to {one.end:g} s"
    if isinstance(signal, Audio) and not (signal.start - SLACK <= one.start and one.end <= signal.end + SLACK):
        return (
            f"heard something from {one.start:g} to {one.end:g} s in a recording of {signal.duration:g} s: "
            "does it take the sound at another rate than 16,000 samples a second?"
        )
    return ""


def as_json(observations: Sequence[Observation]) -> list[dict[str, Any]]:
    """Observations as JSON values. The source is left out: it is a path of this machine. TypeError for details that are
    no JSON values."""
    return [_plain(_fields(one)) for one in observations]


def _fields(one: Observation) -> dict[str, Any]:
    fields = observation_data(one)
    fields["details"] = {name: value for name, value in fields["details"].items() if name not in TIMES}
    left_out = {"source"} if one.box else {"source", "box"}
    return {name: value for name, value in fields.items() if name not in left_out}


def from_json(data: Sequence[Mapping[str, Any]]) -> tuple[Observation, ...]:
    """What `as_json` gave, as observations."""
    return tuple(observation_from({"box": None, **one}) for one in data)


def in_one_line(data: Any) -> str:
    """JSON on one line, keys sorted."""
    return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _plain(value: Any) -> Any:
    """Arrays and numbers of numpy as Python's own. TypeError for what is no JSON value."""
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, np.generic):
        return value.item()
    if value is None or isinstance(value, str | bool | int | float):
        return value
    raise TypeError(f"details hold a {type(value).__name__}, which is no JSON value")

"""What LG tells of a device → the values of its properties."""

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

from ogam.devices.keeping import LARGEST
from ogam.devices.thinq.describing import POWER, STATE, Binding
from ogam.devices.thinq.errors import unreadable
from ogam.devices.thinq.profile import find

_OFF = frozenset({"POWER_OFF", "SLEEP", "CHARGING", "CHARGING_COMPLETE"})
"""What a device says that does nothing."""


def tell(bindings: Sequence[Binding], state: Any) -> dict[str, Any]:
    """The values of all properties that a state holds. What makes no sense is left out."""
    values = {one.property.id: value for one in bindings if (value := _value(one, state)) is not None}
    if POWER not in values and isinstance(values.get(STATE), str):
        values[POWER] = values[STATE] not in _OFF
    return values


def checked(told: Any, device: str) -> Any:
    """What LG told of a device, if it is of a size that a state can have. Raises DeviceError."""
    if not isinstance(told, Mapping | list):
        raise unreadable(device)
    try:
        size = len(json.dumps(told))
    except (TypeError, ValueError, RecursionError) as error:
        raise unreadable(device) from error
    if size > LARGEST:
        raise unreadable(device)
    return told


def _value(one: Binding, state: Any) -> Any:
    if one.minutes:
        return _minutes(one, state)
    raw = find(one.place, state)
    if one.property.kind == "switch":
        return {str(one.on): True, str(one.off): False}.get(str(raw))
    if one.property.kind == "number":
        return _number(raw)
    return raw if isinstance(raw, str) else None


def _minutes(one: Binding, state: Any) -> int | None:
    told = [(_number(find(place, state)), factor) for place, factor in one.minutes]
    known = [value * factor for value, factor in told if value is not None]
    return round(sum(known)) if known else None


def _number(raw: Any) -> float | int | None:
    plain = isinstance(raw, int | float) and not isinstance(raw, bool) and math.isfinite(raw)
    return raw if plain else None

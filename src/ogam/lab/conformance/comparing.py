"""Whether two lists of observations say the same: words to the letter, numbers up to rounding."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from math import isclose
from typing import Any

from ogam.core import Observation

TOLERANCE = 1e-4
"""Of numbers, relative and absolute: sums in another order differ by less."""
TIME_SPENT = "seconds"
"""The detail that may differ from run to run: how long it took."""


def plain(observations: Sequence[Observation]) -> list[dict[str, Any]]:
    """Observations as JSON values."""
    return [_plain(asdict(one)) for one in observations]


def difference(one: Any, other: Any, where: str = "") -> str:
    """Where two JSON values differ first, in words; empty where they do not."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        if set(one) != set(other):
            return f"{where or 'fields'}: {sorted(one)} and {sorted(other)}"
        pairs = ((one[name], other[name], f"{where}.{name}".lstrip(".")) for name in one)
        return next(filter(None, (difference(*pair) for pair in pairs)), "")
    if isinstance(one, list) and isinstance(other, list):
        if len(one) != len(other):
            return f"{where or 'observations'}: {len(one)} and {len(other)} of them"
        trios = ((left, right, f"{where}[{at}]") for at, (left, right) in enumerate(zip(one, other, strict=True)))
        return next(filter(None, (difference(*trio) for trio in trios)), "")
    if _is_number(one) and _is_number(other):
        same = isclose(one, other, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
    else:
        same = one == other
    return "" if same else f"{where}: {one!r} and {other!r}"


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items() if name != TIME_SPENT}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)

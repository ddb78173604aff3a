"""What the kit says: a verdict on each check, and the report of all of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Result = Literal["passed", "failed", "skipped"]


class Failed(Exception):
    """Raised by a check: its text says what the plugin did, and what it should have done."""


class Skipped(Exception):
    """Raised by a check that cannot be made of this plugin or on this machine: its text says why.

    advice: what to do, so that it can be made; empty where that is not wanted.
    """

    def __init__(self, says: str, advice: str = "") -> None:
        super().__init__(says)
        self.advice = advice


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check that was passed has to say. figures: what was measured, with its unit in the name."""

    says: str = ""
    figures: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Of one check. says: what was found, or why it failed or was skipped; seconds: of wall time.

    advice: what to do about a failure, or about signals that are missing.
    """

    check: str
    result: Result
    says: str = ""
    advice: str = ""
    figures: Mapping[str, float] = field(default_factory=dict)
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Report:
    """Of one plugin. passed: whether nothing failed; what was skipped was not judged."""

    plugin: str
    verdicts: Sequence[Verdict]

    @property
    def passed(self) -> bool:
        return not self.of("failed")

    def of(self, result: Result) -> list[Verdict]:
        """The verdicts with this result."""
        return [verdict for verdict in self.verdicts if verdict.result == result]

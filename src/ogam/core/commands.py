"""Commands: an intent with its slots resolved to this home's devices; and what was decided about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

SlotValue = str | int | float


@dataclass(frozen=True, slots=True)
class Slot:
    """A slot that was filled.

    value: the meaning ("living_room", 50); text: the words that said so, empty where the template or the
    context filled it.
    """

    name: str
    value: SlotValue
    text: str = ""


@dataclass(frozen=True, slots=True)
class Command:
    """What someone wants.

    intent: name of the intent (`HassTurnOn` …); slots by name; sentence: the words, normalised.
    devices: identifiers of the home's devices it is about, after resolution; empty where none is meant.
    area: the area it was said in, if known; speaker: who said it, if known.
    confidence: calibrated probability that this command was meant, 0 to 1.
    response: key of the reply that the template names ("lights_area"), empty for the default.
    """

    intent: str
    slots: Mapping[str, Slot] = field(default_factory=dict)
    sentence: str = ""
    language: str = "en"
    devices: tuple[str, ...] = ()
    area: str | None = None
    speaker: str | None = None
    confidence: float = 1.0
    response: str = ""

    def value(self, name: str) -> SlotValue | None:
        """The value of a slot, or None if it was not filled."""
        slot = self.slots.get(name)
        return None if slot is None else slot.value


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a command may be carried out, and the rule that said so.

    effect: "ask" where it may be once more is known of who speaks; needs: what would be enough, any one of "voice",
    "face", "challenge" and "approval".
    reason: the rule in plain English; reasons: the same by language ("ko"), where the rule has others.
    device: id of the device that the decision turned on, empty where that is not one; action: what it would be.
    """

    effect: Literal["allow", "deny", "ask"]
    rule: str
    reason: str = ""
    needs: tuple[str, ...] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)
    action: str = ""
    device: str = ""

    def reason_in(self, language: str) -> str:
        """The reason in a language; in English where the rule has no other."""
        return self.reasons.get(language, self.reason)

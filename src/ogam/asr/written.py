"""Sentences of a home by somebody else's recogniser: it writes down freely, and the grammar reads what it wrote.

Ogam's own recogniser searches inside the grammar instead, and is right more often; this is for those that only write.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ogam.core import Audio, AudioError, ModelCard, Observation, Recognizer, Signal


@dataclass(frozen=True, slots=True)
class TranscribedSentences:
    """Gives an observation of kind "sentence" for each utterance, with the details that a hub asks for.

    transcriber: gives observations of kind "transcript", or "sentence", which are handed on as they are.
    grammar: with `interpret`; what it can make nothing of is not accepted. The confidence is the transcriber's own.
    """

    transcriber: Recognizer
    grammar: Any

    @property
    def card(self) -> ModelCard:
        return self.transcriber.card

    def recognize(self, signals: Sequence[Signal]) -> list[list[Observation]]:
        """Raises AudioError for pictures, and what the transcriber raises."""
        found = self.transcriber.recognize(signals)
        return [self._read(signal, heard) for signal, heard in zip(signals, found, strict=True)]

    def _read(self, signal: Signal, heard: Sequence[Observation]) -> list[Observation]:
        if not isinstance(signal, Audio):
            raise AudioError(f"a speech recogniser takes Audio, not {type(signal).__name__}")
        sentences = [one for one in heard if one.kind == "sentence"]
        if sentences:
            return sentences
        parts = [one for one in heard if one.kind == "transcript" and one.value]
        text = " ".join(one.value for one in parts)
        accepted = bool(text) and self.grammar.interpret(text).command is not None
        confidence = min(one.confidence for one in parts) if accepted else 0.0
        who = parts[0].recognizer if parts else self.card.name
        details = {"heard": text, "accepted": accepted, "alternatives": []}
        span = (signal.start, signal.end)
        said = text if accepted else ""
        return [Observation("sentence", said, confidence, *span, signal.source, who, self.card.label, details=details)]

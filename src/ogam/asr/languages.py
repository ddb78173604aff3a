"""Several languages in one home: which one an utterance is in is heard first, then what it says."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ogam.asr.recognizers import SentenceRecognizer, default_scorer
from ogam.core import Audio, ModelCard, Observation, Recognizer, Signal

Detect = Callable[[Audio], Mapping[str, float]]
"""How probable each language is, by its code; languages that are not asked for may be among them."""


class LanguageRecognizer:
    """Hands each utterance to the recogniser of the likeliest of its languages; details: `language`.

    recognizers: by language, the home's own first. detect: asked only where no hint is given.
    """

    name = "language-recognizer"

    def __init__(self, recognizers: Mapping[str, Recognizer], detect: Detect) -> None:
        self._recognizers = recognizers
        self._detect = detect

    @property
    def by_language(self) -> Mapping[str, Recognizer]:
        """The recogniser of each language."""
        return self._recognizers

    @property
    def card(self) -> ModelCard:
        return next(iter(self._recognizers.values())).card

    def recognize(self, signals: Sequence[Signal], hints: Sequence[str | None] = ()) -> list[list[Observation]]:
        """hints: for each utterance the language of its speaker, where that is known."""
        known = [*hints, *[None] * (len(signals) - len(hints))]
        return [self._hear(signal, hint) for signal, hint in zip(signals, known, strict=True)]

    def _hear(self, signal: Signal, hint: str | None) -> list[Observation]:
        language = hint if hint and hint in self._recognizers else self._language_of(signal)
        [found] = self._recognizers[language].recognize([signal])
        return [replace(one, details={**one.details, "language": language}) for one in found]

    def _language_of(self, signal: Signal) -> str:
        own = next(iter(self._recognizers))
        if not isinstance(signal, Audio) or not len(signal.samples):
            return own
        chances = self._detect(signal)
        return max(self._recognizers, key=lambda code: chances.get(code, 0.0))


def recognizer_of(grammar: Any, threads: int = 1) -> Recognizer:
    """The recogniser of a home's grammar, with the acoustic model of its language; of all of them if it has several.

    grammar: a compiled grammar, or one for each language (`by_language`). Raises ModelError for missing weights.
    """
    grammars: Mapping[str, Any] | None = getattr(grammar, "by_language", None)
    if grammars is None:
        return SentenceRecognizer(grammar, threads=threads)
    scorers = {code: default_scorer(threads, code) for code in grammars}
    hearers = {code: SentenceRecognizer(grammars[code], scorers[code]) for code in grammars}
    multilingual: Any = next(scorer for scorer in scorers.values() if hasattr(scorer, "detect_language"))
    return LanguageRecognizer(hearers, lambda audio: multilingual.detect_language(multilingual.encode(audio)))

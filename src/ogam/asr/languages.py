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


def load_scorers(languages: Sequence[str], threads: int = 1) -> dict[str, Any]:
    """The acoustic model of each language, by its code. Raises ModelError for missing weights."""
    return {code: default_scorer(threads, code) for code in languages}


def recognizer_of(grammar: Any, threads: int = 1, scorers: Mapping[str, Any] | None = None) -> Recognizer:
    """The recogniser of a home's grammar, with the acoustic model of its language; of all of them if it has several.

    grammar: a compiled grammar, or one for each language (`by_language`). scorers: acoustic models that are loaded
    already (`load_scorers`). Raises ModelError for missing weights.
    """
    grammars: Mapping[str, Any] | None = getattr(grammar, "by_language", None)
    if grammars is None:
        return SentenceRecognizer(grammar, next(iter((scorers or {}).values()), None), threads)
    known = scorers or load_scorers(list(grammars), threads)
    hearers = {code: SentenceRecognizer(grammars[code], known[code]) for code in grammars}
    multilingual: Any = next(scorer for scorer in known.values() if hasattr(scorer, "detect_language"))
    return LanguageRecognizer(hearers, lambda audio: multilingual.detect_language(multilingual.encode(audio)))

"""Recognisers of what answers a question, for a hub: with the acoustic models that hear its sentences already."""

from functools import lru_cache
from typing import Any

from ogam.core import Recognizer


class AnswerRecognizers:
    """Each is made when it is first asked for. sentences: the hub's recogniser, whose models are used again."""

    def __init__(self, sentences: Recognizer, threads: int = 1) -> None:
        self._sentences = sentences
        self._threads = threads
        self.digits = lru_cache(4)(self._digits)
        self.among = lru_cache(16)(self._among)

    def _digits(self, language: str) -> Recognizer:
        from ogam.liveness import digit_recognizer

        own = _of(self._sentences, language)
        return digit_recognizer(language, scorer=own.scorer, calibration=own.calibration, threads=self._threads)

    def _among(self, language: str, answers: tuple[str, ...]) -> Recognizer:
        from ogam.asr import SentenceList, SentenceRecognizer
        from ogam.grammar import language as spoken

        own = _of(self._sentences, language)
        known = SentenceList(answers, spoken(language))
        return SentenceRecognizer(known, own.scorer, self._threads, calibration=own.calibration)


def answer_recognizers(sentences: Recognizer | None, threads: int = 1) -> AnswerRecognizers | None:
    """Those of a hub's recogniser; None where it shows no acoustic model that they could hear by."""
    chosen = [sentences, *getattr(sentences, "by_language", {}).values()]
    return AnswerRecognizers(sentences, threads) if sentences and any(hasattr(c, "scorer") for c in chosen) else None


def _of(sentences: Any, language: str) -> Any:
    """The recogniser of a language, with its acoustic model and its calibration."""
    return getattr(sentences, "by_language", {}).get(language, sentences)

"""The recognisers of speech: which of the home's sentences was said, and what was said freely."""

import time
from collections.abc import Sequence
from typing import Any

from ogam.asr.confidence import Calibration, Meaning, evidence, shipped_calibration
from ogam.asr.ctc import CtcSettings
from ogam.asr.decoders import decoder_of
from ogam.asr.decodings import Decoding, Sentence
from ogam.asr.intake import is_silent
from ogam.asr.paths import TokenPaths
from ogam.asr.ports import Acceptor, CtcScorer, Scorer
from ogam.asr.search import SearchSettings
from ogam.asr.vocabulary import SortedTokens, with_spaces
from ogam.core import Audio, AudioError, ModelCard, Observation, Signal

ALTERNATIVES = 5
"""Sentences that an observation's details name."""


class SentenceRecognizer:
    """Hears which sentence of a grammar was said: one observation of kind "sentence" for each utterance.

    value: the sentence, normalised, empty where nothing of the grammar fits; confidence: probability that it is right;
    details: `heard` (free transcription), `accepted`, `log_prob`, `free_log_prob`, `alternatives`, `seconds` (spent).

    grammar: an acceptor, or anything with an `acceptor` (looked up for every utterance, so it may change). If its
    `spaced` is False, spaces do not matter, and the value has those that the acoustic model writes.
    meaning: tells sentences of equal meaning, so that "20" and "twenty" are no rivals; the grammar's own `meaning`
    where it has one.
    """

    name = "sentence-recognizer"

    def __init__(
        self,
        acceptor: Any,
        scorer: Scorer | CtcScorer | None = None,
        threads: int = 1,
        *,
        settings: SearchSettings | CtcSettings | None = None,
        calibration: Calibration | None = None,
        meaning: Meaning | None = None,
    ) -> None:
        self._grammar = acceptor
        self._scorer = scorer if scorer is not None else default_scorer(threads, _language_of(acceptor))
        self._calibration = calibration or shipped_calibration(self._scorer.card.name)
        self._meaning = meaning or getattr(acceptor, "meaning", None)
        self._decoder = decoder_of(self._scorer, settings, self._meaning)
        self._tokens = SortedTokens.of(self._scorer.vocabulary, getattr(acceptor, "spaced", True))
        self._known: tuple[Acceptor, TokenPaths] | None = None

    @property
    def card(self) -> ModelCard:
        return self._scorer.card

    @property
    def scorer(self) -> Scorer | CtcScorer:
        """The acoustic model it hears by."""
        return self._scorer

    @property
    def calibration(self) -> Calibration:
        """What its confidence comes from."""
        return self._calibration

    def recognize(self, signals: Sequence[Signal]) -> list[list[Observation]]:
        """One observation for each utterance. Raises AudioError for what is no usable audio."""
        return [[self._hear(_audio(signal))] for signal in signals]

    def decode(self, audio: Audio) -> Decoding:
        """What the search finds: sentences of the grammar, and what was heard freely."""
        return self._decoder.decode(audio, self._paths())

    def _paths(self) -> TokenPaths:
        acceptor = getattr(self._grammar, "acceptor", self._grammar)
        known = self._known
        if known is None or known[0] is not acceptor:
            known = self._known = (acceptor, TokenPaths(acceptor, self._tokens))
        return known[1]

    def _hear(self, audio: Audio) -> Observation:
        if is_silent(audio):
            return self._observe(audio, "", 0.0, {"heard": "", "accepted": False, "alternatives": []})
        began = time.perf_counter()
        decoding = self.decode(audio)
        details: dict[str, Any] = {
            "heard": self._scorer.vocabulary.text(decoding.free.tokens),
            "free_log_prob": round(decoding.free.log_prob, 3),
            "seconds": round(time.perf_counter() - began, 4),
            "alternatives": [[self._value(s), round(s.log_prob, 3)] for s in decoding.sentences[:ALTERNATIVES]],
        }
        if not decoding.sentences:
            return self._observe(audio, "", 0.0, {**details, "accepted": False})
        best = decoding.sentences[0]
        confidence = self._calibration.confidence(evidence(decoding, self._meaning))
        accepted = confidence >= self._calibration.threshold
        details |= {"accepted": accepted, "log_prob": round(best.log_prob, 3)}
        return self._observe(audio, self._value(best), confidence, details)

    def _value(self, sentence: Sentence) -> str:
        if self._tokens.spaced:
            return sentence.text
        return with_spaces(sentence.text, self._scorer.vocabulary.text(sentence.tokens))

    def _observe(self, audio: Audio, value: str, confidence: float, details: dict[str, Any]) -> Observation:
        return Observation(
            "sentence", value, confidence, audio.start, audio.end, audio.source, self.name, self.card.label,
            details=details,
        )  # fmt: skip


class Transcriber:
    """Writes down freely what was said: one observation of kind "transcript" for each utterance.

    confidence: geometric mean of the tokens' probabilities, a rough guide and not calibrated.
    """

    name = "transcriber"

    def __init__(
        self,
        scorer: Scorer | CtcScorer | None = None,
        threads: int = 1,
        *,
        settings: SearchSettings | CtcSettings | None = None,
    ) -> None:
        self._scorer = scorer if scorer is not None else default_scorer(threads)
        self._decoder = decoder_of(self._scorer, settings)

    @property
    def card(self) -> ModelCard:
        return self._scorer.card

    def recognize(self, signals: Sequence[Signal]) -> list[list[Observation]]:
        return [[self._hear(_audio(signal))] for signal in signals]

    def _hear(self, audio: Audio) -> Observation:
        if is_silent(audio):
            text, log_prob, count = "", 0.0, 1
        else:
            free = self._decoder.transcribe(audio)
            text, log_prob, count = self._scorer.vocabulary.text(free.tokens), free.log_prob, len(free.tokens) + 1
        confidence = float(2.718281828459045 ** (log_prob / count)) if text else 0.0
        return Observation(
            "transcript", text, confidence, audio.start, audio.end, audio.source, self.name, self.card.label,
            details={"log_prob": round(log_prob, 3)},
        )  # fmt: skip


def transcribe(audio: Audio, scorer: Scorer | CtcScorer | None = None) -> str:
    """What was said, freely."""
    return Transcriber(scorer).recognize([audio])[0][0].value


def default_scorer(threads: int = 1, language: str = "en") -> Scorer:
    """The catalogue's acoustic model for a language: Moonshine for English, else Whisper. Fetched if need be.

    Raises ModelError for a language that Whisper does not know.
    """
    from ogam.models import ensure, model_card

    if language.replace("_", "-").split("-")[0].lower() == "en":
        from ogam.asr.moonshine import MODEL, load_moonshine

        return load_moonshine(ensure(MODEL), model_card(MODEL), threads)
    from ogam.asr.whisper import MULTILINGUAL, load_whisper

    return load_whisper(ensure(MULTILINGUAL), model_card(MULTILINGUAL), language, threads)


def _language_of(grammar: Any) -> str:
    """The code of a grammar's language; English where it does not say."""
    return str(getattr(getattr(grammar, "language", None), "code", "en"))


def _audio(signal: Signal) -> Audio:
    if not isinstance(signal, Audio):
        raise AudioError(f"a speech recogniser takes Audio, not {type(signal).__name__}")
    return signal

"""From an utterance to the sentences of a grammar, or to free text, whatever the kind of acoustic model."""

from functools import cached_property
from typing import Protocol

from ogam.asr.confidence import Meaning, evidence
from ogam.asr.ctc import CtcSettings, ctc_free_search, ctc_search
from ogam.asr.decodings import Decoding, FreePath, Sentence
from ogam.asr.intake import near_silence
from ogam.asr.paths import TokenPaths
from ogam.asr.ports import CtcScorer, Encoded, Scorer
from ogam.asr.search import SearchSettings, search
from ogam.asr.transcription import free_beam
from ogam.core import Audio

SETTINGS = {name: SearchSettings(shared_prior=True, prior_weight=0.4) for name in ("whisper-base", "whisper-tiny-en")}
"""How models search that do better otherwise than by default, by the name on their card.

Near silence Whisper is all but certain that nothing follows, so that its prior, taken as it is, favours what is long.
"""


class Decoder(Protocol):
    """One acoustic model with its search. Thread-safe. Raises AudioError for what is no usable audio."""

    def decode(self, audio: Audio, paths: TokenPaths) -> Decoding:
        """The sentences of the grammar that were most likely said, and the free transcription."""
        ...

    def transcribe(self, audio: Audio) -> FreePath:
        """The free transcription alone."""
        ...


def decoder_of(
    scorer: Scorer | CtcScorer, settings: SearchSettings | CtcSettings | None = None, meaning: Meaning | None = None
) -> Decoder:
    """The decoder for an acoustic model. settings: of its kind, else ValueError; meaning: see SentenceRecognizer."""
    if isinstance(scorer, CtcScorer):
        settings = settings or CtcSettings()
        if not isinstance(settings, CtcSettings):
            raise ValueError(f"{scorer.card.name} scores frames: give CtcSettings, not SearchSettings")
        return CtcDecoder(scorer, settings)
    settings = settings or SETTINGS.get(scorer.card.name) or SearchSettings()
    if not isinstance(settings, SearchSettings):
        raise ValueError(f"{scorer.card.name} scores tokens one after the other: give SearchSettings, not CtcSettings")
    return SequenceDecoder(scorer, settings, meaning)


class CtcDecoder:
    """For models that score frames: all is known at once, so one look is enough."""

    def __init__(self, scorer: CtcScorer, settings: CtcSettings) -> None:
        self._scorer = scorer
        self._settings = settings

    def decode(self, audio: Audio, paths: TokenPaths) -> Decoding:
        return ctc_search(self._scorer.score(audio), self._scorer.blank, paths, self._settings)

    def transcribe(self, audio: Audio) -> FreePath:
        return ctc_free_search(self._scorer.score(audio), self._scorer.blank)


class SequenceDecoder:
    """For sequence-to-sequence models: at once where it is sure, else a second look without the model's prior."""

    def __init__(self, scorer: Scorer, settings: SearchSettings, meaning: Meaning | None) -> None:
        self._scorer = scorer
        self._settings = settings
        self._meaning = meaning

    @cached_property
    def _prior(self) -> Encoded:
        return self._scorer.encode(near_silence())

    def decode(self, audio: Audio, paths: TokenPaths) -> Decoding:
        encoded = self._scorer.encode(audio)
        first = _with_what_was_heard(search(self._scorer, encoded, paths, self._settings), paths, self._settings)
        if self._is_sure(first, paths):
            return first
        second = search(self._scorer, encoded, paths, self._settings.wider(first.free), self._prior)
        return _with_what_was_heard(Decoding(second.sentences, first.free), paths, self._settings)

    def transcribe(self, audio: Audio) -> FreePath:
        return free_beam(self._scorer, self._scorer.encode(audio), self._settings)

    def _is_sure(self, first: Decoding, paths: TokenPaths) -> bool:
        """Whether the best sentence was heard clearly, or freely word for word, and no other meaning comes near."""
        if not first.sentences:
            return False
        found = evidence(first, self._meaning)
        word_for_word = paths.read(first.free.tokens) == first.sentences[0].text
        return (found.surprise <= self._settings.clear or word_for_word) and found.rivalry <= self._settings.sure


def _with_what_was_heard(decoding: Decoding, paths: TokenPaths, settings: SearchSettings) -> Decoding:
    """The decoding, and beside its sentences what was heard freely, if that is a sentence that the search lost.

    A long message costs so much, byte by byte, that it is out of the beam before its end; that all of it, the words
    of the template too, is what the model hears when nothing holds it is no accident.
    """
    free = decoding.free
    text = paths.read(free.tokens)
    if not free.ended or any(sentence.text == text for sentence in decoding.sentences) or not paths.is_sentence(text):
        return decoding
    cost = min(settings.most_free_cost, settings.free_cost * len(text.encode()))
    is_unusual = paths.everyday is not None and not paths.is_sentence(text, everyday=True)
    score = free.log_prob - cost - is_unusual * settings.unusual_cost
    heard = Sentence(text, free.log_prob, free.tokens, 0.0, 0.0, score)
    return Decoding(tuple(sorted((*decoding.sentences, heard), key=lambda one: -one.score)), free)

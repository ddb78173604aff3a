"""Speech recognition: acoustic models behind one Scorer port, decoded freely or inside a grammar."""

from ogam.asr.confidence import Calibration, Evidence, evidence, fit_calibration, shipped_calibration
from ogam.asr.ctc import CtcSettings
from ogam.asr.decodings import Decoding, Sentence
from ogam.asr.fake import FakeCtcScorer, FakeScorer
from ogam.asr.languages import LanguageRecognizer, load_scorers, recognizer_of
from ogam.asr.ports import Acceptor, CtcScorer, Encoded, Scorer, ScorerState
from ogam.asr.recognizers import SentenceRecognizer, Transcriber, default_scorer, transcribe
from ogam.asr.search import SearchSettings
from ogam.asr.sentences import SentenceList
from ogam.asr.vocabulary import Vocabulary
from ogam.asr.written import TranscribedSentences

__all__ = [
    "Acceptor",
    "Calibration",
    "CtcScorer",
    "CtcSettings",
    "Decoding",
    "Encoded",
    "Evidence",
    "FakeCtcScorer",
    "FakeScorer",
    "LanguageRecognizer",
    "Scorer",
    "ScorerState",
    "SearchSettings",
    "Sentence",
    "SentenceList",
    "SentenceRecognizer",
    "TranscribedSentences",
    "Transcriber",
    "Vocabulary",
    "default_scorer",
    "evidence",
    "fit_calibration",
    "load_scorers",
    "recognizer_of",
    "shipped_calibration",
    "transcribe",
]

"""Sentences: which of a list was read, is it missed where it is not in the list, and what is heard freely?"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from ogam.asr import Calibration, Encoded, Scorer, SentenceList, SentenceRecognizer, Transcriber
from ogam.asr.sentences import SentencesLeft
from ogam.audio import read
from ogam.core import Audio, Observation, OgamError
from ogam.grammar import Language
from ogam.lab.metrics import equal_error_rate, letter_errors, peak_rss_mb, share, spread
from ogam.lab.trials import Track, silently

TABLE = "transcripts.tsv"


@dataclass(frozen=True, slots=True)
class Reading:
    """One line of the table: a recording, who reads and what."""

    path: Path
    speaker: str
    text: str


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard of a reading: with its sentence in the list, without it, and freely.

    seconds: wall time of the first; letters: of the sentence; errors: letters heard wrongly.
    """

    reading: Reading
    inside: Observation
    outside: Observation
    free: str
    right: bool
    errors: int
    letters: int
    seconds: float
    length: float


def measure_sentences(
    folder: Path,
    scorer: Scorer,
    language: Language,
    limit: int | None = None,
    track: Track[Reading] = silently,
    calibration: Calibration | None = None,
) -> dict[str, Any]:
    """Figures of a folder with `transcripts.tsv` (path, speaker, subcorpus, text), whose texts are the grammar.

    accuracy: share of the recordings whose sentence is found; rejection_eer: equal error rate between the confidence
    with the sentence in the list and that of whatever is found when it is taken out; cer: letter errors of free
    transcription, numbers in digits or words alike, spaces and punctuation left out. calibration: the scorer's own if
    none is given.
    """
    readings = read_table(folder / TABLE)
    ear = Ear(
        scorer, SentenceList(dict.fromkeys(reading.text for reading in readings), language), language, calibration
    )
    heard = [ear.hear(reading) for reading in track(sorted(readings, key=lambda r: r.path)[:limit], "listening")]
    length = sum(one.length for one in heard)
    return {
        "n": len(heard),
        "sentences": len(ear.sentences.sentences),
        "accuracy": round(share([one.right for one in heard]), 4),
        "rejection_eer": round(
            equal_error_rate([one.inside.confidence for one in heard], [one.outside.confidence for one in heard]), 4
        ),
        "cer": round(sum(one.errors for one in heard) / sum(one.letters for one in heard), 4),
        "at_shipped_threshold": {
            "false_accept": round(share([one.outside.details["accepted"] for one in heard]), 4),
            "false_reject": round(share([not one.inside.details["accepted"] for one in heard]), 4),
        },
        "latency_ms": spread([one.seconds for one in heard]),
        "real_time_factor": round(sum(one.seconds for one in heard) / length, 4) if length else 0.0,
        "peak_rss_mb": peak_rss_mb(),
        "errors": [error_of(one) for one in heard if not one.right],
    }


class Ear:
    """Hears readings against a list of sentences, each encoded once."""

    def __init__(
        self, scorer: Scorer, sentences: SentenceList, language: Language, calibration: Calibration | None = None
    ) -> None:
        self.sentences = sentences
        self._language = language
        self._index = {text: index for index, text in enumerate(sentences.sentences)}
        self._list = Changing(sentences)
        once = EncodedOnce(scorer)
        self._recognizer = SentenceRecognizer(self._list, once, calibration=calibration)
        self._transcriber = Transcriber(once)

    def hear(self, reading: Reading) -> Heard:
        """Three times: with the reading's sentence in the list, without it, and freely."""
        audio, index = read(reading.path), self._index[reading.text]
        began = perf_counter()
        [[inside]] = self._recognizer.recognize([audio])
        seconds = perf_counter() - began
        right = index in self.sentences.meaning(inside.value)
        self._list.acceptor = self.sentences.without(index)
        [[outside]] = self._recognizer.recognize([audio])
        self._list.acceptor = self.sentences
        [[transcript]] = self._transcriber.recognize([audio])
        said, free = self._letters(reading.text), self._language.normalise(transcript.value)
        pieces = [[letters_of(spelling) for spelling in piece] for piece in self._language.numbers(free)]
        errors = letter_errors(pieces, said)
        return Heard(reading, inside, outside, transcript.value, right, errors, len(said), seconds, audio.duration)

    def _letters(self, text: str) -> str:
        return letters_of(self._language.normalise(text))


class Changing:
    """A grammar whose sentences change between utterances."""

    def __init__(self, sentences: SentenceList) -> None:
        self.acceptor: SentenceList | SentencesLeft = sentences
        self.language = sentences.language
        self.spaced = sentences.spaced

    def meaning(self, text: str) -> frozenset[int]:
        return self.acceptor.meaning(text)


class EncodedOnce:
    """A scorer that encodes an utterance once where it is heard several times in a row."""

    def __init__(self, scorer: Scorer) -> None:
        self.card, self.vocabulary, self.prompt = scorer.card, scorer.vocabulary, scorer.prompt
        self.open, self.step = scorer.open, scorer.step
        self._scorer = scorer
        self._last: tuple[Audio, Encoded] | None = None

    def encode(self, audio: Audio) -> Encoded:
        if self._last is None or self._last[0] is not audio:
            self._last = audio, self._scorer.encode(audio)
        return self._last[1]


def letters_of(text: str) -> str:
    """Letters and digits alone."""
    return "".join(letter for letter in text if letter.isalnum())


def read_table(table: Path) -> Sequence[Reading]:
    """The lines of a table. Raises OgamError that says what is wrong with it."""
    try:
        with table.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
        readings = [Reading(table.parent / row["path"], row["speaker"], row["text"]) for row in rows]
    except (OSError, UnicodeDecodeError) as error:
        raise OgamError(f"{table}: cannot be read ({error}).") from error
    except (KeyError, TypeError) as error:
        raise OgamError(f"{table}: its first line must name the columns path, speaker and text.") from error
    if not readings:
        raise OgamError(f"{table}: lists no recordings.")
    return readings


def error_of(heard: Heard) -> dict[str, Any]:
    """One error, for the report."""
    return {
        "file": f"{heard.reading.speaker}/{heard.reading.path.name}",
        "expected": heard.reading.text,
        "got": heard.inside.value,
        "confidence": round(heard.inside.confidence, 4),
        "heard": heard.free,
    }

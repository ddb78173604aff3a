"""Fit a calibration on read sentences: python benchmarks/sentences_calibration.py FOLDER LANGUAGE OUT.json [COUNT]

FOLDER    recordings with `transcripts.tsv`, as `ogam bench sentences` takes it
OUT.json  src/ogam/asr/calibrations/<model>.json
COUNT     of recordings, drawn at random; all if it is left out

Each recording is heard with its sentence in the list of all, and with it taken out. Every second speaker is heard, by
name; the others are left for checking. Where the sentence is taken out and another is found that differs from it by
three letters at most, nothing is learnt from it: that it is another sentence can hardly be heard.
"""

import json
import sys
from pathlib import Path
from random import Random

from ogam.asr import Calibration, SentenceList, SentenceRecognizer, default_scorer, evidence, fit_calibration
from ogam.asr.confidence import Evidence, feature_names
from ogam.audio import read
from ogam.grammar import language as language_of
from ogam.lab.metrics import letter_errors
from ogam.lab.sentences import TABLE, Changing, EncodedOnce, letters_of, read_table

ALIKE = 3
SEED = 1


def main(folder: Path, code: str, out: Path, count: int | None = None) -> None:
    language, readings = language_of(code), list(read_table(folder / TABLE))
    sentences = SentenceList(dict.fromkeys(reading.text for reading in readings), language)
    fitted = set(sorted({reading.speaker for reading in readings})[::2])
    Random(SEED).shuffle(readings)
    changing = Changing(sentences)
    unfitted = Calibration((0.0,) * len(feature_names()), 0.0, 0.5)
    recognizer = SentenceRecognizer(changing, EncodedOnce(default_scorer(1, code)), calibration=unfitted)
    found: list[Evidence] = []
    right: list[bool] = []
    outside: list[bool] = []
    for reading in [reading for reading in readings if reading.speaker in fitted][:count]:
        audio, index = read(reading.path), sentences.sentences.index(reading.text)
        for grammar in (sentences, sentences.without(index)):
            changing.acceptor = grammar
            decoding = recognizer.decode(audio)
            best = decoding.sentences[0].text if decoding.sentences else ""
            is_outside = grammar is not sentences
            if best and not (is_outside and distance(best, reading.text, code) <= ALIKE):
                found.append(evidence(decoding, changing.meaning))
                right.append(not is_outside and index in sentences.meaning(best))
                outside.append(is_outside)
    fitted_on = f"{len(found)} decodings of sentences ({code}) read by {len(fitted)} people, in the list and taken out"
    calibration = fit_calibration(found, right, outside, fitted_on=fitted_on)
    out.write_text(json.dumps(calibration.to_json(), indent=2) + "\n", encoding="utf-8")


def distance(one: str, other: str, code: str) -> int:
    language = language_of(code)
    pieces = [[letters_of(said) for said in piece] for piece in language.numbers(language.normalise(one))]
    return letter_errors(pieces, letters_of(language.normalise(other)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), *map(int, sys.argv[4:5]))

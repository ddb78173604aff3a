"""Fit the calibration of Whisper: python benchmarks/korean_calibration.py FOLDER PHRASES.tsv HOME.yaml OUT.json

FOLDER       recordings with `transcripts.tsv`, as `ogam bench sentences` takes it
PHRASES.tsv  phrase, intent and slots (JSON), separated by tabs, and the home they are said in
OUT.json     src/ogam/asr/calibrations/<model>.json

Sentences: each recording is heard with its sentence in the list of all, and with it taken out. Every second speaker is
heard, by name; the others are left for checking. Where the sentence is taken out and another is found that differs from
it by three letters at most, nothing is learnt from it: that it is another sentence can hardly be heard.
Commands: phrases drawn at random, said by synthesised voices that `korean_synthetic.py` does not use; and the sentences
that were read, against the home's grammar, of which they are none.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from rich.progress import track

from ogam.asr import Calibration, Scorer, SentenceList, SentenceRecognizer, default_scorer, evidence, fit_calibration
from ogam.asr.confidence import Evidence, feature_names
from ogam.audio import read
from ogam.grammar import compile_grammar
from ogam.grammar import language as language_of
from ogam.home import load_home
from ogam.lab.metrics import letter_errors
from ogam.lab.phrases import read_rows
from ogam.lab.pipelines import Ogam, fills
from ogam.lab.sentences import TABLE, Changing, EncodedOnce, Reading, letters_of, read_table
from ogam.synthesis import Synthesizer

KOREAN = "ko"
ALIKE = 3
SENTENCES, PHRASES, SEED = 100, 100, 1
VOICES = ("hf_alpha", "hf_beta", "af_bella")


@dataclass(frozen=True, slots=True)
class Trial:
    """What was found, whether it is right, and whether it was none of the grammar's sentences that was said."""

    found: Evidence
    right: bool
    outside: bool


def sentence_trials(readings: list[Reading], sentences: SentenceList, scorer: Scorer) -> Iterator[Trial]:
    changing = Changing(sentences)
    recognizer = SentenceRecognizer(changing, EncodedOnce(scorer), calibration=UNFITTED)
    for reading in track(readings, "sentences"):
        audio, index = read(reading.path), sentences.sentences.index(reading.text)
        for grammar in (sentences, sentences.without(index)):
            changing.acceptor = grammar
            decoding = recognizer.decode(audio)
            best = decoding.sentences[0].text if decoding.sentences else ""
            is_outside = grammar is not sentences
            if best and not (is_outside and distance(best, reading.text) <= ALIKE):
                right = not is_outside and index in sentences.meaning(best)
                yield Trial(evidence(decoding, changing.meaning), right, is_outside)


def command_trials(readings: list[Reading], phrases: Path, home: Path, scorer: Scorer) -> Iterator[Trial]:
    grammar = compile_grammar(load_home(home))
    recognizer = SentenceRecognizer(grammar, scorer, calibration=UNFITTED)
    reader, synthesizer = Ogam(None, grammar), Synthesizer(VOICES[0])
    rows = Random(SEED).sample(read_rows(phrases), PHRASES)
    for phrase, intent, slots in track(rows, "commands"):
        for voice in VOICES:
            decoding = recognizer.decode(synthesizer.speak(phrase, voice=voice).to_audio())
            if decoding.sentences:
                right = fills(reader.read(decoding.sentences[0].text), intent, slots)
                yield Trial(evidence(decoding, grammar.meaning), right, outside=False)
    for reading in track(readings, "no commands"):
        decoding = recognizer.decode(read(reading.path))
        if decoding.sentences:
            yield Trial(evidence(decoding, grammar.meaning), right=False, outside=True)


def distance(one: str, other: str) -> int:
    language = language_of(KOREAN)
    pieces = [[letters_of(said) for said in piece] for piece in language.numbers(language.normalise(one))]
    return letter_errors(pieces, letters_of(language.normalise(other)))


UNFITTED = Calibration((0.0,) * len(feature_names()), 0.0, 0.5)


def main(folder: Path, phrases: Path, home: Path, out: Path) -> None:
    readings = list(read_table(folder / TABLE))
    sentences = SentenceList(dict.fromkeys(reading.text for reading in readings), language_of(KOREAN))
    speakers = set(sorted({reading.speaker for reading in readings})[::2])
    chosen = [reading for reading in readings if reading.speaker in speakers]
    chosen = Random(SEED).sample(chosen, min(SENTENCES, len(chosen)))
    scorer = default_scorer(1, KOREAN)
    trials = {
        "sentences": list(sentence_trials(chosen, sentences, scorer)),
        "commands": list(command_trials(chosen, phrases, home, scorer)),
    }
    together = [trial for some in trials.values() for trial in some]
    calibration = fit_calibration(
        [trial.found for trial in together],
        [trial.right for trial in together],
        [trial.outside for trial in together],
        fitted_on=f"{len(trials['sentences'])} decodings of Korean sentences read by {len(speakers)} people, in the "
        f"list of all and taken out of it; {len(trials['commands'])} of commands by {len(VOICES)} synthesised voices, "
        "and of the same sentences against a home's grammar",
    )
    out.write_text(json.dumps(calibration.to_json(), indent=2) + "\n", encoding="utf-8")
    for name, some in trials.items():
        for kind, kept in (
            ("right", [trial for trial in some if trial.right]),
            ("wrong", [trial for trial in some if not trial.right and not trial.outside]),
            ("outside", [trial for trial in some if trial.outside]),
        ):
            accepted = sum(calibration.confidence(trial.found) >= calibration.threshold for trial in kept)
            print(f"{name}, {kind}: {len(kept)}, accepted {accepted}")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:5]))

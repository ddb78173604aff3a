"""Fit the calibration that ships with an acoustic model: python benchmarks/asr_calibration.py SPEAKERS HOME OUT.json

SPEAKERS  a folder of recordings of people who read (any language that the model knows), all below it; they are the
          babble, and, cut to the length of commands, the speech that is none of any grammar's
HOME      a folder with a home (`home.yaml`), of which sentences are drawn at random
OUT.json  src/ogam/asr/calibrations/<model>.json

The commands are spoken by the synthesiser that Ogam ships with: half are the home's sentences, half orders of pizza,
a grammar with many optional endings. Each is heard clean and in noise, against its own grammar and against the other.
Nothing of the sets that docs/benchmarks.md reports on is used.
"""

import json
import sys
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
import soxr
from rich.progress import track

from ogam.asr import SentenceRecognizer, default_scorer, evidence, fit_calibration
from ogam.asr.confidence import Evidence
from ogam.audio import read
from ogam.core import SAMPLE_RATE, Audio
from ogam.grammar.grammar import Grammar, compile_intents
from ogam.grammar.sampling import sample
from ogam.lab.noise import mix
from ogam.lab.pipelines import grammar_of
from ogam.lab.vocabularies import read_vocabulary
from ogam.synthesis import Synthesizer, voices

COMMANDS = 120
SEED = 7
OPENINGS = "(order|get us|we want|please send|i will take|could you bring) (a|one)"
PIZZA = {
    "language": "en",
    "fillers": False,
    "intents": {
        "Order": {
            "data": [
                {
                    "sentences": [
                        f"{OPENINGS} {{size}} {{crust}} {{kind}} pizza [with {{topping}}] [and {{drink}}]",
                        f"{OPENINGS} [{{size}}] {{kind}} pizza [with {{topping}}] [and {{drink}}]",
                        f"{OPENINGS} [{{crust}}] {{kind}} pizza [with {{topping}}] [to {{place}}]",
                    ]
                }
            ]
        }
    },
    "lists": {
        "size": {"values": ["small", "medium", "large", "family size", "ten inch", "twelve inch"]},
        "crust": {"values": ["thin crust", "deep pan", "cheese crust", "whole wheat"]},
        "kind": {"values": ["margherita", "pepperoni", "vegetable", "hawaiian", "four cheese", "seafood", "chicken"]},
        "topping": {
            "values": [
                *("mushrooms", "extra mushrooms", "a few mushrooms", "olives", "black olives", "green olives"),
                *("onions", "red onions", "lots of onions", "extra cheese", "a bit of extra cheese", "basil"),
                *("tomatoes", "some tomatoes", "bacon", "lots of bacon", "pineapple"),
            ]
        },
        "drink": {
            "values": [
                *("a cola", "two colas", "a lemonade", "some water", "sparkling water", "a bottle of water"),
                *("orange juice", "a glass of orange juice", "ice tea"),
            ]
        },
        "place": {"values": ["the office", "the main office", "my house", "my parents house", "the hotel"]},
    },
}


@dataclass(frozen=True, slots=True)
class Trial:
    """Audio, the grammar it is heard against, and what was said, empty where it is none of that grammar's."""

    kind: str
    audio: Audio
    grammar: str
    said: str


def meaning(grammar: Grammar, text: str) -> Hashable:
    command = grammar.interpret(text).command
    return command and (command.intent, tuple(sorted((k, str(s.value)) for k, s in command.slots.items())))


def commands(grammars: dict[str, Grammar]) -> Iterator[tuple[str, str, Audio]]:
    """Grammar, sentence and speech; numbers are left out, since the synthesiser reads digits in its own way."""
    random, speakers, seen = Random(SEED), [v for v in voices() if v[0] in "ab"], set[str]()
    synthesizer = Synthesizer(speakers[0])
    while len(seen) < COMMANDS:
        name = list(grammars)[len(seen) % 2]
        text = sample(grammars[name], random).sentence
        if text in seen or not 12 <= len(text) <= 90 or any(c.isdigit() for c in text):
            continue
        voice = speakers[len(seen) % len(speakers)]
        seen.add(text)
        speech = synthesizer.speak(text, speed=random.uniform(0.9, 1.15), voice=voice)
        samples = soxr.resample(speech.samples, speech.sample_rate, SAMPLE_RATE).astype(np.float32)
        yield name, text, Audio(np.pad(samples, (4_000, 6_000)), source=text)


def babble(people: list[Path], seed: int, length: int) -> Audio:
    """Six people reading at once, equally loud."""
    chosen = np.random.default_rng(seed).choice(len(people), 6, replace=False)
    voices_ = (np.resize(read(people[i]).samples, length) for i in chosen)
    return Audio(np.sum([v / np.sqrt(np.square(v).mean() + 1e-9) for v in voices_], axis=0).astype(np.float32))


def hum(seed: int, length: int) -> Audio:
    """Pink noise."""
    spectrum = np.fft.rfft(np.random.default_rng(seed).normal(size=length))
    spectrum /= np.sqrt(np.maximum(1, np.arange(len(spectrum))))
    return Audio(np.fft.irfft(spectrum, length).astype(np.float32))


def trials(grammars: dict[str, Grammar], people: list[Path]) -> Iterator[Trial]:
    for i, (name, text, audio) in enumerate(commands(grammars)):
        other = next(grammar for grammar in grammars if grammar != name)
        random, length = np.random.default_rng(i), len(audio.samples)
        yield Trial("clean", audio, name, text)
        yield Trial("other grammar", audio, other, "")
        yield Trial("hum", mix(audio, hum(i, length), (3, 9)[i // 2 % 2], random), name, text)
        yield Trial("babble", mix(audio, babble(people, i, length), (3, 6, 9)[i // 2 % 3], random), name, text)
    for i, file in enumerate(people):
        whole, random = read(file), np.random.default_rng(i)
        seconds = random.uniform(1.5, 5)
        start = random.uniform(0, max(0.0, whole.duration - seconds))
        yield Trial("reading", whole.cut(start, start + seconds), list(grammars)[i % 2], "")


def main(speakers: Path, home: Path, out: Path) -> None:
    grammars = {"pizza": compile_intents(PIZZA), "home": grammar_of(read_vocabulary(home))}
    people = sorted(speakers.rglob("*.flac"))
    scorer = default_scorer()
    recognizers = {name: SentenceRecognizer(grammar, scorer) for name, grammar in grammars.items()}
    found: list[Evidence | None] = []
    right: list[bool] = []
    kinds: list[str] = []
    for trial in track(trials(grammars, people), "listening", total=4 * COMMANDS + len(people)):
        grammar = grammars[trial.grammar]
        decoding = recognizers[trial.grammar].decode(trial.audio)
        best = decoding.sentences[0].text if decoding.sentences else ""
        found.append(evidence(decoding, lambda text, grammar=grammar: meaning(grammar, text)) if best else None)
        right.append(bool(trial.said and best) and meaning(grammar, best) == meaning(grammar, trial.said))
        kinds.append(trial.kind)
    outside = [kind in ("other grammar", "reading") for kind in kinds]
    fitted_on = f"{len(found)} decodings of synthetic commands, clean and in noise, and of read speech"
    calibration = fit_calibration(found, right, outside, fitted_on=fitted_on)
    out.write_text(json.dumps(calibration.to_json(), indent=2) + "\n", encoding="utf-8")
    for kind in dict.fromkeys(kinds):
        chosen = [i for i in range(len(found)) if kinds[i] == kind]
        accepted = [bool(found[i]) and calibration.confidence(found[i]) >= calibration.threshold for i in chosen]
        print(
            f"{kind}: {len(chosen)}, right {np.mean([right[i] for i in chosen]):.3f}, accepted {np.mean(accepted):.3f}"
        )


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))

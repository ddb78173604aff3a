"""Stop: how long after the word a robot is told, how often it is not, how often other speech stops it, what it costs.

    python benchmarks/robot_stop.py DATA [--live 40] [--ears process ordinary thread] [--conditions quiet …] [--out OUT]

DATA  the folder of evaluation data (../shared/data): other speech, none of which should stop anything

There are no recordings of the words, so they are said by synthesised voices that `benchmarks/stop_words.py` has kept
for this (five of Kokoro's, five of espeak-ng's): alone, and after other speech. Figures for those say how it works, not
how well it works with people. Two halves: on the tuning half the threshold was chosen; the other half is the figure.
Other speech is recordings: of the kept half, and all Korean ones.

live: words that are played in real time into a listener of a house with everything in it (the English recogniser, a
driver, a simulated robot in a process of its own), in each of the `CONDITIONS` of `robot_stop_live`, heard by each of
its `EARS`. Measured is the time from the end of the word to the frame that stands the robot still, as the simulated
robot receives it. The word's end is where it is 35 dB softer than its loudest 10 ms; a stop counts from its beginning.
"""

import argparse
import asyncio
import json
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ogam.audio import read
from ogam.audio.stop_words import AGAIN, StopWords
from ogam.core import SAMPLE_RATE, Audio
from ogam.synthesis import voices
from robot_stop_live import CONDITIONS, EARS, Scene, chunks, live, milliseconds
from stop_words import ALONE, KEPT_VOICES, SENTENCES, WORDS, Studio, is_kept, loud

ESPEAK = ("m2", "m5", "f2", "f4", "m7")
OTHERS = ("speakers", "barista", "wakeword", "speech-to-phrase-en", "korean")
BEFORE, AFTER = 0.5, 0.8
"""Seconds of silence around a word."""
LATEST = 0.5
"""Seconds after the end of a word in which it may be noticed."""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("data", type=Path)
    options.add_argument("--live", type=int, default=40, help="words that are played in real time, in each condition")
    options.add_argument("--ears", nargs="+", default=["process"], choices=EARS)
    options.add_argument("--conditions", nargs="+", default=CONDITIONS, choices=CONDITIONS)
    options.add_argument("--only-live", action="store_true")
    options.add_argument("--out", type=Path)
    chosen = options.parse_args()
    studio = Studio(np.random.default_rng(11))
    scenes = list(words_in_rooms(studio))
    figures: dict[str, Any] = {} if chosen.only_live else heard(scenes, chosen.data)
    if chosen.live:
        played = [one for one in scenes if one[2]]
        order = np.random.default_rng(3).permutation(len(played))[: chosen.live]
        for condition in chosen.conditions:
            for ears in chosen.ears:
                found = asyncio.run(live([played[place] for place in order], condition, ears))
                figures[f"live, {condition}, {ears}"] = found
                print(json.dumps({f"{condition}, {ears}": found}), flush=True)
    print(json.dumps(figures, ensure_ascii=False, indent=1))
    if chosen.out:
        chosen.out.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def heard(scenes: Sequence[Scene], folder: Path) -> dict[str, Any]:
    """How well the words are heard, and other speech is not."""
    words = {
        f"{language}, {half}": spotted(language, [one for one in scenes if one[2] == (half == "test")])
        for language in WORDS
        for half in ("tuning", "test")
    }
    return {"words": words, "other speech": {language: other_speech(folder, language) for language in WORDS}}


def words_in_rooms(studio: Studio) -> Iterator[Scene]:
    """Each word of the kept voices alone, and after other speech."""
    kept = [voice for voice in voices() if voice in KEPT_VOICES]
    others = [studio.said(text, voice, code, 1.0) for code in WORDS for text in SENTENCES[code][:3] for voice in kept]
    random = np.random.default_rng(5)
    for word in studio.words(kept, ESPEAK):
        for after_speech in (False, True) if word.text not in ALONE else (False,):
            lead = np.zeros(int(BEFORE * SAMPLE_RATE), np.float32)
            if after_speech:
                other = loud(others[random.integers(len(others))], random.uniform(-32, -18))
                gap = np.zeros(int(random.uniform(0.06, 0.3) * SAMPLE_RATE), np.float32)
                lead = np.concatenate([other[-int(random.uniform(0.6, 1.5) * SAMPLE_RATE) :], gap])
            said = loud(word.samples, random.uniform(-32, -18))
            end = (len(lead) + len(said)) / SAMPLE_RATE
            sound = studio.room(np.concatenate([lead, said, np.zeros(int(AFTER * SAMPLE_RATE), np.float32)]))
            yield word, sound, is_kept(word.voice + word.text), end


def spotted(language: str, scenes: Sequence[Scene]) -> dict[str, Any]:
    """How many words are missed, and when the others are noticed, in sound as it comes; without computing time.

    standing: those before which it was stopped by something else in the last second.
    """
    stops = StopWords([language])
    own = [scene for scene in scenes if scene[0].text in WORDS[language]]
    noticed = [_first(stops, scene) for scene in own]
    found = [delay for delay in noticed if isinstance(delay, float)]
    missed = [scene[0].text for scene, delay in zip(own, noticed, strict=True) if delay == "missed"]
    counts = {word: sum(scene[0].text == word for scene in own) for word in WORDS[language]}
    return {
        "words": len(own),
        "missed": len(missed),
        "standing": noticed.count("standing"),
        "later_than_100_ms": sum(delay > 0.1 for delay in found),
        "missed_by_word": {word: [missed.count(word), count] for word, count in counts.items()},
        **milliseconds(found),
    }


def _first(stops: StopWords, scene: Scene) -> float | str:
    """Seconds from the end of the word to when it is noticed, below 0 before it ends; "missed" where it is not,
    "standing" where another sound has stopped everything just before."""
    word, sound, _, end = scene
    began, standing = end - len(word.samples) / SAMPLE_RATE, False
    session = stops.open()
    for chunk in chunks(sound):
        for found in session.accept(chunk):
            if began < found.end < end + LATEST:
                return chunk.end - end
            standing = standing or began - AGAIN < found.end <= began
    return "standing" if standing else "missed"


def other_speech(folder: Path, language: str) -> dict[str, Any]:
    """False stops an hour, and the share of a core that listening takes."""
    stops, report = StopWords([language]), {}
    for name in OTHERS:
        heard, seconds, spent = 0, 0.0, 0.0
        for path in sorted((folder / name).rglob("*.flac")):
            if name == "korean" or is_kept(str(path.relative_to(folder))):
                samples = loud(read(path).samples, -26)
                before = time.process_time()
                heard += len(stops.recognize([Audio(samples)])[0])
                spent += time.process_time() - before
                seconds += len(samples) / SAMPLE_RATE
        if seconds:
            report[name] = {
                "minutes": round(seconds / 60, 1),
                "stops": heard,
                "an_hour": round(heard / seconds * 3600, 1),
                "core": round(spent / seconds, 4),
            }
    return report


if __name__ == "__main__":
    main()

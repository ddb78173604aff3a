"""Wake words: how often each is noticed, how often wrongly, what it costs, and whether what follows is understood.

    python benchmarks/wake_words.py FOLDER [--voices af_heart,…] [--leads 0,0.1,0.2,0.3] [--out OUT.json]

FOLDER  recordings of other words than the packaged ones (../shared/data/wakeword), none of which may wake up

There are no recordings of the packaged words here, so they are said by synthesised voices: figures for those say that
it works, not how well it works with people. Each voice says each wake word and a command in one breath, with a comma
between, and with a pause; after the wake word, what the `WakeSegmenter` gives is heard by the acoustic model inside the
grammar of the example home. Right: the sentence was accepted, and is the command that was said.
"""

import argparse
import json
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ogam.asr import SentenceRecognizer
from ogam.audio import MicroWakeWords, Segmenter, SileroVoiceActivity, WakeSegmenter, WakeWord, read, wake_words
from ogam.core import SAMPLE_RATE, Audio
from ogam.grammar import compile_home
from ogam.home import example_home
from ogam.synthesis import Synthesizer

VOICES = ("af_heart", "af_bella", "am_fenrir", "am_michael", "am_puck", "bf_emma", "bm_george")
COMMANDS = ("Turn on the kitchen light.", "Set a timer for five minutes.", "Open the curtains in the living room.")
BEFORE, AFTER, PAUSE = 0.5, 1.2, 0.7
"""Seconds of silence before and after, and between the wake word and the command."""
CHUNK = 512
KINDS = ("in one breath", "with a comma", "with a pause")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("folder", type=Path)
    options.add_argument("--voices", default=",".join(VOICES))
    options.add_argument("--leads", default="0,0.1,0.2,0.3")
    options.add_argument("--out", type=Path)
    chosen = options.parse_args()
    words = wake_words()
    figures = {
        "others": other_words(chosen.folder, words),
        "synthesised": synthesised(words, chosen.voices.split(","), [float(lead) for lead in chosen.leads.split(",")]),
    }
    text = json.dumps(figures, indent=2)
    print(text)
    if chosen.out:
        chosen.out.write_text(text + "\n", encoding="utf-8")


def other_words(folder: Path, words: Sequence[WakeWord]) -> dict[str, Any]:
    """False alarms on recordings of other words, and CPU time."""
    alarms: Counter[str] = Counter()
    seconds = spent = 0.0
    for path in sorted(folder.rglob("*.flac")):
        sound = framed(read(path).samples)
        session = MicroWakeWords(words).open()
        began = time.process_time()
        alarms.update(found.value for found in session.accept(sound))
        spent += time.process_time() - began
        seconds += sound.duration
    cost = round(1000 * spent / seconds / len(words), 2)
    return {"seconds": round(seconds), "false_alarms": dict(alarms), "cpu_ms_per_second_and_word": cost}


def synthesised(words: Sequence[WakeWord], voices: Sequence[str], leads: Sequence[float]) -> dict[str, Any]:
    """How often each word is noticed, and the commands after it understood, by lead."""
    recogniser, detector = SentenceRecognizer(compile_home(example_home("en"))), SileroVoiceActivity()
    noticed: Counter[str] = Counter()
    right: Counter[str] = Counter()
    trials = 0
    alone = {said: plain(recogniser, said, voices) for said in COMMANDS}
    for word in words:
        for voice in voices:
            synthesizer = Synthesizer(voice)
            for command in COMMANDS:
                trials += 1
                for kind in KINDS:
                    sound = spoken(synthesizer, word, command, kind)
                    noticed[f"{word.name}, {kind}"] += bool(MicroWakeWords([word]).open().accept(sound))
                    for lead in leads:
                        waking = WakeSegmenter(MicroWakeWords([word]), Segmenter(detector), lead)
                        right[f"{kind}, lead {lead:g} s"] += understood(recogniser, waking, sound, command)
    each = trials // len(words)
    return {
        "voices": list(voices),
        "noticed": {name: f"{count}/{each}" for name, count in sorted(noticed.items())},
        "commands_right": {name: f"{count}/{trials}" for name, count in sorted(right.items())},
        "commands_right_without_wake_word": {said: f"{count}/{len(voices)}" for said, count in alone.items()},
    }


def spoken(synthesizer: Synthesizer, word: WakeWord, command: str, kind: str) -> Audio:
    """A wake word and a command: one sentence, or two with silence between."""
    if kind != "with a pause":
        comma = "," if kind == "with a comma" else ""
        return framed(synthesizer.speak(f"{word.phrase}{comma} {command[0].lower()}{command[1:]}").to_audio().samples)
    first, second = (synthesizer.speak(text).to_audio().samples for text in (word.phrase + ".", command))
    return framed(np.concatenate([first, np.zeros(round(PAUSE * SAMPLE_RATE), np.float32), second]))


def framed(samples: np.ndarray) -> Audio:
    """With silence before and after."""
    before, after = (np.zeros(round(seconds * SAMPLE_RATE), np.float32) for seconds in (BEFORE, AFTER))
    return Audio(np.concatenate([before, samples, after]))


def understood(recogniser: SentenceRecognizer, waking: WakeSegmenter, sound: Audio, command: str) -> bool:
    """Whether the one utterance after the wake word is the command."""
    session = waking.open()
    utterances = [found for chunk in chunks(sound) for found in session.accept(chunk)] + session.finish()
    return len(utterances) == 1 and is_command(recogniser, utterances[0], command)


def plain(recogniser: SentenceRecognizer, command: str, voices: Sequence[str]) -> int:
    """How many voices' command is understood without a wake word: what is there to lose."""
    sounds = [Synthesizer(voice).speak(command).to_audio() for voice in voices]
    return sum(is_command(recogniser, sound, command) for sound in sounds)


def is_command(recogniser: SentenceRecognizer, sound: Audio, command: str) -> bool:
    found = recogniser.recognize([sound])[0][0]
    said = command.lower().strip(".").replace("five", "5")
    return bool(found.details["accepted"]) and found.value.replace("five", "5") == said


def chunks(sound: Audio) -> list[Audio]:
    starts = range(0, len(sound.samples), CHUNK)
    return [Audio(sound.samples[at : at + CHUNK], at / SAMPLE_RATE) for at in starts]


if __name__ == "__main__":
    main()

"""Stop: how long after the word a robot is told, how often it is not, how often other speech stops it, what it costs.

    python benchmarks/robot_stop.py DATA [--live 40] [--out OUT.json]

DATA  the folder of evaluation data (../shared/data): other speech, none of which should stop anything

There are no recordings of the words, so they are said by synthesised voices that `benchmarks/stop_words.py` has kept
for this (five of Kokoro's, five of espeak-ng's): alone, and after other speech. Figures for those say how it works, not
how well it works with people. Two halves: on the tuning half the threshold was chosen; the other half is the figure.
Other speech is recordings: of the kept half, and all Korean ones.

live: words that are played in real time into a listener of a house with everything in it (the English recogniser, a
driver, a simulated robot on a socket), once on the computer as it is, and once while another utterance is recognised
again and again and two threads are busy. Measured is the time from the end of the word to the frame that stands the
robot still, as the simulated robot receives it. The word's end is where it is 35 dB softer than its loudest 10 ms.
"""

import argparse
import asyncio
import json
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from ogam.asr import SentenceRecognizer
from ogam.audio import SileroVoiceActivity, read
from ogam.audio.stop_words import StopWords
from ogam.core import SAMPLE_RATE, Audio
from ogam.devices import VirtualDriver
from ogam.devices.robot import RobotDriver, Settings
from ogam.devices.robot.protocol import Message
from ogam.devices.robot.simulator import RobotSimulator, made_up_robot
from ogam.grammar import compile_home
from ogam.home import Home
from ogam.hub import EventLog, House, Hub
from ogam.synthesis import voices
from stop_words import ALONE, KEPT_VOICES, SENTENCES, WORDS, Studio, Word, is_kept, loud

ESPEAK = ("m2", "m5", "f2", "f4", "m7")
OTHERS = ("speakers", "barista", "wakeword", "speech-to-phrase-en", "korean")
CHUNK = 320
"""Samples that a microphone sends at once: 20 ms."""
BEFORE, AFTER = 0.5, 0.8
"""Seconds of silence around a word; a stop is looked for from so long before its end to so long after it."""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("data", type=Path)
    options.add_argument("--live", type=int, default=40, help="words that are played in real time, each twice")
    options.add_argument("--out", type=Path)
    chosen = options.parse_args()
    studio = Studio(np.random.default_rng(11))
    scenes = list(words_in_rooms(studio))
    figures: dict[str, Any] = {
        "words": {
            f"{language}, {half}": spotted(language, [one for one in scenes if one[2] == (half == "test")])
            for language in WORDS
            for half in ("tuning", "test")
        },
        "other speech": {language: other_speech(chosen.data, language) for language in WORDS},
    }
    if chosen.live:
        played = [one for one in scenes if one[2]]
        order = np.random.default_rng(3).permutation(len(played))[: chosen.live]
        for load in (False, True):
            name = "live, busy" if load else "live"
            figures[name] = asyncio.run(live([played[place] for place in order], load))
    print(json.dumps(figures, ensure_ascii=False, indent=1))
    if chosen.out:
        chosen.out.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


Scene = tuple[Word, "np.ndarray[Any, np.dtype[np.float32]]", bool, float]
"""A word, the sound that it is in, whether it is of the test half, and when it ends."""


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
    """How many words are missed, and when the others are noticed, in sound as it comes; without computing time."""
    stops = StopWords([language])
    own = [scene for scene in scenes if scene[0].text in WORDS[language]]
    noticed = [_first(stops, sound, end) for _, sound, _, end in own]
    found = [1000 * delay for delay in noticed if delay is not None]
    return {
        "words": len(own),
        "missed": len(own) - len(found),
        "missed_by_word": {
            word: [sum(d is None for s, d in zip(own, noticed, strict=True) if s[0].text == word),
                   sum(scene[0].text == word for scene in own)]
            for word in WORDS[language]
        },
        **_milliseconds(found),
    }  # fmt: skip


def _first(stops: StopWords, sound: Any, end: float) -> float | None:
    """Seconds from the end of the word to when it is noticed; below 0 before it ends. None where it is not."""
    session = stops.open()
    for chunk in _chunks(sound):
        for found in session.accept(chunk):
            if end - BEFORE < found.end < end + 0.5:
                return chunk.end - end
    return None


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


async def live(scenes: Sequence[Scene], load: bool) -> dict[str, Any]:
    """From the end of each word, played in real time, to the frame that the simulated robot receives."""
    home = Home(devices=(made_up_robot(),))
    grammar = compile_home(home)
    recognizer = SentenceRecognizer(grammar)
    simulator, received = RobotSimulator(), list[float]()
    simulator._on_message = lambda message: received.append(time.perf_counter()) if _is_still(message) else None
    await simulator.start()
    driver = RobotDriver(Settings(simulator.url), home.devices)
    await driver.discover()
    hub = Hub(home, grammar, recognizer, {"robot": driver, "virtual": VirtualDriver(())}, EventLog(None))
    house = House(hub, SileroVoiceActivity(), StopWords(WORDS))
    delays, missed = [], 0
    with _busy(recognizer, scenes[0][1]) if load else _idle():
        for number, (_, sound, _, end) in enumerate(scenes):
            received.clear()
            ended = await _play(house, f"microphone {number}", sound, end)
            told = [moment for moment in received if moment > ended - BEFORE]
            missed += not told
            delays += [1000 * (told[0] - ended)] if told else []
    await driver.close()
    await simulator.stop()
    house.close()
    late = sum(delay > 100 for delay in delays)
    return {"words": len(scenes), "missed": missed, "later_than_100_ms": late, **_milliseconds(delays)}


async def _play(house: House, name: str, sound: Any, end: float) -> float:
    """Feed a sound as a microphone does. When the word in it ended, on the clock of `perf_counter`."""
    listener = house.listener(house.session(name))
    running = asyncio.create_task(listener.run())
    began = time.perf_counter()
    for chunk in _chunks(sound):
        await asyncio.sleep(max(0.0, began + chunk.end - time.perf_counter()))
        listener.accept(chunk)
    listener.finish()
    await running
    return began + end


def _is_still(message: Message) -> bool:
    if message["op"] != "publish" or message["topic"] != "/cmd_vel":
        return False
    return bool(message["msg"]["linear"]["x"] == 0 == message["msg"]["angular"]["z"])


@contextmanager
def _busy(recognizer: SentenceRecognizer, sound: Any) -> Iterator[None]:
    """Another utterance recognised again and again, and two threads that compute."""
    over = threading.Event()

    def recognise() -> None:
        while not over.is_set():
            recognizer.recognize([Audio(sound)])

    def compute() -> None:
        numbers = np.random.default_rng(0).standard_normal((300, 300))
        while not over.is_set():
            numbers = np.tanh(numbers @ numbers)

    threads = [threading.Thread(target=work) for work in (recognise, compute, compute)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()


@contextmanager
def _idle() -> Iterator[None]:
    yield


def _chunks(samples: Any) -> Iterator[Audio]:
    for at in range(0, len(samples), CHUNK):
        yield Audio(samples[at : at + CHUNK], at / SAMPLE_RATE, "microphone")


def _milliseconds(delays: Sequence[float]) -> dict[str, float]:
    found = {f"p{share}_ms": round(float(np.percentile(delays, share)), 1) for share in (50, 95)} if delays else {}
    return {**found, "most_ms": round(max(delays, default=0.0), 1)}


if __name__ == "__main__":
    main()

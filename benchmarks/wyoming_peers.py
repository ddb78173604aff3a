"""Ogam's Wyoming service beside wyoming-faster-whisper: the same recordings, over sockets, one after the other.

    python benchmarks/wyoming_peers.py FOLDER --peer PATH/TO/wyoming-faster-whisper [--limit N] [--out OUT.json]

FOLDER  recordings named by what is said, and the home they are said in (../shared/data/speech-to-phrase-en)

Each server is a process of its own with one thread of inference, and is sent each recording as Home Assistant sends it:
`transcribe`, the sound at 16 kHz, `audio-stop`; all at once, so that the time is that of the server. The peer runs
Whisper tiny.en in 8 bits. Its text is matched by hassil with Home Assistant's own intents and the home's; Ogam's text
is handled by its own grammar. Right: the text is the file's name, punctuation aside, or means to its reader what the
file's name means to it. Milliseconds are from the first byte that is sent to the transcript; the first recording is
sent once more beforehand, to warm up.
"""

import argparse
import asyncio
import json
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from wyoming.asr import Transcribe, Transcript
from wyoming.audio import AudioChunk, AudioStart, AudioStop
from wyoming.client import AsyncTcpClient

from ogam.audio import SileroVoiceActivity, read
from ogam.core import Audio
from ogam.grammar import language
from ogam.hub import EventLog, House, open_hub
from ogam.lab.peers import WHISPER, build_matcher
from ogam.lab.pipelines import Answer, build_reader
from ogam.lab.spoken import same_meaning
from ogam.lab.vocabularies import read_vocabulary, recordings
from ogam.models import ensure
from ogam.server.wyoming import WyomingSettings, run
from ogam.server.wyoming.sound import to_pcm

CHUNK = 1024
READY_SECONDS = 120


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("folder", type=Path)
    options.add_argument("--peer", type=Path, help="the command wyoming-faster-whisper")
    options.add_argument("--limit", type=int)
    options.add_argument("--out", type=Path)
    options.add_argument("--serve", type=int, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.serve:
        serve(chosen.folder, chosen.serve)
    else:
        compare(chosen.folder, chosen.peer, chosen.limit, chosen.out)


def serve(folder: Path, port: int) -> None:
    """Ogam's service for the home of a folder, until it is killed."""
    hub = open_hub(read_vocabulary(folder).home, EventLog(None))
    asyncio.run(run(House(hub, SileroVoiceActivity()), WyomingSettings(port=port)))


def compare(folder: Path, peer: Path, limit: int | None, out: Path | None) -> None:
    vocabulary, files = read_vocabulary(folder), recordings(folder, limit)
    sounds = [read(path) for path in files]
    own = [sys.executable, __file__, str(folder), "--serve", "{port}"]
    whisper = [
        str(peer), "--uri", "tcp://127.0.0.1:{port}", "--model", str(ensure(WHISPER)), "--language", "en",
        "--data-dir", str(ensure(WHISPER)), "--compute-type", "int8", "--cpu-threads", "1", "--local-files-only",
    ]  # fmt: skip
    reader, matcher = build_reader(vocabulary), build_matcher(vocabulary)
    figures = {
        "ogam": measure(own, files, sounds, reader.read),
        "wyoming-faster-whisper": measure(whisper, files, sounds, matcher.match),
    }
    ours, theirs = figures["ogam"], figures["wyoming-faster-whisper"]
    figures["median_time_ratio"] = round(ours["median_ms"] / theirs["median_ms"], 3)
    text = json.dumps(figures, indent=2, ensure_ascii=False)
    print(text)
    if out:
        out.write_text(text + "\n", encoding="utf-8")


def measure(
    command: list[str], files: list[Path], sounds: list[Audio], understand: Callable[[str], Answer]
) -> dict[str, Any]:
    """The figures of one server. understand: what a text means, the server's and a file's name."""
    with running(command) as port:
        asyncio.run(transcribe(port, sounds[0]))
        answers = [asyncio.run(transcribe(port, sound)) for sound in sounds]
    texts = {path.stem: text for path, (text, _) in zip(files, answers, strict=True)}
    wrong = [
        said
        for said, text in texts.items()
        if not (spellings(said) & spellings(text) or same_meaning(understand(text), understand(said)))
    ]
    return {
        "commands": len(texts),
        "right": len(texts) - len(wrong),
        "median_ms": round(1000 * statistics.median(seconds for _, seconds in answers), 1),
        "wrong": {said: texts[said] for said in wrong},
    }


def spellings(text: str) -> set[str]:
    """A text in normal form, with its numbers in digits and in words."""
    english = language("en")
    return set(english.spellings(english.normalise(text.replace("%", " percent"))))


async def transcribe(port: int, sound: Audio) -> tuple[str, float]:
    """What a server writes, and how many seconds it took."""
    async with AsyncTcpClient("127.0.0.1", port) as client:
        began = time.perf_counter()
        await client.write_event(Transcribe(language="en").event())
        await client.write_event(AudioStart(16_000, 2, 1).event())
        for first in range(0, len(sound.samples), CHUNK):
            pcm = to_pcm(sound.samples[first : first + CHUNK])
            await client.write_event(AudioChunk(16_000, 2, 1, pcm).event())
        await client.write_event(AudioStop().event())
        while (event := await client.read_event()) is not None:
            if Transcript.is_type(event.type):
                return Transcript.from_event(event).text, time.perf_counter() - began
    raise ConnectionError("the server hung up without a transcript")


@contextmanager
def running(command: list[str]) -> Iterator[int]:
    """A server as a process of its own, at a port that is free; given when it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [part.format(port=port) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        deadline = time.monotonic() + READY_SECONDS
        while not answers(port):
            if process.poll() is not None or time.monotonic() > deadline:
                raise ConnectionError(f"{command[0]} did not start")
            time.sleep(0.5)
        yield port
    finally:
        process.terminate()
        process.wait()


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


if __name__ == "__main__":
    main()

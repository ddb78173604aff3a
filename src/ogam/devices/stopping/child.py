"""The process that listens for stop words, and brakes: `python -m ogam.devices.stopping.child`, started by Ogam.

It reads frames (`frames`) and writes lines of JSON, and ends when nobody writes to it any more.
"""

import json
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, BinaryIO

import numpy as np

from ogam.audio.stop_words import StopWords
from ogam.core import SAMPLE_RATE, Audio, Observation, RecognizerSession, StreamingRecognizer
from ogam.devices.stopping.brakes import Brake, BrakeLine
from ogam.devices.stopping.frames import Frame, Kind, read_frame

_NICENESS = -10
_RUNNING = 1_000_000  # microseconds that it may compute without a pause, before a core is taken from it
_PRIORITY = 1


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who stops Ogam by Ctrl-C stops it in its own way
    source, out = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # what a library prints is none of the lines that Ogam reads
    first = read_frame(source)
    if first is None:
        return
    given = first.data()
    words = StopWords(given["languages"])
    words.recognize([Audio(np.random.default_rng(0).normal(0, 0.01, SAMPLE_RATE).astype(np.float32))])  # warm
    rank = before_others()
    listen(words, [BrakeLine(brake_of(one)) for one in given["brakes"]], source, out, rank)


def listen(
    words: StreamingRecognizer, lines: Sequence[BrakeLine], source: BinaryIO, out: BinaryIO, rank: str = ""
) -> None:
    """Listen to all streams until the source ends. rank: told at first, with the number of this process."""
    _tell(out, {"ready": os.getpid(), "rank": rank})
    sessions: dict[int, RecognizerSession] = {}
    while (frame := read_frame(source)) is not None:
        match frame.kind:
            case Kind.OPEN:
                sessions[frame.stream] = words.open()
            case Kind.SOUND if frame.stream in sessions:
                _listen_to(sessions[frame.stream], frame, lines, out)
            case Kind.FINISH:
                sessions.pop(frame.stream, None)
                _tell(out, {"stream": frame.stream, "ended": True})


def _listen_to(session: RecognizerSession, frame: Frame, lines: Sequence[BrakeLine], out: BinaryIO) -> None:
    for found in session.accept(frame.audio()):
        for line in lines:
            line.press()
        _tell(out, {"stream": frame.stream, "heard": heard_data(found)})


def heard_data(found: Observation) -> dict[str, Any]:
    return {
        "kind": found.kind, "value": found.value, "confidence": found.confidence, "start": found.start,
        "end": found.end, "recognizer": found.recognizer, "model": found.model,
    }  # fmt: skip


def brake_of(data: Mapping[str, Any]) -> Brake:
    return Brake(str(data["url"]), tuple(data["greetings"]), tuple(data["stopping"]))


def before_others() -> str:
    """Have this process go before others, as far as the system allows it to. How, in words.

    As a process in real time on Linux, which takes 2 % of a core for each stream and is ended where it does not pause
    for a second (sched(7)); else by a lower niceness.
    """
    with suppress(AttributeError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_RTTIME, (_RUNNING, 2 * _RUNNING))
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(_PRIORITY))
        return "real time"
    with suppress(AttributeError, OSError):
        return f"niceness {os.nice(_NICENESS)}"
    return "like others"


def _tell(out: BinaryIO, data: Mapping[str, Any]) -> None:
    out.write(json.dumps(data).encode() + b"\n")
    out.flush()


if __name__ == "__main__":
    main()

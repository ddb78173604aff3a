"""Plugins that are like the echo but for one fault each, by the name of the check that must find it.

This folder is an installed package as far as Python's metadata goes:
`PYTHONPATH=tests/lab/conformance/bad_plugins ogam lab check bad/silence`.
"""

import contextlib
import ctypes
import fcntl
import os
import random
import signal
import socket
import struct
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from ogam.core import Audio, ModelCard, Observation, Signal
from ogam.plugins import card_beside
from ogam.plugins.echo import EchoRecognizer, EchoSession

Fault = Callable[[Audio, list[Observation]], list[Observation]]
LONG = 60.0
FLAGS_OF_INTERFACE, IS_UP = 0x8913, 1
"""Of Linux: netdevice(7)."""


@dataclass(frozen=True)
class Faulty:
    """The echo, with one fault: what becomes of the observations of a sound."""

    card: ModelCard
    fault: Fault

    def recognize(self, signals: Sequence[Signal]) -> list[list[Observation]]:
        return [self.hear(signal) if isinstance(signal, Audio) else [] for signal in signals]

    def hear(self, audio: Audio) -> list[Observation]:
        return self.fault(audio, EchoRecognizer(card=self.card).recognize([audio])[0])


def faulty(name: str, fault: Fault) -> Faulty:
    return Faulty(card_beside(__file__, f"bad/{name}"), fault)


def hello(audio: Audio, card: ModelCard) -> list[Observation]:
    return [Observation("transcript", "hello", 0.9, audio.start, audio.end, audio.source, "bad", card.label)]


def loudness(audio: Audio) -> float:
    return float(np.sqrt(np.mean(np.square(audio.samples)))) if len(audio.samples) else 0.0


def opens() -> Faulty:
    raise RuntimeError("the licence server does not answer")


def opens_and_exits() -> Faulty:
    os._exit(3)


@dataclass(frozen=True)
class OneList:
    """Gives all observations in one list."""

    card: ModelCard

    def recognize(self, signals: Sequence[Signal]) -> list[list[Observation]]:
        found = EchoRecognizer(card=self.card).recognize(signals)
        return [[one for several in found for one in several]] if found else []


def answers() -> OneList:
    return OneList(card_beside(__file__, "bad/answers"))


def sound() -> Faulty:
    return faulty("sound", lambda audio, found: found)


def card() -> Faulty:
    return faulty("card", lambda audio, found: found)


def licence() -> Faulty:
    return faulty("licence", lambda audio, found: found)


def units() -> Faulty:
    return faulty("units", lambda audio, found: [replace(one, confidence=1.5) for one in found])


def time_stamps() -> Faulty:
    return faulty("time-stamps", lambda audio, found: [replace(one, start=0.0, end=audio.duration) for one in found])


def rate() -> Faulty:
    """Takes 16 kHz for 48 kHz."""
    return faulty(
        "rate", lambda audio, found: [replace(one, end=audio.start + len(audio.samples) / 48_000) for one in found]
    )


def silence() -> Faulty:
    own = card_beside(__file__, "bad/silence")
    return Faulty(own, lambda audio, found: hello(audio, own) if loudness(audio) == 0 else found)


def noise() -> Faulty:
    own = card_beside(__file__, "bad/noise")
    return Faulty(own, lambda audio, found: hello(audio, own) if 0 < loudness(audio) < 0.01 else found)


def short_input() -> Faulty:
    return faulty("short-input", lambda audio, found: [replace(one) for one in found] if 1 / len(audio.samples) else [])


def hangs() -> Faulty:
    return faulty("hangs", lambda audio, found: time.sleep(3600) or found if audio.duration > LONG else found)


def crashes() -> Faulty:
    def fault(audio: Audio, found: list[Observation]) -> list[Observation]:
        if audio.duration > LONG:
            os.kill(os.getpid(), signal.SIGSEGV)
        return found

    return faulty("crashes", fault)


def broken_input() -> Faulty:
    def fault(audio: Audio, found: list[Observation]) -> list[Observation]:
        if not np.isfinite(audio.samples).all():
            raise ValueError("array must not contain infs or NaNs")
        return found

    return faulty("broken-input", fault)


def determinism() -> Faulty:
    return faulty("determinism", lambda audio, found: [replace(one, confidence=random.random()) for one in found])


def determinism_elsewhere() -> Faulty:
    """The same in one process; in another one Python's hashes are other ones."""
    return faulty(
        "determinism-elsewhere", lambda audio, found: [replace(one, value=str(hash(one.value))) for one in found]
    )


class Forgetful:
    """Keeps the signal of a call where the next one overwrites it."""

    def __init__(self, own: ModelCard) -> None:
        self.card = own

    def recognize(self, signals: Sequence[Signal]) -> list[list[Observation]]:
        found = []
        for one in signals:
            self.signal = one
            time.sleep(0.002)
            found += EchoRecognizer(card=self.card).recognize([self.signal])
        return found


def thread_safety() -> Forgetful:
    return Forgetful(card_beside(__file__, "bad/thread-safety"))


@dataclass(frozen=True)
class LosesChunks:
    """Streams, but does not hear the beginning."""

    card: ModelCard

    def recognize(self, signals: Sequence[Signal]) -> list[list[Observation]]:
        return EchoRecognizer(card=self.card).recognize(signals)

    def open(self) -> "LateSession":
        return LateSession(EchoRecognizer(card=self.card))


class LateSession(EchoSession):
    def accept(self, chunk: Audio) -> list[Observation]:
        return super().accept(chunk) if chunk.start > 0.2 else []


def streaming() -> LosesChunks:
    return LosesChunks(card_beside(__file__, "bad/streaming"))


def memory_growth() -> Faulty:
    kept: list[np.ndarray] = []

    def fault(audio: Audio, found: list[Observation]) -> list[Observation]:
        kept.append(np.ones(250_000, np.float32))
        return found

    return faulty("memory-growth", fault)


def latency() -> Faulty:
    """Its card promises a millisecond."""
    return faulty("latency", lambda audio, found: time.sleep(0.01) or found)


@dataclass(frozen=True)
class OtherWeights(Faulty):
    """Its file is not the one that its card states."""

    def weights(self) -> Mapping[str, Path]:
        return {"model.bin": Path(__file__)}


def weights() -> OtherWeights:
    return OtherWeights(card_beside(__file__, "bad/weights"), lambda audio, found: found)


def unnamed_weights() -> Faulty:
    with tempfile.NamedTemporaryFile(suffix=".bin") as file:
        file.write(bytes(2_000_000))
        file.flush()
        Path(file.name).read_bytes()
        kept = Path(tempfile.gettempdir()) / "ogam-bad-plugin.bin"
        kept.write_bytes(bytes(2_000_000))
        kept.read_bytes()
    return faulty("unnamed-weights", lambda audio, found: found)


def offline() -> Faulty:
    """Asks whether a network is up, and gives up where none is; it reaches for nothing that could be seen."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as anything:
        answer = fcntl.ioctl(anything, FLAGS_OF_INTERFACE, struct.pack("16sH14x", b"lo", 0))
    if not struct.unpack("16sH14x", answer)[1] & IS_UP:
        raise OSError("the network is down")
    return faulty("offline", lambda audio, found: found)


def network() -> Faulty:
    with contextlib.suppress(OSError):
        socket.create_connection(("127.0.0.1", 9), timeout=0.1).close()
    return faulty("network", lambda audio, found: found)


def files() -> Faulty:
    with contextlib.suppress(OSError):
        (Path.home() / "diary.txt").read_text("utf-8")
    return faulty("files", lambda audio, found: found)


def files_written() -> Faulty:
    with contextlib.suppress(OSError):
        (Path.home() / ".no-such-folder" / "cache.bin").write_bytes(b"")
    return faulty("files-written", lambda audio, found: found)


def files_native() -> Faulty:
    """Reads what is none of its business by native code, which no audit hook sees."""
    library = ctypes.CDLL(None)
    library.close(library.open(str(Path.home()).encode(), os.O_RDONLY))
    return faulty("files-native", lambda audio, found: found)

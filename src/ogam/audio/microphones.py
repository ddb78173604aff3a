"""The microphone, by sounddevice (the extra `microphone`)."""

import logging
import queue
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ogam.audio.resampling import Resampler
from ogam.audio.sound_card import sound_card
from ogam.core import SAMPLE_RATE, Audio, AudioError

HELD_SECONDS = 10.0
"""How much is kept while the listener is busy; then the newest is dropped, counted and logged."""

log = logging.getLogger(__name__)


def microphone(device: int | str | None = None, seconds_per_chunk: float = 0.032) -> Iterator[Audio]:
    """What a microphone hears, as 16 kHz mono chunks, until the caller stops.

    device: sounddevice's number or name, None for the system's default.
    Times are seconds since it was opened; sound that had to be dropped shows as a gap in them.
    Raises AudioError if sounddevice or the microphone is missing, or the microphone goes away.
    """
    sounddevice = sound_card()
    name, rate = _choose(sounddevice, device)
    tape = _Tape(round(HELD_SECONDS / seconds_per_chunk))
    try:
        stream = sounddevice.InputStream(
            samplerate=rate,
            blocksize=round(seconds_per_chunk * rate),
            device=device,
            channels=1,
            dtype="float32",
            callback=lambda samples, _frames, _time, _status: tape.record(samples[:, 0].copy()),
            finished_callback=tape.end,
        )
        with stream:
            yield from _chunks(tape, rate, name)
    except sounddevice.PortAudioError as error:
        raise AudioError(f"microphone {name}: {error}. Is it plugged in, free, and allowed?") from None
    raise AudioError(f"microphone {name}: stopped. Plug it in again and start anew.")


class _Tape:
    """Carries blocks from the sound card's thread to the listener's; holds so many and no more."""

    def __init__(self, capacity: int) -> None:
        self._blocks: queue.SimpleQueue[tuple[int, NDArray[np.float32]] | None] = queue.SimpleQueue()
        self._capacity = capacity
        self._position = 0

    def record(self, samples: NDArray[np.float32]) -> None:
        if self._blocks.qsize() < self._capacity:
            self._blocks.put((self._position, samples))
        self._position += len(samples)

    def end(self) -> None:
        self._blocks.put(None)

    def play(self) -> Iterator[tuple[int, NDArray[np.float32]]]:
        """Each block with the position of its first sample; positions jump where blocks were dropped."""
        while (block := self._blocks.get()) is not None:
            yield block


def _chunks(tape: _Tape, rate: int, name: str) -> Iterator[Audio]:
    resampler, given, recorded, lost = Resampler(rate), 0, 0, 0.0
    for position, samples in tape.play():
        if position > recorded:
            missing = (position - recorded) / rate
            lost += missing
            log.warning("microphone %s: dropped %.2f s, the listener is too slow", name, missing)
        recorded = position + len(samples)
        chunk = resampler.accept(samples)
        if len(chunk):
            yield Audio(chunk, given / SAMPLE_RATE + lost, name)
        given += len(chunk)


def _choose(sounddevice: Any, device: int | str | None) -> tuple[str, int]:
    """Name of the microphone, and the rate to open it with: 16 kHz, or its own where it cannot."""
    try:
        facts = sounddevice.query_devices(device, "input")
    except (ValueError, sounddevice.PortAudioError) as error:
        found = [f["name"] for f in sounddevice.query_devices() if f["max_input_channels"] > 0]
        there = f"There are: {', '.join(found)}." if found else "None is plugged in."
        wanted = "no default microphone" if device is None else f"no microphone {device!r}"
        raise AudioError(f"{wanted} ({error}). {there}") from None
    try:
        sounddevice.check_input_settings(device=device, channels=1, dtype="float32", samplerate=SAMPLE_RATE)
    except sounddevice.PortAudioError:
        return facts["name"], round(facts["default_samplerate"])
    return facts["name"], SAMPLE_RATE

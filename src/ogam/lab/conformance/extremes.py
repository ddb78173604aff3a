"""Checks with signals that are not usual: nothing, noise, too short, too long, broken."""

import numpy as np

from ogam.core import Audio, Image, Observation, Signal
from ogam.lab.conformance.bench import Bench
from ogam.lab.conformance.comparing import difference, plain
from ogam.lab.conformance.signals import LONG, LOUD, QUIET, noise, repeated
from ogam.lab.conformance.verdicts import Failed, Finding

SURE = 0.5
"""Confidence from which on something counts as said to be there."""
SHORT = (0, 1, 160)
"""Samples."""
SMALL = ((1, 1), (8, 8), (1, 600), (600, 1))
"""Heights and widths of pictures."""
LARGE = (3000, 4000)


def silence(bench: Bench) -> Finding:
    """In two seconds of zeros, or a black picture, there is nothing."""
    zeros = np.zeros(32_000, np.float32)
    black = Image(np.zeros((360, 480, 3), np.uint8), source="black")
    return _nothing_in(bench, Audio(zeros, source="silence") if bench.task.medium == "audio" else black)


def noise_alone(bench: Bench) -> Finding:
    """In the noise of a quiet room, or a picture of noise, there is nothing; in loud noise it answers as ever."""
    if bench.task.medium == "audio":
        bench.may_refuse(noise(2.0, LOUD, "loud noise"))
        return _nothing_in(bench, noise(2.0, QUIET))
    pixels = np.random.default_rng(20).integers(0, 256, (360, 480, 3)).astype(np.uint8)
    return _nothing_in(bench, Image(pixels, source="noise"))


def short_input(bench: Bench) -> Finding:
    """No sample, one, ten milliseconds; pictures of one pixel or one line: answered, or refused by an OgamError."""
    for signal in _short(bench):
        bench.may_refuse(signal)
    return Finding()


def long_input(bench: Bench) -> Finding:
    """A minute and a half of sound, twelve megapixels: answered, or refused by an OgamError; then all is as before."""
    before = bench.may_refuse(bench.usual[0])
    found = bench.may_refuse(_long(bench.usual[0]))
    after = bench.may_refuse(bench.usual[0])
    changed = difference(plain(before or []), plain(after or []))
    if changed:
        raise Failed(f"after a long signal it says something else of a usual one: {changed}")
    return Finding("refused" if found is None else f"{len(found)} observations")


def broken_input(bench: Bench) -> Finding:
    """What are no numbers, and a signal of the other medium: refused by an OgamError, or nothing is found."""
    for signal in _broken(bench):
        found = bench.may_refuse(signal)
        for one in found or ():
            if not np.isfinite([one.confidence, one.start, one.end]).all():
                raise Failed(f"of {signal.source} it says what are no numbers: {one}")
    other: Signal = Image(np.zeros((8, 8, 3), np.uint8), source="a picture")
    if bench.task.medium == "image":
        other = Audio(np.zeros(1600, np.float32), source="a sound")
    if bench.may_refuse(other):
        raise Failed(f"it takes {bench.task.medium} and finds something in {other.source}")
    return Finding()


def _nothing_in(bench: Bench, signal: Signal) -> Finding:
    found = bench.may_refuse(signal)
    for one in found or ():
        if _says_something(one):
            raise Failed(f"in {signal.source} it finds '{one.value}' with a confidence of {one.confidence:.2f}")
    return Finding("refused" if found is None else "")


def _says_something(one: Observation) -> bool:
    """An embedding is of whatever there is; of everything else it counts how sure it is."""
    return one.kind != "embedding" and bool(one.value) and one.value != "none" and one.confidence >= SURE


def _short(bench: Bench) -> list[Signal]:
    if bench.task.medium == "audio":
        samples = np.random.default_rng(20).normal(0.0, 0.1, max(SHORT)).astype(np.float32)
        return [Audio(samples[:count], source=f"{count} samples") for count in SHORT]
    return [Image(np.full((high, wide, 3), 128, np.uint8), source=f"{wide} × {high}") for high, wide in SMALL]


def _long(signal: Signal) -> Signal:
    if isinstance(signal, Audio):
        return repeated(signal, LONG)
    rows, columns = (
        np.linspace(0, size - 1, new).astype(int) for size, new in zip(signal.pixels.shape, LARGE, strict=False)
    )
    return Image(np.ascontiguousarray(signal.pixels[rows][:, columns]), signal.time, signal.source)


def _broken(bench: Bench) -> list[Signal]:
    if bench.task.medium == "image":
        return []
    sound = np.random.default_rng(20).normal(0.0, 0.1, 16_000).astype(np.float32)
    holes, loud = sound.copy(), sound * 1e6
    holes[4000:4100], holes[8000] = np.nan, np.inf
    return [Audio(holes, source="sound with holes"), Audio(loud, source="sound far too loud")]

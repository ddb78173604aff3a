"""Checks that the same is said again: later, elsewhere, by several threads at once, and chunk by chunk."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import zip_longest
from threading import Barrier

from ogam.core import Audio, Observation, RecognizerSession, StreamingRecognizer
from ogam.lab.conformance.bench import Bench, joined
from ogam.lab.conformance.comparing import difference, plain
from ogam.lab.conformance.verdicts import Failed, Finding, Skipped

THREADS = 4
ROUNDS = 3
CHUNKS = (1600, 777, 10**9)
"""Samples of a chunk: 100 ms, one that fits no frame, and everything at once."""


def determinism(bench: Bench) -> Finding:
    """The same signal, the same observations: again, in another order, with others, and in another process."""
    first = bench.observe()
    again = list(reversed([plain(bench.ask(signal)) for signal in reversed(bench.telling)]))
    if changed := difference(first, again):
        raise Failed(f"the second time it says something else: {changed}")
    together = [plain(found) for found in bench.recognizer.recognize(bench.telling)]
    if changed := difference(first, together):
        raise Failed(f"with others in the same call it says something else: {changed}")
    if changed := difference(first, bench.elsewhere()):
        raise Failed(f"in another process it says something else: {changed}")
    return Finding()


def thread_safety(bench: Bench) -> Finding:
    """Four threads at once get what one gets."""
    expected = [plain(bench.ask(signal)) for signal in bench.telling]
    start = Barrier(THREADS)

    def listen(thread: int) -> str:
        start.wait()
        for turn in range(ROUNDS):
            at = (thread + turn) % len(expected)
            if changed := difference(expected[at], plain(bench.ask(bench.telling[at]))):
                return changed
        return ""

    with ThreadPoolExecutor(THREADS) as threads:
        changed = next(filter(None, threads.map(listen, range(THREADS))), "")
    if changed:
        raise Failed(f"when {THREADS} threads ask at once it says something else: {changed}")
    return Finding()


def streaming(bench: Bench) -> Finding:
    """Chunk by chunk it says what it says of the whole, whatever the chunks, and two streams do not mix."""
    recognizer = bench.recognizer
    if not isinstance(recognizer, StreamingRecognizer):
        raise Skipped("it does not stream (it has no `open`)")
    for audio in bench.sounds:
        whole = plain(bench.ask(audio))
        for length in CHUNKS:
            if changed := difference(whole, plain(_stream(recognizer.open, [audio], length)[0])):
                raise Failed(
                    f"in chunks of {min(length, len(audio.samples))} samples it says something else: {changed}"
                )
    pair = [bench.sounds[0], bench.sounds[-1]]
    beside = _stream(recognizer.open, pair, CHUNKS[0])
    for audio, found in zip(pair, beside, strict=True):
        if changed := difference(plain(bench.ask(audio)), plain(found)):
            raise Failed(f"when two streams are open it says something else: {changed}")
    return Finding(f"{len(bench.sounds)} streams")


def _stream(opens: Callable[[], RecognizerSession], sounds: Sequence[Audio], length: int) -> list[list[Observation]]:
    """What is said of each sound, chunk by chunk; the streams are open at once and take turns."""
    sessions = [opens() for _ in sounds]
    found: list[list[list[Observation]]] = [[] for _ in sounds]
    for turn in zip_longest(*(_chunks(audio, length) for audio in sounds)):
        for at, chunk in enumerate(turn):
            if chunk is not None:
                found[at].append(sessions[at].accept(chunk))
    return [joined([*chunks, session.finish()]) for chunks, session in zip(found, sessions, strict=True)]


def _chunks(audio: Audio, length: int) -> list[Audio]:
    return [
        Audio(audio.samples[at : at + length], audio.start + at / 16_000, audio.source)
        for at in range(0, len(audio.samples), length)
    ]

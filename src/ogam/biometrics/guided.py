"""Guided enrolment: what a microphone or a camera gives, one after another, until enough of it is good."""

from collections.abc import Iterable, Iterator

from ogam.biometrics.embeddings import Embedder
from ogam.biometrics.enrolment import Refusal, Sample
from ogam.core import QualityError, Signal

RECORDINGS, PICTURES = 3, 3
"""How many of each are enrolled."""
TRIES, LOOKS = 9, 150
"""After how many utterances, or pictures, it is given up."""
BETWEEN = 0.7
"""Seconds between two pictures that are enrolled: the next one shall be another picture."""


def take(
    signals: Iterable[Signal], embedder: Embedder, wanted: int, tries: int, between: float = 0.0
) -> Iterator[Sample | Refusal]:
    """Each signal as a sample, or why it is none; ends with the last that is wanted, or when all tries are used up.

    between: seconds that must lie between two samples; what comes earlier is left out, and is no try.
    """
    good, last = 0, float("-inf")
    for signal in signals:
        now = signal_time(signal)
        if now - last < between:
            continue
        tries -= 1
        try:
            yield Sample(signal.source, embedder.embed(signal))
            good, last = good + 1, now
        except QualityError as error:
            yield Refusal(signal.source, str(error).removeprefix(f"{signal.source}: "))
        if good >= wanted or tries <= 0:
            return


def signal_time(signal: Signal) -> float:
    """When it was taken, in seconds on its source's clock."""
    from ogam.core import Audio

    return signal.start if isinstance(signal, Audio) else signal.time

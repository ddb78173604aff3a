"""Who speaks in each passage of a recording: people that Ogam or the caller knows by name, letters for all others."""

import string
from collections.abc import Callable, Mapping, Sequence
from threading import Lock

from ogam.biometrics import Calibration, Embedder, Embedding, identify, shipped_calibration
from ogam.core import Audio, QualityError


class Voices:
    """The voice model and its calibration, loaded when they are first wanted, and once. Safe to use from threads.

    load: what loads them, the shipped ones if None.
    """

    def __init__(self, load: Callable[[], tuple[Embedder, Calibration]] | None = None) -> None:
        self._load = load or load_voices
        self._lock = Lock()
        self._loaded: tuple[Embedder, Calibration] | None = None

    def speakers(self, known: Mapping[str, Audio]) -> "Speakers":
        """What names the voices of one recording. known: recordings of speakers, by name. Blocking.

        Raises QualityError for one that has too little speech.
        """
        with self._lock:
            self._loaded = self._loaded or self._load()
            embedder, calibration = self._loaded
        return Speakers(embedder, calibration, {name: [embedder.embed(audio)] for name, audio in known.items()})


def load_voices() -> tuple[Embedder, Calibration]:
    """The shipped voice model. Raises ModelError where its weights cannot be had."""
    from ogam.biometrics.voice import SpeakerEmbedder

    embedder = SpeakerEmbedder()
    return embedder, shipped_calibration(embedder.card.name)


class Speakers:
    """The voices of one recording, named in the order in which they are heard.

    known: voices that the caller has given names to; they go before everything else.
    """

    def __init__(
        self, embedder: Embedder, calibration: Calibration, known: Mapping[str, Sequence[Embedding]] | None = None
    ) -> None:
        self._embedder = embedder
        self._calibration = calibration
        self._known = known or {}
        self._others: dict[str, list[Embedding]] = {}
        self._last: str | None = None

    def name(self, audio: Audio, person: str | None = None) -> str:
        """The name of the speaker of a passage. person: whom the household's own recognition named, if anybody.

        Too little speech to tell a voice by is taken for the speaker before. Blocking.
        """
        self._last = self._found(audio, person)
        return self._last

    def _found(self, audio: Audio, person: str | None) -> str:
        try:
            voice = self._embedder.embed(audio)
        except QualityError:
            return person or self._last or letter(0)
        if self._known and (named := identify(voice, self._known, self._calibration).name):
            return named
        if person is not None:
            return person
        if self._others and (heard := identify(voice, self._others, self._calibration).name):
            self._others[heard].append(voice)
            return heard
        new = letter(len(self._others))
        self._others[new] = [voice]
        return new


def letter(number: int) -> str:
    """A, B … Z, AA, AB … for 0, 1 …"""
    name = string.ascii_uppercase[number % 26]
    return name if number < 26 else letter(number // 26 - 1) + name

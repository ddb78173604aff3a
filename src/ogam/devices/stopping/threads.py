"""Stop words heard in a thread of this process: simple, and as late as everything else in it makes them."""

import logging
import queue
import threading

from ogam.core import Audio, RecognizerSession, StreamingRecognizer
from ogam.devices.stopping.ears import CHUNKS, Heard

log = logging.getLogger(__name__)


class ThreadStopEars:
    """words: hears stop words as they end, `StopWords` or `FakeStopWords`."""

    def __init__(self, words: StreamingRecognizer) -> None:
        self._words = words
        self._waiting = queue.SimpleQueue[tuple[_Ear, Audio | None] | None]()
        self._thread = threading.Thread(target=self._listen, name="stop", daemon=True)
        self._thread.start()

    def open(self, heard: Heard) -> "_Ear":
        return _Ear(self._words.open(), heard, self._waiting)

    def close(self) -> None:
        self._waiting.put(None)
        self._thread.join()

    def _listen(self) -> None:
        while (given := self._waiting.get()) is not None:
            ear, chunk = given
            ear.listen(chunk)


class _Ear:
    def __init__(
        self, session: RecognizerSession, heard: Heard, waiting: "queue.SimpleQueue[tuple[_Ear, Audio | None] | None]"
    ) -> None:
        self._session, self._heard, self._waiting = session, heard, waiting
        self._ended = False

    def accept(self, chunk: Audio) -> None:
        if self._waiting.qsize() < CHUNKS and not self._ended:
            self._waiting.put((self, chunk))

    def finish(self) -> None:
        if not self._ended:
            self._ended = True
            self._waiting.put((self, None))

    def listen(self, chunk: Audio | None) -> None:
        """In the thread. A chunk that cannot be listened to is logged: the others are."""
        try:
            found = self._session.finish() if chunk is None else self._session.accept(chunk)
        except Exception:  # the thread listens to all streams, and must go on
            log.exception("A piece of sound could not be looked through for stop words.")
            found = []
        for one in found:
            self._heard(one)
        if chunk is None:
            self._heard(None)

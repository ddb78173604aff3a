"""A grammar that is a plain list of sentences."""

from collections.abc import Iterable


class SentenceList:
    """Acceptor of normalised sentences (lower case, single spaces, no punctuation), given one by one."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self.start = 0
        self._next: list[dict[int, int]] = [{}]
        self._final: set[int] = set()
        for sentence in sentences:
            self._add(" ".join(sentence.lower().split()).encode())

    @property
    def acceptor(self) -> "SentenceList":
        """Itself: so it can stand wherever a compiled grammar does."""
        return self

    def _add(self, sentence: bytes) -> None:
        state = self.start
        for byte in sentence:
            if byte not in self._next[state]:
                self._next.append({})
                self._next[state][byte] = len(self._next) - 1
            state = self._next[state][byte]
        self._final.add(state)

    def step(self, state: int, byte: int) -> int:
        return self._next[state].get(byte, -1)

    def accepts(self, state: int) -> bool:
        return state in self._final

    def live_bytes(self, state: int) -> bytes:
        return bytes(self._next[state])

    def said_freely(self, state: int) -> bool:  # noqa: ARG002
        return False

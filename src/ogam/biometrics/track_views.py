"""Views of a face that is followed: which pictures of it are embedded, and which of those are kept."""

from typing import Protocol

from ogam.biometrics.embeddings import Embedding
from ogam.biometrics.fusion import pool
from ogam.core import Identity, Image, QualityError
from ogam.vision import Face

MOST_VIEWS = 5
"""That are pooled, the best there are."""
APART = 0.4
"""Seconds from one view to the next: two of the same moment are one."""
BETTER = 0.1
"""By how much a view must be better than the worst that is kept, to take its place."""
SURE, ENOUGH = 0.99, 3
"""Probability of an answer, and views it is by, from which on there is no need to look closer …"""
AGAIN = 10.0
"""… but every so many seconds, since somebody else may have come to stand there."""


class LooksAtFaces(Protocol):
    """Embeds a face of a picture. Raises QualityError for one that is not good enough."""

    def embed_face(self, image: Image, face: Face) -> Embedding: ...


class Views:
    """Those of one face. pooled: all that are kept in one, None where there are none; best: quality of the best."""

    def __init__(self) -> None:
        self.pooled: Embedding | None = None
        self._kept: list[Embedding] = []
        self._looked = float("-inf")
        self._sure = False

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def best(self) -> float:
        return max((view.quality for view in self._kept), default=0.0)

    def due(self, time: float) -> bool:
        """Whether a view of now would help."""
        settled = self._sure or len(self._kept) >= MOST_VIEWS
        return time - self._looked >= (AGAIN if settled else APART)

    def look(self, image: Image, face: Face, looks: LooksAtFaces) -> Embedding | None:
        """The face of now; None if it is not good enough to tell anybody by."""
        self._looked = image.time
        try:
            return looks.embed_face(image, face)
        except QualityError:
            return None

    def keep(self, view: Embedding) -> Embedding:
        """All that are kept from now on in one: with this view, if there is room or it is better than another."""
        worst = min(self._kept, key=lambda one: one.quality, default=view)
        if len(self._kept) < MOST_VIEWS:
            self._kept.append(view)
        elif view.quality >= worst.quality + BETTER:
            self._kept = [view, *(one for one in self._kept if one is not worst)]
        self.pooled = pool(self._kept)
        return self.pooled

    def judged(self, identity: Identity) -> None:
        """What all of them together came to."""
        self._sure = len(self._kept) >= ENOUGH and identity.probability >= SURE

"""Eyes: each looks at the pictures of one camera for one thing, as often as that is worth."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from ogam.biometrics import Evidence
from ogam.core import Audio, Image, Observation
from ogam.home import Camera

Seen = Mapping[str, Sequence[Observation]]
"""All that is seen, by kind (`Scene.see`): an empty list says that none is there; a kind that is missing, nothing."""
When = Literal["motion", "person", "asked"]
"""Look while something moves; while somebody is there, too; only when somebody asks."""


@dataclass(frozen=True, slots=True)
class Eye:
    """name: for the log ("faces"); every: seconds from one look to the next, at least, 0 for every picture.

    look: what it sees in a picture; blocking, one picture after another. It may raise whatever it likes. beside: the
    faces that were before the camera while something was said, if it looks at faces (`ogam.hub.Eyes`).
    """

    name: str
    when: When
    every: float
    look: Callable[[Image], Seen]
    beside: Callable[[Audio], Sequence[Evidence]] | None = None


class Sights(Protocol):
    """Makes the eyes of a camera: its own, for they remember. Ogam's are `ogam.hub.sights.open_sights`.

    Raises ModelError for weights that are missing.
    """

    def eyes(self, camera: Camera) -> Sequence[Eye]: ...


class Pace:
    """When each eye of a camera has to look. eyes: in the order in which they look."""

    def __init__(self, eyes: Sequence[Eye]) -> None:
        self._eyes = eyes
        self._looked = dict.fromkeys((eye.name for eye in eyes), float("-inf"))

    def due(self, now: float, moved: bool, person: bool) -> list[Eye]:
        """Those whose time has come. now: of the picture, in seconds; person: whether somebody is there."""
        return [
            eye
            for eye in self._eyes
            if (moved or (person and eye.when == "person"))
            and not (eye.when == "person" and not person)
            and eye.when != "asked"
            and now - self._looked[eye.name] >= eye.every
        ]

    def looked(self, eye: Eye, now: float) -> None:
        self._looked[eye.name] = now

    def beside(self, voice: Audio) -> list[Evidence]:
        """The faces that were seen while this was said."""
        return [one for eye in self._eyes if eye.beside is not None for one in eye.beside(voice)]

    def asked(self) -> list[Eye]:
        """Those that look only when somebody asks."""
        return [eye for eye in self._eyes if eye.when == "asked"]

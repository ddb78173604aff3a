"""What `ogam see` looks for in a picture: faces, objects, text, each loaded when it is first wanted."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from time import perf_counter
from typing import TYPE_CHECKING

import typer

from ogam.cli.language import say, spoken, told

if TYPE_CHECKING:
    from ogam.biometrics import Household
    from ogam.core import Image, Observation, Recognizer

LOOKS = ("faces", "objects", "text")
USUAL = ("faces", "objects", "text")

Look = Callable[["Image"], "Sequence[Observation]"]
"""What is seen in a picture, of one sort. Raises ModelError where its weights or its extra are missing."""


@dataclass(frozen=True, slots=True)
class Finding:
    """seen: by which look; milliseconds: that the look took, for all that it found in the picture."""

    look: str
    seen: "Observation"
    milliseconds: float


def wanted(what: str) -> tuple[str, ...]:
    """ "faces,objects" as a tuple; without any, the usual ones. Raises a usage error for what is not known."""
    chosen = tuple(dict.fromkeys(part.strip() for part in what.split(",") if part.strip()))
    unknown = [one for one in chosen if one not in LOOKS]
    if unknown:
        text = say("'{what}' cannot be looked for. Choose of: {known}.", what=unknown[0], known=", ".join(LOOKS))
        raise typer.BadParameter(text, param_hint="--what")
    return chosen or USUAL


def look_at(image: "Image", looks: Mapping[str, Look]) -> Iterator[Finding]:
    """Each finding in a picture. Raises what a look raises."""
    for name, look in looks.items():
        began = perf_counter()
        seen = look(image)
        took = (perf_counter() - began) * 1000
        yield from (Finding(name, one, took) for one in seen)


def looks_of(names: Sequence[str], asked: bool, household: "Household | None", threads: int) -> dict[str, Look]:
    """The looks of these names. asked: whether the user named them: then one that cannot be made is an error, else it
    is said and left out."""
    from ogam.core import ModelError

    looks = dict[str, Look]()
    for name in names:
        try:
            looks[name] = _MAKERS[name](household, threads)
        except ModelError as error:
            if asked or name in ("faces", "objects"):
                raise
            typer.echo(told(str(error)), err=True)
    return looks


def _faces(household: "Household | None", threads: int) -> Look:
    from ogam.biometrics import FaceTracks
    from ogam.hub.sights import person_seen
    from ogam.vision import load_faces

    detector = load_faces(threads=threads)

    def look(image: "Image") -> "list[Observation]":
        tracks = FaceTracks(detector, household).accept(image)  # each picture by itself: files need not be one film
        seen = [person_seen(track, str(track.id), image) for track in tracks]
        if household is not None:
            return seen
        return [replace(one, confidence=track.face.score) for one, track in zip(seen, tracks, strict=True)]

    return look


def _objects(_: "Household | None", threads: int) -> Look:
    from ogam.vision import load_objects

    return _recognized(load_objects(threads=threads))


def _text(_: "Household | None", threads: int) -> Look:
    from ogam.vision import load_text_reader

    return _recognized(load_text_reader(threads=threads))


def _recognized(recognizer: "Recognizer") -> Look:
    return lambda image: recognizer.recognize([image])[0]


_MAKERS: Mapping[str, Callable[["Household | None", int], Look]] = {
    "faces": _faces,
    "objects": _objects,
    "text": _text,
}


def value_of(seen: "Observation", knows_people: bool) -> str:
    """What was seen, in the language of the command: a name, a thing, what is written."""
    if seen.kind == "person":
        return seen.value or (say("nobody I know") if knows_people else say("a face"))
    if seen.kind == "object" and spoken() == "ko":
        from ogam.vision.coco import NAMES

        return NAMES[seen.value].korean
    return say(_WORDS[seen.value]) if seen.value in _WORDS else seen.value


_WORDS = {
    "open_palm": "open palm",
    "thumbs_up": "thumbs up",
    "thumbs_down": "thumbs down",
    "pointing_left": "pointing left",
    "pointing_right": "pointing right",
    "pointing_up": "pointing up",
    "pointing_down": "pointing down",
    "fist": "fist",
    "victory": "victory",
    "none": "a hand",
    "body": "a body",
}

"""Forgetting a person: what is enrolled, the key to it, and every mention in the event log; with a proof."""

from dataclasses import dataclass

from ogam.biometrics import Gallery
from ogam.core import BiometricsError
from ogam.home import Home, key
from ogam.hub.log import EventLog


@dataclass(frozen=True, slots=True)
class Forgotten:
    """name: who; events: of the log that named the person. swept: False where another program was reading the gallery:
    then sealed remains lie in its file, which nobody can open, until it is opened next.

    templates: how many were destroyed; left: templates and events that still name the person, counted afterwards.
    """

    name: str
    events: int
    swept: bool
    templates: int
    left: int


def forget(name: str, gallery: Gallery, log: EventLog, home: Home) -> Forgotten:
    """Forget whom the gallery knows by this name or id. Raises BiometricsError for nobody, LogError."""
    member = gallery.member(name)
    person = next((one for one in home.people if key(member.name) in map(key, (one.name, *one.aliases))), None)
    names = (member.name, member.id, *(person.aliases if person else ()))
    templates = len(gallery.templates(member.id)) + len(gallery.templates(member.id, pending=True))
    events = log.redact(names)  # first: if this is broken off, the person is still known and can be forgotten again
    swept = gallery.forget(member.id)
    return Forgotten(member.name, events, swept, templates, _left(member.id, gallery) + log.redact(names))


def _left(member: str, gallery: Gallery) -> int:
    try:
        return len(gallery.templates(member)) + len(gallery.templates(member, pending=True))
    except BiometricsError:
        return 0

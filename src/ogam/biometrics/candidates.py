"""Learning in passing: embeddings of confirmed commands, held sealed until the person says that they may be kept.

Nobody is recognised by what waits here, and what is not confirmed in two weeks goes.
"""

import time as clock

from ogam.biometrics.embeddings import Embedding
from ogam.biometrics.enrolment import nearer_to
from ogam.biometrics.gallery import Gallery
from ogam.biometrics.sealing import Template

MOST = 5
"""What may wait of one person and one model."""

DAYS = 14
_DAY = 86_400.0


def consider(gallery: Gallery, name: str, embedding: Embedding, *, confirmed: bool, source: str) -> Template | None:
    """Hold an embedding for its person to confirm with `ogam people confirm`; None where it is not held.

    confirmed: whether the person has confirmed the command it comes from (by another means than this voice or face);
    without that, nothing is held. It is not held either if nothing is enrolled of the person with this model, if
    someone else is more like it, or if enough is waiting. source: for people, such as "kitchen, 24 November".
    """
    expire(gallery)
    if not confirmed:
        return None
    member = gallery.member(name)
    others = gallery.enrolled(embedding.contract)
    own = others.pop(member.name, [])
    waiting = gallery.templates(member.id, embedding.contract, pending=True)
    if not own or len(waiting) >= MOST or nearer_to(embedding, own, others):
        return None
    return gallery.enrol(member.id, [embedding], source, pending=True)[0]


def expire(gallery: Gallery, now: float | None = None) -> list[Template]:
    """Discard what has waited too long. now: seconds of the Unix clock."""
    oldest = (clock.time() if now is None else now) - DAYS * _DAY
    gone = [template for template in gallery.templates(pending=True) if template.created < oldest]
    for template in gone:
        gallery.discard(template.id)
    return gone

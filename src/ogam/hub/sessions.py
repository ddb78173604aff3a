"""Sessions: one for each microphone, satellite, browser or terminal, with what belongs to it alone."""

from collections.abc import Sequence

from ogam.biometrics.fusion import Evidence
from ogam.core import Audio, Identity, Signal
from ogam.hub.hub import Hub
from ogam.hub.turns import Turn


class Session:
    """One place where people speak or write, in the order in which they do.

    name: which microphone, satellite or terminal it is, as the log says it. area: where it stands, if known.
    """

    def __init__(self, hub: Hub, name: str, area: str | None = None) -> None:
        self.hub = hub
        self.name = name
        self.area = area

    async def hear(self, utterance: Audio, beside: Sequence[Evidence] = ()) -> Turn:
        """Carry out a spoken utterance. beside: what else tells who speaks, see `Hub.hear`."""
        return await self.hub.hear(utterance, self.area, self.name, beside)

    async def observe(self, signal: Signal) -> tuple[Evidence, ...]:
        """What a picture tells of who is there, see `Hub.observe`."""
        return await self.hub.observe(signal, self.area, self.name)

    async def say(self, text: str, who: Identity | None = None) -> Turn:
        """Carry out a written sentence. who: the writer, if known."""
        return await self.hub.say(text, self.area, self.name, who)

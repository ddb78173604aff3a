"""Sessions: one for each microphone, satellite, browser or terminal, with what belongs to it alone."""

from ogam.core import Audio, Identity
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

    async def hear(self, utterance: Audio) -> Turn:
        """Carry out a spoken utterance."""
        return await self.hub.hear(utterance, self.area, self.name)

    async def say(self, text: str, who: Identity | None = None) -> Turn:
        """Carry out a written sentence. who: the writer, if known."""
        return await self.hub.say(text, self.area, self.name, who)

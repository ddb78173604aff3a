"""Driving satellites: microphones and loudspeakers in the rooms, that speak the protocol of wyoming-satellite.

A satellite waits at a port of its own. Ogam connects to it, takes its sound, carries out what is said, and has it say
the replies. One that listens for a wake word itself sends sound only after it; for one that sends sound always, Ogam
listens for the wake word.
"""

import asyncio
import logging
import random
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from ogam.audio import MicroWakeWords, wake_words
from ogam.core import AudioError, LogError, OgamError, StreamingRecognizer
from ogam.hub import House
from ogam.server.wyoming.driving import Drive
from ogam.server.wyoming.frames import FrameError
from ogam.server.wyoming.settings import Limits
from ogam.synthesis import Speaker

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
"""Seconds before the first and before the later attempts to reach a satellite that is not there."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Satellite:
    """One satellite.

    name: of its session, as the log says it; uri: `tcp://address:port`; area: where it stands, by the home file; where
    it is None, what the satellite says itself, if the home has such an area.
    wake_words: by name, for a satellite that sends sound always; without any, all that is said to it is carried out.
    Raises OgamError for what is no such address.
    """

    name: str
    uri: str
    area: str | None = None
    wake_words: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        host, _ = self.endpoint
        if not host:
            raise OgamError(f"satellite '{self.name}': '{self.uri}' is no address. Write tcp://192.168.1.30:10700.")

    @property
    def endpoint(self) -> tuple[str, int]:
        """Host and port; ("", 0) where the address is wrong."""
        try:
            parts = urlsplit(self.uri)
            port = parts.port
        except ValueError:
            return "", 0
        return (parts.hostname, port) if parts.scheme == "tcp" and parts.hostname and port else ("", 0)


async def run(house: House, satellites: Sequence[Satellite], speaker: Speaker | None = None) -> None:
    """Drive satellites until cancelled; each is looked for again when it goes away. speaker: says the replies."""
    async with asyncio.TaskGroup() as tasks:
        for satellite in satellites:
            words = MicroWakeWords(wake_words(satellite.wake_words)) if satellite.wake_words else None
            tasks.create_task(drive(house, satellite, words, speaker))


async def drive(
    house: House,
    satellite: Satellite,
    words: StreamingRecognizer | None = None,
    speaker: Speaker | None = None,
    first_pause: float = FIRST_PAUSE,
) -> None:
    """Drive one satellite for ever. words: the wake words that Ogam listens for."""
    pause = first_pause
    while True:
        drive = Drive(house, satellite.name, satellite.area, words, speaker)
        try:
            reader, writer = await asyncio.wait_for(
                asyncio.open_connection(*satellite.endpoint, limit=Limits().header), timeout=10
            )
            try:
                await drive.run(reader, writer)
                reason = "it hung up"
            finally:
                writer.close()
        except* (OSError, TimeoutError, FrameError, AudioError, LogError) as errors:
            reason = _first(errors)
        pause = first_pause if drive.heard_from else pause
        log.warning("satellite %s: %s. Trying again in %.0f s.", satellite.name, reason, pause)
        await asyncio.sleep(pause * random.uniform(0.8, 1.2))
        pause = min(2 * pause, LONGEST_PAUSE)


def _first(errors: BaseExceptionGroup[BaseException]) -> str:
    """What the first of the errors says; a group may hold groups."""
    error = errors.exceptions[0]
    return _first(error) if isinstance(error, BaseExceptionGroup) else str(error) or type(error).__name__

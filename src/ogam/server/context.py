"""What every route needs: the house, the accounts, the settings."""

import asyncio
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from fastapi import Depends
from starlette.requests import HTTPConnection

from ogam.biometrics import Gallery
from ogam.hub import House
from ogam.server.auth.auth import Auth
from ogam.server.openai.speakers import Voices
from ogam.server.settings import Settings


@dataclass(frozen=True, slots=True)
class Server:
    """One running server.

    gallery: of those who are enrolled, None where there is none yet; home_path, settings_path: the files in which
    rules and settings are changed, None where there are none; started: seconds of the Unix clock;
    stopping: set when it begins to stop: whoever sends without end must end then. voices: tells speakers of a
    recording apart, loaded when that is first wanted.
    """

    house: House
    auth: Auth
    settings: Settings = field(default_factory=Settings)
    gallery: Gallery | None = None
    home_path: Path | None = None
    settings_path: Path | None = None
    started: float = field(default_factory=time.time)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    voices: Voices = field(default_factory=Voices)


def context(connection: HTTPConnection) -> Server:
    """The server that a request or a WebSocket belongs to."""
    server: Server = connection.app.state.server
    return server


Context = Annotated[Server, Depends(context)]
"""A parameter of a route: `async def read(server: Context) -> …`."""

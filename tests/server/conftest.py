"""A server of a small home with made-up ears, and clients of it: a stranger, an owner, a child, a token."""

import io
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import soundfile
import uvicorn
from argon2 import PasswordHasher
from fastapi import FastAPI
from fastapi.testclient import TestClient
from websockets.asyncio.client import connect

from ogam.audio import EnergyVoiceActivity
from ogam.core import Command, Slot
from ogam.devices import VirtualDriver
from ogam.home import parse_home
from ogam.hub import EventLog, House, Hub
from ogam.hub.fakes import FakeGrammar, FakeInterpretation, FakeRecognizer
from ogam.server import Server, create_app
from ogam.server.auth import Auth, Scope
from ogam.server.auth.guards import COOKIE
from ogam.server.auth.secrets import csrf_of

URL = "http://localhost:8765"
LOOPBACK, ELSEWHERE = ("127.0.0.1", 50_000), ("192.168.1.20", 50_000)
HOME = parse_home("""
areas: [kitchen, hall]
devices:
  - {name: lamp, domain: light, area: kitchen}
  - {name: front door, domain: lock, area: hall}
people:
  - {name: Mina, role: owner, room: kitchen}
  - {name: Joon, role: child}
  - {name: Sora, role: adult}
""")
GRAMMAR = FakeGrammar(
    {
        "lamp on": FakeInterpretation(Command("HassTurnOn", {"name": Slot("name", "lamp", "lamp")})),
        "unlock the front door": FakeInterpretation(
            Command("HassTurnOff", {"name": Slot("name", "front door", "front door")})
        ),
    }
)
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of these tests reaches the files of whoever runs them."""
    monkeypatch.setenv("OGAM_HOME", str(tmp_path / "ogam"))


@pytest.fixture
def house() -> Iterator[House]:
    """A house whose recogniser hears "lamp on" in every utterance; its log is in memory."""
    log = EventLog(None)
    house = House(
        Hub(HOME, GRAMMAR, FakeRecognizer("lamp on"), {"virtual": VirtualDriver(HOME.devices)}, log),
        EnergyVoiceActivity(),
    )
    yield house
    house.close()
    log.close()


@pytest.fixture
def server(house: House) -> Iterator[Server]:
    """A server with no accounts yet."""
    server = Server(house, Auth.open(None, hasher=QUICK))
    yield server
    server.auth.close()


@pytest.fixture
def app(server: Server) -> FastAPI:
    return create_app(server)


@pytest.fixture
def stranger(app: FastAPI) -> Iterator[TestClient]:
    """Somebody who is not signed in, at another computer of the same network."""
    with TestClient(app, URL, client=ELSEWHERE) as client:
        yield client


@pytest.fixture
def at_the_machine(app: FastAPI) -> Iterator[TestClient]:
    """Somebody who is not signed in, at the server's own computer."""
    with TestClient(app, URL, client=LOOPBACK) as client:
        yield client


@dataclass(frozen=True)
class People:
    """Makes clients that are signed in."""

    app: FastAPI
    server: Server

    def client(self, name: str, person: str | None = None, owner: bool = False) -> TestClient:
        """A browser of an account (made where there is none), with cookie and CSRF header."""
        if self.server.auth.accounts.find(name) is None:
            self.server.auth.accounts.add(name, person, owner)
        _, secret = self.server.auth.sessions.begin(name)
        client = TestClient(self.app, URL, client=ELSEWHERE, headers={"X-Ogam-CSRF": csrf_of(secret)})
        client.cookies.set(COOKIE, secret)
        return client

    def token(self, *scopes: Scope, account: str = "program", person: str | None = "Mina") -> TestClient:
        """A program with a token of these scopes."""
        if self.server.auth.accounts.find(account) is None:
            self.server.auth.accounts.add(account, person)
        _, secret = self.server.auth.tokens.add(account, "test", scopes)
        return TestClient(self.app, URL, client=ELSEWHERE, headers={"Authorization": f"Bearer {secret}"})


@pytest.fixture
def people(app: FastAPI, server: Server) -> People:
    return People(app, server)


@pytest.fixture
def owner(people: People) -> TestClient:
    """A browser in which Mina, who owns the home, is signed in."""
    return people.client("mina", "Mina")


@pytest.fixture
def child(people: People) -> TestClient:
    """A browser in which Joon, a child, is signed in."""
    return people.client("joon", "Joon")


@pytest.fixture
def adult(people: People) -> TestClient:
    """A browser in which Sora, an adult, is signed in."""
    return people.client("sora", "Sora")


@pytest.fixture
def token(people: People) -> Callable[..., TestClient]:
    """`token("say")`: a program with a token of an owner that has these scopes."""
    return people.token


@pytest.fixture
def wav() -> bytes:
    """A recording with two utterances."""
    parts = [np.full(16_000, level, np.float32) for level in (0, 0.5, 0, 0.5, 0)]
    file = io.BytesIO()
    soundfile.write(file, np.concatenate(parts), 16_000, format="WAV")
    return file.getvalue()


@dataclass(frozen=True)
class Live:
    """A server at a real socket, in a thread of its own, and the headers of a caller."""

    port: int
    headers: dict[str, str]
    app: object

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def socket(self, query: str = ""):
        address = f"ws://localhost:{self.port}/api/listen?{query}"
        return connect(address, additional_headers=self.headers, open_timeout=30, close_timeout=5)


@pytest.fixture
def live(app, server, people) -> Iterator[Live]:
    token = people.token("listen", "say", "log", "devices")
    config = uvicorn.Config(app, port=0, log_level="critical", ws_per_message_deflate=False)
    web = uvicorn.Server(config)
    thread = threading.Thread(target=web.run, daemon=True)
    thread.start()
    while not web.started:
        time.sleep(0.01)
    yield Live(web.servers[0].sockets[0].getsockname()[1], {"Authorization": token.headers["Authorization"]}, app)
    server.house.live.close()
    web.should_exit = True
    thread.join(20)
    assert not thread.is_alive()

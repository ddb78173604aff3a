import asyncio

import numpy as np

from ogam.core import Audio, Command, Slot
from ogam.devices import VirtualDriver
from ogam.home import parse_home
from ogam.hub import EventLog, Hub, Session
from ogam.hub.fakes import FakeGrammar, FakeInterpretation, FakeRecognizer

HOME = parse_home("{areas: [kitchen], devices: [{name: lamp, domain: light, area: kitchen}]}")
GRAMMAR = FakeGrammar({"lamp on": FakeInterpretation(Command("HassTurnOn", {"name": Slot("name", "lamp", "lamp")}))})


def session() -> Session:
    hub = Hub(HOME, GRAMMAR, FakeRecognizer("lamp on"), {"virtual": VirtualDriver(HOME.devices)}, EventLog(None))
    return Session(hub, "tablet", "kitchen")


def test_what_is_heard_and_what_is_written_belong_to_the_session_and_its_area():
    tablet = session()
    heard = asyncio.run(tablet.hear(Audio(np.zeros(16_000, np.float32))))
    written = asyncio.run(tablet.say("lamp on"))
    for turn in (heard, written):
        assert (turn.session, turn.area) == ("tablet", "kitchen")
        assert [act.result.ok for act in turn.acts] == [True]

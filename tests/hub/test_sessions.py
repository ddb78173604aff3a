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


def test_what_was_perceived_is_neither_logged_nor_done_until_it_is_carried_out():
    async def listen() -> None:
        tablet = session()
        perceived = await tablet.perceive(Audio(np.zeros(16_000, np.float32)))
        assert (perceived.sentence.value, perceived.acts, list(tablet.hub.log.events())) == ("lamp on", (), [])
        turn = await tablet.carry_out(perceived)
        assert (turn.id, [act.result.ok for act in turn.acts]) == (perceived.id, [True])
        assert turn.timings["total"] >= turn.timings["recognise"]
        assert next(event.kind for event in tablet.hub.log.events()) == "turn"

    asyncio.run(listen())

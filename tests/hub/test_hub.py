import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any

import numpy as np
import pytest

from ogam.core import (
    Action,
    ActionResult,
    Audio,
    Command,
    Decision,
    Device,
    DeviceEvent,
    LogError,
    ModelCard,
    ModelError,
    Observation,
    Signal,
    Slot,
    SlotValue,
)
from ogam.devices import VirtualDriver
from ogam.home import Home, parse_home
from ogam.hub import EventLog, Hub, Turn
from ogam.hub.fakes import FakeGrammar, FakeInterpretation, FakeRecognizer

HOME = parse_home("""
areas: [kitchen, bedroom]
devices:
  - {name: lamp, domain: light, area: kitchen}
  - {name: bedside lamp, aliases: [lamp], domain: light, area: bedroom}
  - {name: washer, domain: washer, attributes: {unreachable: true}}
  - {name: rocket, domain: switch, driver: nasa}
sentences:
  - {say: bedtime, do: {intent: HassTurnOff, slots: {name: bedside lamp}}, reply: Sleep well.}
""")
SILENCE = Audio(np.zeros(16_000, np.float32))


def meaning(intent: str, response: str = "", **slots: SlotValue) -> FakeInterpretation:
    return FakeInterpretation(
        Command(intent, {name: Slot(name, value, str(value)) for name, value in slots.items()}, response=response)
    )


GRAMMAR = FakeGrammar(
    {
        "kitchen lights on": meaning("HassTurnOn", domain="light", area="kitchen"),
        "lamp on": meaning("HassTurnOn", name="lamp"),
        "bedtime": meaning("HassTurnOff", "Sleep well.", name="bedside lamp"),
        "start the washer": meaning("HassTurnOn", name="washer"),
        "launch": meaning("HassTurnOn", name="rocket"),
        "lights on": FakeInterpretation(meaning("HassTurnOn", domain="light").command, ("area",)),
        "fans on": meaning("HassTurnOn", domain="fan", area="kitchen"),
        "fly": meaning("flyToTheMoon"),
        "hello": meaning("HassRespond", "hello"),
    }
)


class Broken:
    """Fails in every way it is asked to."""

    card = ModelCard("broken", "1", "tests")

    def __init__(self, error: Exception = RuntimeError("boom")) -> None:  # noqa: B008
        self.error = error

    def recognize(self, signals: Sequence[Signal]) -> list[list[Observation]]:
        raise self.error

    def interpret(self, text: str, area: str | None = None) -> Any:
        raise self.error

    def decide(self, request: Any) -> Decision:
        raise self.error

    async def discover(self) -> list[Device]:
        return []

    async def act(self, device: Device, action: Action) -> ActionResult:
        raise self.error

    async def events(self) -> AsyncIterator[DeviceEvent]:
        yield DeviceEvent("", {}, 0.0)


class Slow(Broken):
    async def act(self, device: Device, action: Action) -> ActionResult:
        await asyncio.sleep(60)
        raise AssertionError


def hub(**changed: Any) -> Hub:
    home: Home = changed.pop("home", HOME)
    parts: dict[str, Any] = {
        "grammar": GRAMMAR,
        "recognizer": FakeRecognizer("kitchen lights on"),
        "drivers": {"virtual": VirtualDriver(home.devices)},
        "log": EventLog(None),
    }
    return Hub(home, **(parts | changed))


def say(text: str, area: str | None = None, **changed: Any) -> tuple[Turn, list[tuple[str, dict[str, Any]]]]:
    """The turn, and the events that it logged."""
    it = hub(**changed)
    turn = asyncio.run(it.say(text, area))
    return turn, [(event.kind, dict(event.data)) for event in it.log.events()]


def test_what_is_heard_is_done_and_logged() -> None:
    it = hub()
    turn = asyncio.run(it.hear(SILENCE, "bedroom", "satellite"))
    assert turn.command is not None
    assert turn.command.devices == ("light.lamp",)
    assert (turn.command.confidence, turn.command.area) == (0.99, "bedroom")
    assert turn.decision is not None
    assert turn.decision.rule == "everyone-may"
    assert turn.results[0].state["state"] == "on"
    assert turn.reply == "Lamp's on."
    assert set(turn.timings) == {"recognise", "interpret", "act", "total"}
    events = list(it.log.events())
    assert [event.kind for event in events] == ["turn", "observation", "command", "decision", "action", "reply"]
    assert {(event.session, event.turn) for event in events} == {("satellite", turn.id)}


def test_text_takes_the_same_way() -> None:
    turn, _ = say("kitchen lights on")
    assert turn.results[0].state["state"] == "on"
    assert turn.command is not None
    assert turn.command.confidence == 1.0


def test_speech_that_is_none_of_the_homes_sentences_does_nothing() -> None:
    it = hub(recognizer=FakeRecognizer("kitchen lights on", 0.2, accepted=False))
    turn = asyncio.run(it.hear(SILENCE, "kitchen"))
    assert (turn.command, turn.acts) == (None, ())
    assert turn.reply.startswith("I didn't get that. In here you can say: turn on the lamp")
    assert [event.kind for event in it.log.events()] == ["turn", "observation", "reply"]


def test_words_that_mean_nothing_here_do_nothing() -> None:
    turn, _ = say("tell me a joke")
    assert turn.command is None
    assert turn.reply.startswith("I didn't get that. You can say: ")


@pytest.mark.parametrize(
    ("text", "area", "reply"),
    [
        ("lights on", None, "In which room: kitchen or bedroom?"),
        ("lamp on", None, "Which lamp: bedroom or kitchen?"),
        ("fans on", None, "I know no fan in the kitchen."),
        ("fly", None, "I understood “fly” (flyToTheMoon), but nothing in this home does that yet."),
        ("start the washer", None, "The washer doesn't answer."),
        ("launch", None, "The rocket needs the driver 'nasa', which is not there."),
        ("hello", None, "Hello."),
        ("bedtime", None, "Sleep well."),
        ("lamp on", "bedroom", "Bedside lamp's on."),
    ],
)
def test_replies(text: str, area: str | None, reply: str) -> None:
    assert say(text, area)[0].reply == reply


def test_a_failing_recognizer_is_logged_and_said() -> None:
    it = hub(recognizer=Broken())
    turn = asyncio.run(it.hear(SILENCE))
    assert turn.reply == "I couldn't listen to that: boom"
    assert turn.error == "RuntimeError: boom"
    assert [(e.kind, e.data.get("where")) for e in it.log.events()][1] == ("error", "recognizer")
    assert asyncio.run(it.say("lamp on", "kitchen")).reply == "Lamp's on."


@pytest.mark.parametrize("broken", [{"grammar": Broken()}, {"policy": Broken()}])
def test_a_failing_grammar_or_policy_does_nothing_and_is_logged(broken: dict[str, Any]) -> None:
    turn, events = say("kitchen lights on", **broken)
    assert turn.acts == ()
    assert turn.reply == "Something went wrong, and I did nothing. The log says what."
    assert ("error", "RuntimeError", "boom") in [(kind, data.get("type"), data.get("message")) for kind, data in events]


def test_a_failing_driver_is_logged_and_said() -> None:
    turn, events = say("kitchen lights on", drivers={"virtual": Broken()})
    assert turn.reply == "The lamp failed; the log says how."
    assert not turn.results[0].ok
    assert not turn.results[0].sure  # it may have told the lamp before it failed
    assert [kind for kind, _ in events] == ["turn", "observation", "command", "decision", "error", "action", "reply"]


def test_a_recognizer_or_driver_that_gives_what_is_no_json_fails_alone() -> None:
    class Odd(FakeRecognizer):
        def recognize(self, signals: Sequence[Signal]) -> list[list[Observation]]:
            return [[Observation("sentence", "lamp on", float("nan"), 0.0, 0.0)]]

    it = hub(recognizer=Odd("lamp on"))
    assert asyncio.run(it.hear(SILENCE, "kitchen")).error.startswith("ValueError")

    class OddDriver(Broken):
        async def act(self, device: Device, action: Action) -> ActionResult:
            return ActionResult(device.id, True, {"state": object()})

    turn, _ = say("lamp on", "kitchen", drivers={"virtual": OddDriver()})
    assert turn.reply == "The lamp failed; the log says how."


def test_a_driver_that_does_not_return_is_given_up_on() -> None:
    turn, _ = say("kitchen lights on", drivers={"virtual": Slow()}, patience=0.01)
    assert turn.reply == "The lamp doesn't answer."


def test_what_the_policy_denies_is_not_done() -> None:
    class NobodyMay:
        def decide(self, request: Any) -> Decision:
            return Decision("deny", "nobody-may", "Lights are for adults.")

    turn, events = say("kitchen lights on", policy=NobodyMay())
    assert turn.acts == ()
    assert turn.reply == "I may not do that. Lights are for adults."
    assert ("decision", "deny") in [(kind, data.get("effect")) for kind, data in events]


def test_a_log_that_cannot_be_written_stops_the_turn_before_anything_is_done() -> None:
    driver = VirtualDriver(HOME.devices)
    log = EventLog(None)
    it = hub(log=log, drivers={"virtual": driver})
    log.close()
    with pytest.raises(LogError):
        asyncio.run(it.say("kitchen lights on"))
    assert driver.state("light.lamp")["state"] == "off"


def test_a_hub_without_a_recognizer_says_so() -> None:
    with pytest.raises(ModelError, match="without a recogniser"):
        asyncio.run(hub(recognizer=None).hear(SILENCE))


def test_the_recognizer_does_not_hold_up_the_loop() -> None:
    import threading

    seen: list[int] = []

    class Watching(FakeRecognizer):
        def recognize(self, signals: Sequence[Signal]) -> list[list[Observation]]:
            seen.append(threading.get_ident())
            return [[]]

    asyncio.run(hub(recognizer=Watching("x")).hear(SILENCE))
    assert seen != [threading.get_ident()]


def test_several_may_speak_at_once() -> None:
    it = hub()

    async def run() -> list[Turn]:
        return await asyncio.gather(*(it.hear(SILENCE, session=str(number)) for number in range(20)))

    turns = asyncio.run(run())
    assert len({turn.id for turn in turns}) == 20
    assert all(turn.reply == "Lamp's on." for turn in turns)

"""Routines: each step decided by who said it, whose they are, at their time, and run again from the log."""

import asyncio
from pathlib import Path

import pytest

from ogam.grammar import compile_home
from ogam.home import Home, parse_home
from ogam.hub import EventLog, Hub, Session, Turn, open_hub, replay
from ogam.hub.scheduling import AWAY, Scheduler
from ogam.policy.cases import identity

HOME = parse_home("""
areas: [hall, bedroom]
languages: [en, ko]
devices:
  - {name: lamp, domain: light, area: bedroom, state: "on"}
  - {name: heating, domain: climate, area: bedroom}
  - {name: front door, domain: lock, area: hall, state: unlocked}
  - {name: oven, domain: oven, area: hall}
people: [{name: Mina, role: owner}, {name: Ara, role: child}]
permissions: on
routines:
  - name: good night
    say: [good night, 잘 자]
    do: [turn off the lamp, lock the front door, set the heating to 26 degrees]
  - {name: bake, do: [turn on the lamp, turn on the oven]}
  - {name: leaving, say: ["[i am|i'm] leaving"], person: Mina, do: [lock the front door]}
  - {name: off to school, say: ["[i am|i'm] leaving"], role: child, do: [turn off the lamp], reply: Have fun.}
  - {name: dim, do: [{device: light.lamp, verb: set_light, arguments: {brightness: 20}}, fly to the moon]}
  - {name: welcome, person: Mina, do: [turn on the lamp], when: {arrives: Mina}}
  - {name: evening, person: Mina, do: [turn off the lamp], when: {at: "19:00"}}
""")
GRAMMAR = compile_home(HOME)


def hub(home: Home = HOME, log: EventLog | None = None) -> Hub:
    return open_hub(home, log or EventLog(None), listen=False, grammar=GRAMMAR)


def say(one: Hub | Session, text: str, who: str = "Mina") -> Turn:
    person = identity(HOME, who)
    return asyncio.run(one.say(text, who=person))


def state(one: Hub, device: str) -> dict:
    return one.drivers["virtual"].state(device)  # type: ignore[attr-defined]


@pytest.mark.parametrize("text", ["good night", "잘 자"])
def test_one_sentence_does_it_all(text: str) -> None:
    house = hub()
    turn = say(house, text)
    assert [step.command.intent for step in turn.steps if step.command] == [
        "HassTurnOff",
        "HassTurnOn",
        "HassClimateSetTemperature",
    ]
    assert state(house, "light.lamp")["state"] == "off"
    assert state(house, "lock.front_door")["state"] == "locked"
    assert state(house, "climate.heating")["temperature"] == 26
    assert "locked" in turn.reply
    assert "26" in turn.reply


def test_a_step_that_is_refused_is_told_and_the_others_are_done() -> None:
    house = hub()
    turn = say(house, "bake", "Ara")
    assert [step.decision.effect for step in turn.steps if step.decision] == ["allow", "deny"]
    assert "Lamp's on." in turn.reply
    assert "oven" in turn.reply
    assert state(house, "oven.oven")["state"] == "off"


def test_a_routine_is_whose_it_is() -> None:
    house = hub()
    assert say(house, "i'm leaving").steps[0].acts[0].device.name == "front door"
    child = say(house, "i'm leaving", "Ara")
    assert child.reply.startswith("Have fun.")
    assert child.steps[0].acts[0].device.name == "lamp"
    nobody = asyncio.run(house.say("i'm leaving"))
    assert not nobody.steps
    assert nobody.reply


def test_a_step_is_an_action_and_one_that_nobody_understands_is_told() -> None:
    house = hub()
    turn = say(house, "dim")
    assert state(house, "light.lamp")["brightness"] == 20
    assert "fly to the moon" in turn.reply


def test_it_is_taken_back_as_a_whole() -> None:
    house = hub()
    session = Session(house, "text", "hall", clock=lambda: 1.0)
    say(session, "good night")
    undone = say(session, "undo that")
    assert state(house, "light.lamp")["state"] == "on"
    assert undone.reply == "That's undone, but not the front door."


def test_at_its_time_and_when_its_person_comes_home() -> None:
    house, now = hub(), [1_800_000_000.0]
    scheduler = Scheduler(house, list, lambda: now[0])
    house.log.subscribe(scheduler._notice)
    now[0] += 86_400  # Ogam was off for a day: what it has missed it does not do
    for _ in range(25):
        now[0] += 3600
        asyncio.run(scheduler.tick())
    evenings = [event for event in house.log.events() if event.kind == "turn" and event.session == "clock"]
    assert len([event for event in evenings if event.data["medium"] == "routine"]) == 2  # the routine, and its step
    assert state(house, "light.lamp")["state"] == "off"
    say(house, "what time is it")
    asyncio.run(scheduler.tick())
    assert state(house, "light.lamp")["state"] == "off"
    now[0] += AWAY + 1
    say(house, "what time is it")
    asyncio.run(scheduler.tick())
    assert state(house, "light.lamp")["state"] == "on"


def test_the_log_is_run_again_and_comes_out_the_same(tmp_path: Path) -> None:
    with EventLog(tmp_path / "log.sqlite") as log:
        house = hub(log=log)
        say(house, "good night")
        say(house, "bake", "Ara")
    result = asyncio.run(replay(tmp_path / "log.sqlite", hub()))
    assert result.differences == ()
    assert result.turns == 2 + 3 + 2

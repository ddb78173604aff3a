"""Time passes in a house: what ends rings where it was set, is told late once, and is private to whom it belongs."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from ogam.core import DeviceError, Identity
from ogam.devices.schedule import RINGS, VERBS
from ogam.grammar import compile_home
from ogam.home import Home, parse_home
from ogam.hub import EventLog, Hub, Session, Turn, open_hub, replay
from ogam.hub.scheduling import AWAY, TOO_LATE, Scheduler
from ogam.policy.cases import identity

HOME = parse_home("""
areas: [kitchen, hall]
devices:
  - {name: kitchen light, domain: light, area: kitchen, state: "on"}
  - {name: front door, domain: lock, area: hall}
people: [{name: Mina, role: owner}, {name: Ara, role: child}]
permissions: on
""")
KOREAN = parse_home("""
language: ko
areas: [주방]
devices: [{name: 주방 불, domain: light, area: 주방, state: "on"}]
""")
GRAMMARS = {home.language: compile_home(home) for home in (HOME, KOREAN)}
BEGAN = 1_800_000_000.0


@dataclass
class World:
    """A house whose clock stands still until it is moved. told: what each session was told, by its name."""

    home: Home = HOME
    log: EventLog = field(default_factory=lambda: EventLog(None))
    now: float = BEGAN
    told: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.sessions: list[Session] = []
        self.start()

    def start(self) -> None:
        """Ogam starts, with what the log says."""
        self.hub: Hub = open_hub(self.home, self.log, listen=False, grammar=GRAMMARS[self.home.language])
        for driver in self.hub.drivers.values():
            driver._clock = lambda: self.now  # type: ignore[attr-defined]
        self.scheduler = Scheduler(self.hub, lambda: self.sessions, lambda: self.now)
        self.log.subscribe(self.scheduler._notice)
        names = [session.name for session in self.sessions]
        self.sessions.clear()
        for name in names:
            self.open(name)

    def open(self, name: str, area: str | None = None, person: str | None = None) -> Session:
        session = Session(self.hub, name, area or self.home.areas[0].name, clock=lambda: self.now)
        session.person, session.alarms = person, self.scheduler
        session.on_turn = self._telling(name)
        self.sessions.append(session)
        return session

    def _telling(self, name: str) -> Callable[[Turn], None]:
        return lambda turn: self.told.setdefault(name, []).append(turn.reply)

    def say(self, session: Session, text: str, who: str = "Mina") -> Turn:
        someone = identity(self.home, who) if who and self.home.people else None
        return asyncio.run(session.say(text, someone))

    def passes(self, seconds: float) -> tuple[Turn, ...]:
        self.now += seconds
        return asyncio.run(self.scheduler.tick())

    def kinds(self, kind: str) -> list[dict]:
        return [dict(event.data) for event in self.log.events() if event.kind == kind]

    def light(self) -> str:
        states = self.hub.drivers["virtual"].states()  # type: ignore[attr-defined]
        return next(state["state"] for name, state in states.items() if name.startswith("light."))


def test_a_timer_rings_where_it_was_set_and_is_stopped_there() -> None:
    world = World()
    kitchen, hall = world.open("kitchen"), world.open("hall", "hall")
    world.say(kitchen, "set a tea timer for five minutes")
    assert world.passes(299) == ()
    [turn] = world.passes(1)
    assert turn.reply == "The tea timer is done."
    assert world.told == {"kitchen": ["The tea timer is done."]}
    assert world.kinds("ring")[0]["kind"] == "timer"
    assert world.passes(10) == ()
    assert world.told["kitchen"] == ["The tea timer is done."]
    world.passes(25)
    assert len(world.told["kitchen"]) == 2, "it rings again until somebody stops it"
    assert world.say(kitchen, "stop").reply == "Okay."
    world.passes(60)
    assert len(world.told["kitchen"]) == 2
    assert "Nothing is ringing" in world.say(hall, "stop").reply


def test_never_mind_stops_what_rings() -> None:
    world = World(KOREAN)
    kitchen = world.open("주방")
    world.say(kitchen, "3분 타이머 맞춰줘", "")
    world.passes(180)
    assert world.told["주방"] == ["3분 타이머가 끝났어요."]
    world.say(kitchen, "그만", "")
    world.passes(31)
    assert len(world.told["주방"]) == 1


def test_what_nobody_stops_ends_by_itself() -> None:
    world = World()
    world.say(world.open("kitchen"), "set a timer for five minutes")
    world.passes(300)
    world.passes(RINGS)
    assert world.scheduler.shown("Mina")["ringing"] == []


def test_snoozed_it_rings_again() -> None:
    world = World()
    kitchen = world.open("kitchen")
    world.say(kitchen, "wake me in twenty minutes")
    world.passes(1200)
    assert world.say(kitchen, "snooze for ten minutes").reply == "Again in 10 minutes."
    assert world.passes(599) == ()
    [turn] = world.passes(2)
    assert "alarm is ringing" in turn.reply


def test_where_nobody_listens_any_more_the_room_is_told_or_everybody() -> None:
    world = World()
    phone = world.open("phone")
    kitchen, hall = world.open("kitchen"), world.open("hall", "hall")
    world.say(phone, "set a timer for five minutes")
    world.sessions.remove(phone)
    world.passes(300)
    assert set(world.told) == {"kitchen"}
    world.say(hall, "set a timer for five minutes")
    world.sessions[:] = [kitchen]
    world.told.clear()
    world.passes(300)
    assert "The timer for 5 minutes is done." in world.told["kitchen"]


def test_a_command_that_was_put_off_is_done_then_by_the_right_of_who_asked() -> None:
    world = World()
    kitchen = world.open("kitchen")
    world.say(kitchen, "turn off the kitchen light in five minutes")
    assert world.light() == "on"
    [turn] = world.passes(300)
    assert world.light() == "off"
    assert turn.who is not None
    assert turn.who.person == "Mina"
    assert world.told["kitchen"] == ["Kitchen light's off."]
    assert world.passes(300) == ()


def test_what_was_proven_when_it_was_put_off_proves_nothing_later() -> None:
    world = World()
    kitchen = world.open("kitchen")
    who = Identity("Mina", 1.0, ("voice", "face"), "unknown", challenge=True, approved_by="Mina")
    asyncio.run(kitchen.say("unlock the front door in five minutes", who))
    [turn] = world.passes(300)
    assert turn.decision is not None
    assert turn.decision.effect != "allow"
    assert not turn.acts


def test_a_child_may_put_nothing_off_but_set_a_timer() -> None:
    world = World()
    kitchen = world.open("kitchen")
    refused = world.say(kitchen, "turn off the kitchen light at ten", "Ara")
    assert refused.decision is not None
    assert refused.decision.effect == "deny"
    assert world.say(kitchen, "set a timer for five minutes", "Ara").acts[0].result.ok
    assert world.say(kitchen, "wake me at seven", "Ara").acts[0].result.ok


def test_at_a_time_of_day() -> None:
    world = World(KOREAN)
    kitchen = world.open("주방")
    assert "에 할게요: 불 꺼줘." in world.say(kitchen, "10시에 불 꺼줘", "").reply
    assert world.light() == "on"
    world.passes(12 * 3600)
    assert world.light() in ("on", "off")
    world.passes(12 * 3600)
    assert world.kinds("action")


def test_what_ended_while_ogam_was_off_is_told_late_and_once(tmp_path: Path) -> None:
    with EventLog(tmp_path / "log.sqlite") as log:
        world = World(log=log)
        world.say(world.open("kitchen"), "set a timer for five minutes")
        world.now += 3600
        world.start()
        [turn] = world.passes(0)
        assert turn.reply.startswith("I was off when this was due")
        world.start()
        assert world.passes(1) == ()
        assert world.passes(31) == ()
        assert len(world.told["kitchen"]) == 1


def test_a_command_whose_time_is_long_over_is_not_done_but_told() -> None:
    world = World()
    world.say(world.open("kitchen"), "turn off the kitchen light in five minutes")
    world.now += 300 + TOO_LATE + 1
    world.start()
    [turn] = world.passes(0)
    assert world.light() == "on"
    assert "so I did not do this: turn off the kitchen light" in turn.reply
    assert world.passes(1) == ()


def test_a_reminder_is_read_out_to_nobody_else() -> None:
    world = World()
    kitchen, phone = world.open("kitchen"), world.open("Mina/phone", person="Mina")
    other = world.open("Ara/phone", person="Ara")
    world.say(kitchen, "remind me to buy a present for Ara in ten minutes")
    assert "no reminders" in world.say(other, "what are my reminders", "Ara").reply
    world.passes(600)
    assert world.told["Mina/phone"] == ["Reminder: buy a present for Ara."]
    assert "present" not in "".join(world.told["kitchen"])
    assert "Mina" in world.told["kitchen"][0]
    assert "Ara/phone" not in world.told
    assert all("present" not in json.dumps(ring) for ring in world.kinds("ring"))
    assert "present" not in world.say(kitchen, "what is my reminder", "Ara").reply
    assert "present" in world.say(kitchen, "what is my reminder", "Mina").reply
    assert world.scheduler.shown("Ara") == {"entries": [], "timers": [], "ringing": []}
    assert phone.person == "Mina"


def test_a_reminder_waits_for_its_person_to_come_home() -> None:
    world = World()
    kitchen = world.open("kitchen")
    world.say(kitchen, "remind me to water the plants when I come home")
    assert world.passes(60) == ()
    world.now += AWAY
    world.say(kitchen, "what time is it", "Ara")
    assert world.passes(1) == ()
    world.say(kitchen, "what time is it", "Mina")
    [turn] = world.passes(1)
    assert "Mina" in turn.reply
    assert world.passes(1) == ()


def test_who_was_here_all_the_time_has_not_come_home() -> None:
    world = World()
    kitchen = world.open("kitchen")
    world.say(kitchen, "remind me to water the plants when I come home")
    for _ in range(4):
        world.now += AWAY / 2
        world.say(kitchen, "what time is it")
        assert world.passes(1) == ()


def test_others_reminders_are_not_cancelled() -> None:
    world = World()
    kitchen = world.open("kitchen")
    world.say(kitchen, "remind me to call at nine")
    assert "no such reminder" in world.say(kitchen, "cancel all my reminders", "Ara").reply
    [entry] = world.scheduler.shown("Mina")["entries"]
    with pytest.raises(DeviceError):
        asyncio.run(world.scheduler.cancel(entry["id"], "s", "Ara"))
    asyncio.run(world.scheduler.cancel(entry["id"], "s", "Mina"))
    assert world.scheduler.shown("Mina")["entries"] == []


def test_what_comes_again_stays_and_comes_once_after_a_long_absence() -> None:
    world = World(KOREAN)
    kitchen = world.open("주방")
    world.say(kitchen, "매일 아침 7시에 깨워줘", "")
    world.now += 5 * 86_400
    assert len(world.passes(0)) == 1
    [entry] = world.scheduler.shown(None)["entries"]
    assert 0 < entry["due"] - world.now <= 86_400


def test_a_clock_that_is_set_back_rings_nothing_twice() -> None:
    world = World()
    kitchen = world.open("kitchen")
    world.say(kitchen, "set a timer for five minutes")
    assert len(world.passes(300)) == 1
    world.now -= 600
    assert world.passes(0) == ()
    assert world.passes(300) == ()


def test_an_announcement_reaches_the_rooms() -> None:
    world = World()
    kitchen, _ = world.open("kitchen"), world.open("hall", "hall")
    world.open("hall tablet", "hall")
    world.say(kitchen, "announce dinner is ready")
    world.passes(0)
    assert world.told == {"hall": ["dinner is ready"], "hall tablet": ["dinner is ready"]}
    world.say(kitchen, "announce in the kitchen that it is late")
    world.passes(0)
    assert world.told["hall"] == ["dinner is ready"]


def test_in_korean_a_quotation_is_passed_on() -> None:
    world = World(KOREAN)
    kitchen = world.open("주방")
    world.open("다른 방")
    assert world.say(kitchen, "저녁 먹으라고 방송해줘", "").reply == "방송했어요: 저녁 먹으래요."
    world.say(kitchen, "10분 뒤에 약 먹으라고 알려줘", "")
    world.passes(600)
    assert world.told["다른 방"] == ["저녁 먹으래요"]
    assert world.told["주방"] == ["알려 드릴 게 있어요. 약 먹으래요."]


def test_lists_are_kept_and_told() -> None:
    world = World()
    kitchen = world.open("kitchen")
    for text in ("add milk to the shopping list", "add bread to the shopping list", "add call mom to my to-do list"):
        assert world.say(kitchen, text).acts[0].result.ok
    assert world.say(kitchen, "what's on the shopping list").reply == "On the shopping list: milk and bread."
    world.say(kitchen, "remove milk from the shopping list")
    assert world.say(kitchen, "what's on the shopping list").reply == "On the shopping list: bread."
    assert world.say(kitchen, "what's on my to-do list").reply == "On the to-do list: call mom."
    assert "not" in world.say(kitchen, "what's on my to-do list", "").reply


def test_a_log_of_all_this_is_run_again_and_comes_out_the_same(tmp_path: Path) -> None:
    with EventLog(tmp_path / "log.sqlite") as log:
        world = World(log=log)
        kitchen = world.open("kitchen")
        for text in ("wake me at seven", "turn off the kitchen light in five minutes", "remind me to call at nine"):
            world.say(kitchen, text)
        world.passes(300)
        world.say(kitchen, "undo that")
    again = open_hub(HOME, EventLog(None), listen=False, grammar=GRAMMARS["en"])
    result = asyncio.run(replay(tmp_path / "log.sqlite", again))
    assert result.differences == ()
    assert result.turns == 5


def test_every_verb_is_known_to_permissions() -> None:
    from ogam.core import Action
    from ogam.devices.services import SCHEDULE
    from ogam.policy.actions import action_of

    found = {verb: action_of(SCHEDULE, Action(verb)) for verb in VERBS}
    assert found.pop("put_off") == "schedule"
    assert set(found.values()) == {"timer"}

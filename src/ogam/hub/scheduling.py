"""Time passes: timers that end, alarms, reminders, and commands that were put off; told where they were set."""

import asyncio
import logging
import time
import uuid
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from ogam.core import Action, Command, Decision, DeviceError, Event
from ogam.devices import schedule, timers
from ogam.devices.schedule import Entry
from ogam.devices.services import ANNOUNCER, SCHEDULE, TIMERS
from ogam.devices.times import next_time
from ogam.home import Routine
from ogam.hub import ringing
from ogam.hub.hub import Hub
from ogam.hub.routines import rule_of, runner
from ogam.hub.sessions import Session
from ogam.hub.states import states_of
from ogam.hub.turns import Act, Turn, act_data, decision_data, identity_from
from ogam.hub.writing import TurnWriter
from ogam.korean.hearsay import hearsay

_LOGGER = logging.getLogger(__name__)
AGAIN = 30.0
"""Seconds after which an alarm or a timer that nobody has stopped is told again."""
TOO_LATE = 600.0
"""Seconds after which a command that was put off is not carried out any more: Ogam was off then, and it is told."""
AWAY = 3600.0
"""Seconds in which nobody must have recognised somebody who then comes home."""
RULE = "schedule"
"""The rule by which it rings: whoever set it was allowed to."""
_INSISTS = frozenset({"alarm", "timer"})
"""Kinds that ring until somebody stops them; a reminder is told once."""
_LOOK_EVERY = 1.0  # seconds; so short that a clock that was set is noticed


class Scheduler:
    """What is to happen at a time in one house. It keeps nothing but what it has told: the rest is in the state of the
    services, and so in the log, and is taken up again when Ogam starts anew.

    sessions: those that are open now. clock: seconds since the epoch.
    """

    def __init__(
        self, hub: Hub, sessions: Callable[[], Iterable[Session]], clock: Callable[[], float] = time.time
    ) -> None:
        self.hub = hub
        self._sessions = sessions
        self._clock = clock
        self._writer = TurnWriter(hub.log)
        self._told: dict[str, float] = {}
        self._seen: dict[str, float] = {}
        self._arrivals = list[str]()
        self._announcements = list[Event]()
        self._routines_after = clock()
        self._one_by_one = asyncio.Lock()

    async def run(self) -> None:
        """Until it is cancelled."""
        leave = self.hub.log.subscribe(self._notice)
        try:
            while True:
                try:
                    await self.tick()
                except Exception:  # what goes wrong with one alarm must not silence all others
                    _LOGGER.exception("What was due could not be done.")
                await asyncio.sleep(_LOOK_EVERY)
        finally:
            leave()

    async def tick(self) -> tuple[Turn, ...]:
        """Do and tell what is due; the turns in which that was."""
        async with self._one_by_one:
            now = self._clock()
            self._announce()
            arrivals, self._arrivals = self._arrivals, []
            due = await self._take(now, arrivals)
            turns = await _each(self._happen(entry, now) for entry in due)
            turns += await _each(self._begin(routine) for routine in self._routines_due(now, arrivals))
            for entry in self._ringing(now):
                if entry["kind"] in _INSISTS and not entry["late"] and self._is_time_again(entry, now):
                    self._tell(entry, self._turn(entry, ringing.say(entry, self.hub.home, now)))
            return tuple(turns)

    @property
    def now(self) -> float:
        """Seconds since the epoch, on the clock that this goes by."""
        return self._clock()

    def arrived(self, person: str) -> None:
        """Somebody came home: what waited for that is told with the next tick."""
        self._arrivals.append(person)

    def seen(self, person: str) -> None:
        """Somebody is at home, as something else than a voice or a face tells: whoever is there does not come home."""
        self._seen[person] = self._clock()

    def shown(self, person: str | None) -> dict[str, list[Entry]]:
        """What is to come and what rings, of the household and of one person: `entries`, `timers`, `ringing`."""
        now, states = self._clock(), states_of(self.hub)
        state = states[SCHEDULE.id]
        return {
            "entries": schedule.matching(state["entries"], {"person": person}, now),
            "timers": timers.running(states[TIMERS.id]["timers"], now),
            "ringing": schedule.matching(schedule.still_ringing(state, now), {"person": person}, now),
        }

    def rings_at(self, session: str) -> bool:
        """Whether an alarm or a timer rings that was set in that session."""
        ringing_now = self._ringing(self._clock())
        return any(entry["session"] == session and entry["kind"] in _INSISTS for entry in ringing_now)

    async def stop(self, session: str, by: str | None = None, **meant: Any) -> Act:
        """Stop what rings (`schedule.change`: "stop", "snooze"). Raises DeviceError where nothing does."""
        verb = str(meant.pop("verb", "stop"))
        return await self._do(session, Action(verb, {"session": session, "person": by, **meant}))

    async def cancel(self, identifier: str, session: str, person: str | None) -> Act:
        """Cancel what is to come, of the household or of that person. DeviceError where there is no such thing."""
        kinds = {one["id"]: one["kind"] for one in self.shown(person)["entries"]}
        if identifier in {one.get("id") for one in self.shown(person)["timers"]}:
            return await self._do(session, Action("restore", {"without": [identifier]}), TIMERS.id)
        if identifier not in kinds:
            raise DeviceError("There is no such alarm or reminder.", {"ko": "그런 알람이나 알림이 없어요."})
        return await self._do(session, Action("restore", {"without": [identifier]}))

    def _notice(self, event: Event) -> None:
        """What was announced is told in the rooms; and somebody who was not recognised for long has come home."""
        if event.kind == "action" and event.data["device"] == ANNOUNCER.id and event.data["ok"]:
            self._announcements.append(event)
        person = recognised(event)
        if person is None:
            return
        now, state = self._clock(), states_of(self.hub).get(SCHEDULE.id, {})
        last = self._seen.get(person, 0.0)
        self._seen[person] = now
        waits = [one for one in state.get("entries", ()) if one["arrival"] and one["person"] in (None, person)]
        away = last and now - last >= AWAY  # one who was never seen may have been here all the time
        routines = any(one.when is not None and one.when.arrives == person for one in self.hub.home.routines)
        if any(now - max(last, one["after"]) >= AWAY for one in waits) or (away and routines):
            self.arrived(person)

    def _ringing(self, now: float) -> list[Entry]:
        state = states_of(self.hub).get(SCHEDULE.id, {"ringing": []})
        return schedule.still_ringing(state, now)

    def _is_time_again(self, entry: Entry, now: float) -> bool:
        return now - self._told.get(entry["id"], 0.0) >= AGAIN

    async def _take(self, now: float, arrivals: Sequence[str]) -> list[Entry]:
        """What is due, taken out of what is to come: from now on it has happened, whatever becomes of this process."""
        states = states_of(self.hub)
        if SCHEDULE.id not in states:
            return []
        left, due = schedule.take(states[SCHEDULE.id], now)
        for person in arrivals:
            left, come = schedule.arrived(left, person, now)
            due += come
        ended = [one for one in states[TIMERS.id]["timers"] if timers.seconds_left(one, now) <= 0]
        due += [ringing.of_timer(timer, now) for timer in ended]
        if not due:
            return []
        rings = [entry for entry in due if entry["kind"] != "command"]
        await self._do("clock", Action("ring", {"entries": rings, "left": left["entries"]}), logged="ring")
        if ended:
            await self._do("clock", Action("take", {}), TIMERS.id)
        return due

    async def _do(self, session: str, action: Action, device: str = SCHEDULE.id, logged: str = "") -> Act:
        """Change a service, as a turn of the log of its own."""
        service = next(one for one in self.hub.services if one.id == device)
        result = await self.hub.drivers[service.driver].act(service, action)
        act = Act(service, Action(logged, {}) if logged else action, result)
        turn = Turn(uuid.uuid4().hex, session, None, (), reply="")
        self._writer.begin(turn, "clock")
        self._writer.append(turn, "action", act_data(act))
        self._writer.reply(turn)
        return act

    def _announce(self) -> None:
        """Tell what was announced in every session of its area, or of the house, but in the one that it was said in."""
        announcements, self._announcements = self._announcements, []
        for event in announcements:
            said = event.data["arguments"]
            turn = Turn(event.turn, event.session, said.get("area"), (), hearsay(str(said.get("message", ""))))
            turn = replace(turn, decision=Decision("allow", RULE))
            for session in self._sessions():
                if session.name != event.session and said.get("area") in (None, session.area):
                    session.tell(turn)

    def _routines_due(self, now: float, arrivals: Sequence[str]) -> list[Routine]:
        """Routines whose time has come since the last look, or whose person has; none for a time in which Ogam was off.

        A clock that was set back makes nothing happen twice.
        """
        after, self._routines_after = self._routines_after, max(now, self._routines_after)
        due = []
        for routine in self.hub.home.routines:
            rule = rule_of(routine)
            moment = None if rule is None else next_time(rule, after)
            arrives = routine.when is not None and routine.when.arrives in arrivals
            if arrives or (moment is not None and moment <= now and now - moment < TOO_LATE):
                due.append(routine)
        return due

    async def _begin(self, routine: Routine) -> Turn:
        turn = await self.hub.run_routine(routine, "clock", None, runner(routine))
        for session in self._sessions():
            if routine.person in (None, session.person):
                session.tell(turn)
        return turn

    async def _happen(self, entry: Entry, now: float) -> Turn:
        if entry["kind"] == "command" and entry["late"] <= TOO_LATE:
            who = None if entry["who"] is None else identity_from(entry["who"])
            turn = await self.hub.say(entry["text"], entry["area"], entry["session"] or "clock", who)
            self._tell(entry, turn, rings=False)
            return turn
        turn = self._turn(entry, ringing.say(entry, self.hub.home, now))
        self._writer.begin(turn, "clock")
        assert turn.decision is not None
        self._writer.append(turn, "decision", decision_data(turn.decision))
        self._writer.append(turn, "ring", ringing.data(entry))
        turn = self._writer.reply(turn)
        self._tell(entry, turn)
        return turn

    def _turn(self, entry: Entry, reply: str) -> Turn:
        command = Command("OgamRing", language=entry["language"], area=entry["area"])
        decision = Decision("allow", RULE)
        session = entry["session"] or "clock"
        return Turn(uuid.uuid4().hex, session, entry["area"], (), reply, command, decision)

    def _tell(self, entry: Entry, turn: Turn, rings: bool = True) -> None:
        """Say it where it was set, and to its person; where nobody listens there, in the room, or anywhere."""
        self._told[entry["id"]] = self._clock()
        for session in ringing.places(entry, list(self._sessions())):
            mine = session.person is not None and session.person == entry["person"]
            own = ringing.say(entry, self.hub.home, self._clock(), to_owner=mine) if rings else turn.reply
            session.tell(self._turn(entry, own) if rings else turn)


async def _each(happening: Iterable[Awaitable[Turn]]) -> list[Turn]:
    """The turns of what happens, in order; what goes wrong with one must not silence the others."""
    turns = []
    for one in happening:
        try:
            turns.append(await one)
        except Exception:
            _LOGGER.exception("Something that was due could not be done.")
    return turns


def recognised(event: Event) -> str | None:
    """Who was recognised, by voice, by face, or by a camera of the house; None for every other event of the log."""
    if event.kind == "identity" and event.data.get("modalities"):
        person: str | None = event.data.get("person")
        return person
    if event.kind == "scene" and event.data.get("what") in ("entered", "recognised"):
        return str(event.data["value"]) or None
    return None

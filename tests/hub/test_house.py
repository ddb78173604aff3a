import asyncio
import threading
from collections.abc import Iterator, Sequence

import numpy as np
import pytest

from ogam.audio import EnergyVoiceActivity
from ogam.core import Audio, Command, Event, LogError, Observation, Signal, Slot
from ogam.devices import VirtualDriver
from ogam.home import parse_home
from ogam.hub import Abilities, EventLog, House, Hub, Live, Turn
from ogam.hub.fakes import FakeGrammar, FakeIdentifier, FakeInterpretation, FakeRecognizer

HOME = parse_home("{areas: [kitchen], devices: [{name: lamp, domain: light, area: kitchen}]}")
GRAMMAR = FakeGrammar({"lamp on": FakeInterpretation(Command("HassTurnOn", {"name": Slot("name", "lamp", "lamp")}))})
TWO_UTTERANCES = np.concatenate([np.full(16_000, level, np.float32) for level in (0, 0.5, 0, 0.5, 0)])


@pytest.fixture
def house() -> Iterator[House]:
    hub = Hub(HOME, GRAMMAR, FakeRecognizer("lamp on"), {"virtual": VirtualDriver(HOME.devices)}, EventLog(None))
    house = House(hub, EnergyVoiceActivity())
    yield house
    house.close()


def chunks(samples: np.ndarray, size: int = 1_600) -> Iterator[Audio]:
    for start in range(0, len(samples), size):
        yield Audio(samples[start : start + size], start / 16_000, "tablet")


def test_sessions_are_kept_by_name(house):
    tablet = house.session("tablet", "kitchen")
    assert house.session("tablet") is tablet
    assert tablet.area == "kitchen"
    assert [session.name for session in house.sessions] == ["tablet"]
    house.end(tablet)
    assert house.sessions == ()


def test_each_utterance_of_a_stream_is_carried_out(house):
    turns: list[Turn] = []
    speech: list[bool] = []

    async def listen() -> None:
        listener = house.listener(house.session("tablet", "kitchen"), turns.append, speech.append)
        assert all(listener.accept(chunk) for chunk in chunks(TWO_UTTERANCES))
        listener.finish()
        await listener.run()
        assert (listener.dropped_seconds, listener.dropped_utterances) == (0, 0)

    asyncio.run(listen())
    assert [turn.acts[0].result.ok for turn in turns] == [True, True]
    assert speech == [True, False, True, False]


def test_sound_that_nobody_listens_to_is_dropped_and_counted(house):
    async def listen() -> float:
        listener = house.listener(house.session("tablet"))
        taken = [listener.accept(chunk) for chunk in chunks(np.zeros(16_000 * 12, np.float32))]
        assert taken.count(False) == 20
        listener.finish()
        await listener.run()
        return listener.dropped_seconds

    assert asyncio.run(listen()) == pytest.approx(2.0)


def test_utterances_beyond_what_may_wait_are_dropped_and_counted(house):
    async def listen() -> tuple[int, int]:
        turns: list[Turn] = []
        listener = house.listener(house.session("tablet"), turns.append)
        listener._heard([Audio(np.zeros(16_000, np.float32))] * 6)
        listener.finish()
        await listener.run()
        return len(turns), listener.dropped_utterances

    assert asyncio.run(listen()) == (4, 2)


def test_what_is_logged_is_watched_as_it_happens(house):
    async def watch() -> list[str]:
        with house.live.watch() as watch:
            await house.session("tablet").say("lamp on")
            return [(await watch.next()).kind for _ in range(6)]

    assert asyncio.run(watch()) == ["turn", "observation", "command", "decision", "action", "reply"]


def test_a_house_that_is_closed_is_told_nothing_more(house):
    async def watch() -> None:
        with house.live.watch() as watch:
            house.close()
            await house.session("tablet").say("lamp on")
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(watch.next(), 0.05)

    asyncio.run(watch())


def test_a_slow_watcher_misses_events_and_knows_how_many():
    async def watch() -> tuple[list[int], int]:
        live = Live()
        with live.watch(capacity=2) as watch:
            for number in range(5):
                live.publish(Event(number, 0.0, "tablet", "turn", "reply", {}))
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            return [(await watch.next()).id for _ in range(2)], watch.dropped

    assert asyncio.run(watch()) == ([0, 1], 3)


def test_events_come_from_any_thread():
    async def watch() -> Event:
        live = Live()
        with live.watch() as watch:
            threading.Thread(target=live.mention, args=("tablet", "level", {"db": -20})).start()
            return await asyncio.wait_for(watch.next(), 5)

    assert asyncio.run(watch()).data == {"db": -20}


def test_a_watch_that_has_ended_holds_nothing_up():
    live = Live()

    async def begin() -> None:
        live.watch()

    asyncio.run(begin())
    live.mention("tablet", "level", {})


class Counting(FakeRecognizer):
    """Counts what it hears."""

    times = 0

    def recognize(self, signals: Sequence[Signal]) -> list[list[Observation]]:
        Counting.times += 1
        return super().recognize(signals)


def hear_pause(recognizer: FakeRecognizer, pause: float) -> list[Turn]:
    """What comes of half a second of speech, a pause, half a second of speech, as it would come from a microphone."""
    hub = Hub(HOME, GRAMMAR, recognizer, {"virtual": VirtualDriver(HOME.devices)}, EventLog(None))
    house, turns = House(hub, EnergyVoiceActivity()), list[Turn]()
    loud, quiet = np.full(8_000, 0.5, np.float32), np.zeros(16_000, np.float32)

    async def listen() -> None:
        listener = house.listener(house.session("tablet", "kitchen"), turns.append)
        running = asyncio.create_task(listener.run())
        sound = np.concatenate([quiet, loud, quiet[: round(pause * 16_000)], loud, quiet])
        for chunk in chunks(sound, 512):
            listener.accept(chunk)
            await asyncio.sleep(0.002)
        listener.finish()
        await running

    asyncio.run(listen())
    house.close()
    return turns


def test_a_sure_command_does_not_wait_for_the_whole_silence():
    assert len(hear_pause(FakeRecognizer("lamp on", 0.95), pause=0.5)) == 2


@pytest.mark.parametrize(
    "recognizer", [FakeRecognizer("lamp on", 0.8), FakeRecognizer("lamp on", 0.99, accepted=False)]
)
def test_what_is_not_sure_waits(recognizer):
    assert len(hear_pause(recognizer, pause=0.5)) == 1


def test_what_was_recognised_in_a_pause_is_not_recognised_again():
    Counting.times = 0
    turns = hear_pause(Counting("lamp on", 0.8), pause=1.0)
    assert [len(turn.acts) for turn in turns] == [1, 1]
    assert Counting.times == 2


def test_watches_end_after_what_has_come():
    async def watch() -> list[int]:
        live = Live()
        with live.watch(capacity=2) as watch:
            for number in (1, 2, 3):
                live.publish(Event(number, 0.0, "tablet", "turn", "reply", {}))
            live.close()
            live.publish(Event(4, 0.0, "tablet", "turn", "reply", {}))
            seen = [event.id async for event in watch]
            assert await watch.next() is None
            return seen

    assert asyncio.run(watch()) == [1, 2]


def test_streams_are_finished_with_what_they_have_heard(house):
    turns: list[Turn] = []

    async def listen() -> bool:
        listener = house.listener(house.session("tablet", "kitchen"), turns.append)
        house.listener(house.session("never run"))
        running = asyncio.create_task(listener.run())
        for chunk in chunks(TWO_UTTERANCES[:64_000]):
            listener.accept(chunk)
        await asyncio.sleep(0)
        done = await house.finish(30)
        await running
        return done

    assert asyncio.run(listen()) is True
    assert len(turns) == 2


def test_a_stream_that_does_not_end_is_not_waited_for_for_ever(house):
    async def listen() -> bool:
        listener = house.listener(house.session("tablet"))
        listener.running = True
        return await house.finish(0.05)

    assert asyncio.run(listen()) is False


def test_what_can_be_asked_for_in_a_session(house):
    assert house.session("tablet").abilities == Abilities()
    assert house.session("tablet", abilities=Abilities(camera=True)).abilities.step_ups == ("face",)
    assert house.session("tablet").abilities.camera
    assert house.session("hall").approvals is house.approvals
    knowing = Hub(HOME, GRAMMAR, None, {}, EventLog(None), identifier=FakeIdentifier())
    assert House(knowing, EnergyVoiceActivity()).session("hall").abilities.step_ups == ("voice", "challenge")


def test_a_full_disk_ends_the_stream_with_its_reason_and_no_other(house):
    def fail(*_: object, **__: object) -> Event:
        raise LogError("the log: the disk is full. Make room and try again.")

    async def listen(name: str) -> int:
        turns: list[Turn] = []
        listener = house.listener(house.session(name, "kitchen"), turns.append)
        for chunk in chunks(TWO_UTTERANCES):
            listener.accept(chunk)
        listener.finish()
        await listener.run()
        return len(turns)

    append = house.hub.log.append
    house.hub.log.append = fail
    with pytest.raises(LogError, match="disk is full"):
        asyncio.run(listen("tablet"))
    house.hub.log.append = append
    assert asyncio.run(listen("phone")) == 2


def test_a_clock_that_jumps_changes_no_utterance_and_no_time_that_was_measured(house, monkeypatch):
    """The wall clock is for the log and for rules; how long something takes is measured by one that never jumps."""
    times = iter(range(10**9, 0, -86_400))
    monkeypatch.setattr("time.time", lambda: next(times))
    turns: list[Turn] = []

    async def listen() -> None:
        listener = house.listener(house.session("tablet", "kitchen"), turns.append)
        for chunk in chunks(TWO_UTTERANCES):
            listener.accept(chunk)
        listener.finish()
        await listener.run()

    asyncio.run(listen())
    assert [turn.acts[0].result.ok for turn in turns] == [True, True]
    assert all(0 <= milliseconds < 60_000 for turn in turns for milliseconds in turn.timings.values())
    logged = list(house.hub.log.events())
    assert [event.id for event in logged] == sorted(event.id for event in logged)
    assert logged[0].time > logged[-1].time

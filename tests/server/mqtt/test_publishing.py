"""Against a real Mosquitto: announced, told, taken back, and there again when the broker is."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiomqtt
import pytest

from ogam.audio import EnergyVoiceActivity
from ogam.core import Command, Identity, Slot
from ogam.devices import VirtualDriver
from ogam.home import parse_home
from ogam.hub import EventLog, House, Hub, permissions_of
from ogam.hub.fakes import FakeGrammar, FakeInterpretation
from ogam.server.mqtt import MqttSettings, Publisher, remove
from ogam.server.mqtt.messages import person_key

sys.path.insert(0, str(Path(__file__).parents[1]))
from mosquitto import MOSQUITTO, Broker

pytestmark = pytest.mark.skipif(MOSQUITTO is None, reason="Mosquitto is not installed (apt-get install mosquitto)")

HOME = parse_home(
    "{areas: [kitchen], devices: [{name: lamp, domain: light, area: kitchen}],"
    "people: [{name: Mina, role: owner}, {name: Joon, role: child}], permissions: on}"
)
GRAMMAR = FakeGrammar({"lamp on": FakeInterpretation(Command("HassTurnOn", {"name": Slot("name", "lamp", "lamp")}))})
CONFIG = "homeassistant/device/ogam/config"


@pytest.fixture
def broker(tmp_path) -> Iterator[Broker]:
    broker = Broker(tmp_path)
    broker.start()
    yield broker
    broker.stop()


@pytest.fixture
def house() -> Iterator[House]:
    hub = Hub(HOME, GRAMMAR, None, {"virtual": VirtualDriver(HOME.devices)}, EventLog(None), permissions_of(HOME))
    house = House(hub, EnergyVoiceActivity())
    yield house
    house.close()


class Watcher:
    """Another client of the broker, as Home Assistant is one: the last payload of each topic."""

    def __init__(self, client: aiomqtt.Client) -> None:
        self.client = client
        self.seen: dict[str, str] = {}
        self.all: list[tuple[str, str]] = []

    async def until(self, topic: str, wanted: Callable[[str], bool] = bool) -> str:
        """The payload of a topic that is as wanted; waits for it."""
        async with asyncio.timeout(15):
            if wanted(self.seen.get(topic, "")) and topic in self.seen:
                return self.seen[topic]
            async for message in self.client.messages:
                payload = message.payload.decode()
                self.seen[str(message.topic)] = payload
                self.all.append((str(message.topic), payload))
                if str(message.topic) == topic and wanted(payload):
                    return payload
        raise AssertionError(topic)


@asynccontextmanager
async def watching(broker: Broker, **login: Any) -> AsyncIterator[Watcher]:
    async with aiomqtt.Client("127.0.0.1", broker.port, **login) as client:
        await client.subscribe("#", qos=1)
        yield Watcher(client)


@asynccontextmanager
async def publishing(house: House, broker: Broker, **more: Any) -> AsyncIterator[Publisher]:
    publisher = Publisher(house, MqttSettings(port=broker.port, **more), first_pause=0.1)
    running = asyncio.create_task(publisher.run())
    try:
        await asyncio.wait_for(publisher.connected.wait(), 15)
        yield publisher
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


@asynccontextmanager
async def cable(broker: Broker) -> AsyncIterator[tuple[int, Callable[[], None]]]:
    """A way to the broker that can be cut: its port, and how to cut all that goes through it now."""
    ends: list[asyncio.StreamWriter] = []

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(4096):
            writer.write(data)
        writer.close()

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", broker.port)
        ends.extend((writer, back))
        await asyncio.gather(carry(reader, back), carry(there, writer), return_exceptions=True)

    def cut() -> None:
        for end in ends:
            end.transport.abort()
        ends.clear()

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1], cut
        cut()


def scene(play: Callable[[], Awaitable[Any]]) -> Any:
    return asyncio.run(asyncio.wait_for(play(), 30))


async def say(house: House, who: str | None = "Mina") -> None:
    await house.session("tablet", "kitchen").say("lamp on", Identity(who, 0.99, ("voice",)) if who else None)


def test_it_is_announced_and_tells_what_happens(house, broker):
    async def play() -> None:
        async with publishing(house, broker), watching(broker) as watcher:
            assert "command" in json.loads(await watcher.until(CONFIG))["components"]
            assert await watcher.until("ogam/status") == "online"
            await say(house)
            command = json.loads(await watcher.until("ogam/command"))
            assert (command["event_type"], command["who"]) == ("allowed", "Mina")
            assert await watcher.until("ogam/who", lambda said: said != "unknown") == "Mina"
            assert await watcher.until(f"ogam/{person_key('Mina')}") == "kitchen"

    scene(play)


def test_what_is_retained_is_there_for_who_comes_later(house, broker):
    async def play() -> None:
        async with publishing(house, broker) as _:
            async with watching(broker) as watcher:
                await say(house)
                await watcher.until(f"ogam/{person_key('Mina')}/seen")
            async with watching(broker) as later:
                assert await later.until(f"ogam/{person_key('Mina')}/seen")
                await later.until("ogam/who")
                await asyncio.sleep(0.2)
                assert "ogam/command" not in later.seen

    scene(play)


def test_it_says_when_it_leaves(house, broker):
    async def play() -> None:
        async with watching(broker) as watcher:
            async with publishing(house, broker):
                assert await watcher.until("ogam/status", lambda said: said == "online")
            assert await watcher.until("ogam/status", lambda said: said == "offline")

    scene(play)


def test_the_broker_says_so_where_it_dies(house, broker):
    """The last will, which the broker publishes for a client whose connection breaks."""

    async def play() -> None:
        async with watching(broker) as watcher, cable(broker) as (port, cut):
            publisher = Publisher(house, MqttSettings(port=port), first_pause=0.1)
            running = asyncio.create_task(publisher.run())
            assert await watcher.until("ogam/status", lambda said: said == "online")
            cut()
            assert await watcher.until("ogam/status", lambda said: said == "offline")
            assert await watcher.until("ogam/status", lambda said: said == "online")
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    scene(play)


def test_home_assistant_that_starts_again_is_told_again(house, broker):
    async def play() -> None:
        async with publishing(house, broker), watching(broker) as watcher:
            await watcher.until("ogam/status")
            await say(house)
            await watcher.until("ogam/who")
            watcher.seen.clear()
            await watcher.client.publish("homeassistant/status", "online")
            await watcher.until(CONFIG)
            assert await watcher.until("ogam/who", lambda said: said != "unknown") == "Mina"

    scene(play)


def test_a_broker_that_goes_away_and_comes_back_with_nothing(house, broker, caplog):
    async def play() -> None:
        async with publishing(house, broker) as publisher:
            async with watching(broker) as watcher:
                await watcher.until("ogam/status")
                await say(house)
                await watcher.until(f"ogam/{person_key('Mina')}/seen")
            for _ in range(2):
                broker.stop()
                await say(house, "Joon")
                while publisher.connected.is_set():
                    await asyncio.sleep(0.02)
                await say(house)
                broker.start()
                async with watching(broker) as watcher:
                    assert await watcher.until("ogam/status", lambda said: said == "online")
                    await watcher.until(CONFIG)
                    assert await watcher.until(f"ogam/{person_key('Joon')}/seen")
                    assert await watcher.until("ogam/who", lambda said: said == "Mina")
            assert publisher.dropped == 0

    scene(play)
    assert "Trying again" in caplog.text


def test_what_does_not_fit_while_the_broker_is_away_is_dropped_and_counted(house, broker, caplog):
    async def play() -> int:
        async with publishing(house, broker, waiting=20) as publisher:
            broker.stop()
            while publisher.connected.is_set():
                await asyncio.sleep(0.02)
            for _ in range(10):
                await say(house)
            await asyncio.sleep(0.05)
            broker.start()
            async with watching(broker) as watcher:
                await watcher.until("ogam/who")
            async with asyncio.timeout(20):  # it is counted with the first event that is told again
                while publisher.dropped <= 20:
                    await asyncio.sleep(0.02)
            return publisher.dropped

    assert scene(play) > 20
    assert "were dropped" in caplog.text


def test_a_broker_that_is_not_there_at_first(house, broker):
    broker.stop()

    async def play() -> None:
        publisher = Publisher(house, MqttSettings(port=broker.port), first_pause=0.05)
        running = asyncio.create_task(publisher.run())
        await asyncio.sleep(0.2)
        assert not running.done()
        broker.start()
        await asyncio.wait_for(publisher.connected.wait(), 15)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    scene(play)


def test_who_is_forgotten_is_taken_back(house, broker):
    async def play() -> None:
        key = person_key("Mina")
        async with publishing(house, broker):
            async with watching(broker) as watcher:
                await watcher.until("ogam/status")
                await say(house)
                await watcher.until(f"ogam/{key}/seen")
                house.live.mention("", "forgotten", {"person": "Mina"})
                await watcher.until(
                    CONFIG, lambda said: json.loads(said)["components"].get(key) == {"platform": "sensor"}
                )
                await watcher.until(CONFIG, lambda said: key not in json.loads(said)["components"])
                await watcher.until(f"ogam/{key}/seen", lambda said: said == "")
                await watcher.until("ogam/who", lambda said: said == "unknown")
            async with watching(broker) as later:
                await asyncio.sleep(0.3)
                await later.client.publish("end", "1")
                await later.until("end")
                assert not [topic for topic in later.seen if key in topic]
                assert "Mina" not in "".join(later.seen.values())

    scene(play)


def test_who_left_while_it_was_not_running_is_taken_back(house, broker):
    async def play() -> None:
        async with publishing(house, broker), watching(broker) as watcher:
            await watcher.until("ogam/status")
            await say(house)
            await watcher.until(f"ogam/{person_key('Mina')}/seen")
        home = parse_home("{areas: [kitchen], people: [{name: Joon, role: child}], permissions: on}")
        hub = Hub(home, GRAMMAR, None, {}, EventLog(None), permissions_of(home))
        smaller = House(hub, EnergyVoiceActivity())
        async with watching(broker) as watcher, publishing(smaller, broker):
            await watcher.until(f"ogam/{person_key('Mina')}/seen", lambda said: said == "")
            assert person_key("Mina") not in json.loads(watcher.seen[CONFIG])["components"]
        smaller.close()

    scene(play)


def test_it_can_be_taken_out_of_home_assistant(house, broker):
    async def play() -> list[str]:
        async with publishing(house, broker), watching(broker) as watcher:
            await watcher.until("ogam/status")
            await say(house)
            await watcher.until("ogam/who")
        await remove(MqttSettings(port=broker.port))
        async with watching(broker) as later:
            await asyncio.sleep(0.3)
            await later.client.publish("end", "1")
            await later.until("end")
            return [topic for topic in later.seen if topic != "end"]

    assert scene(play) == []


def test_a_password(house, broker):
    broker.stop()
    broker.start(password="secret")

    async def play() -> None:
        async with (
            publishing(house, broker, username="ogam", password="secret"),
            watching(broker, username="ogam", password="secret") as watcher,
        ):
            await watcher.until(CONFIG)

    scene(play)


def test_a_wrong_password_is_said(house, broker, caplog):
    broker.stop()
    broker.start(password="secret")

    async def play() -> None:
        running = asyncio.create_task(Publisher(house, MqttSettings(port=broker.port), first_pause=0.05).run())
        while "Not authorized" not in caplog.text and "not authorised" not in caplog.text.lower():
            await asyncio.sleep(0.05)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    scene(play)

"""The driver against simulated devices at a real Mosquitto."""

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

pytest.importorskip("aiomqtt")
pytest.importorskip("jinja2")

from ogam.core import Action, Device, DeviceError, DeviceSilent
from ogam.devices.mqtt import MqttDriver, Settings, open_driver
from ogam.devices.mqtt.simulator import Simulator
from ogam.devices.mqtt.simulator.serving import mosquitto

pytestmark = pytest.mark.skipif(mosquitto() is None, reason="Mosquitto is not installed (apt-get install mosquitto)")


class Scene:
    def __init__(self, simulator: Simulator, driver: MqttDriver, devices: list[Device]) -> None:
        self.simulator, self.driver, self.devices = simulator, driver, {one.name: one for one in devices}

    async def act(self, name: str, verb: str, **arguments: Any) -> dict[str, Any]:
        result = await self.driver.act(self.devices[name], Action(verb, arguments))
        assert result.ok
        return dict(result.state)

    def acted(self, name: str) -> list[tuple[str, str]]:
        return self.simulator.devices[name].acted


@asynccontextmanager
async def scene(**more: Any) -> AsyncIterator[Scene]:
    simulator = Simulator()
    await simulator.start()
    settings = Settings(port=simulator.port, **{"quiet": 0.3, "patience": 3.0, **more})
    finder = open_driver(settings, ())
    driver = None
    try:
        devices = await finder.discover()
        driver = open_driver(settings, devices)
        yield Scene(simulator, driver, devices)
    finally:
        for one in (finder, driver):
            if one is not None:
                await one.close()
        await simulator.close()


def play(what: Callable[[], Awaitable[None]]) -> None:
    async def in_time() -> None:
        await asyncio.wait_for(what(), 60)

    asyncio.run(in_time())


def test_each_dialect_does_what_it_is_told():
    async def what() -> None:
        async with scene() as play_:
            act = play_.act
            assert (await act("Desk Plug", "turn_on"))["power"] is True
            assert (await act("Reading Bulb", "set_light", brightness=70))["brightness"] == 70
            assert abs((await act("Reading Bulb", "set", color_temp=3000))["color_temp"] - 3000) < 60
            assert (await act("Hall Light", "set", brightness=55, power="on"))["brightness"] == 55
            assert len(play_.acted("Hall Light")) == 1  # both in one message
            assert (await act("Hall Light", "set", color="red"))["color"] == "red"
            switched = await act("Double Switch", "turn_on")
            assert (switched["power_left"], switched["power_right"]) == (True, True)
            assert (await act("Double Switch", "set", power_left="off"))["power_left"] is False
            assert (await act("Bathroom Radiator", "set_temperature", temperature=22.5))["heating_setpoint"] == 22.5
            assert (await act("Bathroom Radiator", "turn_off"))["mode"] == "off"
            assert (await act("Bedroom Blind", "set_position", position=40))["position"] == 40
            assert (await act("Bedroom Blind", "close"))["position"] == 0
            assert (await act("Study Shutter", "open"))["position"] == 100
            assert (await act("Back Door", "unlock"))["lock"] == "unlocked"
            state = await act("Office Air Conditioner", "set", mode="dry", target_temperature=24.5)
            assert (state["mode"], state["target_temperature"]) == ("dry", 24.5)
            assert (await act("Office Air Conditioner", "set", child_lock="on"))["child_lock"] is True
            assert (await act("Ceiling Fan", "set_speed", percentage=50))["fan_speed"] == 50
            assert (await act("Garage Door", "open"))["status"] == "opening"
            assert (await act("Humidifier", "set", target_humidity=55))["target_humidity"] == 55

    play(what)


def test_a_robot_cleans_a_room_by_its_name_in_both_languages():
    async def what() -> None:
        async with scene() as play_:
            for said, segment in (("kitchen", "16"), ("거실", "17"), ("master bedroom", "18")):
                assert (await play_.act("Dusty", "clean_area", area=said))["status"] == "cleaning"
                assert play_.simulator.devices["Dusty"].state["rooms"] == [segment]
            assert (await play_.act("Dusty", "return_to_base"))["status"] == "returning"
            assert (await play_.act("Dusty", "set", fan_speed="max"))["fan_speed"] == "max"
            with pytest.raises(DeviceError, match="can't do 'attic'") as raised:
                await play_.act("Dusty", "clean_area", area="attic")
            assert "청소" in raised.value.others["ko"]

    play(what)


def test_what_can_only_be_toggled_is_read_first_and_never_toggled_twice():
    async def what() -> None:
        async with scene() as play_:
            for verb in ("turn_on", "turn_on", "turn_off", "turn_off"):
                assert (await play_.act("Old Lamp", verb))["power"] is (verb == "turn_on")
            assert len(play_.acted("Old Lamp")) == 2

    play(what)


def test_states_are_asked_and_changes_are_events():
    async def what() -> None:
        async with scene() as play_:
            events: list[Any] = []

            async def listen() -> None:
                async for event in play_.driver.events():
                    events.append(event)

            listening = asyncio.create_task(listen())
            plug = play_.devices["Desk Plug"]
            answered = await play_.driver.act(plug, Action("get_property", {"property": "power_used"}))
            assert answered.answer == "42 W"
            await play_.simulator.publish("tele/desk_plug/STATE", '{"POWER": "ON"}')
            await _until(lambda: any(one.device == plug.id and one.state.get("power") is True for one in events))
            with pytest.raises(DeviceError, match="hasn't told that yet"):
                await play_.act("Window Sensor", "get_state")
            await play_.simulator.publish("zigbee2mqtt/Window Sensor", '{"contact": false, "temperature": 21.4}')
            sensor = play_.devices["Window Sensor"]
            await _until(lambda: play_.driver.states().get(sensor.id) == {"contact": True, "temperature": 21.4})
            listening.cancel()

    play(what)


def test_silence_is_told_and_nothing_is_sent_again():
    async def what() -> None:
        async with scene(patience=0.8) as play_:
            play_.simulator.devices["Front Door Lock"].silent = True
            with pytest.raises(DeviceSilent, match="didn't confirm it") as raised:
                await play_.act("Front Door Lock", "unlock")
            assert "Front Door Lock" in raised.value.others["ko"]
            assert "답을" in raised.value.others["ko"]
            assert len(play_.acted("Front Door Lock")) == 1
            await asyncio.sleep(1)
            assert len(play_.acted("Front Door Lock")) == 1

    play(what)


def test_what_was_not_confirmed_makes_the_state_before_it_uncertain():
    """It did that without a word. Told to be as it was before, and not hearing it, it is not said to be so already."""

    async def what() -> None:
        async with scene(patience=0.8) as play_:
            radiator = play_.simulator.devices["Bathroom Radiator"]
            await play_.act("Bathroom Radiator", "set_temperature", temperature=22.5)
            radiator.silent = True
            with pytest.raises(DeviceSilent):
                await play_.act("Bathroom Radiator", "set_temperature", temperature=25)
            radiator.silent, radiator.deaf = False, True
            with pytest.raises(DeviceSilent):
                await play_.act("Bathroom Radiator", "set_temperature", temperature=22.5)
            radiator.deaf = False
            await play_.act("Bathroom Radiator", "set_temperature", temperature=22.5)
            radiator.deaf = True
            await play_.act("Bathroom Radiator", "set_temperature", temperature=22.5)  # is so, as it has told itself

    play(what)


def test_a_device_that_has_gone_is_told_at_once_and_not_sent_to():
    async def what() -> None:
        async with scene() as play_:
            await play_.act("Desk Plug", "turn_on")
            before = len(play_.acted("Desk Plug"))
            for name in ("Desk Plug", "Hall Light", "Garage Door", "Dusty"):
                await play_.simulator.vanish(name)
            await asyncio.sleep(0.3)
            for name, verb in (("Desk Plug", "turn_off"), ("Hall Light", "turn_on"), ("Dusty", "start")):
                with pytest.raises(DeviceError, match="can't be reached") as raised:
                    await play_.act(name, verb)
                assert not isinstance(raised.value, DeviceSilent)
            assert len(play_.acted("Desk Plug")) == before
            await play_.simulator.vanish("Humidifier", announcement=True)
            await asyncio.sleep(1)
            with pytest.raises(DeviceError, match="not announced"):
                await play_.act("Humidifier", "turn_on")

    play(what)


def test_while_the_broker_is_away_nothing_is_kept_for_later():
    async def what() -> None:
        async with scene() as play_:
            await play_.act("Back Door", "lock")
            await play_.simulator.cut()
            await asyncio.sleep(0.2)
            before = len(play_.acted("Back Door"))
            for _ in range(5):
                with pytest.raises(DeviceError, match="wasn't told") as raised:
                    await play_.act("Back Door", "unlock")
                assert not isinstance(raised.value, DeviceSilent)
                assert "브로커" in raised.value.others["ko"]
            await play_.simulator.restore()
            await _until(lambda: play_.driver._connection.up)
            await asyncio.sleep(1)
            assert len(play_.acted("Back Door")) == before
            assert (await play_.act("Back Door", "unlock"))["lock"] == "unlocked"

    play(what)


def test_cut_at_random_every_command_acts_once_or_says_that_it_did_not():
    """A number that is set counts how often each command arrived."""

    async def what() -> None:
        async with scene(patience=1.0) as play_:
            humidifier = play_.simulator.devices["Humidifier"]
            done, failed, unsure = [], [], []

            async def command(percent: int) -> None:
                try:
                    await play_.act("Humidifier", "set", target_humidity=percent)
                    done.append(percent)
                except DeviceSilent:
                    unsure.append(percent)
                except DeviceError:
                    failed.append(percent)

            for number, percent in enumerate(range(30, 54)):
                if number % 8 == 3:
                    cutting = asyncio.create_task(play_.simulator.cut())
                    await command(percent)
                    await cutting
                    continue
                if number % 8 == 5:
                    await play_.simulator.restore()
                    await asyncio.sleep(0.6)
                await command(percent)
            await play_.simulator.restore()
            await asyncio.sleep(2)
            arrived = [int(payload) for topic, payload in humidifier.acted if "target" in topic]
            assert len(done) + len(failed) + len(unsure) == 24
            assert all(arrived.count(percent) == 1 for percent in done)
            assert all(arrived.count(percent) == 0 for percent in failed)
            assert all(arrived.count(percent) <= 1 for percent in unsure)
            assert done
            assert failed

    play(what)


def test_a_broker_that_hangs_leaves_it_unsure_and_is_left():
    async def what() -> None:
        async with scene(patience=0.8) as play_:
            await play_.act("Desk Plug", "turn_on")
            before = len(play_.acted("Desk Plug"))
            broker = play_.simulator._broker
            assert broker is not None
            broker.send_signal(signal.SIGSTOP)
            try:
                with pytest.raises(DeviceSilent):
                    await play_.act("Desk Plug", "turn_off")
                with pytest.raises(DeviceError, match="wasn't told"):
                    await play_.act("Desk Plug", "turn_off")
            finally:
                broker.send_signal(signal.SIGCONT)
            await _until(lambda: play_.driver._connection.up)
            assert (await play_.act("Desk Plug", "turn_on"))["power"] is True
            assert len(play_.acted("Desk Plug")) - before <= 2

    play(what)


def test_a_broker_that_is_there_again_is_used_at_once():
    async def what() -> None:
        async with scene() as play_:
            await play_.act("Desk Plug", "turn_on")
            await play_.simulator.cut()
            await asyncio.sleep(4)  # it is tried every few seconds only by now
            await play_.simulator.restore()
            assert (await play_.act("Desk Plug", "turn_off"))["power"] is False

    play(what)


def test_discover_tells_what_cannot_be_used(tmp_path, monkeypatch):
    from typer.testing import CliRunner

    from ogam.cli.main import app

    async def what() -> None:
        simulator = Simulator()
        await simulator.start()
        try:
            await simulator.publish("homeassistant/hologram/x/config", '{"name": "Holo"}', retain=True)
            (tmp_path / "drivers.toml").write_text(f"[mqtt]\nport = {simulator.port}\n")
            monkeypatch.setenv("OGAM_HOME", str(tmp_path))
            told = await asyncio.to_thread(CliRunner().invoke, app, ["devices", "discover", "mqtt"])
            assert told.exit_code == 0, told.output
            assert "mqtt: 17 devices" in told.output
            assert "not used: Holo: 'hologram' is a kind that Ogam does not know." in told.output
        finally:
            await simulator.close()

    play(what)


def test_bad_states_change_nothing():
    async def what() -> None:
        async with scene() as play_:
            await play_.act("Hall Light", "turn_on")
            good = play_.driver.states()["light.hall_light"]
            for bad in (b"x" * 10_000_000, b'{"brightness": NaN}', b"\xff\xfe", b"[" * 50_000, b'{"state": 7}',
                        b'{"state": {"a": 1}, "brightness": "high"}', b"", b"null"):  # fmt: skip
                await play_.simulator.publish("zigbee2mqtt/Hall Light", bad)
            await asyncio.sleep(0.3)
            assert play_.driver.states()["light.hall_light"] == good
            assert (await play_.act("Hall Light", "turn_off"))["power"] is False

    play(what)


def test_a_flood_of_announcements_does_not_stop_the_others():
    async def what() -> None:
        async with scene() as play_:
            await play_.act("Desk Plug", "turn_on")
            for number in range(1500):
                await play_.simulator.publish(
                    f"homeassistant/sensor/n{number}/config", '{"state_topic": "x", "name": "n"}'
                )
            assert (await play_.act("Desk Plug", "turn_off"))["power"] is False

    play(what)


def test_no_broker_is_said_so():
    async def what() -> None:
        driver = open_driver(Settings(port=9), ())
        with pytest.raises(DeviceError, match="Is it running"):
            await driver.discover()
        await driver.close()

    play(what)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [({"version": 4}, "version"), ({"discovery": "a/#"}, "topic"), ({"patience": 0.0}, "patience")],
)
def test_settings_that_cannot_be(wrong, message):
    with pytest.raises(DeviceError, match=message):
        open_driver(Settings(**wrong), ())


def test_the_older_protocol_does_as_well():
    async def what() -> None:
        async with scene(version=3) as play_:
            assert (await play_.act("Desk Plug", "turn_on"))["power"] is True

    play(what)


async def _until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(15):
        while not holds():
            await asyncio.sleep(0.02)

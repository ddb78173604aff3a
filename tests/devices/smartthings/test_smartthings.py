"""SmartThings' driver against the simulated cloud, over HTTP on this computer."""
# ruff: noqa: E501 (tables)

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("httpx")

from ogam.core import Action, Device, DeviceError, DeviceSilent
from ogam.devices.smartthings import Settings, SmartThingsDriver, open_driver
from ogam.devices.smartthings.describing import describe
from ogam.devices.smartthings.simulator import TOKEN, Failure, Simulator


class Scene:
    def __init__(self, simulator: Simulator, driver: SmartThingsDriver, devices: list[Device]) -> None:
        self.simulator, self.driver, self.devices = simulator, driver, {one.name: one for one in devices}

    async def act(self, name: str, verb: str, **arguments: Any) -> dict[str, Any]:
        result = await self.driver.act(self.devices[name], Action(verb, arguments))
        assert result.ok
        return dict(result.state)

    def acted(self, identifier: str) -> list[dict[str, Any]]:
        return self.simulator.cloud.appliances[identifier].acted


@asynccontextmanager
async def scene(**more: Any) -> AsyncIterator[Scene]:
    simulator = Simulator()
    await simulator.start()
    settings = Settings(**{"token": TOKEN, "url": simulator.url, "patience": 2.0, **more})
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
        await simulator.cut()


def play(what: Callable[[], Awaitable[None]]) -> None:
    async def in_time() -> None:
        await asyncio.wait_for(what(), 60)

    asyncio.run(in_time())


def test_every_device_is_found_with_names_in_both_languages():
    async def what() -> None:
        async with scene() as play_:
            assert len(play_.devices) == 13  # more than one page
            assert play_.driver.left_out == ()
            assert play_.devices["Stand Air Conditioner"].area == "Living Room"
            assert play_.devices["Car Port"].device_class == "garage"
            for device in play_.devices.values():
                roles = [one.role for one in device.properties if one.role]
                assert len(roles) == len(set(roles)), device.name
                for one in device.properties:
                    assert any("가" <= letter <= "힣" for letter in one.names["ko"][0]), (device.name, one.id)

    play(what)


def test_each_kind_does_what_it_is_told():
    async def what() -> None:
        async with scene() as play_:
            act = play_.act
            assert (await act("Bedside Lamp", "turn_on"))["power"] is True
            state = await act("Bedside Lamp", "set", brightness=60, color_temp=4000)
            assert (state["brightness"], state["color_temp"]) == (60, 4000)
            state = await act("Stand Air Conditioner", "set", mode="dry", cooling_setpoint=22)
            assert (state["mode"], state["cooling_setpoint"]) == ("dry", 22)
            assert (await act("Stand Air Conditioner", "set_temperature", temperature=25))["cooling_setpoint"] == 25
            assert (await act("Bespoke Washer", "start"))["machine_state"] == "run"
            assert (await act("Bespoke Washer", "pause"))["machine_state"] == "pause"
            fridge = await act("Family Fridge", "set", cooling_setpoint_freezer=-21)
            assert fridge["cooling_setpoint_freezer"] == -21
            assert (await act("Family Fridge", "set", rapid_cooling="on"))["rapid_cooling"] is True
            assert (await act("Built-in Oven", "set", oven_setpoint=200))["oven_setpoint"] == 200
            assert (await act("Entrance Lock", "unlock"))["lock"] == "unlocked"
            assert (await act("Roller Blind", "close"))["status"] == "closing"
            assert (await act("Roller Blind", "set_position", position=30))["position"] == 30
            assert (await act("Car Port", "open"))["status"] == "opening"
            assert (await act("The Frame", "set_volume", volume_level=20))["volume"] == 20
            assert (await act("The Frame", "set", mute="on"))["mute"] is True
            assert (await act("Jet Bot", "return_to_base"))["status"] == "homing"
            assert (await act("Floor Heating", "set_temperature", temperature=22.5))["heating_setpoint"] == 22.5
            assert (await act("Floor Heating", "turn_off"))["thermostat_mode"] == "off"
            assert (await act("Circulator", "set", fan_speed=3))["fan_speed"] == 3
            asked = Action("get_property", {"property": "current_temperature"})
            assert (await play_.driver.act(play_.devices["Hall Sensor"], asked)).answer == "22.1 °C"

    play(what)


def test_what_a_device_cannot_do_is_said_with_what_it_can():
    async def what() -> None:
        async with scene() as play_:
            with pytest.raises(DeviceError, match="16 to 30") as raised:
                await play_.act("Stand Air Conditioner", "set_temperature", temperature=99)
            assert "16에서 30도" in raised.value.others["ko"]
            with pytest.raises(DeviceError, match="It can: auto, cool, dry"):
                await play_.act("Stand Air Conditioner", "set", mode="bake")
            assert play_.acted("dev-ac") == []

    play(what)


def test_to_heat_takes_its_own_permission():
    from ogam.policy.actions import action_of

    async def what() -> None:
        async with scene() as play_:
            assert action_of(play_.devices["Built-in Oven"], Action("set", {"oven_setpoint": 200})) == "heat"
            assert action_of(play_.devices["Built-in Oven"], Action("set", {"operation": "stop"})) == "turn_off"
            assert action_of(play_.devices["Entrance Lock"], Action("set", {"lock": "unlocked"})) == "unlock"
            assert action_of(play_.devices["Car Port"], Action("set", {"movement": "open"})) == "open_entrance"

    play(what)


@pytest.mark.parametrize(
    ("failure", "kind", "english", "korean"),
    [
        (Failure(429, {}, {"Retry-After": "7"}), DeviceError, "again in 7 seconds", "7초"),
        (Failure(429, {}, {"X-RateLimit-Reset": "3000"}), DeviceError, "again in 3 seconds", "3초"),
        (Failure(401, {}), DeviceError, "token", "토큰"),
        (Failure(403, {}), DeviceError, "doesn't allow", "권한"),
        (Failure(404, {}), DeviceError, "doesn't know", "더는 몰라요"),
        (Failure(422, {"error": {"details": [{"message": "remote control is off"}]}}), DeviceError, "control is off", "안 된다고"),
        (Failure(409, b"nonsense"), DeviceError, "409", "409"),
        (Failure(500, {}, before=False), DeviceSilent, "didn't confirm", "확인"),
        (Failure(200, b"{{{", before=False), DeviceSilent, "didn't confirm", "확인"),
        (Failure(200, {"results": [{"status": "FAILED"}]}), DeviceError, "refused", "안 된다고"),
    ],
)  # fmt: skip
def test_every_refusal_is_an_answer_in_both_languages(failure, kind, english, korean):
    async def what() -> None:
        async with scene() as play_:
            play_.simulator.cloud.failures = [failure]
            with pytest.raises(kind, match=english) as raised:
                await play_.act("Bedside Lamp", "turn_on")
            assert isinstance(raised.value, DeviceSilent) == (kind is DeviceSilent)
            assert korean in raised.value.others["ko"]
            assert len(play_.acted("dev-light")) <= 1

    play(what)


def test_while_smartthings_wants_quiet_nothing_is_sent():
    async def what() -> None:
        async with scene() as play_:
            play_.simulator.cloud.failures = [Failure(429, {}, {"Retry-After": "60"})]
            with pytest.raises(DeviceError, match="again in 60"):
                await play_.act("Bedside Lamp", "turn_on")
            before = len(play_.simulator.cloud.requests)
            with pytest.raises(DeviceError, match="again in"):
                await play_.act("Bedside Lamp", "turn_on")
            assert len(play_.simulator.cloud.requests) == before

    play(what)


def test_a_device_that_is_off_or_silent_is_told_so():
    async def what() -> None:
        async with scene(patience=0.8) as play_:
            play_.simulator.cloud.appliances["dev-light"].online = False
            with pytest.raises(DeviceError, match="can't be reached"):
                await play_.act("Bedside Lamp", "turn_on")
            assert play_.acted("dev-light") == []
            play_.simulator.cloud.appliances["dev-lock"].silent = True
            with pytest.raises(DeviceSilent, match="didn't confirm"):
                await play_.act("Entrance Lock", "unlock")
            assert len(play_.acted("dev-lock")) == 1

    play(what)


def test_cut_at_random_every_command_acts_once_or_says_that_it_did_not():
    async def what() -> None:
        async with scene(patience=1.0) as play_:
            done, failed, unsure = [], [], []

            async def command(level: int) -> None:
                try:
                    await play_.act("Bedside Lamp", "set", brightness=level)
                    done.append(level)
                except DeviceSilent:
                    unsure.append(level)
                except DeviceError:
                    failed.append(level)

            for level in range(1, 25):
                acting = asyncio.create_task(command(level))
                if level % 6 in (2, 3):
                    await asyncio.sleep(0.003 * level)
                    await play_.simulator.cut()
                await acting
                if level % 6 == 4:
                    await play_.simulator.restore()
            arrived = [one["arguments"][0] for one in play_.acted("dev-light")]
            assert len(done) + len(failed) + len(unsure) == 24
            assert all(arrived.count(level) == 1 for level in done)
            assert all(arrived.count(level) == 0 for level in failed)
            assert all(arrived.count(level) <= 1 for level in unsure)
            assert done
            assert failed

    play(what)


def test_the_token_of_an_app_is_renewed_kept_and_brings_changes(tmp_path):
    path = tmp_path / "smartthings.json"
    path.write_text(json.dumps({"client_id": "app", "client_secret": "hush", "refresh_token": "refresh-1"}))

    async def what() -> None:
        async with scene(token="", token_file=str(path)) as play_:
            cloud = play_.simulator.cloud
            assert (await play_.act("Entrance Lock", "unlock"))["lock"] == "unlocked"
            kept = json.loads(path.read_text())
            assert kept["refresh_token"] == cloud.app["refresh_token"]
            assert path.stat().st_mode & 0o077 == 0
            cloud.token = "run out"
            assert (await play_.act("Entrance Lock", "lock"))["lock"] == "locked"
            assert [one["command"] for one in play_.acted("dev-lock")] == ["unlock", "lock"]
            changes: list[Any] = []

            async def listen() -> None:
                async for event in play_.driver.events():
                    changes.append(event)

            listening = asyncio.create_task(listen())
            await _until(lambda: bool(cloud.listeners))
            cloud.change("dev-motion", "main", "motionSensor", "motion", "active")
            sensor = play_.devices["Hall Sensor"].id
            await _until(lambda: any(one.device == sensor and one.state.get("motion") is True for one in changes))
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)

    play(what)


def test_a_personal_token_looks_for_changes_now_and_then():
    async def what() -> None:
        async with scene() as play_:
            settings = Settings(token=TOKEN, url=play_.simulator.url, poll=0.1)
            looking = SmartThingsDriver(settings, list(play_.devices.values()))
            event = asyncio.create_task(anext(looking.events()))
            await _until(lambda: len(looking.states()) == len(play_.devices))
            play_.simulator.cloud.change("dev-motion", "main", "motionSensor", "motion", "active")
            assert (await asyncio.wait_for(event, 10)).state["motion"] is True
            await looking.close()

    play(what)


def test_one_device_that_has_gone_does_not_stop_the_news_of_the_others():
    async def what() -> None:
        async with scene() as play_:
            del play_.simulator.cloud.appliances["dev-light"]
            settings = Settings(token=TOKEN, url=play_.simulator.url, poll=0.1)
            looking = SmartThingsDriver(settings, list(play_.devices.values()))
            event = asyncio.create_task(anext(looking.events()))
            await _until(lambda: len(looking.states()) == len(play_.devices) - 1)
            play_.simulator.cloud.change("dev-lock", "main", "lock", "lock", "unlocked")
            assert (await asyncio.wait_for(event, 10)).state["lock"] == "unlocked"
            await looking.close()

    play(what)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({}, "either"),
        ({"token": "a", "token_file": "b"}, "either"),
        ({"token": "a", "url": "http://example.org"}, "https"),
        ({"token": "a", "poll": 0.1}, "poll"),
    ],
)
def test_settings_that_cannot_be(wrong, message):
    with pytest.raises(DeviceError, match=message):
        open_driver(Settings(**wrong), ())


def test_the_token_is_in_no_text():
    assert "geheim" not in repr(Settings(token="geheim"))


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
CAPABILITIES = st.sampled_from(["switch", "switchLevel", "airConditionerMode", "ovenSetpoint", "lock", "windowShade",
                                "thermostatCoolingSetpoint", "colorTemperature", "alarm", "washerOperatingState"])  # fmt: skip
ATTRIBUTES = st.sampled_from(["switch", "level", "airConditionerMode", "supportedAcModes", "ovenSetpoint", "lock",
                              "ovenSetpointRange", "coolingSetpoint", "colorTemperatureRange", "machineState"])  # fmt: skip


@given(
    st.dictionaries(CAPABILITIES, st.dictionaries(ATTRIBUTES, st.fixed_dictionaries({"value": ANYTHING}) | ANYTHING))
)
def test_a_device_may_tell_anything(told):
    listed = {"components": [{"id": "main", "capabilities": [{"id": name} for name in told]}]}
    for one in describe(listed, {"main": told}):
        assert one.property.names["ko"]
        one.told({"main": told})
        if one.property.kind == "number" and one.property.writable:
            assert one.property.least is not None
            assert one.property.most is not None
            assert one.property.least < one.property.most


async def _until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(15):
        while not holds():
            await asyncio.sleep(0.02)

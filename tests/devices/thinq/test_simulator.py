"""The simulated cloud behaves as LG's is documented to: states, refusals, limits, events."""

import asyncio

import pytest

pytest.importorskip("thinqconnect")

from aiohttp import ClientSession
from thinqconnect import ThinQApi, ThinQAPIException

from ogam.core import Action
from ogam.devices.drivers import SIMULATORS, open_drivers
from ogam.devices.thinq import Settings, ThinQDriver
from ogam.devices.thinq.simulator import Cloud, Simulator, serve
from ogam.devices.thinq.simulator.appliances import Appliance, RefusedError
from ogam.devices.thinq.simulator.profiles import kinds, profile


def _washer(**more):
    return {"location": {"locationName": "MAIN"}, **more}


START = _washer(operation={"washerOperationMode": "START"})
WAKE = _washer(operation={"washerOperationMode": "POWER_ON"})


def _refusal(appliance, payload):
    with pytest.raises(RefusedError) as error:
        appliance.control(payload)
    return error.value.code


def test_a_washer_must_be_on_and_washes_until_it_is_done():
    washer = Appliance(profile("DEVICE_WASHER"))
    assert _refusal(washer, START) == "2304"
    washer.control(WAKE)
    assert washer.control(START)["runState"] == {"currentState": "RUNNING"}
    assert washer.state["timer"]["remainHour"] == 1
    report = washer.advance(25)
    assert (report["timer"]["remainHour"], report["timer"]["remainMinute"]) == (0, 35)
    assert washer.advance(40)["runState"]["currentState"] == "END"
    assert washer.advance(5) is None
    assert _refusal(washer, _washer(operation={"washerOperationMode": "STOP"})) == "2302"


def test_remote_control_must_be_on_and_an_error_must_be_mended_first():
    washer = Appliance(profile("DEVICE_WASHER"))
    washer.set("remoteControlEnabled", False, location="MAIN")
    assert _refusal(washer, WAKE) == "2301"
    washer.set("remoteControlEnabled", True, location="MAIN")
    washer.fail()
    assert _refusal(washer, WAKE) == "2303"


def test_an_air_conditioner_takes_no_temperature_while_it_only_blows():
    ac = Appliance(profile("DEVICE_AIR_CONDITIONER"))
    assert _refusal(ac, {"airConJobMode": {"currentJobMode": "FAN"}}) == "2304"
    ac.control({"operation": {"airConOperationMode": "POWER_ON"}})
    ac.control({"airConJobMode": {"currentJobMode": "FAN"}})
    warmer = {"temperatureInUnits": {"targetTemperature": 22.5, "unit": "C"}}
    assert _refusal(ac, warmer) == "2305"
    ac.control({"airConJobMode": {"currentJobMode": "COOL"}})
    told = ac.control(warmer)["temperatureInUnits"]
    assert [entry["targetTemperature"] for entry in told] == [22.5, 72]


def test_a_robot_goes_on_only_when_it_pauses():
    robot = Appliance(profile("DEVICE_ROBOT_CLEANER"))
    command = {"operation": {"cleanOperationMode": "RESUME"}}
    assert _refusal(robot, command) == "2302"
    robot.control({"operation": {"cleanOperationMode": "START"}})
    robot.control({"operation": {"cleanOperationMode": "PAUSE"}})
    assert robot.control(command)["runState"]["currentState"] == "CLEANING"
    robot.control({"operation": {"cleanOperationMode": "HOMING"}})
    assert robot.advance(1)["runState"]["currentState"] == "CHARGING"


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        ("words", "1311"),
        ({}, "1101"),
        ({"operation": 3}, "1311"),
        ({"operation": {"airConOperationMode": "EXPLODE"}}, "2207"),
        ({"airFlow": {"windStep": 99}}, "2207"),
        ({"airFlow": {"noSuch": 1}}, "2201"),
        ({"airQualitySensor": {"PM1": 3}}, "2201"),
    ],
)
def test_what_the_profile_does_not_have_is_refused(payload, code):
    assert _refusal(Appliance(profile("DEVICE_AIR_CONDITIONER"), strict=False), payload) == code


def test_the_sdk_reads_every_profile_and_every_state():
    async def main():
        simulator = Simulator(Cloud())
        await simulator.start()
        driver = ThinQDriver(Settings("simulated", simulator=simulator.url), ())
        devices = await driver.discover()
        for device in devices:
            state = (await driver.act(device, Action("get_state"))).state
            unknown = [one.id for one in device.properties if one.readable and one.id not in state]
            assert unknown == [], device.name
        await driver.close()
        await simulator.cut()
        assert len(devices) == len(kinds()) == 30

    asyncio.run(main())


def test_requests_are_limited_and_need_the_token_and_the_headers():
    async def main():
        cloud = Cloud(["DEVICE_WASHER"], calls_a_minute=2)
        simulator = Simulator(cloud)
        await simulator.start()
        async with ClientSession() as session:
            async with session.get(f"{simulator.url}/devices") as response:
                assert (response.status, (await response.json())["error"]["code"]) == (401, "1103")
            bare = {"Authorization": "Bearer simulated"}
            async with session.get(f"{simulator.url}/devices", headers=bare) as response:
                assert (await response.json())["error"]["code"] == "1216"

            class Api(ThinQApi):
                def _get_url_from_endpoint(self, endpoint):
                    return f"{simulator.url}/{endpoint}"

            api = await Api(session, "simulated", "KR", "client")
            assert (await api.async_get_device_list())[0]["deviceInfo"]["deviceType"] == "DEVICE_WASHER"
            assert (await api.async_get_route())["mqttServer"].startswith("mqtts://")
            with pytest.raises(ThinQAPIException) as error:
                await api.async_get_device_list()
            assert error.value.code == "1306"
        await simulator.cut()

    asyncio.run(main())


def test_events_come_only_to_who_has_subscribed():
    cloud = Cloud(["DEVICE_WASHER"])

    async def main():
        queue = cloud.listen()
        cloud.push("washer-1", "WASHING_IS_COMPLETE")
        cloud.advance(1)
        assert queue.empty()
        headers = {
            "Authorization": "Bearer simulated", "x-country": "KR", "x-client-id": "c", "x-api-key": "k",
            "x-message-id": "m",
        }  # fmt: skip
        for what in ("event/washer-1/subscribe", "push/washer-1/subscribe"):
            assert (await cloud.answer("POST", what, headers, {}))[0] == 200
        assert (await cloud.answer("POST", "push/washer-1/subscribe", headers, {}))[1]["error"]["code"] == "1207"
        cloud.push("washer-1", "WASHING_IS_COMPLETE")
        assert (await queue.get())["pushCode"] == "WASHING_IS_COMPLETE"
        cloud.leave(queue)

    asyncio.run(main())


def test_it_says_what_to_write_into_drivers_toml(tmp_path):
    assert SIMULATORS["thinq"] == "ogam.devices.thinq.simulator"

    async def main():
        told = asyncio.get_running_loop().create_future()
        task = asyncio.create_task(serve(0, told.set_result))
        (tmp_path / "drivers.toml").write_text(await told)
        driver = open_drivers(tmp_path / "drivers.toml", ())["thinq"]
        devices = await driver.discover()
        await driver.act(next(one for one in devices if one.domain == "fan"), Action("turn_on"))
        await driver.close()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(main())

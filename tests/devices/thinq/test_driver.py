"""The driver against the simulated cloud: told once, at LG's pace, and every failure answered."""

import asyncio
import json
import time

import pytest

pytest.importorskip("thinqconnect")

from ogam.core import Action, DeviceError, DeviceSilent
from ogam.devices.drivers import open_drivers
from ogam.devices.thinq import Settings, account, link
from ogam.devices.thinq.pace import Pace
from ogam.devices.thinq.settings import client_id
from ogam.devices.thinq.simulator import Cloud

ON = Action("turn_on")
AC, WASHER = "air_conditioner-1", "washer-1"


def test_a_verb_becomes_a_control_and_its_state_is_told(in_house):
    async def test(house):
        ac = house.device("air")
        result = await house.driver.act(ac, ON)
        assert result.ok
        assert result.state["power"] is True
        assert house.cloud.controls == [(AC, {"operation": {"airConOperationMode": "POWER_ON"}})]
        answer = await house.driver.act(ac, Action("get_temperature"))
        assert answer.answer == "24 °C"

    in_house(test)


def test_several_settings_go_together_or_one_after_another_at_lgs_pace(in_house):
    async def test(house):
        ac = house.device("air")
        house.cloud.appliances[AC].set("airConOperationMode", "POWER_ON")
        before = time.monotonic()
        await house.driver.act(ac, Action("set", {"target_temperature": 24, "current_job_mode": "HEAT"}))
        assert time.monotonic() - before >= 0.2
        assert [payload for _, payload in house.cloud.controls] == [
            {"airConJobMode": {"currentJobMode": "HEAT"}},
            {"temperatureInUnits": {"targetTemperature": 24, "unit": "C"}},
        ]

    in_house(test, pace=Pace(0.2))


def test_an_oven_takes_its_mode_and_temperature_in_one(in_house):
    async def test(house):
        oven = house.device("oven")
        await house.driver.act(oven, Action("set", {"lower_target_temperature": 200, "lower_cook_mode": "BAKE"}))
        assert [payload for _, payload in house.cloud.controls] == [
            {
                "location": {"locationName": "LOWER"},
                "temperature": {"targetTemperature": 200, "unit": "C"},
                "cook": {"cookMode": "BAKE"},
                "operation": {"ovenOperationMode": "START"},
            }
        ]

    in_house(test, Cloud(["DEVICE_OVEN"]))


def test_who_would_wait_too_long_is_told_so_and_nothing_is_sent(in_house):
    async def test(house):
        ac = house.device("air")
        first = [asyncio.create_task(house.driver.act(ac, ON)) for _ in range(3)]
        await asyncio.sleep(0.1)
        with pytest.raises(DeviceError, match="One moment") as error:
            await house.driver.act(ac, ON)
        assert "잠시만요" in error.value.others["ko"]
        await asyncio.gather(*first)
        assert len(house.cloud.controls) == 3

    in_house(test, pace=Pace(0.3, 0.7))


def test_when_the_second_of_two_fails_it_is_told_what_was_done(in_house):
    async def test(house):
        ac = house.device("air")
        house.cloud.appliances[AC].set("airConOperationMode", "POWER_ON")
        with pytest.raises(
            DeviceError, match=r"Only fan was done\. The air conditioner can't do that in its present mo"
        ) as e:
            await house.driver.act(ac, Action("set", {"current_job_mode": "FAN", "target_temperature": 20}))
        assert e.value.others["ko"] == "송풍까지는 했어요. air conditioner의 지금 모드에서는 할 수 없어요."

    in_house(test)


@pytest.mark.parametrize(
    ("code", "silent"), [("2302", False), ("1222", False), ("2209", True), ("2000", True), ("9999", True)]
)
def test_a_refusal_is_answered_in_words(in_house, code, silent):
    async def test(house):
        house.cloud.fail(code)
        with pytest.raises(DeviceError) as error:
            await house.driver.act(house.device("air"), ON)
        assert isinstance(error.value, DeviceSilent) is silent
        assert "air conditioner" in str(error.value)
        assert error.value.others["ko"]

    in_house(test)


def test_after_too_many_calls_lg_is_left_alone(in_house):
    async def test(house):
        house.cloud.fail("1306")
        with pytest.raises(DeviceError, match="too many"):
            await house.driver.act(house.device("air"), ON)
        sent = len(house.cloud.calls)
        with pytest.raises(DeviceError, match="One moment"):
            await house.driver.act(house.device("air"), ON)
        assert len(house.cloud.calls) == sent

    in_house(test)


def test_a_cloud_that_is_away_is_told_at_once_and_works_again_when_it_is_back(in_house):
    async def test(house):
        ac = house.device("air")
        await house.driver.act(ac, ON)
        await house.simulator.cut()
        with pytest.raises(DeviceError, match="can't be reached") as error:
            await house.driver.act(ac, ON)
        assert not isinstance(error.value, DeviceSilent)
        await house.simulator.restore()
        await house.driver.act(ac, ON)
        assert len(house.cloud.controls) == 2

    in_house(test)


def test_cut_in_the_middle_of_a_command_nobody_knows_whether_it_was_done(in_house):
    async def test(house):
        ac = house.device("air")
        await house.driver.act(ac, Action("get_state"))
        house.cloud.delay = 5
        told = asyncio.create_task(house.driver.act(ac, ON))
        await asyncio.sleep(0.3)
        await house.simulator.cut()
        with pytest.raises(DeviceSilent):
            await told
        assert len([call for call in house.cloud.calls if call[0] == "POST"]) == 1

    in_house(test)


def test_a_device_that_never_answers_is_told_before_the_hub_gives_up(in_house, monkeypatch):
    monkeypatch.setattr(account, "_ANSWERING", 0.3)

    async def test(house):
        await house.driver.act(house.device("air"), Action("get_state"))
        house.cloud.delay = 60
        with pytest.raises(DeviceSilent, match="didn't confirm"):
            await house.driver.act(house.device("air"), ON)

    in_house(test)


def test_a_new_token_is_taken_without_a_restart(in_house, monkeypatch):
    monkeypatch.setenv("THINQ", "simulated")

    async def test(house):
        ac = house.device("air")
        await house.driver.act(ac, ON)
        house.cloud.token = "renewed"
        with pytest.raises(DeviceError, match="connect-pat"):
            await house.driver.act(ac, ON)
        monkeypatch.setenv("THINQ", "renewed")
        await house.driver.act(ac, ON)
        assert len(house.cloud.controls) == 2

    in_house(test, token="env:THINQ")


def test_changes_come_as_events_and_nothing_is_polled(in_house):
    async def test(house):
        events = house.driver.events()
        waiting = await _linked(house, events)
        reads = len(house.cloud.calls)
        house.cloud.tell(WASHER, house.cloud.appliances[WASHER].set("currentState", "RUNNING", location="MAIN"))
        event = await waiting
        assert (event.device, event.state["state"], event.state["power"]) == (
            house.device("washer").id,
            "RUNNING",
            True,
        )
        house.cloud.push(WASHER, "WASHING_IS_COMPLETE")
        assert (await anext(events)).state["notification"] == "WASHING_IS_COMPLETE"
        asked = await house.driver.act(house.device("washer"), Action("get_property", {"property": "state"}))
        assert asked.answer == "running"
        assert len(house.cloud.calls) == reads
        assert {path for method, path in house.cloud.calls if method == "GET"} == {
            f"devices/{name}/{what}" for name in (AC, WASHER) for what in ("profile", "state")
        }
        await events.aclose()

    in_house(test)


def test_the_link_comes_back_after_an_outage_which_is_told_once(in_house, caplog, monkeypatch):
    monkeypatch.setattr("ogam.devices.thinq.driver._FIRST_WAIT", 0.1)
    monkeypatch.setattr("ogam.devices.thinq.driver._LONGEST_WAIT", 0.2)

    async def test(house):
        events = house.driver.events()
        waiting = await _linked(house, events)
        await house.simulator.cut()
        await asyncio.sleep(0.8)
        house.cloud.appliances[AC].set("airConOperationMode", "POWER_ON")
        await house.simulator.restore()
        event = await waiting
        assert event.state["power"] is True
        await events.aclose()
        assert sum("not told for now" in record.message for record in caplog.records) == 1

    in_house(test)


def test_what_makes_no_sense_is_left_out_and_the_rest_goes_on(in_house, caplog):
    async def test(house):
        events = house.driver.events()
        waiting = await _linked(house, events)
        house.cloud.tell(AC, {"temperatureInUnits": [{"currentTemperature": float("nan"), "unit": "C"}]})
        assert (await waiting).state["current_temperature"] == 24
        house.cloud.tell(AC, {"airFlow": {"windStrengthDetail": "x" * 100_000}})
        house.cloud.tell(AC, "nonsense")
        house.cloud.tell(AC, {"operation": {"airConOperationMode": "POWER_ON"}})
        assert (await anext(events)).state["power"] is True
        await events.aclose()
        assert sum("can't be read" in record.message for record in caplog.records) == 2

    in_house(test)


def test_a_device_that_lies_about_itself_is_described_by_what_makes_sense(in_house):
    async def test(house):
        lies = {
            "airConJobMode": {"currentJobMode": {"type": "enum", "mode": "rw", "value": 3}},
            "operation": {"airConOperationMode": {"type": "enum", "mode": ["r", "w"], "value": {"w": None}}},
            "airFlow": {"windStep": {"type": "range", "mode": ["w"], "value": {"w": {"min": 9, "max": 1}}}},
            "display": {"light": {"type": "enum", "mode": ["w"], "value": {"w": ["ON", "OFF", 3, None]}}},
            "timer": None,
            "sleepTimer": [3, None, {"unit": 5}],
        }
        house.cloud.profiles[AC] = {"property": lies, "error": 3}
        house.cloud.profiles[WASHER] = ["no profile"]
        found = {device.address: device for device in await house.driver.discover()}
        assert [one.id for one in found[AC].properties] == ["display_light"]
        assert found[WASHER].properties == ()
        with pytest.raises(DeviceError):
            await house.driver.act(house.device("air"), ON)

    in_house(test)


def test_a_device_that_is_gone_is_answered(in_house):
    async def test(house):
        washer = house.device("washer")
        house.cloud.listed = [one for one in house.cloud.listed if one["deviceId"] != WASHER]
        with pytest.raises(DeviceError, match="LG doesn't know the washing machine"):
            await house.driver.act(washer, ON)

    in_house(test)


def test_the_clients_id_is_made_once(tmp_path):
    assert client_id(str(tmp_path)) == client_id(str(tmp_path)) != client_id("")
    (tmp_path / "devices" / "thinq-client").write_text("spoilt")
    with pytest.raises(DeviceError):
        client_id(str(tmp_path))


def test_drivers_toml_opens_it_in_ogams_folder(tmp_path):
    (tmp_path / "drivers.toml").write_text('[thinq]\ntoken = "env:NONE"\n')
    driver = open_drivers(tmp_path / "drivers.toml", ())["thinq"]
    assert (tmp_path / "devices" / "thinq-client").is_file()
    with pytest.raises(DeviceError, match="NONE is not set"):
        asyncio.run(driver.discover())


def test_a_country_that_lg_does_not_serve_is_told():
    made = account.Account(Settings("x", country="XX"))

    async def ask():
        with pytest.raises(DeviceError, match="country"):
            await made.ask(lambda api: api.async_get_device_list())
        await made.close()

    asyncio.run(ask())


def test_lgs_own_events_come_by_the_sdks_client(in_house, monkeypatch):
    """The SDK's MQTT client is made up here: the real one needs AWS."""
    told = {}

    class Client:
        is_connected = True

        def __init__(self, api, client, on_message, on_connection_success):
            told.update(client=client, message=on_message, success=on_connection_success)

        def __await__(self):
            yield from ()
            return self

        async def async_prepare_mqtt(self):
            return True

        async def async_connect_mqtt(self):
            told["success"](None, None)

        async def async_disconnect(self):
            told["ended"] = True

    monkeypatch.setattr(link, "ThinQMQTTClient", Client)
    received, back = [], []

    async def again():
        back.append(True)

    async def test(house):
        listening = asyncio.create_task(link._listen_to_lg(house.driver._account, received.append, again))
        while "success" not in told:
            await asyncio.sleep(0.01)
        event = {"pushType": "DEVICE_STATUS", "deviceId": AC, "report": {}}
        for payload in (json.dumps(event).encode(), b"no json", b"[]"):
            told["message"]("topic", payload, False, 1, False)
        await asyncio.sleep(0.1)
        assert back == [True]
        told["success"](None, None)
        await asyncio.sleep(0.1)
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
        assert received == [event]
        assert back == [True, True]
        assert told["ended"]

    in_house(test)


async def _linked(house, events):
    """Take the first states of all devices; then a task that waits for the next event."""
    told = {(await anext(events)).device for _ in house.devices}
    assert told == set(house.devices)
    return asyncio.create_task(anext(events))


def test_after_a_command_the_state_is_what_the_device_tells_of_it(in_house):
    async def test(house):
        washer = house.device("washer")
        unlinked = await house.driver.act(washer, ON)
        assert "state" not in unlinked.state
        assert "power" not in unlinked.state
        events = house.driver.events()
        waiting = await _linked(house, events)
        started = await house.driver.act(washer, Action("start"))
        assert (started.state["state"], started.state["remain_time"]) == ("RUNNING", 60)
        await waiting
        await events.aclose()

    in_house(test)

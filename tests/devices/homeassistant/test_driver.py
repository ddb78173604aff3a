import asyncio
import sys
from pathlib import Path

import pytest

pytest.importorskip("websockets")

from ogam.core import Action, Asker, DeviceError, DeviceSilent
from ogam.devices.homeassistant import Settings, link, open_driver
from ogam.devices.homeassistant.describing import call_for, describe
from ogam.devices.homeassistant.simulator.server import NEVER, TOKEN

sys.path.insert(0, str(Path(__file__).parent))
from simulated import played


def done(scene):
    return [(one.domain, one.service, one.entity, dict(one.data)) for one in scene.simulator.home.called]


CALLS = [
    ("light.ceiling", "turn_on", {}, "turn_on", {}),
    ("light.kitchen", "set_light", {"brightness": 40}, "turn_on", {"brightness_pct": 40}),
    ("light.kitchen", "set", {"brightness": 0}, "turn_off", {}),
    ("light.ceiling", "set_light", {"color": "red"}, "turn_on", {"rgb_color": [255, 0, 0]}),
    ("light.ceiling", "set_light", {"temperature": 2700}, "turn_on", {"color_temp_kelvin": 2700}),
    ("light.ceiling", "set", {"white": "warm_white"}, "turn_on", {"color_temp_kelvin": 2700}),
    ("climate.living", "set_temperature", {"temperature": 22.5}, "set_temperature", {"temperature": 22.5}),
    ("climate.living", "set", {"mode": "dry"}, "set_hvac_mode", {"hvac_mode": "dry"}),
    ("climate.bath", "turn_off", {}, "set_hvac_mode", {"hvac_mode": "off"}),
    (
        "climate.bath", "set", {"temperature_low": 21},
        "set_temperature", {"target_temp_low": 21, "target_temp_high": 25},
    ),
    ("cover.curtain", "open", {}, "open_cover", {}),
    ("cover.curtain", "set_position", {"position": 30}, "set_cover_position", {"position": 30}),
    ("lock.front", "unlock", {}, "unlock", {}),
    ("media_player.tv", "set_volume", {"volume_level": 55}, "volume_set", {"volume_level": 0.55}),
    ("media_player.tv", "change_volume", {"volume_step": "up"}, "volume_set", {"volume_level": 0.4}),
    ("media_player.tv", "mute", {}, "volume_mute", {"is_volume_muted": True}),
    ("media_player.tv", "set", {"source": "HDMI 1"}, "select_source", {"source": "HDMI 1"}),
    ("vacuum.robot", "start", {}, "start", {}),
    ("vacuum.robot", "return_to_base", {}, "return_to_base", {}),
    ("lawn_mower.garden", "dock", {}, "dock", {}),
    ("scene.movie", "activate", {}, "turn_on", {}),
    ("script.leaving", "run", {}, "turn_on", {}),
    ("button.bell", "press", {}, "press", {}),
    ("alarm_control_panel.home", "turn_on", {}, "alarm_arm_away", {}),
    ("todo.shopping", "add_item", {"item": "bread"}, "add_item", {"item": "bread"}),
    ("todo.shopping", "complete_item", {"item": "milk"}, "update_item", {"item": "milk", "status": "completed"}),
]  # fmt: skip
"""An entity, a verb and its arguments; the service of the entity's domain that is called, and its data."""


@pytest.mark.parametrize(("entity", "verb", "arguments", "service", "data"), CALLS)
def test_verbs_become_services(entity, verb, arguments, service, data):
    async def play(scene):
        await scene.driver.act(scene.device(entity), Action(verb, arguments))
        return done(scene)

    assert played(play) == [(entity.partition(".")[0], service, entity, data)]


def test_several_properties_are_set_in_order_and_the_mode_first():
    async def play(scene):
        result = await scene.driver.act(
            scene.device("climate.living"), Action("set", {"temperature": 23, "fan_mode": "high", "mode": "dry"})
        )
        return [name for _, name, _, _ in done(scene)], result.state

    services, state = played(play)
    assert services == ["set_hvac_mode", "set_temperature", "set_fan_mode"]
    assert (state["mode"], state["temperature"], state["fan_mode"], state["power"]) == ("dry", 23, "high", True)


def test_what_was_done_before_a_failure_is_told():
    async def play(scene):
        device = scene.device("climate.living")
        scene.simulator.fails["climate.living"] = [0.0, "home_assistant_error"]
        with pytest.raises(DeviceError) as raised:
            await scene.driver.act(device, Action("set", {"mode": "dry", "temperature": 20}))
        return str(raised.value), raised.value.others["ko"]

    english, korean = played(play)
    assert english.startswith("Only dry was done. Home Assistant couldn't do that with the Air conditioner")
    assert korean.startswith("제습까지는 했어요.")


def test_every_writable_property_of_every_entity_can_be_set_to_each_value():
    async def play(scene):
        tried = 0
        for device in scene.devices.values():
            if device.address == "light.old":
                continue
            for one in device.properties:
                for value in _values(one):
                    await scene.driver.act(device, Action("set", {one.id: value}))
                    tried += 1
        return tried, len(scene.simulator.home.called)

    tried, called = played(play, codes={"alarm_control_panel.home": "1234"})
    assert tried == called > 150


def _values(one):
    if not one.writable:
        return ()
    if one.kind == "number":
        return (one.least, one.most)
    return {"switch": (True, False), "text": ("Hello",)}.get(one.kind) or tuple(c.value for c in one.choices)


def test_all_properties_and_values_have_words_in_both_languages():
    async def play(scene):
        return list(scene.devices.values())

    devices = played(play)
    assert {device.domain for device in devices} >= {"light", "climate", "select", "number", "text", "person", "todo"}
    for device in devices:
        for one in device.properties:
            assert set(one.names) == {"en", "ko"}, (device.address, one.id)
            assert one.names["en"] != one.names["ko"], (device.address, one.id)
            for choice in (*one.choices, *one.others):
                assert set(choice.names) == {"en", "ko"}, (device.address, choice.value)


@pytest.mark.parametrize(
    ("code", "kind", "words"),
    [
        ("unauthorized", DeviceError, "doesn't let this user"),
        ("not_found", DeviceError, "can't do that"),
        ("home_assistant_error", DeviceError, "couldn't do that"),
        ("service_validation_error", DeviceError, "didn't take that"),
        ("invalid_format", DeviceError, "didn't take that"),
        ("unknown_error", DeviceSilent, "Look whether it did it"),
        ("timeout", DeviceSilent, "Look whether it did it"),
    ],
)
def test_errors_of_home_assistant_in_words(code, kind, words):
    async def play(scene):
        scene.simulator.fails["switch.coffee"] = [code]
        with pytest.raises(DeviceError) as raised:
            await scene.driver.act(scene.device("switch.coffee"), Action("turn_on"))
        return raised.value, done(scene)

    error, called = played(play)
    assert type(error) is kind
    assert words in str(error)
    assert "Home Assistant" in error.others["ko"]
    assert called == []


def test_an_answer_that_never_comes_is_no_failure_for_sure_and_nothing_is_sent_again(monkeypatch):
    monkeypatch.setattr(link.Link.request, "__defaults__", ("", 0.2))

    async def play(scene):
        scene.simulator.fails["switch.coffee"] = [NEVER]
        with pytest.raises(DeviceSilent) as raised:
            await scene.driver.act(scene.device("switch.coffee"), Action("turn_on"))
        await scene.driver.act(scene.device("light.hall"), Action("turn_on"))
        return str(raised.value), done(scene)

    text, called = played(play)
    assert "Look whether the Coffee machine did it" in text
    assert [entity for _, _, entity, _ in called] == ["switch.coffee", "light.hall"]


def test_an_answer_that_comes_late_belongs_to_nothing_else(monkeypatch):
    monkeypatch.setattr(link.Link.request, "__defaults__", ("", 0.2))

    async def play(scene):
        scene.simulator.fails["switch.coffee"] = [0.4]
        with pytest.raises(DeviceSilent):
            await scene.driver.act(scene.device("switch.coffee"), Action("turn_on"))
        await asyncio.sleep(0.4)
        return (await scene.driver.act(scene.device("light.hall"), Action("turn_on"))).ok

    assert played(play)


def test_what_is_gone_or_out_of_reach_is_said_and_not_sent():
    async def play(scene):
        coffee = scene.device("switch.coffee")
        await scene.driver.act(coffee, Action("turn_on"))
        await scene.simulator.tell("light.hall", "unavailable")
        await scene.simulator.gone("switch.coffee")
        await asyncio.sleep(0.1)
        said = []
        for device in (coffee, scene.device("light.hall"), scene.device("light.old")):
            with pytest.raises(DeviceError) as raised:
                await scene.driver.act(device, Action("turn_on"))
            said.append(str(raised.value))
        return said, len(done(scene))

    said, called = played(play)
    assert "doesn't have the Coffee machine any more" in said[0]
    assert all("can't reach the" in text for text in said[1:])
    assert called == 1


def test_a_lock_that_jams_was_not_locked():
    async def play(scene):
        async def jam():
            await asyncio.sleep(0.05)
            await scene.simulator.tell("lock.front", "jammed")

        scene.simulator.fails["lock.front"] = [0.2]
        jamming = asyncio.create_task(jam())
        with pytest.raises(DeviceError, match="jammed"):
            await scene.driver.act(scene.device("lock.front"), Action("lock"))
        await jamming

    played(play)


def test_an_alarm_needs_its_code():
    async def told(scene):
        with pytest.raises(DeviceError) as raised:
            await scene.driver.act(scene.device("alarm_control_panel.home"), Action("turn_off"))
        return str(raised.value), done(scene)

    async def disarmed(scene):
        await scene.driver.act(scene.device("alarm_control_panel.home"), Action("turn_off"))
        return done(scene)

    text, called = played(told)
    assert 'codes = {"alarm_control_panel.home" = "keyring:…"}' in text
    assert called == []
    [(_, service, _, data)] = played(disarmed, codes={"alarm_control_panel.home": "1234"})
    assert (service, data) == ("alarm_disarm", {"code": "1234"})
    text, _ = played(told, codes={"alarm_control_panel.home": "9999"})
    assert "Invalid alarm code" in text


@pytest.mark.parametrize(
    ("entity", "action", "answer"),
    [
        ("light.kitchen", Action("get_state"), "power on, brightness 71 %"),
        ("climate.living", Action("get_temperature"), "24.5 °C"),
        ("media_player.tv", Action("get_property", {"property": "source"}), "TV"),
        ("sensor.dust", Action("get_property", {"property": "state"}), "14 µg/m³"),
        ("binary_sensor.window", Action("get_property", {"property": "state"}), "closed"),
        ("weather.home", Action("get_weather"), "21.6 °C and sunny"),
        ("todo.shopping", Action("get_property", {"property": "items"}), "2"),
        ("person.mina", Action("get_state"), "home"),
    ],
)
def test_questions_are_answered(entity, action, answer):
    async def play(scene):
        return (await scene.driver.act(scene.device(entity), action)).answer

    assert played(play) == answer


def test_what_home_assistant_does_not_know_is_said():
    async def play(scene):
        with pytest.raises(DeviceError, match="doesn't know that of the Ceiling light yet"):
            await scene.driver.act(scene.device("light.ceiling"), Action("get_property", {"property": "color"}))

    played(play)


def test_who_asks_is_told_before_it_is_done():
    async def play(scene):
        asker = Asker("Mina", "kitchen", "turn on the coffee machine")
        await scene.driver.act_for(scene.device("switch.coffee"), Action("turn_on"), asker)
        return scene.simulator.home.fired, scene.simulator.home.called

    fired, [called] = played(play)
    data = {"person": "Mina", "area": "kitchen", "sentence": "turn on the coffee machine", "entity_id": "switch.coffee"}
    assert fired == [("ogam_command", data)]
    assert called.user == "Ogam"
    fired, [called] = played(play, tokens={"Mina": "minas"}, events=False)
    assert (fired, called.user) == ([], "Mina")


def test_a_user_who_may_not_fire_events_still_acts():
    async def play(scene):
        scene.simulator.admins.clear()
        return (await scene.driver.act_for(scene.device("switch.coffee"), Action("turn_on"), Asker("Mina"))).ok

    assert played(play)


def test_a_persons_token_that_is_not_good_is_not_replaced_by_ogams_own():
    async def play(scene):
        with pytest.raises(DeviceError, match="doesn't take the token"):
            await scene.driver.act_for(scene.device("switch.coffee"), Action("turn_on"), Asker("Mina"))
        return done(scene)

    assert played(play, tokens={"Mina": "wrong"}) == []


def test_a_wrong_token_is_said_at_once_and_is_in_no_message():
    async def play(scene):
        driver = open_driver(Settings(scene.simulator.url, "very-secret"), ())
        with pytest.raises(DeviceError) as raised:
            await driver.discover()
        await driver.close()
        return str(raised.value)

    text = played(play)
    assert "doesn't take the token" in text
    assert "very-secret" not in text


def test_nobody_there_is_said_at_once():
    async def play(scene):
        await scene.simulator.cut()
        driver = open_driver(Settings(scene.simulator.url, TOKEN), ())
        with pytest.raises(DeviceError, match="can't be reached"):
            await driver.act(scene.device("switch.coffee"), Action("turn_on"))
        await driver.close()

    played(play)


def test_a_property_that_cannot_be_set_calls_nothing():
    async def play(scene):
        await scene.driver.act(scene.device("light.hall"), Action("get_state"))
        return scene.driver._mirror.entity("sensor.outside")

    entity = played(play)
    assert call_for(entity, "state", 3) is None
    assert [one.property.id for one in describe(entity)] == ["state"]

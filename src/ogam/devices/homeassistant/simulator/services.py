"""What the services of the simulated Home Assistant do to its entities, and which data they refuse."""
# ruff: noqa: ARG001, ARG005 (what stands in one table has one signature)

from collections.abc import Callable, Mapping
from typing import Any

from ogam.devices.homeassistant.simulator.home import SimulatedHome

Data = Mapping[str, Any]


class Refused(Exception):
    """A call that Home Assistant answers with an error: its code and its message."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def call(home: SimulatedHome, domain: str, service: str, entity: str, data: Data) -> None:
    """Do a service to an entity. Raises Refused. What is not there or not available is left alone, as in reality."""
    if (domain, service) not in _SERVICES:
        raise Refused("not_found", f"Service {domain}.{service} not found.")
    if entity not in home.states or home.states[entity]["state"] == "unavailable":
        return
    if entity.partition(".")[0] != domain:
        raise Refused("service_validation_error", f"Entity {entity} does not support action {domain}.{service}")
    state, attributes = _SERVICES[domain, service](home, entity, data)
    home.change(entity, state, **attributes)


Change = tuple[str | None, dict[str, Any]]
Service = Callable[[SimulatedHome, str, Data], Change]


def _becomes(state: str | None, **attributes: Any) -> Service:
    return lambda home, entity, data: (state, attributes)


def _takes(argument: str, attribute: str = "", listed: str = "", state: str | None = None) -> Service:
    """Puts an argument into an attribute. listed: the attribute that has what it may be."""

    def change(home: SimulatedHome, entity: str, data: Data) -> Change:
        value = _needed(data, argument)
        known = home.states[entity]["attributes"].get(listed, ()) if listed else ()
        if listed and value not in known:
            raise Refused("service_validation_error", f"{value} is not valid. Valid are: {', '.join(known)}")
        return state, {attribute or argument: value}

    return change


def _light_on(home: SimulatedHome, entity: str, data: Data) -> Change:
    modes = home.states[entity]["attributes"].get("supported_color_modes", [])
    colored = {"rgb_color", "color_temp_kelvin"} & set(data)
    changed: dict[str, Any] = {
        name: data[name] for name in ("rgb_color", "color_temp_kelvin", "effect") if name in data
    }
    if "rgb_color" in colored:
        changed |= {"color_temp_kelvin": None, "color_mode": "hs"}
    if "color_temp_kelvin" in colored:
        changed |= {"rgb_color": None, "color_mode": "color_temp"}
    if modes != ["onoff"]:
        before = home.states[entity]["attributes"].get("brightness") or 255
        changed["brightness"] = round(2.55 * data["brightness_pct"]) if "brightness_pct" in data else before
    return "on", changed


def _climate_mode(home: SimulatedHome, entity: str, data: Data) -> Change:
    mode = _needed(data, "hvac_mode")
    if mode not in home.states[entity]["attributes"]["hvac_modes"]:
        raise Refused("service_validation_error", f"HVAC mode {mode} is not valid.")
    return mode, {}


def _temperature(home: SimulatedHome, entity: str, data: Data) -> Change:
    known = home.states[entity]["attributes"]
    told = {name: data[name] for name in ("temperature", "target_temp_low", "target_temp_high") if name in data}
    for value in told.values():
        if not known["min_temp"] <= value <= known["max_temp"]:
            ends = f"{known['min_temp']} to {known['max_temp']}"
            text = f"Provided temperature {value} is not valid. Accepted range is {ends}"
            raise Refused("service_validation_error", f"Validation error: {text}")
    return None, told


def _position(attribute: str) -> Service:
    def change(home: SimulatedHome, entity: str, data: Data) -> Change:
        value = _needed(data, "position" if attribute == "current_position" else "tilt_position")
        state = ("open" if value else "closed") if attribute == "current_position" else None
        return state, {attribute: value}

    return change


def _volume(by: float) -> Service:
    def change(home: SimulatedHome, entity: str, data: Data) -> Change:
        level = home.states[entity]["attributes"].get("volume_level", 0)
        return None, {"volume_level": round(min(1, max(0, level + by)), 2)}

    return change


def _disarm(home: SimulatedHome, entity: str, data: Data) -> Change:
    if data.get("code") != "1234":
        raise Refused("service_validation_error", "Invalid alarm code provided")
    return "disarmed", {}


def _select(home: SimulatedHome, entity: str, data: Data) -> Change:
    option = _needed(data, "option")
    if option not in home.states[entity]["attributes"]["options"]:
        raise Refused("service_validation_error", f"Option {option} is not valid for entity {entity}")
    return str(option), {}


def _value(home: SimulatedHome, entity: str, data: Data) -> Change:
    value, known = _needed(data, "value"), home.states[entity]["attributes"]
    if isinstance(value, int | float) and not known["min"] <= value <= known["max"]:
        raise Refused("service_validation_error", f"Value {value} for {entity} is outside valid range")
    return str(value), {}


def _item(home: SimulatedHome, entity: str, data: Data) -> Change:
    home.items[entity][str(_needed(data, "item"))] = False
    return _open_items(home, entity)


def _item_done(home: SimulatedHome, entity: str, data: Data) -> Change:
    _must_have(home, entity, data["item"])
    home.items[entity][data["item"]] = True
    return _open_items(home, entity)


def _item_gone(home: SimulatedHome, entity: str, data: Data) -> Change:
    for item in data["item"]:
        _must_have(home, entity, item)
        del home.items[entity][item]
    return _open_items(home, entity)


def _open_items(home: SimulatedHome, entity: str) -> Change:
    return str(sum(not done for done in home.items[entity].values())), {}


def _must_have(home: SimulatedHome, entity: str, item: str) -> None:
    if item not in home.items[entity]:
        raise Refused("service_validation_error", f"Unable to find to-do list item: {item}")


def _needed(data: Data, name: str) -> Any:
    if name not in data:
        raise Refused("invalid_format", f"required key not provided @ data['{name}']")
    return data[name]


_PRESSED = _becomes("2026-11-25T03:00:00+00:00")
_SERVICES: Mapping[tuple[str, str], Service] = {
    **{
        (domain, "turn_on"): _becomes("on")
        for domain in ("switch", "fan", "input_boolean", "automation", "humidifier")
    },
    **{
        (domain, "turn_off"): _becomes("off")
        for domain in (
            "light", "switch", "fan", "input_boolean", "automation", "humidifier", "climate", "media_player", "siren",
            "script", "water_heater",
        )
    },
    ("light", "turn_on"): _light_on,
    ("fan", "set_percentage"): _takes("percentage", state="on"),
    ("fan", "set_preset_mode"): _takes("preset_mode", listed="preset_modes", state="on"),
    ("fan", "oscillate"): _takes("oscillating"),
    ("fan", "set_direction"): _takes("direction"),
    ("climate", "turn_on"): _becomes("cool"),
    ("climate", "set_hvac_mode"): _climate_mode,
    ("climate", "set_temperature"): _temperature,
    ("climate", "set_humidity"): _takes("humidity"),
    ("climate", "set_fan_mode"): _takes("fan_mode", listed="fan_modes"),
    ("climate", "set_preset_mode"): _takes("preset_mode", listed="preset_modes"),
    ("climate", "set_swing_mode"): _takes("swing_mode", listed="swing_modes"),
    ("humidifier", "set_humidity"): _takes("humidity"),
    ("humidifier", "set_mode"): _takes("mode", listed="available_modes"),
    ("water_heater", "turn_on"): _becomes("eco"),
    ("water_heater", "set_temperature"): _temperature,
    ("water_heater", "set_operation_mode"): lambda home, entity, data: (str(_needed(data, "operation_mode")), {}),
    ("water_heater", "set_away_mode"): lambda home, entity, data: (
        None, {"away_mode": "on" if _needed(data, "away_mode") else "off"}
    ),
    ("cover", "open_cover"): _becomes("open", current_position=100),
    ("cover", "close_cover"): _becomes("closed", current_position=0),
    ("cover", "stop_cover"): _becomes(None),
    ("cover", "set_cover_position"): _position("current_position"),
    ("cover", "set_cover_tilt_position"): _position("current_tilt_position"),
    ("valve", "open_valve"): _becomes("open", current_position=100),
    ("valve", "close_valve"): _becomes("closed", current_position=0),
    ("valve", "stop_valve"): _becomes(None),
    ("valve", "set_valve_position"): _position("current_position"),
    ("lock", "lock"): _becomes("locked"),
    ("lock", "unlock"): _becomes("unlocked"),
    ("lock", "open"): _becomes("open"),
    ("media_player", "turn_on"): _becomes("on"),
    ("media_player", "media_play"): _becomes("playing"),
    ("media_player", "media_pause"): _becomes("paused"),
    ("media_player", "media_stop"): _becomes("idle"),
    ("media_player", "media_next_track"): _becomes("playing", media_title="Next song"),
    ("media_player", "media_previous_track"): _becomes("playing", media_title="Last song"),
    ("media_player", "volume_up"): _volume(0.1),
    ("media_player", "volume_down"): _volume(-0.1),
    ("media_player", "volume_set"): _takes("volume_level"),
    ("media_player", "volume_mute"): _takes("is_volume_muted"),
    ("media_player", "select_source"): _takes("source"),
    ("media_player", "select_sound_mode"): _takes("sound_mode"),
    ("media_player", "shuffle_set"): _takes("shuffle"),
    ("media_player", "repeat_set"): _takes("repeat"),
    ("vacuum", "start"): _becomes("cleaning"),
    ("vacuum", "pause"): _becomes("paused"),
    ("vacuum", "stop"): _becomes("idle"),
    ("vacuum", "return_to_base"): _becomes("returning"),
    ("vacuum", "locate"): _becomes(None),
    ("vacuum", "clean_spot"): _becomes("cleaning"),
    ("vacuum", "set_fan_speed"): _takes("fan_speed", listed="fan_speed_list"),
    ("lawn_mower", "start_mowing"): _becomes("mowing"),
    ("lawn_mower", "pause"): _becomes("paused"),
    ("lawn_mower", "dock"): _becomes("docked"),
    ("siren", "turn_on"): _becomes("on"),
    ("alarm_control_panel", "alarm_arm_away"): _becomes("armed_away"),
    ("alarm_control_panel", "alarm_arm_home"): _becomes("armed_home"),
    ("alarm_control_panel", "alarm_arm_night"): _becomes("armed_night"),
    ("alarm_control_panel", "alarm_disarm"): _disarm,
    ("select", "select_option"): _select,
    ("input_select", "select_option"): _select,
    ("number", "set_value"): _value,
    ("input_number", "set_value"): _value,
    ("text", "set_value"): _value,
    ("input_text", "set_value"): _value,
    ("button", "press"): _PRESSED,
    ("input_button", "press"): _PRESSED,
    ("scene", "turn_on"): _PRESSED,
    ("script", "turn_on"): _becomes("on"),
    ("todo", "add_item"): _item,
    ("todo", "update_item"): _item_done,
    ("todo", "remove_item"): _item_gone,
}  # fmt: skip

"""The simulated home: entities of every domain that Ogam drives, on two floors. Attributes are those of a real Home
Assistant (2025.4, integration `demo`)."""

from typing import Any

from ogam.devices.homeassistant.simulator.home import SimulatedHome

_KELVIN = {"min_color_temp_kelvin": 2000, "max_color_temp_kelvin": 6535}
_COOLS = {
    "hvac_modes": ["off", "heat", "cool", "heat_cool", "dry", "fan_only"],
    "min_temp": 18,
    "max_temp": 30,
    "target_temp_step": 0.5,
    "fan_modes": ["auto", "low", "medium", "high"],
    "preset_modes": ["none", "eco", "sleep"],
    "swing_modes": ["off", "vertical", "horizontal", "both"],
    "min_humidity": 30,
    "max_humidity": 70,
    "current_temperature": 24.5,
    "current_humidity": 51,
    "temperature": 24,
    "humidity": 45,
    "fan_mode": "auto",
    "preset_mode": "none",
    "swing_mode": "off",
    "supported_features": 1 | 4 | 8 | 16 | 32 | 128 | 256,
}
_PLAYS = {
    "volume_level": 0.3,
    "is_volume_muted": False,
    "source_list": ["TV", "HDMI 1", "YouTube"],
    "source": "TV",
    "sound_mode_list": ["Music", "Movie"],
    "sound_mode": "Music",
    "shuffle": False,
    "repeat": "off",
    "media_title": "Spring Day",
    "supported_features": 1 | 4 | 8 | 16 | 32 | 128 | 256 | 1024 | 2048 | 4096 | 16384 | 32768 | 65536 | 262144,
}
_WASHES_FLOORS = {
    "fan_speed_list": ["quiet", "normal", "turbo"],
    "fan_speed": "normal",
    "battery_level": 87,
    "supported_features": 4 | 8 | 16 | 32 | 64 | 512 | 1024 | 8192,
}

_ENTITIES: tuple[tuple[str, str, str, str, dict[str, Any]], ...] = (
    ("light.ceiling", "Ceiling light", "living_room", "off", {
        "supported_color_modes": ["color_temp", "hs"], **_KELVIN,
    }),
    ("light.kitchen", "Kitchen light", "kitchen", "on", {"supported_color_modes": ["brightness"], "brightness": 180}),
    ("light.hall", "Hall light", "hall", "off", {"supported_color_modes": ["onoff"]}),
    ("switch.coffee", "Coffee machine", "kitchen", "off", {"device_class": "outlet"}),
    ("fan.bedroom", "Bedroom fan", "bedroom", "off", {
        "preset_modes": ["normal", "sleep"], "preset_mode": None, "percentage": 0, "percentage_step": 25,
        "oscillating": False, "direction": "forward", "supported_features": 63,
    }),
    ("climate.living", "Air conditioner", "living_room", "cool", _COOLS),
    ("climate.bath", "Bathroom heating", "bathroom", "heat_cool", {
        "hvac_modes": ["off", "heat_cool"], "min_temp": 15, "max_temp": 28, "target_temp_low": 20,
        "target_temp_high": 25, "current_temperature": 22, "supported_features": 2,
    }),
    ("humidifier.bedroom", "Humidifier", "bedroom", "on", {
        "min_humidity": 30, "max_humidity": 80, "humidity": 50, "current_humidity": 43,
        "available_modes": ["auto", "sleep"], "mode": "auto", "device_class": "humidifier", "supported_features": 1,
    }),
    ("water_heater.boiler", "Boiler", "bathroom", "eco", {
        "operation_list": ["off", "eco", "performance"], "operation_mode": "eco", "min_temp": 35, "max_temp": 60,
        "target_temp_step": 1, "temperature": 45, "current_temperature": 44, "away_mode": "off",
        "supported_features": 15,
    }),
    ("cover.curtain", "Curtain", "living_room", "closed", {
        "device_class": "curtain", "current_position": 0, "current_tilt_position": 50,
        "supported_features": 1 | 2 | 4 | 8 | 128,
    }),
    ("cover.garage", "Garage door", "garage", "closed", {"device_class": "garage", "supported_features": 3}),
    ("valve.garden", "Garden water", "garden", "closed", {"current_position": 0, "supported_features": 15}),
    ("lock.front", "Front door", "hall", "locked", {"supported_features": 1}),
    ("media_player.tv", "Television", "living_room", "playing", {"device_class": "tv", **_PLAYS}),
    ("vacuum.robot", "Robot vacuum", "living_room", "docked", _WASHES_FLOORS),
    ("lawn_mower.garden", "Lawn mower", "garden", "docked", {"supported_features": 7}),
    ("siren.hall", "Siren", "hall", "off", {"available_tones": ["fire", "alarm"], "supported_features": 7}),
    ("alarm_control_panel.home", "House alarm", "hall", "disarmed", {
        "code_format": "number", "code_arm_required": False, "supported_features": 7,
    }),
    ("select.scent", "Diffuser", "bedroom", "light", {"options": ["light", "strong"]}),
    ("number.bath", "Bath water", "bathroom", "38", {"min": 30, "max": 45, "step": 1, "unit_of_measurement": "°C"}),
    ("text.door_sign", "Door sign", "hall", "Welcome", {"min": 1, "max": 40, "mode": "text"}),
    ("button.bell", "Doorbell", "hall", "unknown", {}),
    ("input_boolean.guests", "Guest mode", "", "off", {}),
    ("input_select.house", "House mode", "", "Home", {"options": ["Home", "Away", "Night"]}),
    ("input_number.wish", "Wished brightness", "", "40", {"min": 0, "max": 100, "step": 5, "unit_of_measurement": "%"}),
    ("input_text.note", "Note", "", "unknown", {"min": 0, "max": 100, "mode": "text"}),
    ("input_button.ring", "Bell button", "", "unknown", {}),
    ("scene.movie", "Movie night", "", "unknown", {}),
    ("script.leaving", "Leaving home", "", "off", {}),
    ("automation.dusk", "Lights at dusk", "", "on", {}),
    ("todo.shopping", "Shopping list", "", "2", {"supported_features": 7}),
    ("weather.home", "Weather", "", "sunny", {
        "temperature": 21.6, "temperature_unit": "°C", "humidity": 52, "wind_speed": 1.8, "wind_speed_unit": "km/h",
    }),
    ("sensor.outside", "Outside temperature", "garden", "15.6", {
        "device_class": "temperature", "unit_of_measurement": "°C", "state_class": "measurement",
    }),
    ("sensor.dust", "Fine dust", "living_room", "14", {
        "device_class": "pm25", "unit_of_measurement": "µg/m³", "state_class": "measurement",
    }),
    ("sensor.signal", "Signal", "", "-61", {"device_class": "signal_strength", "unit_of_measurement": "dBm"}),
    ("binary_sensor.window", "Bathroom window", "bathroom", "off", {"device_class": "window"}),
    ("person.mina", "Mina", "", "home", {}),
    ("device_tracker.phone", "Mina's phone", "", "not_home", {}),
    ("sun.sun", "Sun", "", "above_horizon", {}),
    ("light.old", "Old lamp", "hall", "unavailable", {"supported_color_modes": ["onoff"]}),
)  # fmt: skip
_ALIASES: dict[str, list[str]] = {
    "light.ceiling": ["거실등", "main light"], "light.kitchen": ["주방등"], "climate.living": ["에어컨"],
    "cover.curtain": ["커튼"], "lock.front": ["현관문"], "media_player.tv": ["텔레비전", "TV"],
    "vacuum.robot": ["로봇청소기"],
}  # fmt: skip
_AREAS: tuple[tuple[str, str, list[str], str | None], ...] = (
    ("living_room", "Living room", ["거실", "lounge"], "ground"),
    ("kitchen", "Kitchen", ["주방"], "ground"),
    ("hall", "Hall", ["현관"], "ground"),
    ("garage", "Garage", [], "ground"),
    ("bedroom", "Bedroom", ["침실"], "upper"),
    ("bathroom", "Bathroom", ["욕실"], "upper"),
    ("garden", "Garden", ["정원"], None),
)


def demo_home() -> SimulatedHome:
    """The home as it is at the beginning."""
    home = SimulatedHome()
    home.floors = [
        {"floor_id": "ground", "name": "Ground floor", "aliases": ["일층"], "level": 0},
        {"floor_id": "upper", "name": "Upper floor", "aliases": ["이층"], "level": 1},
    ]
    home.areas = [
        {"area_id": area, "name": name, "aliases": aliases, "floor_id": floor} for area, name, aliases, floor in _AREAS
    ]
    for entity, name, area, state, attributes in _ENTITIES:
        home.add(entity, name, state, attributes, area=area or None, aliases=_ALIASES.get(entity, ()))
    home.entries["light.old"]["hidden_by"] = "user"
    home.entries["sensor.signal"]["entity_category"] = "diagnostic"
    home.items["todo.shopping"] = {"milk": False, "eggs": False}
    return home

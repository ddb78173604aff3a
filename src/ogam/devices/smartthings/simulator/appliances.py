"""The simulated account's devices: their capabilities, and the state that each begins with."""
# ruff: noqa: E501 (a table: a line a device)

from typing import Any

Status = dict[str, dict[str, dict[str, Any]]]
"""Values by component, capability and attribute."""


def made_up() -> list[tuple[str, str, str, str, Status]]:
    """Id, name, category, room and state of each device."""
    return [
        ("dev-light", "Bedside Lamp", "Light", "Bedroom", {"main": {
            "switch": {"switch": "off"},
            "switchLevel": {"level": 30},
            "colorTemperature": {"colorTemperature": 3000, "colorTemperatureRange": {"minimum": 2200, "maximum": 6500, "step": 1}},
        }}),
        ("dev-ac", "Stand Air Conditioner", "AirConditioner", "Living Room", {"main": {
            "switch": {"switch": "off"},
            "airConditionerMode": {"airConditionerMode": "cool", "supportedAcModes": ["auto", "cool", "dry", "wind", "heat"]},
            "airConditionerFanMode": {"fanMode": "auto", "supportedAcFanModes": ["auto", "low", "medium", "high", "turbo"]},
            "custom.airConditionerOptionalMode": {"acOptionalMode": "off", "supportedAcOptionalMode": ["off", "sleep", "windFree", "speed"]},
            "thermostatCoolingSetpoint": {"coolingSetpoint": 24},
            "custom.thermostatSetpointControl": {"minimumSetpoint": 16, "maximumSetpoint": 30},
            "temperatureMeasurement": {"temperature": 27},
            "relativeHumidityMeasurement": {"humidity": 61},
        }}),
        ("dev-washer", "Bespoke Washer", "Washer", "Laundry", {"main": {
            "switch": {"switch": "on"},
            "washerOperatingState": {"machineState": "stop", "washerJobState": "none", "completionTime": "2030-01-01T00:00:00Z",
                                     "supportedMachineStates": ["stop", "run", "pause"]},
            "samsungce.washerOperatingState": {"remainingTime": 45},
        }}),
        ("dev-fridge", "Family Fridge", "Refrigerator", "Kitchen", {
            "main": {
                "refrigeration": {"rapidCooling": "off", "rapidFreezing": "off", "defrost": None},
                "contactSensor": {"contact": "closed"},
            },
            "cooler": {"thermostatCoolingSetpoint": {"coolingSetpoint": 3, "coolingSetpointRange": {"minimum": 1, "maximum": 7, "step": 1}}},
            "freezer": {"thermostatCoolingSetpoint": {"coolingSetpoint": -19, "coolingSetpointRange": {"minimum": -23, "maximum": -15, "step": 1}}},
        }),
        ("dev-oven", "Built-in Oven", "Oven", "Kitchen", {"main": {
            "ovenSetpoint": {"ovenSetpoint": 180, "ovenSetpointRange": {"minimum": 40, "maximum": 250, "step": 5}},
            "ovenMode": {"ovenMode": "Bake", "supportedOvenModes": ["Bake", "Broil", "ConvectionBake"]},
            "ovenOperatingState": {"machineState": "ready"},
        }}),
        ("dev-lock", "Entrance Lock", "SmartLock", "Entrance", {"main": {
            "lock": {"lock": "locked"}, "battery": {"battery": 71},
        }}),
        ("dev-blind", "Roller Blind", "Blind", "Bedroom", {"main": {
            "windowShade": {"windowShade": "open"}, "windowShadeLevel": {"shadeLevel": 100},
        }}),
        ("dev-garage", "Car Port", "GarageDoor", "", {"main": {"doorControl": {"door": "closed"}}}),
        ("dev-tv", "The Frame", "Television", "Living Room", {"main": {
            "switch": {"switch": "on"}, "audioVolume": {"volume": 12}, "audioMute": {"mute": "unmuted"},
            "mediaPlayback": {"playbackStatus": "stopped"},
            "mediaInputSource": {"inputSource": "HDMI1", "supportedInputSources": ["HDMI1", "HDMI2", "digitalTv"]},
        }}),
        ("dev-robot", "Jet Bot", "RobotCleaner", "Living Room", {"main": {
            "robotCleanerMovement": {"robotCleanerMovement": "charging"},
            "robotCleanerCleaningMode": {"robotCleanerCleaningMode": "auto"}, "battery": {"battery": 100},
        }}),
        ("dev-heat", "Floor Heating", "Thermostat", "Living Room", {"main": {
            "thermostatMode": {"thermostatMode": "heat", "supportedThermostatModes": ["off", "heat", "auto"]},
            "thermostatHeatingSetpoint": {"heatingSetpoint": 21}, "temperatureMeasurement": {"temperature": 20.5},
            "thermostatOperatingState": {"thermostatOperatingState": "heating"},
        }}),
        ("dev-fan", "Circulator", "Fan", "Bedroom", {"main": {
            "switch": {"switch": "off"}, "fanSpeed": {"fanSpeed": 1},
        }}),
        ("dev-motion", "Hall Sensor", "MotionSensor", "Hallway", {"main": {
            "motionSensor": {"motion": "inactive"}, "temperatureMeasurement": {"temperature": 22.1}, "battery": {"battery": 64},
            "illuminanceMeasurement": {"illuminance": 140},
        }}),
    ]  # fmt: skip


SETS = {
    "setLevel": "level", "setColorTemperature": "colorTemperature", "setAirConditionerMode": "airConditionerMode",
    "setAcOptionalMode": "acOptionalMode", "setCoolingSetpoint": "coolingSetpoint",
    "setHeatingSetpoint": "heatingSetpoint", "setThermostatMode": "thermostatMode", "setMachineState": "machineState",
    "setRapidCooling": "rapidCooling", "setRapidFreezing": "rapidFreezing", "setOvenSetpoint": "ovenSetpoint",
    "setOvenMode": "ovenMode", "setShadeLevel": "shadeLevel", "setVolume": "volume", "setInputSource": "inputSource",
    "setRobotCleanerMovement": "robotCleanerMovement", "setRobotCleanerCleaningMode": "robotCleanerCleaningMode",
    "setFanSpeed": "fanSpeed", "setFanMode": "fanMode",
}  # fmt: skip
"""Commands that set the attribute that they name to their argument."""
WORDS = {
    ("switch", "on"): ("switch", "on"), ("switch", "off"): ("switch", "off"), ("lock", "lock"): ("lock", "locked"),
    ("lock", "unlock"): ("lock", "unlocked"), ("windowShade", "open"): ("windowShade", "opening"),
    ("windowShade", "close"): ("windowShade", "closing"), ("windowShade", "pause"): ("windowShade", "partially open"),
    ("doorControl", "open"): ("door", "opening"), ("doorControl", "close"): ("door", "closing"),
    ("audioMute", "mute"): ("mute", "muted"), ("audioMute", "unmute"): ("mute", "unmuted"),
    ("mediaPlayback", "play"): ("playbackStatus", "playing"), ("mediaPlayback", "pause"): ("playbackStatus", "paused"),
    ("mediaPlayback", "stop"): ("playbackStatus", "stopped"),
    ("ovenOperatingState", "start"): ("machineState", "running"), ("ovenOperatingState", "stop"): ("machineState", "ready"),
}  # fmt: skip
"""Commands without an argument: by capability, which attribute they set to what."""

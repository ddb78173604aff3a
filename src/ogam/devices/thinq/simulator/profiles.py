"""Profiles and first states of made-up appliances, one of every kind that LG's SDK knows.

The build of each is that which the SDK's own classes read; the values are made up, after those that Home Assistant's
integration knows and its recorded devices have. A real appliance of the kind will have others.
"""

from collections.abc import Mapping
from typing import Any

from ogam.devices.thinq.words import type_of

Json = dict[str, Any]

_RUN = ["POWER_OFF", "INITIAL", "RUNNING", "PAUSE", "RINSING", "SPINNING", "DRYING", "END", "ERROR", "RESERVED"]
_COOKING = ["INITIAL", "PREHEATING", "COOKING_IN_PROGRESS", "DONE", "COOLING"]
_LEVELS = ["INVALID", "GOOD", "NORMAL", "BAD", "VERY_BAD"]


def enum(*values: str, mode: str = "rw") -> Json:
    """A choice."""
    return {"type": "enum", "mode": list(mode), "value": {letter: list(values) for letter in mode}}


def numbers(least: float, most: float, step: float = 1, mode: str = "rw") -> Json:
    """Numbers from `least` to `most`."""
    ends = {"min": least, "max": most, "step": step}
    return {"type": "range", "mode": list(mode), "value": {letter: dict(ends) for letter in mode}}


def number(mode: str = "r") -> Json:
    """A number without ends, as most profiles have them."""
    return {"type": "number", "mode": list(mode)}


def switch(mode: str = "rw") -> Json:
    """True or false."""
    return {"type": "boolean", "mode": list(mode), "value": {letter: [False, True] for letter in mode}}


def power(mode: str = "rw") -> Json:
    return enum("POWER_ON", "POWER_OFF", mode=mode)


def _told(*values: str) -> Json:
    return enum(*values, mode="w")


def _shown(*values: str) -> Json:
    return enum(*values, mode="r")


def _in_units(celsius: Mapping[str, Json], fahrenheit: Mapping[str, Json]) -> list[Json]:
    return [{**celsius, "unit": "C"}, {**fahrenheit, "unit": "F"}]


def _both(names: Mapping[str, Json]) -> list[Json]:
    """The same in degrees of both kinds; ends in Fahrenheit are those in Celsius, to the nearest whole degree."""
    return _in_units(names, {name: _fahrenheit(one) for name, one in names.items()})


def _fahrenheit(one: Json) -> Json:
    if one["type"] != "range":
        return one
    ends = one["value"][one["mode"][-1]]
    return numbers(round(ends["min"] * 1.8 + 32), round(ends["max"] * 1.8 + 32), 1, "".join(one["mode"]))


def _clock(*names: str) -> Json:
    """Times of day, and hours and minutes from now."""
    hours = {f"absoluteHourTo{name}": number("rw") for name in names if name[0] != "r"}
    minutes = {f"absoluteMinuteTo{name}": number("rw") for name in names if name[0] != "r"}
    return {**hours, **minutes}


def _from_now(*names: str) -> Json:
    return {f"relative{unit}To{name}": number("rw") for name in names for unit in ("Hour", "Minute")}


def _air(*names: str) -> Json:
    smells = ("INVALID", "WEAK", "NORMAL", "STRONG", "VERY_STRONG")
    levels = {name: _shown(*(smells if name == "odorLevel" else _LEVELS)) for name in names if name.endswith("Level")}
    return {**{name: number() for name in names if not name.endswith("Level")}, **levels}


def _washing(*values: str) -> Json:
    return {
        "runState": {"currentState": _shown(*_RUN)},
        "operation": {"washerOperationMode": _told(*values)},
        "remoteControlEnable": {"remoteControlEnabled": switch("r")},
        "timer": {
            "relativeHourToStart": numbers(1, 19),
            "relativeMinuteToStart": numbers(0, 30, mode="r"),
            "relativeHourToStop": numbers(3, 19),
            "relativeMinuteToStop": numbers(0, 30, mode="r"),
            "remainHour": numbers(0, 30, mode="r"),
            "remainMinute": numbers(0, 59, mode="r"),
            "totalHour": numbers(0, 30, mode="r"),
            "totalMinute": numbers(0, 59, mode="r"),
        },
        "detergent": {"detergentSetting": "NORMAL"},
        "cycle": {"cycleCount": number()},
    }


def _drying() -> Json:
    times = {f"{kind}{unit}": number() for kind in ("remain", "total") for unit in ("Hour", "Minute")}
    return {
        "runState": {"currentState": _shown("POWER_OFF", "INITIAL", "RUNNING", "PAUSE", "COOLING", "END", "ERROR")},
        "operation": {"dryerOperationMode": _told("START", "STOP", "POWER_ON", "POWER_OFF")},
        "remoteControlEnable": {"remoteControlEnabled": switch("r")},
        "timer": {**times, "relativeHourToStart": numbers(1, 19), "relativeHourToStop": numbers(3, 19)},
    }


def _at(location: str, resources: Json) -> Json:
    return {"location": {"locationName": location}, **resources}


def _oven(location: str) -> Json:
    times = {f"remain{unit}": number() for unit in ("Hour", "Minute", "Second")}
    celsius, fahrenheit = numbers(80, 250, 5), numbers(175, 480, 5)
    return _at(
        location,
        {
            "runState": {"currentState": _shown(*_COOKING)},
            "operation": {"ovenOperationMode": _told("START", "STOP", "PREHEATING")},
            "cook": {"cookMode": enum("BAKE", "ROAST", "CONVECTION_BAKE", "CONVECTION_ROAST", "CRISP_CONVECTION")},
            "remoteControlEnable": {"remoteControlEnabled": switch("r")},
            "temperature": _in_units({"targetTemperature": celsius}, {"targetTemperature": fahrenheit}),
            "timer": {
                **times,
                "targetHour": numbers(0, 11),
                "targetMinute": numbers(0, 59),
                "timerHour": numbers(0, 11),
                "timerMinute": numbers(0, 59),
            },
        },
    )


def _zone(location: str) -> Json:
    return _at(
        location,
        {
            "cookingZone": {"currentState": _shown("POWER_OFF", "COOKING", "PAUSE", "LOCK", "ERROR")},
            "power": {"powerLevel": numbers(0, 9)},
            "remoteControlEnable": {"remoteControlEnabled": switch("r")},
            "timer": {"remainHour": numbers(0, 11), "remainMinute": numbers(0, 59)},
        },
    )


def _grown(location: str) -> Json:
    return _at(
        location,
        {
            "runState": {
                "currentState": _shown("POWER_OFF", "RUNNING", "STANDBY"),
                "growthMode": _shown("STANDARD", "EXT_LEAF", "EXT_HERB", "EXT_FLOWER", "EXT_EXPERT"),
                "windVolume": number(),
            },
            "light": {name: number() for name in ("brightness", "duration", "startHour", "startMinute")},
            "temperature": {
                "dayTargetTemperature": number(),
                "nightTargetTemperature": number(),
                "temperatureState": _shown("HIGH", "NORMAL", "LOW"),
            },
        },
    )


def _cold(location: str, least: int, most: int) -> Json:
    return {
        "locationName": location,
        "targetTemperatureC": numbers(least, most),
        "targetTemperatureF": _fahrenheit(numbers(least, most)),
        "unit": _shown("C", "F"),
    }


_WINDS = (
    "airGuideWind", "autoFitWind", "concentrationWind", "forestWind", "highCeilingWind", "longPowerWind", "mannerWind",
    "rotateUpDown", "rotateLeftRight", "swirlWind",
)  # fmt: skip
_AIR_CONDITIONER: Json = {
    "airConJobMode": {"currentJobMode": enum("COOL", "HEAT", "AUTO", "FAN", "AIR_DRY", "AIR_CLEAN")},
    "operation": {"airConOperationMode": power(), "airCleanOperationMode": _told("START", "STOP")},
    "temperatureInUnits": _both(
        {
            "currentTemperature": number(),
            "targetTemperature": numbers(16, 30, 0.5),
            "coolTargetTemperature": numbers(18, 30, mode="w"),
            "heatTargetTemperature": numbers(16, 30, mode="w"),
            "autoTargetTemperature": numbers(18, 30, mode="w"),
            "minTargetTemperature": number(),
            "maxTargetTemperature": number(),
        }
    ),
    "twoSetTemperature": {"twoSetEnabled": switch("r")},
    "twoSetTemperatureInUnits": _both(
        {"heatTargetTemperature": numbers(16, 30), "coolTargetTemperature": numbers(18, 30)}
    ),
    "timer": {**_clock("Start", "Stop"), **_from_now("Start", "Stop")},
    "sleepTimer": {"relativeHourToStop": number("rw"), "relativeMinuteToStop": number("rw")},
    "powerSave": {"powerSaveEnabled": switch()},
    "airFlow": {
        "windStrength": enum("LOW", "MID", "HIGH", "AUTO"),
        "windStrengthDetail": enum("SLOW", "LOW", "MID", "HIGH", "POWER", "AUTO", "NATURE"),
        "windStep": numbers(1, 10),
    },
    "airQualitySensor": {
        **_air("PM1", "PM2", "PM10", "odor", "odorLevel", "humidity", "totalPollution", "totalPollutionLevel"),
        "monitoringEnabled": enum("ON_WORKING", "ALWAYS"),
    },
    "filterInfo": {"usedTime": number(), "filterLifetime": number(), "filterRemainPercent": number()},
    "display": {"light": enum("ON", "OFF")},
    "windDirection": {name: switch() for name in _WINDS},
}
_SENSED = ("PM1", "PM2", "PM10", "humidity", "totalPollution", "totalPollutionLevel")

_PROPERTIES: Mapping[str, Any] = {
    "AIR_CONDITIONER": _AIR_CONDITIONER,
    "AIR_PURIFIER": {
        "airPurifierJobMode": {
            "currentJobMode": enum("AUTO", "CLEAN", "CIRCULATOR", "BABY_CARE", "DUAL_CLEAN", "PET_MODE"),
            "personalizationMode": _shown("AUTO_INSIDE", "SLEEP", "BABY", "PET", "COOKING"),
        },
        "operation": {"airPurifierOperationMode": power()},
        "timer": _clock("Start", "Stop"),
        "sleepTimer": {"relativeHourToStop": number("rw"), "relativeMinuteToStop": number()},
        "airFlow": {"windStrength": enum("LOW", "MID", "HIGH", "POWER", "AUTO")},
        "airQualitySensor": {
            **_air(*_SENSED, "PM1Level", "PM2Level", "PM10Level", "odor", "odorLevel"),
            "monitoringEnabled": _shown("ON_WORKING", "ALWAYS"),
        },
        "filterInfo": {"topFilterRemainPercent": number(), "filterRemainPercent": number()},
    },
    "AIR_PURIFIER_FAN": {
        "airFanJobMode": {"currentJobMode": enum("AUTO", "SPACE_CLEAN", "SPOT_CLEAN", "DIRECT_CLEAN", "UP_FEATURE")},
        "operation": {"airFanOperationMode": power()},
        "timer": _clock("Start", "Stop"),
        "sleepTimer": {"relativeHourToStop": number("rw"), "relativeMinuteToStop": number()},
        "airFlow": {
            "warmMode": enum("WARM_ON", "WARM_OFF"),
            "windTemperature": numbers(16, 30),
            "windStrength": enum("AUTO", *(f"WIND_{step}" for step in range(1, 11))),
            "windAngle": enum("OFF", "ANGLE_45", "ANGLE_60", "ANGLE_90", "ANGLE_140"),
        },
        "airQualitySensor": {
            **_air(*_SENSED, "temperature", "odor", "odorLevel"),
            "monitoringEnabled": _shown("ON_WORKING", "ALWAYS"),
        },
        "display": {"light": enum("OFF", "LEVEL_1", "LEVEL_2", "LEVEL_3")},
        "misc": {"uvNano": enum("ON", "OFF")},
    },
    "CEILING_FAN": {
        "airFlow": {"windStrength": enum("LOW", "MID", "HIGH", "TURBO")},
        "operation": {"ceilingfanOperationMode": power()},
    },
    "COOKTOP": [_zone(name) for name in ("LEFT_FRONT", "LEFT_REAR", "RIGHT_FRONT", "RIGHT_REAR", "CENTER")],
    "DEHUMIDIFIER": {
        "operation": {"dehumidifierOperationMode": power()},
        "dehumidifierJobMode": {
            "currentJobMode": enum("SMART_HUMIDITY", "RAPID_HUMIDITY", "QUIET_HUMIDITY", "INTENSIVE_DRY", "CLOTHES_DRY")
        },
        "humidity": {"currentHumidity": numbers(0, 100, mode="r"), "targetHumidity": numbers(30, 70, 5)},
        "airFlow": {"windStrengthLevel": enum("LOW", "HIGH")},
    },
    "DISH_WASHER": {
        "runState": {"currentState": _shown("POWER_OFF", "INITIAL", "RUNNING", "PAUSE", "RINSING", "DRYING", "END")},
        "dishWashingStatus": {"rinseRefill": switch("r")},
        "preference": {
            "rinseLevel": _shown(*(f"RINSELEVEL_{step}" for step in range(5))),
            "softeningLevel": _shown(*(f"SOFTENINGLEVEL_{step}" for step in range(5))),
            "mCReminder": _shown("MCREMINDER_ON", "MCREMINDER_OFF"),
            "signalLevel": _shown("SIGNALLEVEL_ON", "SIGNALLEVEL_OFF"),
            "cleanLReminder": _shown("CLEANLREMINDER_ON", "CLEANLREMINDER_OFF"),
        },
        "doorStatus": {"doorState": _shown("OPEN", "CLOSE")},
        "operation": {"dishWasherOperationMode": _told("START", "STOP", "POWER_ON", "POWER_OFF")},
        "remoteControlEnable": {"remoteControlEnabled": switch("r")},
        "timer": {
            "relativeHourToStart": numbers(1, 12),
            "relativeMinuteToStart": number(),
            **{f"{kind}{unit}": number() for kind in ("remain", "total") for unit in ("Hour", "Minute")},
        },
        "dishWashingCourse": {"currentDishWashingCourse": _shown("AUTO", "HEAVY", "NORMAL", "QUICK", "ECO")},
    },
    "DRYER": _drying(),
    "HOME_BREW": {
        "runState": {"currentState": _shown("INITIAL", "MELTING", "DURING_FERMENTATION", "CARBONATION", "COMPLETE")},
        "recipe": {
            "beerRemain": number(),
            "recipeName": _shown("IPA", "PALE_ALE", "STOUT", "WHEAT", "PILSNER", "RED_ALE", "MY_RECIPE"),
            "wortInfo": _shown("HOPPY", "DEEP_GOLD", "WHEAT", "DARK"),
            "yeastInfo": _shown("AMERICAN_ALE", "ENGLISH_ALE", "LAGER", "WEIZEN"),
            "flavorCapsule1": _shown("NONE", "CORIANDER", "ORANGE"),
            "flavorCapsule2": _shown("NONE", "CORIANDER", "ORANGE"),
            "hopOilCapsule1": _shown("NONE", "CASCADE", "CITRA"),
            "hopOilCapsule2": _shown("NONE", "CASCADE", "CITRA"),
        },
        "timer": {"elapsedDayState": number(), "elapsedDayTotal": number()},
    },
    "HOOD": {
        "ventilation": {"fanSpeed": numbers(0, 5)},
        "lamp": {"lampBrightness": numbers(0, 2)},
        "operation": {"hoodOperationMode": power("r")},
    },
    "HUMIDIFIER": {
        "humidifierJobMode": {"currentJobMode": enum("HUMIDIFY", "HUMIDIFY_AND_AIR_CLEAN", "AIR_CLEAN")},
        "operation": {
            "humidifierOperationMode": power(),
            "autoMode": enum("AUTO_ON", "AUTO_OFF"),
            "sleepMode": enum("SLEEP_ON", "SLEEP_OFF"),
            "hygieneDryMode": enum("OFF", "FAST", "SILENT", "NORMAL"),
        },
        "timer": _clock("Start", "Stop"),
        "sleepTimer": {"relativeHourToStop": number("rw"), "relativeMinuteToStop": number()},
        "humidity": {"targetHumidity": numbers(30, 70, 5), "warmMode": enum("WARM_ON", "WARM_OFF")},
        "airFlow": {"windStrength": enum("LOW", "MID", "HIGH", "AUTO", "TURBO")},
        "airQualitySensor": {
            **_air(*_SENSED, "temperature"),
            "monitoringEnabled": _shown("ON_WORKING", "ALWAYS"),
        },
        "display": {"light": enum("OFF", "LEVEL_1", "LEVEL_2", "LEVEL_3")},
        "moodLamp": {"moodLampState": enum("ON", "OFF")},
    },
    "KIMCHI_REFRIGERATOR": {
        "temperature": [
            {"locationName": "TOP", "targetTemperature": _shown("TEMPERATURE_NUMBER", "OFF", "FREEZER", "FRIDGE")},
            {"locationName": "MIDDLE", "targetTemperature": _shown("KIMCHI", "MEAT_FISH", "VEGETABLE_FRUIT", "OFF")},
            {"locationName": "BOTTOM", "targetTemperature": _shown("KIMCHI", "RICE_GRAIN", "STORAGE", "OFF")},
        ],
        "refrigeration": {"oneTouchFilter": _shown("ON", "OFF"), "freshAirFilter": _shown("OFF", "AUTO", "POWER")},
    },
    "MICROWAVE_OVEN": {
        "runState": {"currentState": _shown("INITIAL", "COOKING_IN_PROGRESS", "PAUSE", "DONE")},
        "timer": {"remainMinute": number(), "remainSecond": number()},
        "ventilation": {"fanSpeed": numbers(0, 4)},
        "lamp": {"lampBrightness": numbers(0, 2)},
    },
    "OVEN": [_oven("UPPER"), _oven("LOWER")],
    "PLANT_CULTIVATOR": [_grown("UPPER"), _grown("LOWER")],
    "REFRIGERATOR": {
        "doorStatus": [{"locationName": "MAIN", "doorState": _shown("OPEN", "CLOSE")}],
        "temperatureInUnits": [_cold("FRIDGE", 1, 7), _cold("FREEZER", -23, -15), _cold("CONVERTIBLE", -3, 3)],
        "powerSave": {"powerSaveEnabled": switch("r")},
        "ecoFriendly": {"ecoFriendlyMode": _shown("ON", "OFF")},
        "sabbath": {"sabbathMode": _shown("ON", "OFF")},
        "refrigeration": {
            "rapidFreeze": switch(),
            "expressMode": switch(),
            "expressFridge": switch(),
            "freshAirFilter": enum("OFF", "AUTO", "POWER"),
            "freshAirFilterRemainPercent": number(),
        },
        "waterFilterInfo": {"usedTime": number(), "waterFilter1RemainPercent": number()},
    },
    "ROBOT_CLEANER": {
        "runState": {
            "currentState": _shown("CHARGING", "CHARGING_COMPLETE", "CLEANING", "PAUSE", "HOMING", "SLEEP", "ERROR")
        },
        "robotCleanerJobMode": {"currentJobMode": _shown("ZIGZAG", "SECTOR_BASE", "SPOT", "EDGE", "MOP")},
        "operation": {"cleanOperationMode": _told("START", "PAUSE", "RESUME", "HOMING", "WAKE_UP")},
        "battery": {"level": _shown("HIGH", "MID", "LOW", "WARNING"), "percent": number()},
        "timer": {**_clock("Start"), "runningHour": number(), "runningMinute": number()},
    },
    "STICK_CLEANER": {
        "runState": {"currentState": _shown("STANDBY", "CLEANING", "CHARGING", "CHARGING_COMPLETE")},
        "stickCleanerJobMode": {"currentJobMode": _shown("OFF", "AUTO", "NORMAL", "HIGH", "TURBO")},
        "battery": {"level": _shown("HIGH", "MID", "LOW", "WARNING"), "percent": number()},
    },
    "STYLER": {
        "runState": {"currentState": _shown("POWER_OFF", "INITIAL", "RUNNING", "PAUSE", "DRYING", "END", "ERROR")},
        "operation": {"stylerOperationMode": _told("START", "STOP", "POWER_ON", "POWER_OFF")},
        "remoteControlEnable": {"remoteControlEnabled": switch("r")},
        "timer": {
            "relativeHourToStop": numbers(3, 19),
            "relativeMinuteToStop": number(),
            **{f"{kind}{unit}": number() for kind in ("remain", "total") for unit in ("Hour", "Minute")},
        },
    },
    "SYSTEM_BOILER": {
        "boilerJobMode": {"currentJobMode": enum("HEAT", "COOL", "AUTO")},
        "operation": {
            "boilerOperationMode": power(),
            "hotWaterMode": enum("ON", "OFF"),
            "roomTempMode": _shown("AIR", "WATER_IN", "WATER_OUT"),
            "roomWaterMode": _shown("WATER_IN", "WATER_OUT"),
        },
        "hotWaterTemperatureInUnits": _both({"currentTemperature": number(), "targetTemperature": numbers(30, 65)}),
        "roomTemperatureInUnits": _both(
            {
                "currentTemperature": number(),
                "airCurrentTemperature": number(),
                "outWaterCurrentTemperature": number(),
                "inWaterCurrentTemperature": number(),
                "targetTemperature": number(),
                "airCoolTargetTemperature": numbers(16, 30),
                "airHeatTargetTemperature": numbers(5, 40),
                "waterCoolTargetTemperature": numbers(5, 27),
                "waterHeatTargetTemperature": numbers(15, 65),
            }
        ),
    },
    "VENTILATOR": {
        "ventJobMode": {"currentJobMode": enum("VENT_NORMAL", "VENT_HEAT_EXCHANGE", "VENT_AUTO")},
        "operation": {"ventOperationMode": power()},
        "temperature": {"currentTemperature": number(), "unit": "C"},
        "airQualitySensor": _air("PM1", "PM2", "PM10", "CO2"),
        "airFlow": {"windStrength": enum("LOW", "MID", "HIGH", "AUTO")},
        "timer": {**_clock("Start", "Stop"), **{name: number() for name in _from_now("Start", "Stop")}},
        "sleepTimer": {"relativeHourToStop": number("rw"), "relativeMinuteToStop": number()},
    },
    "WASHCOMBO_MAIN": [
        _at(
            "MAIN",
            {
                **_washing("START", "STOP", "POWER_ON", "POWER_OFF"),
                "mode": {"washerMode": enum("NORMAL", "QUICK", "DELICATE", "WOOL", "TUB_CLEAN", "WASH_DRY")},
            },
        )
    ],
    "WASHCOMBO_MINI": [_at("MINI", _washing("START", "STOP", "POWER_ON", "POWER_OFF"))],
    "WASHER": [_at("MAIN", _washing("START", "STOP", "POWER_ON", "POWER_OFF"))],
    "WASHTOWER_DRYER": _drying(),
    "WASHTOWER_WASHER": [_at("MAIN", _washing("START", "STOP", "POWER_ON", "POWER_OFF"))],
    "WATER_HEATER": {
        "waterHeaterJobMode": {"currentJobMode": enum("HEAT_PUMP", "AUTO", "TURBO", "VACATION")},
        "operation": {"waterHeaterOperationMode": power()},
        "temperatureInUnits": _both({"currentTemperature": number(), "targetTemperature": numbers(35, 65)}),
    },
    "WATER_PURIFIER": {
        "runState": {"cockState": _shown("NORMAL", "CLEANING"), "sterilizingState": _shown("OFF", "ON", "CANCEL")},
        "waterInfo": {"waterType": _shown("COLD", "HOT", "PURIFIED")},
    },
    "WINE_CELLAR": {
        "temperatureInUnits": [
            _cold("WINE_UPPER", 5, 18),
            _cold("WINE_MIDDLE", 5, 18),
            _cold("WINE_LOWER", 5, 18),
        ],
        "operation": {
            "lightBrightness": enum("OFF", "LEVEL_1", "LEVEL_2", "LEVEL_3"),
            "optimalHumidity": enum("ON", "OFF"),
            "sabbathMode": _shown("ON", "OFF"),
            "lightStatus": numbers(0, 100, 10),
        },
    },
}

_MORE: Mapping[str, Json] = {
    "COOKTOP": {"extensionProperty": {"operation": {"operationMode": _told("POWER_OFF")}}},
    "OVEN": {"extensionProperty": {"info": {"type": "DOUBLE"}}},
}


def kinds() -> tuple[str, ...]:
    """All kinds of appliance, as LG calls them."""
    return tuple(sorted(f"DEVICE_{name}" for name in (*_PROPERTIES, "WASHTOWER")))


def profile(kind: str) -> Json:
    """The profile of a made-up appliance of a kind ("DEVICE_WASHER")."""
    name = kind.removeprefix("DEVICE_")
    if name == "WASHTOWER":
        washing = _washing("START", "STOP", "POWER_ON", "POWER_OFF")
        return {"washer": {"property": washing}, "dryer": {"property": _drying()}}
    return {"property": _PROPERTIES[name], **_MORE.get(name, {}), "notification": {"push": ["ERROR_HAS_OCCURRED"]}}


def device(kind: str, language: str = "en", number_: int = 1) -> Json:
    """A made-up appliance as the cloud lists it."""
    alias = type_of(kind).names[language]
    return {
        "deviceId": f"{kind.removeprefix('DEVICE_').lower()}-{number_}",
        "deviceInfo": {"deviceType": kind, "modelName": f"SIMULATED_{kind[7:]}", "alias": alias, "reportable": True},
    }

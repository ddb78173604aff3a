"""What heats, cools, moves or moistens air and water: climate, fan, humidifier, water heater."""

from ogam.core import DeviceError
from ogam.devices.homeassistant.bindings import (
    Binding,
    Call,
    Entity,
    Read,
    attribute,
    choices,
    number,
    power,
    service,
    state_word,
    switch,
    told,
)
from ogam.devices.homeassistant.errors import in_words

_MODES = ("heat", "cool", "heat_cool", "auto", "dry", "fan_only")
_TARGET, _RANGE, _HUMIDITY, _FAN, _PRESET, _SWING, _OFF, _ON, _SIDEWAYS = 1, 2, 4, 8, 16, 32, 128, 256, 512
_NO_RANGE = "The {device} takes two temperatures only while it heats and cools. Set its mode first."
_NO_RANGE_KO = "{device:은} 냉난방 모드일 때만 두 온도를 받아요. 먼저 모드를 바꿔 주세요."
_CALLED = {"temperature": "temperature", "temperature_low": "target_temp_low", "temperature_high": "target_temp_high"}


def climate(entity: Entity) -> tuple[Binding, ...]:
    modes = [mode for mode in entity.texts("hvac_modes") if mode != "off"]
    found = [*_climate_power(entity, modes)]
    if modes:
        call = service("climate", "set_hvac_mode", "hvac_mode")
        found.append(choices("mode", modes, _mode, call, role="mode", others=_MODES))
    if entity.can(_TARGET):
        found.append(_temperature(entity, "climate", "temperature", "target_temperature"))
    if entity.can(_RANGE):
        found.extend(_range(entity))
    if entity.can(_HUMIDITY):
        found.append(_humidity(entity, "climate"))
    for feature, identifier, name, listed, role in (
        (_FAN, "fan_mode", "fan_mode", "fan_modes", "fan_speed"),
        (_PRESET, "preset", "preset_mode", "preset_modes", ""),
        (_SWING, "swing", "swing_mode", "swing_modes", ""),
        (_SIDEWAYS, "swing_horizontal", "swing_horizontal_mode", "swing_horizontal_modes", ""),
    ):
        if entity.can(feature) and (values := entity.texts(listed)):
            call = service("climate", f"set_{name}", name)
            found.append(choices(identifier, values, attribute(name), call, role=role))
    return (*found, *_now(entity))


def fan(entity: Entity) -> tuple[Binding, ...]:
    found = [power("fan")]
    if entity.can(1):
        call = service("fan", "set_percentage", "percentage")
        read = attribute("percentage")
        found.append(number("percentage", 0, 100, _zero_when_off(read), call, unit="%", role="fan_speed"))
    if entity.can(8) and (presets := entity.texts("preset_modes")):
        call = service("fan", "set_preset_mode", "preset_mode")
        found.append(choices("preset", presets, attribute("preset_mode"), call, role="mode"))
    if entity.can(2):
        call = service("fan", "oscillate", "oscillating")
        found.append(switch("oscillating", _flag("oscillating"), call))
    if entity.can(4):
        call = service("fan", "set_direction", "direction")
        found.append(choices("direction", ("forward", "reverse"), attribute("direction"), call))
    return tuple(found)


def humidifier(entity: Entity) -> tuple[Binding, ...]:
    found = [power("humidifier"), _humidity(entity, "humidifier")]
    if entity.can(1) and (modes := entity.texts("available_modes")):
        found.append(choices("mode", modes, attribute("mode"), service("humidifier", "set_mode", "mode"), role="mode"))
    return (*found, *_now(entity))


def water_heater(entity: Entity) -> tuple[Binding, ...]:
    modes = [mode for mode in entity.texts("operation_list") if mode != "off"]
    found = []
    if entity.can(8):
        found.append(power("water_heater"))
    elif "off" in entity.texts("operation_list") and modes and entity.can(2):
        on, off = (Call("water_heater", "set_operation_mode", {"operation_mode": mode}) for mode in (modes[0], "off"))
        found.append(power("water_heater", on, off))
    if entity.can(1):
        found.append(_temperature(entity, "water_heater", "temperature", "target_temperature"))
    if entity.can(2) and modes:
        call = service("water_heater", "set_operation_mode", "operation_mode")
        found.append(choices("mode", modes, _mode, call, role="mode"))
    if entity.can(4):
        found.append(switch("away", _flag("away_mode"), service("water_heater", "set_away_mode", "away_mode")))
    return (*found, *_now(entity))


def _climate_power(entity: Entity, modes: list[str]) -> list[Binding]:
    """By its own services where it has them; else by the modes "off" and another."""
    off = Call("climate", "turn_off" if entity.can(_OFF) else "set_hvac_mode")
    on = Call("climate", "turn_on" if entity.can(_ON) else "set_hvac_mode")
    if off.service == "set_hvac_mode":
        if "off" not in entity.texts("hvac_modes"):
            return []
        off = Call("climate", "set_hvac_mode", {"hvac_mode": "off"})
    if on.service == "set_hvac_mode":
        if not modes:
            return []
        usual = next((mode for mode in ("heat_cool", "auto", "heat", "cool") if mode in modes), modes[0])
        on = Call("climate", "set_hvac_mode", {"hvac_mode": usual})
    return [power("climate", on, off)]


def _temperature(entity: Entity, domain: str, identifier: str, role: str = "") -> Binding:
    name = _CALLED[identifier]
    return number(
        identifier,
        entity.number("min_temp"),
        entity.number("max_temp"),
        attribute(name),
        service(domain, "set_temperature", name),
        step=entity.number("target_temp_step") or (1 if _unit(entity) == "°F" else 0.5),
        unit=_unit(entity),
        role=role,
    )


def _range(entity: Entity) -> list[Binding]:
    """The lowest and the highest temperature: Home Assistant takes only both at once, so the other stays as it is."""
    others = {"temperature_low": "target_temp_high", "temperature_high": "target_temp_low"}
    found = []
    for identifier, other in others.items():
        one = _temperature(entity, "climate", identifier)
        kept = entity.number(other)

        def call(value: float, name: str = _CALLED[identifier], other: str = other, kept: float | None = kept) -> Call:
            if kept is None:
                raise in_words(DeviceError, _NO_RANGE, _NO_RANGE_KO, entity.name)
            return Call("climate", "set_temperature", {name: value, other: kept})

        found.append(Binding(one.property, one.read, call))
    return found


def _humidity(entity: Entity, domain: str) -> Binding:
    least, most = entity.number("min_humidity"), entity.number("max_humidity")
    call = service(domain, "set_humidity", "humidity")
    ends = (0 if least is None else least, 100 if most is None else most)
    return number("humidity", *ends, attribute("humidity"), call, unit="%")


def _now(entity: Entity) -> list[Binding]:
    found = []
    if "current_temperature" in entity.attributes:
        read = attribute("current_temperature")
        found.append(told("current_temperature", read, "number", _unit(entity), "current_temperature"))
    if "current_humidity" in entity.attributes:
        found.append(told("current_humidity", attribute("current_humidity"), "number", "%"))
    return found


def _unit(entity: Entity) -> str:
    return entity.word("temperature_unit") or "°C"


def _mode(entity: Entity) -> str | None:
    return None if entity.state == "off" else state_word(entity)


def _flag(name: str) -> Read:
    """Reads an attribute that is true or false, or "on" or "off"."""

    def read(entity: Entity) -> bool | None:
        value = entity.attributes.get(name)
        if isinstance(value, str):
            return {"on": True, "off": False}.get(value)
        return value if isinstance(value, bool) else None

    return read


def _zero_when_off(read: Read) -> Read:
    return lambda entity: 0 if entity.state == "off" else read(entity)

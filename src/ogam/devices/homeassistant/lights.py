"""Lights: brightness, colours by name, color temperature, effects; as `supported_color_modes` says."""

import math

from ogam.core import Choice
from ogam.devices.homeassistant.bindings import Binding, Call, Entity, attribute, choices, number, power, scaled
from ogam.devices.homeassistant.words import choice

COLORS: dict[str, tuple[int, int, int]] = {
    "white": (255, 255, 255),
    "red": (255, 0, 0),
    "orange": (255, 128, 0),
    "yellow": (255, 255, 0),
    "green": (0, 255, 0),
    "turquoise": (64, 224, 208),
    "blue": (0, 0, 255),
    "purple": (128, 0, 128),
    "pink": (255, 105, 180),
    "brown": (165, 42, 42),
}
"""Colours that have a name in both languages, as red, green, blue (0 to 255), as in CSS."""
WHITES = {"warm_white": 2700, "natural_white": 4000, "cool_white": 6000}
"""Kinds of white light, in kelvin."""
_COLORED = frozenset({"hs", "rgb", "rgbw", "rgbww", "xy"})
_DIMMABLE = frozenset({"brightness", "color_temp", "white", *_COLORED})
_EFFECT = 4
_STEP = 100  # kelvin: finer is neither seen nor said


def light(entity: Entity) -> tuple[Binding, ...]:
    modes = frozenset(entity.texts("supported_color_modes"))
    found = [power("light")]
    if modes & _DIMMABLE:
        found.append(number("brightness", 0, 100, _brightness, _set_brightness, unit="%", role="brightness"))
    if modes & _COLORED:
        found.append(choices("color", COLORS, _color, _set_color, role="color"))
    if "color_temp" in modes:
        found.extend(_color_temperature(entity))
    if entity.can(_EFFECT) and (effects := entity.texts("effect_list")):
        found.append(choices("effect", effects, attribute("effect"), lambda value: _on(effect=value)))
    return tuple(found)


def light_facts(entity: Entity) -> dict[str, bool]:
    """What templates of sentences ask of a light."""
    modes = frozenset(entity.texts("supported_color_modes"))
    return {
        "light_supports_brightness": bool(modes & _DIMMABLE),
        "light_supports_color": bool(modes & _COLORED),
        "light_supports_color_temperature": "color_temp" in modes,
    }


def nearest_color(red: float, green: float, blue: float) -> str:
    """The name of the colour that is nearest; how bright it is does not matter."""
    most = max(red, green, blue) or 1
    seen = tuple(255 * part / most for part in (red, green, blue))
    return min(COLORS, key=lambda name: math.dist(seen, _brightest(COLORS[name])))


def _brightest(color: tuple[int, int, int]) -> tuple[float, ...]:
    return tuple(255 * part / max(color) for part in color)


def _color_temperature(entity: Entity) -> list[Binding]:
    least = entity.number("min_color_temp_kelvin") or 2000
    most = entity.number("max_color_temp_kelvin") or 6500
    found = [
        number(
            "color_temperature",
            least,
            most,
            attribute("color_temp_kelvin"),
            _set_kelvin,
            step=_STEP,
            unit="K",
            role="color_temperature",
        )
    ]
    whites: list[Choice] = [choice(name) for name, kelvin in WHITES.items() if least <= kelvin <= most]
    if whites:
        found.append(choices("white", whites, lambda _: None, lambda value: _set_kelvin(WHITES[value])))
    return found


def _brightness(entity: Entity) -> int | None:
    return 0 if entity.state == "off" else scaled("brightness", 255)(entity)


def _color(entity: Entity) -> str | None:
    said = entity.attributes.get("rgb_color")
    if not isinstance(said, list | tuple) or len(said) != 3:
        return None
    if not all(isinstance(part, int | float) and math.isfinite(part) for part in said):
        return None
    return nearest_color(*said)


def _set_brightness(value: float) -> Call:
    return _on(brightness_pct=value) if value else Call("light", "turn_off")


def _set_color(value: str) -> Call:
    return _on(rgb_color=list(COLORS[value]))


def _set_kelvin(value: float) -> Call:
    return _on(color_temp_kelvin=value)


def _on(**data: object) -> Call:
    return Call("light", "turn_on", data)

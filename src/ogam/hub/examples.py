"""What can be said to each device: example sentences that the home's own grammar has been asked about.

Sentences drawn from the grammar at random are understood too, but nobody would say them so ("hey please bring the lamp
off for me"), and in Korean they have no spaces. So these are written by hand, and shown only where the grammar says
that they mean this device, and it alone.
"""

from collections.abc import Iterator, Mapping

from ogam.core import Device
from ogam.home import Home, resolve
from ogam.hub.ports import Grammar

MOST = 4
"""Examples for one device."""

_ENGLISH: Mapping[str, tuple[str, ...]] = {
    "binary_sensor": ("is the {} on",),
    "binary_sensor.door": ("is the {} open",),
    "binary_sensor.window": ("is the {} open",),
    "button": ("press the {}",),
    "climate": ("set the {} to 21 degrees", "what is the temperature of the {}", "turn off the {}"),
    "cover": ("open the {}", "close the {}", "set the {} to 50 percent"),
    "fan": ("turn on the {}", "set the {} to 50 percent", "turn off the {}"),
    "lawn_mower": ("start the {}", "dock the {}"),
    "light": ("turn on the {}", "turn off the {}", "set the brightness of the {} to 30 percent", "make the {} blue"),
    "lock": ("lock the {}", "unlock the {}", "is the {} locked"),
    "media_player": ("pause the {}", "set the volume of the {} to 30 percent", "turn off the {}"),
    "scene": ("turn on {}", "activate {}"),
    "script": ("run {}", "turn on {}"),
    "sensor": ("what is the {}",),
    "todo": ("add milk to the {}",),
    "vacuum": ("start the {}", "return the {} to its base", "dock the {}"),
    "valve": ("open the {}", "close the {}"),
    "weather": ("what is the weather",),
    "": ("turn on the {}", "turn off the {}"),
}
_KOREAN: Mapping[str, tuple[str, ...]] = {
    "binary_sensor": ("{} 켜져 있어",),
    "binary_sensor.door": ("{} 열려 있어",),
    "binary_sensor.window": ("{} 열려 있어",),
    "button": ("{} 눌러줘",),
    "climate": ("{} 24도로 맞춰줘", "{} 온도 알려줘", "{} 꺼줘"),
    "cover": ("{} 열어줘", "{} 닫아줘", "{} 50%로 맞춰줘"),
    "fan": ("{} 켜줘", "{} 꺼줘"),
    "light": ("{} 켜줘", "{} 꺼줘", "{} 밝기 30%로 맞춰줘", "{} 파란색으로 바꿔줘"),
    "lock": ("{} 잠가줘", "{} 열어줘", "{} 잠겨 있어"),
    "media_player": ("{} 멈춰줘", "{} 볼륨 30%로 맞춰줘", "{} 꺼줘"),
    "scene": ("{} 켜줘", "{} 실행해줘"),
    "script": ("{} 실행해줘", "{} 켜줘"),
    "sensor": ("{} 알려줘", "{} 몇 도야"),
    "todo": ("{}에 우유 추가해줘",),
    "vacuum": ("{} 돌려줘", "{} 청소 시작해줘", "{} 충전하러 보내줘"),
    "valve": ("{} 열어줘", "{} 잠가줘"),
    "weather": ("날씨 알려줘",),
    "": ("{} 켜줘", "{} 꺼줘"),
}
_COLOURED = ("make the {} blue", "{} 파란색으로 바꿔줘")
"""Only of a lamp that is known to have colours."""
_TEMPLATES = {"en": _ENGLISH, "ko": _KOREAN}


def example_sentences(home: Home, grammar: Grammar) -> dict[str, tuple[str, ...]]:
    """For each device by id, sentences that mean it in the home's language; none where none of ours does.

    It takes a few milliseconds a device: ask once, and keep the answer.
    """
    return {device.id: tuple(_understood(device, home, grammar))[:MOST] for device in home.devices}


def _understood(device: Device, home: Home, grammar: Grammar) -> Iterator[str]:
    templates = _TEMPLATES.get(home.language, _ENGLISH)
    finer = f"{device.domain}.{device.device_class}"
    for template in templates.get(finer) or templates.get(device.domain, templates[""]):
        if template in _COLOURED and not device.attributes.get("light_supports_color"):
            continue
        for name in _names(device):
            sentence = template.format(name)
            if _means(sentence, device, home, grammar):
                yield sentence
                break


def _names(device: Device) -> tuple[str, ...]:
    """The device's name; with its room where there are several of that name."""
    return (device.name, f"{device.area} {device.name}") if device.area else (device.name,)


def _means(sentence: str, device: Device, home: Home, grammar: Grammar) -> bool:
    meaning = grammar.interpret(sentence)
    if meaning.command is None or meaning.needs:
        return False
    values = {name: slot.value for name, slot in meaning.command.slots.items()}
    if device.domain == "weather" and meaning.command.intent == "HassGetWeather":
        return True
    return resolve(home, values, None, meaning.command.intent) == (device.id,)

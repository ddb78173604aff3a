"""States of devices as Korean predicates: on → 켜져 있어요."""

from collections.abc import Mapping
from typing import Any

from ogam.core import Device
from ogam.korean.particles import with_particle

STATES = {
    "on": "켜져 있어요", "off": "꺼져 있어요", "open": "열려 있어요", "closed": "닫혀 있어요",
    "opening": "열리고 있어요", "closing": "닫히고 있어요", "locked": "잠겨 있어요",
    "unlocked": "열려 있어요", "running": "돌아가고 있어요",
    "paused": "멈춰 있어요", "playing": "재생하고 있어요", "idle": "쉬고 있어요", "standby": "대기하고 있어요",
    "cleaning": "청소하고 있어요", "docked": "충전대에 있어요", "returning": "충전하러 가고 있어요",
    "mowing": "잔디를 깎고 있어요", "heat": "켜져 있어요", "cool": "켜져 있어요", "unknown": "상태를 알 수 없어요",
    "home": "집에 있어요", "not_home": "밖에 있어요", "charging": "충전하고 있어요", "error": "고장 났어요",
    "weather.sunny": "맑아요", "weather.clear-night": "맑은 밤이에요", "weather.cloudy": "흐려요",
    "weather.partlycloudy": "구름이 조금 있어요", "weather.rainy": "비가 와요", "weather.pouring": "비가 많이 와요",
    "weather.snowy": "눈이 와요", "weather.snowy-rainy": "비나 눈이 와요", "weather.fog": "안개가 꼈어요",
    "weather.hail": "우박이 와요", "weather.lightning": "번개가 쳐요",
    "weather.lightning-rainy": "번개가 치고 비가 와요",
    "weather.windy": "바람이 불어요", "weather.windy-variant": "흐리고 바람이 불어요",
    "weather.exceptional": "날씨가 험해요",
}  # fmt: skip
_OPENINGS = frozenset({"door", "garage_door", "opening", "window"})
_COLORS = {
    "black": "검은색", "blue": "파란색", "brown": "갈색", "green": "초록색", "orange": "주황색", "pink": "분홍색",
    "purple": "보라색", "red": "빨간색", "turquoise": "청록색", "yellow": "노란색",
}  # fmt: skip


def predicate(device: Device, state: Mapping[str, Any]) -> str:
    """What is said of a device in a state: "켜져 있어요", "40% 열려 있어요", "20도로 맞춰져 있고, 지금은 20도예요"."""
    current = str(state.get("state", "unknown"))
    if device.domain in ("cover", "valve") and 0 < state.get("position", 0) < 100:
        return f"{state['position']}% 열려 있어요"
    if device.domain == "climate" and current != "off" and {"temperature", "current_temperature"} <= state.keys():
        wanted, now = _degrees(state, "temperature"), _degrees(state, "current_temperature")
        return f"{with_particle(wanted, '으로')} 맞춰져 있고, 지금은 {with_particle(now, '이에요')}"
    if device.domain == "media_player" and current == "playing" and state.get("media"):
        return f"{with_particle(state['media'], '을')} 재생하고 있어요"
    if device.domain == "fan" and current == "on" and state.get("percentage"):
        return f"{state['percentage']}%로 켜져 있어요"
    if device.domain == "light" and current == "on":
        brightness = f"밝기 {state['brightness']}%로 " if state.get("brightness", 100) < 100 else ""
        color = _COLORS.get(state.get("color", "white"), "")
        return f"{brightness}{with_particle(color, '으로') + ' ' if color else ''}켜져 있어요"
    if device.domain == "binary_sensor" and device.device_class in _OPENINGS:
        return STATES["open" if current == "on" else "closed"]
    if unit := state.get("unit_of_measurement"):
        return with_particle(f"{current}도" if unit == "°C" else f"{current}{unit}", "이에요")
    return STATES.get(current) or with_particle(current.replace("_", " "), "이에요")


def _degrees(state: Mapping[str, Any], name: str) -> str:
    unit = state.get("temperature_unit", "°C")
    return f"{state[name]}도" if unit == "°C" else f"{state[name]} {unit}"

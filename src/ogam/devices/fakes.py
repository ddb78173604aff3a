"""Made-up devices that are described by their properties, and a driver that does, or fails, as it is told."""

import asyncio
from collections.abc import AsyncIterator, Sequence

from ogam.core import Action, ActionResult, Choice, Device, DeviceError, DeviceEvent, Property
from ogam.devices.keeping import States
from ogam.devices.properties import asked_of, say_value, settings_of


def _choice(value: str, english: str, korean: str, verb: str = "") -> Choice:
    return Choice(value, {"en": (english,), "ko": (korean,)}, verb)


POWER = Property("power", "switch", {"en": ("power",), "ko": ("전원",)}, role="power")
MODE = Property(
    "mode",
    "choice",
    {"en": ("mode",), "ko": ("모드",)},
    choices=(_choice("COOL", "cool", "냉방"), _choice("DRY", "dry", "제습")),
    role="mode",
    others=(_choice("HEAT", "heat", "난방"),),
)
TEMPERATURE = Property(
    "target",
    "number",
    {"en": ("temperature",), "ko": ("온도",)},
    least=18,
    most=30,
    step=0.5,
    unit="°C",
    role="target_temperature",
)
SAVER = Property("saver", "switch", {"en": ("power save",), "ko": ("절전", "절전 모드")})
WIND = Property(
    "wind",
    "choice",
    {"en": ("fan speed",), "ko": ("바람 세기",)},
    choices=(_choice("LOW", "low", "약풍"), _choice("HIGH", "high", "강풍")),
    role="fan_speed",
)
WASH = Property(
    "operation",
    "command",
    {"en": ("operation",), "ko": ("동작",)},
    choices=(_choice("START", "start", "세탁 시작", "start"), _choice("STOP", "stop", "정지", "pause")),
    readable=False,
)
LEFT = Property("left", "number", {"en": ("time left",), "ko": ("남은 시간",)}, unit="min", writable=False)

PROPERTIES = (POWER, MODE, TEMPERATURE, WIND, SAVER)


def made_up_air_conditioner(name: str = "air conditioner", area: str | None = "living room") -> Device:
    return Device("climate.ac", name, "climate", area=area, properties=PROPERTIES)


def made_up_washer(name: str = "washing machine", area: str | None = "kitchen") -> Device:
    return Device("washer.w", name, "washer", area=area, properties=(POWER, WASH, LEFT))


class FakeDriver:
    """Sets the properties of its devices, and remembers what it was told.

    acted: every action that reached a device, in order. fails: of a device by its id, what its next actions do instead,
    in order: an error that is raised, or a number of seconds before it answers; one for each action.
    """

    def __init__(self, devices: Sequence[Device], fails: dict[str, list[DeviceError | float]] | None = None) -> None:
        self.acted: list[tuple[str, Action]] = []
        self._devices = tuple(devices)
        self._fails = fails or {}
        self._states = States()

    async def discover(self) -> list[Device]:
        return list(self._devices)

    async def act(self, device: Device, action: Action) -> ActionResult:
        await self._trouble(device)
        self.acted.append((device.id, action))
        if action.verb.startswith("get_"):
            state = self._states.of(device.id)
            asked = asked_of(device, action)
            told = say_value(asked, state.get(asked.id))
            return ActionResult(device.id, True, state, answer=told)
        self._states.update(device.id, settings_of(device, action))
        return ActionResult(device.id, True, self._states.of(device.id))

    def events(self) -> AsyncIterator[DeviceEvent]:
        return self._states.events()

    def states(self) -> dict[str, dict[str, object]]:
        return self._states.all()

    async def _trouble(self, device: Device) -> None:
        waiting = self._fails.get(device.id)
        if not waiting:
            return
        trouble = waiting.pop(0)
        if isinstance(trouble, DeviceError):
            raise trouble
        await asyncio.sleep(trouble)

"""A made-up electric car: its signals, and how they change as time goes by.

A small part of the tree of COVESA's Vehicle Signal Specification, with its real paths and types: what Ogam's table of
signals is made of, and a few more. It is not the whole tree.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

RawValue = str | bool | int | float

_WINDOW_SPEED = 50.0  # percent of its way in a second
_WARMING = 240.0  # seconds in which the cabin comes to 63 % of what it is set to
_CHARGING = 1 / 60  # percent of the battery in a second
_METRES_PER_PERCENT = 4500


@dataclass(frozen=True, slots=True)
class Spec:
    """A signal. type: as VSS has it ("uint8"); actuator: whether it can be set, else it is a sensor."""

    type: str
    actuator: bool
    value: RawValue | None
    least: float | None = None
    most: float | None = None


def _doors() -> dict[str, Spec]:
    found = {}
    for row in ("Row1", "Row2"):
        for side in ("DriverSide", "PassengerSide"):
            door = f"Vehicle.Cabin.Door.{row}.{side}"
            found[f"{door}.IsLocked"] = Spec("boolean", True, True)
            found[f"{door}.IsOpen"] = Spec("boolean", False, False)
            found[f"{door}.Window.Position"] = Spec("uint8", True, 0, 0, 100)
    return found


TREE: Mapping[str, Spec] = {
    "Vehicle.Speed": Spec("float", False, 0.0),
    "Vehicle.TraveledDistance": Spec("float", False, 12345.5),
    "Vehicle.Exterior.AirTemperature": Spec("float", False, 4.0),
    "Vehicle.CurrentLocation.Latitude": Spec("double", False, 37.5665, -90, 90),
    "Vehicle.CurrentLocation.Longitude": Spec("double", False, 126.978, -180, 180),
    "Vehicle.Powertrain.Range": Spec("uint32", False, 64 * _METRES_PER_PERCENT),
    "Vehicle.Powertrain.TractionBattery.StateOfCharge.Displayed": Spec("float", False, 64.0, 0, 100),
    "Vehicle.Powertrain.TractionBattery.Charging.IsCharging": Spec("boolean", False, False),
    "Vehicle.Powertrain.TractionBattery.Charging.StartStopCharging": Spec("string", True, "STOP"),
    "Vehicle.Powertrain.TractionBattery.Charging.ChargeLimit": Spec("uint8", True, 80, 0, 100),
    "Vehicle.Cabin.HVAC.AmbientAirTemperature": Spec("float", False, 9.0),
    "Vehicle.Cabin.HVAC.IsAirConditioningActive": Spec("boolean", True, False),
    "Vehicle.Cabin.HVAC.IsRecirculationActive": Spec("boolean", True, False),
    "Vehicle.Cabin.HVAC.IsFrontDefrosterActive": Spec("boolean", True, False),
    "Vehicle.Cabin.HVAC.IsRearDefrosterActive": Spec("boolean", True, False),
    "Vehicle.Cabin.HVAC.Station.Row1.Driver.Temperature": Spec("int8", True, 21),
    "Vehicle.Cabin.HVAC.Station.Row1.Driver.FanSpeed": Spec("uint8", True, 30, 0, 100),
    "Vehicle.Cabin.HVAC.Station.Row1.Passenger.Temperature": Spec("int8", True, 21),
    "Vehicle.Cabin.HVAC.Station.Row1.Passenger.FanSpeed": Spec("uint8", True, 30, 0, 100),
    "Vehicle.Cabin.Seat.Row1.DriverSide.Heating": Spec("int8", True, 0, -100, 100),
    "Vehicle.Cabin.Seat.Row1.PassengerSide.Heating": Spec("int8", True, 0, -100, 100),
    "Vehicle.Body.Trunk.Rear.IsOpen": Spec("boolean", True, False),
    "Vehicle.Body.Lights.Beam.Low.IsOn": Spec("boolean", True, False),
    "Vehicle.Body.Lights.Beam.High.IsOn": Spec("boolean", True, False),
    "Vehicle.Body.Lights.Hazard.IsSignaling": Spec("boolean", True, False),
    **_doors(),
}


class Car:
    """The car. tree: its signals. deaf: paths that it takes and does nothing about, for tests.

    actuations: all that it was told, in order.
    """

    def __init__(self, tree: Mapping[str, Spec] = TREE) -> None:
        self.tree = tree
        self.values: dict[str, RawValue | None] = {path: spec.value for path, spec in tree.items()}
        self.actuations: list[dict[str, RawValue]] = []
        self.deaf: set[str] = set()
        self._targets: dict[str, float] = {}
        self._listeners: list[Callable[[Mapping[str, RawValue | None]], None]] = []

    def listen(self, listener: Callable[[Mapping[str, RawValue | None]], None]) -> Callable[[], None]:
        """Be told of changes; the result ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def put(self, values: Mapping[str, RawValue | None]) -> None:
        """Let signals have these values, and tell which of them are new."""
        changed = {path: value for path, value in values.items() if self.values.get(path) != value}
        self.values |= changed
        for listener in list(self._listeners) if changed else ():
            listener(changed)

    def actuate(self, values: Mapping[str, RawValue]) -> None:
        """Begin to do it: windows take their time."""
        self.actuations.append(dict(values))
        heard = {path: value for path, value in values.items() if path not in self.deaf}
        slow = {path: float(value) for path, value in heard.items() if path.endswith("Window.Position")}
        self._targets |= slow
        self.put({path: value for path, value in heard.items() if path not in slow})

    def advance(self, seconds: float) -> None:
        """Let time go by."""
        self.put({**self._windows(seconds), **self._cabin(seconds), **self._battery(seconds)})

    def _windows(self, seconds: float) -> dict[str, RawValue | None]:
        moved: dict[str, RawValue | None] = {}
        for path, target in list(self._targets.items()):
            now, way = self._number(path), _WINDOW_SPEED * seconds
            moved[path] = round(min(target, now + way) if target > now else max(target, now - way))
            if moved[path] == target:
                del self._targets[path]
        return moved

    def _cabin(self, seconds: float) -> dict[str, RawValue | None]:
        inside, outside = "Vehicle.Cabin.HVAC.AmbientAirTemperature", "Vehicle.Exterior.AirTemperature"
        on = self.values.get("Vehicle.Cabin.HVAC.IsAirConditioningActive") is True
        towards = self._number("Vehicle.Cabin.HVAC.Station.Row1.Driver.Temperature" if on else outside)
        now = self._number(inside)
        share = 1 - math.exp(-seconds / (_WARMING if on else 10 * _WARMING))
        return {inside: round(now + (towards - now) * share, 4)}

    def _battery(self, seconds: float) -> dict[str, RawValue | None]:
        battery = "Vehicle.Powertrain.TractionBattery"
        level, limit = f"{battery}.StateOfCharge.Displayed", self._number(f"{battery}.Charging.ChargeLimit")
        now = self._number(level)
        on = self.values.get(f"{battery}.Charging.StartStopCharging") == "START" and now < limit
        if on:
            now = min(limit, now + _CHARGING * seconds)
        far = int(now * _METRES_PER_PERCENT)
        return {f"{battery}.Charging.IsCharging": on, level: now, "Vehicle.Powertrain.Range": far}

    def _number(self, path: str) -> float:
        value = self.values.get(path)
        return float(value) if isinstance(value, int | float) else 0.0

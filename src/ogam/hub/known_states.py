"""What devices are like now, as far as their drivers know without asking them."""

from collections.abc import Mapping
from typing import Any, Protocol, runtime_checkable

from ogam.core import Device, Driver


@runtime_checkable
class KnowsStates(Protocol):
    """A driver that knows the state of each of its devices at any time, by id."""

    def states(self) -> Mapping[str, Mapping[str, Any]]: ...


def state_before(drivers: Mapping[str, Driver], device: Device) -> Mapping[str, Any] | None:
    """The state of a device now, before something is done with it; None where its driver does not know it."""
    driver = drivers.get(device.driver)
    found = driver.states().get(device.id) if isinstance(driver, KnowsStates) else None
    return dict(found) if found else None

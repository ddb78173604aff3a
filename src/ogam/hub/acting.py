"""Doing what was decided: actions go to the drivers of their devices, and a result comes back whatever these do."""

import asyncio
from collections.abc import Callable, Mapping, Sequence

from ogam.core import Action, ActionResult, ActsFor, Asker, Device, DeviceError, DeviceSilent, Driver
from ogam.hub.log import to_json
from ogam.hub.turns import Act, act_data

NOBODY = Asker()


async def act_all(
    drivers: Mapping[str, Driver],
    todo: Sequence[tuple[Device, Action]],
    patience: float,
    failed: Callable[[str, Exception], None],
    asker: Asker = NOBODY,
) -> tuple[Act, ...]:
    """All of it, side by side; see `act`."""
    results = await asyncio.gather(*(act(drivers, device, action, patience, failed, asker) for device, action in todo))
    return tuple(Act(device, action, result) for (device, action), result in zip(todo, results, strict=True))


async def act(
    drivers: Mapping[str, Driver],
    device: Device,
    action: Action,
    patience: float,
    failed: Callable[[str, Exception], None],
    asker: Asker = NOBODY,
) -> ActionResult:
    """The result of an action; whatever a driver does wrong becomes a result that says so.

    patience: seconds that the device has to answer. failed: told where and what a driver raised that no driver should.
    asker: on whose behalf, for drivers that can tell their devices.
    """
    driver = drivers.get(device.driver)
    if driver is None:
        return ActionResult(
            device.id, False, error=f"The {device.name} needs the driver '{device.driver}', which is not there."
        )
    try:
        doing = driver.act_for(device, action, asker) if isinstance(driver, ActsFor) else driver.act(device, action)
        result = await asyncio.wait_for(doing, patience)
        to_json(act_data(Act(device, action, result)))
        return result
    except DeviceError as error:
        sure = not isinstance(error, DeviceSilent)
        return ActionResult(device.id, False, error=str(error), errors=error.others, sure=sure)
    except TimeoutError:
        # It was told, and nobody knows whether it heard: neither done again nor said to be undone.
        return ActionResult(device.id, False, error=f"The {device.name} doesn't answer.", sure=False)
    except Exception as error:  # noqa: BLE001 (a driver may be anyone's; it must not take the hub down)
        # Nobody knows how far it came: the device may have been told before that.
        failed(f"driver {device.driver}", error)
        return ActionResult(device.id, False, error=f"The {device.name} failed; the log says how.", sure=False)

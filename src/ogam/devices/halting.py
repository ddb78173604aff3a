"""What stops when somebody says "stop", and how: robots, and whatever the home file says `stops: true` of."""

from collections.abc import Sequence

from ogam.core import Action, Device
from ogam.devices import robots

HALT_INTENT = "OgamHalt"
"""Everything that stops is to stop."""

_STOPPING = ("stop", "pause")
_BY_DOMAIN = {"lawn_mower": "dock", "media_player": "pause", "vacuum": "return_to_base"}


def stops(device: Device) -> bool:
    """Whether it is stopped by the word alone."""
    return device.domain == robots.DOMAIN or device.attributes.get("stops") is True


def halting(devices: Sequence[Device]) -> list[tuple[Device, Action]]:
    """What stops everything that stops."""
    return [(device, stopping(device)) for device in devices if stops(device)]


def stopping(device: Device) -> Action:
    """What stops a device: its own "stop", else "pause"; else what puts its kind to rest; else to turn it off."""
    own = {choice.verb for one in device.properties if one.writable for choice in one.choices}
    if device.domain == robots.DOMAIN:
        return Action(robots.STOP)
    return Action(next((verb for verb in _STOPPING if verb in own), _BY_DOMAIN.get(device.domain, "turn_off")))


def only_stops(todo: Sequence[tuple[Device, Action]]) -> bool:
    """Whether all of this is to stop what stops: it is done at once, for everybody, whatever the rules say."""
    return bool(todo) and all(stops(device) and _is_stop(device, action) for device, action in todo)


def _is_stop(device: Device, action: Action) -> bool:
    stop_choices = {(one.id, c.value) for one in device.properties for c in one.choices if c.verb in _STOPPING}
    set_to = list(action.arguments.items())
    return action == stopping(device) or (action.verb == "set" and len(set_to) == 1 and set_to[0] in stop_choices)

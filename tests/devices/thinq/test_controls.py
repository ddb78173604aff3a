"""What is sent is just what LG's own SDK sends for the same, for every property of every kind of appliance."""

import asyncio
import inspect
from types import SimpleNamespace

import pytest

pytest.importorskip("thinqconnect")

import thinqconnect

from ogam.devices.thinq.controls import controls
from ogam.devices.thinq.describing import describe
from ogam.devices.thinq.simulator.appliances import Appliance
from ogam.devices.thinq.simulator.profiles import kinds, profile

CLASSES = {
    kind: getattr(thinqconnect, f"{name}Device")
    for kind in kinds()
    for name in ["".join(part.capitalize() for part in kind.removeprefix("DEVICE_").split("_"))]
}
WITHOUT_METHOD = {
    "target_temperature_c": "by mode",
    "room_target_temperature_c": "by mode",
    "water_heater_operation_mode": "as all power is set",
}
"""What the SDK has no method for, and why it can be set all the same."""


def _sdk_device(kind):
    sent = []

    async def control(device_id, payload, **_):
        sent.append(payload)

    api = SimpleNamespace(async_post_device_control=control)
    made = CLASSES[kind](
        thinq_api=api, device_id="d", device_type=kind, model_name="m", alias="a", reportable=True, group_id="",
        profile=profile(kind),
    )  # fmt: skip
    return made, sent


def _part(made, place):
    """The SDK's device for the part of a device that a property is in."""
    if place.branch:
        return getattr(made, place.branch)
    for location, part in getattr(made, "_sub_devices", {}).items():
        if place.location and made.profiles.get_location_key(location) == place.location:
            return part
    return made


def _attribute(part, place):
    """What the SDK calls a property."""
    names = {**part.profiles.get_profile().get(place.resource, {})}
    if place.resource == "temperature" and place.unit:
        return str(names[place.unit])
    name = names.get(place.name) or names.get(f"{place.name}{place.unit}")
    return None if name is None else str(name)


def _setter(part, attribute):
    """The SDK's method for a property, and what it is called with for a value."""
    hour = "hour" in attribute
    custom = getattr(part, "_CUSTOM_SET_PROPERTY_NAME", {}).get(attribute)
    # A wash tower's dryer has a method of its own; by the usual one the SDK forgets which half is meant.
    halves = attribute.replace("_hour_", "_time_") if "DryerDeviceSingle" in type(part).__name__ else attribute
    method = getattr(part, f"set_{custom or halves}", None) or getattr(part, f"set_{attribute}", None)
    if method is None:
        return None
    count = len(inspect.signature(method).parameters)
    return (
        (lambda value: method(value))
        if count == 1
        else ((lambda value: method(value, 0)) if hour else (lambda value: method(0, value)))
    )


def _cases():
    for kind in kinds():
        for one in describe(profile(kind)):
            if one.property.writable:
                yield pytest.param(kind, one.property.id, id=f"{kind[7:].lower()}-{one.property.id}")


def _value(one):
    if one.property.kind == "switch":
        return True
    if one.property.kind == "number":
        steps = round((one.property.most - one.property.least) / one.property.step) // 2
        return one.property.least + steps * one.property.step
    return one.property.choices[-1].value


@pytest.mark.parametrize(("kind", "identifier"), list(_cases()))
def test_a_control_is_the_sdks(kind, identifier):
    bindings = describe(profile(kind))
    binding = next(one for one in bindings if one.property.id == identifier)
    state = Appliance(profile(kind)).state
    value = _value(binding)
    ours = controls(bindings, {identifier: value}, state)
    assert len(ours) == 1
    made, sent = _sdk_device(kind)
    made.set_status(state)
    part = _part(made, binding.place)
    part.set_status(state if not binding.place.branch else state[binding.place.branch])
    attribute = _attribute(part, binding.place)
    assert attribute is not None
    setter = _setter(part, attribute)
    if setter is None:
        assert attribute in WITHOUT_METHOD
        return
    asyncio.run(setter(binding.raw(value)))
    assert ours[0].payload == sent[0]

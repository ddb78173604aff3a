import pytest

from ogam.core import HomeError
from ogam.home import parse_home

HOME = """\
devices:
  - name: heater
    domain: climate
    driver: mqtt
    address: home/heater
    properties:
      mode: {choices: {eco: [saving, eco], full: [full power]}, names: [mode, programme], role: mode}
      target: {from: 5, to: 30, step: 0.5, unit: "°C", role: target_temperature, names: [temperature]}
      child_lock: {switch: true}
      work: {commands: [start, stop]}
      note: {names: [note], writable: false}
"""


def test_properties_of_a_device_are_read():
    [device] = parse_home(HOME).devices
    assert device.address == "home/heater"
    kinds = {one.id: (one.kind, one.writable, one.readable) for one in device.properties}
    assert kinds == {
        "mode": ("choice", True, True),
        "target": ("number", True, True),
        "child_lock": ("switch", True, True),
        "work": ("command", True, False),
        "note": ("text", False, True),
    }
    mode, target = device.property("mode"), device.property("target")
    assert [(choice.value, choice.names["ko"]) for choice in mode.choices] == [
        ("eco", ("saving", "eco")),
        ("full", ("full power",)),
    ]
    assert (target.least, target.most, target.step, target.unit, target.role) == (
        5,
        30,
        0.5,
        "°C",
        "target_temperature",
    )
    assert device.property("child_lock").names["en"] == ("child lock",)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{from: low, to: 30}", "from of property 'target' of device 'heater' must be a number, not 'low'."),
        ("{from: 1, to: 3, role: volum}", "has role 'volum', which there is not. Did you mean 'volume'?"),
        ("{from: 1, choices: [a]}", "is a number and a choice at the same time."),
        ("{from: 1, to: 3, writable: maybe}", "writable of property 'target' of device 'heater' must be true or false"),
        ("{form: 1}", "form"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(line, message):
    text = HOME.replace(HOME.splitlines()[7].split("target: ")[1], line)
    with pytest.raises(HomeError) as raised:
        parse_home(text)
    assert "home.yaml:8: " in str(raised.value)
    assert message in str(raised.value)

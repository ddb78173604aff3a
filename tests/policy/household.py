"""A household for the tests of permissions."""

from typing import Any

from ogam.core import Action, Command, Decision, Identity
from ogam.devices.services import PHONES
from ogam.home import parse_home
from ogam.policy import Permissions, Request

HOME = parse_home("""
areas: [living room, hall, kitchen]
devices:
  - {name: lamp, domain: light, area: living room}
  - {name: TV, domain: media_player, area: living room}
  - {name: curtain, domain: cover, device_class: curtain, area: living room}
  - {name: heating, domain: climate, area: living room}
  - {name: front door, domain: lock, area: hall}
  - {name: garage, domain: cover, device_class: garage}
  - {name: oven, domain: oven, area: kitchen}
  - {name: gas, domain: valve, area: kitchen}
  - {name: alarm, domain: alarm_control_panel}
  - {name: car, domain: vehicle}
  - {name: washer, domain: washer}
  - {name: leaving, domain: script}
  - {name: safe, domain: switch, attributes: {protected: true}}
  - {name: groceries, domain: todo}
  - {name: eye, domain: camera, area: hall}
people:
  - {name: Mina, role: owner}
  - {name: Jun}
  - {name: Ara, role: child}
  - {name: Guest, role: guest}
""")
PERMISSIONS = Permissions(HOME, (PHONES,))
DEVICES = {**{device.name: device for device in HOME.devices}, "phone": PHONES}


def decide(who: str | None, verb: str, device: str, area: str | None = None, **evidence: Any) -> Decision:
    """The decision about one act. evidence: of `Identity`, and `arguments` of the action."""
    arguments = evidence.pop("arguments", {})
    evidence.setdefault("probability", 0.99 if who else 0.0)
    evidence.setdefault("modalities", ("voice",) if who else ())
    act = (DEVICES[device], Action(verb, arguments))
    return PERMISSIONS.decide(Request(Command("Test", area=area), Identity(who, **evidence), (act,)))

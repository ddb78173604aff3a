"""Homes with cameras for the tests, in both languages, and what is seen in them."""

from typing import Any

from ogam.core import Box, Identity, Observation

ENGLISH = """
areas: [{name: kitchen, aliases: [cook room]}, nursery, bathroom, yard, hallway]
devices:
  - {name: lamp, domain: light, area: kitchen, seen: {camera: kitchen camera, at: [0.2, 0.3]}}
  - {name: TV, domain: media_player, area: kitchen, seen: {camera: kitchen camera, at: [0.2, 0.34]}}
  - {name: fan, domain: fan, area: kitchen, seen: {camera: kitchen camera, zone: table}}
  - {name: front door, domain: lock, area: hallway}
cameras:
  - name: kitchen camera
    area: kitchen
    address: 0
    sees: [people, objects, gestures, text, falls]
    zones:
      table: [[0.5, 0.5], [1, 0.5], [1, 1], [0.5, 1]]
      oven door: {polygon: [[0, 0], [0.2, 0], [0.2, 0.3]], opens: true}
  - {name: nursery camera, area: nursery, address: 1}
  - {name: yard camera, area: yard, address: 2}
  - {name: door camera, area: hallway, address: 3}
gestures:
  open_palm: turn off the lamp
  thumbs_up: {say: turn on the fan, area: kitchen}
  fist: unlock the front door
permissions: on
people: [{name: Mina, role: owner}, {name: Ara, role: child}, {name: Guest, role: guest}]
"""
KOREAN = """
language: ko
areas: [주방, 아기방, 욕실, 마당, 현관]
devices:
  - {name: 주방등, domain: light, area: 주방, seen: {camera: 주방 카메라, at: [0.2, 0.3]}}
  - {name: 텔레비전, domain: media_player, area: 주방, seen: {camera: 주방 카메라, at: [0.2, 0.34]}}
cameras:
  - name: 주방 카메라
    area: 주방
    address: 0
    sees: [people, objects, gestures, text, falls]
    zones:
      식탁: [[0.5, 0.5], [1, 0.5], [1, 1], [0.5, 1]]
      오븐 문: {polygon: [[0, 0], [0.2, 0], [0.2, 0.3]], opens: true}
  - {name: 아기방 카메라, area: 아기방, address: 1}
  - {name: 마당 카메라, area: 마당, address: 2}
  - {name: 현관 카메라, area: 현관, address: 3}
permissions: on
people: [{name: 민아, role: owner}, {name: 지우, role: child}]
"""
MINA = Identity("Mina", 0.99, ("voice",))
KOREAN_MINA = Identity("민아", 0.99, ("voice",))
ARA = Identity("Ara", 0.99, ("voice",))
GUEST = Identity("Guest", 0.99, ("voice",))


def seen(kind: str, value: str, box: Box | None = None, **details: Any) -> Observation:
    """Something that a camera sees."""
    return Observation(kind, value, 0.9, 0.0, 0.0, box=box, details=details)


class Clock:
    """Seconds, as told."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

""" "That": which device a command means that somebody points at; and what to ask where that cannot be told."""

from collections.abc import Sequence
from dataclasses import replace

from ogam.core import Command, Observation, Slot
from ogam.home import Home, resolve
from ogam.hub.aiming import targets
from ogam.hub.languages import wording_for

POINTED = "pointed"
"""The slot of a command about something that is pointed at."""


def is_demonstrative(command: Command | None) -> bool:
    """Whether a command is about "that", and nothing says yet what it is."""
    return command is not None and POINTED in command.slots and "name" not in command.slots


def with_target(command: Command, observations: Sequence[Observation], home: Home) -> Command:
    """The command with the one device that is pointed at; the same where there is none, or more than one."""
    if not is_demonstrative(command):
        return command
    meant = _meant(command, observations, home)
    return replace(command, slots={**command.slots, "name": Slot("name", meant[0])}) if len(meant) == 1 else command


def which_pointed(command: Command, observations: Sequence[Observation], home: Home) -> tuple[Command, str]:
    """The command with the devices that it may mean, and the question which of them it is."""
    words = wording_for(home, command)
    meant = _meant(command, observations, home)
    if not meant:
        every = [device.id for device in home.devices if _fits(command, device.id, home)]
        return replace(command, devices=tuple(every)), words.say("which_pointed_none")
    names = [device.name for device in home.devices if device.id in meant]
    return replace(command, devices=meant), words.say("which_pointed", names=names)


def _meant(command: Command, observations: Sequence[Observation], home: Home) -> tuple[str, ...]:
    return tuple(device for device in targets(observations) or () if _fits(command, device, home))


def _fits(command: Command, device: str, home: Home) -> bool:
    """Whether a command can be about a device: nobody dims a television."""
    values = {name: slot.value for name, slot in command.slots.items() if name == "domain"}
    return bool(resolve(home, {**values, "name": device}, None, command.intent))

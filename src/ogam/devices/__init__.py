"""Drivers, and what a command does to which device."""

from ogam.devices.actions import is_question, needs_devices, plan
from ogam.devices.controls import Argument, Control, check_arguments, controls
from ogam.devices.services import SERVICES, services_in
from ogam.devices.states import is_in_state, say_effect
from ogam.devices.undoing import undo
from ogam.devices.virtual import VirtualDriver

__all__ = [
    "SERVICES",
    "Argument",
    "Control",
    "VirtualDriver",
    "check_arguments",
    "controls",
    "is_in_state",
    "is_question",
    "needs_devices",
    "plan",
    "say_effect",
    "services_in",
    "undo",
]

"""Drivers, and what a command does to which device."""

from ogam.devices.actions import (
    ROUTINE_INTENT,
    SET_INTENT,
    UNDO_INTENT,
    is_question,
    needs_devices,
    plan,
)
from ogam.devices.controls import Argument, Control, check_arguments, controls
from ogam.devices.properties import GET, SET, abilities, asked_of, choice_of, first_name, say_value, settings_of
from ogam.devices.services import SERVICES, services_in
from ogam.devices.states import is_in_state, say_effect, say_outcome, say_properties, say_settings, say_state
from ogam.devices.undoing import undo
from ogam.devices.virtual import VirtualDriver

__all__ = [
    "GET",
    "ROUTINE_INTENT",
    "SERVICES",
    "SET",
    "SET_INTENT",
    "UNDO_INTENT",
    "Argument",
    "Control",
    "VirtualDriver",
    "abilities",
    "asked_of",
    "check_arguments",
    "choice_of",
    "controls",
    "first_name",
    "is_in_state",
    "is_question",
    "needs_devices",
    "plan",
    "say_effect",
    "say_outcome",
    "say_properties",
    "say_settings",
    "say_state",
    "say_value",
    "services_in",
    "settings_of",
    "undo",
]

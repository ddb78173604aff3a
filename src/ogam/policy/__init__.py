"""Permissions: what each person may do, as Cedar rules; allow, deny, or ask for more."""

from ogam.policy.actions import GROUPS, action_of
from ogam.policy.editing import put_rule, remove_rule
from ogam.policy.permissions import Permissions, permissions_are_on
from ogam.policy.requests import STEP_UPS, Request
from ogam.policy.rules import Rule, built_in_rules, read_rules

__all__ = [
    "GROUPS",
    "STEP_UPS",
    "Permissions",
    "Request",
    "Rule",
    "action_of",
    "built_in_rules",
    "permissions_are_on",
    "put_rule",
    "read_rules",
    "remove_rule",
]

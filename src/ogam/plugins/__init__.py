"""Plugins: recognisers, drivers and data sets that others make. The contract is `ogam.plugins.contract`."""

from ogam.plugins.cards import card_beside
from ogam.plugins.contract import GROUPS, LIMITS, TASKS, HasWeights, Kind, Plugin, Task, task_of
from ogam.plugins.errors import PluginError, PluginGone, PluginReplyError, PluginTimeout
from ogam.plugins.finding import find_plugin, find_plugins, load, open_manifest, open_recognizer, problems

__all__ = [
    "GROUPS",
    "LIMITS",
    "TASKS",
    "HasWeights",
    "Kind",
    "Plugin",
    "PluginError",
    "PluginGone",
    "PluginReplyError",
    "PluginTimeout",
    "Task",
    "card_beside",
    "find_plugin",
    "find_plugins",
    "load",
    "open_manifest",
    "open_recognizer",
    "problems",
    "task_of",
]

"""Plugins that are installed: found by the metadata of their packages, imported only when one is opened."""

import difflib
from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from inspect import signature
from pathlib import Path
from typing import Any

from ogam.core import Recognizer
from ogam.plugins.cards import card_of_module
from ogam.plugins.contract import GROUPS, Kind, Plugin
from ogam.plugins.errors import PluginError

OWN = "ogam"
"""Ogam's distribution; names that begin with it and a slash are its own."""


def find_plugins(kind: Kind | None = None) -> tuple[Plugin, ...]:
    """The plugins that are installed, by kind and name. Nothing of them is imported.

    Those of one name are all there (`clashes`). Raises PluginError for a `cards.toml` that is wrong.
    """
    kinds: tuple[Kind, ...] = (kind,) if kind else tuple(GROUPS)
    found = [_plugin(one, entry) for one in kinds for entry in entry_points(group=GROUPS[one])]
    return tuple(sorted(found, key=lambda plugin: (kinds.index(plugin.kind), plugin.name, plugin.distribution)))


def clashes(plugins: Sequence[Plugin]) -> list[str]:
    """Names that cannot be used, a line each that says why and what to do."""
    by_name: dict[tuple[Kind, str], list[Plugin]] = {}
    for plugin in plugins:
        by_name.setdefault((plugin.kind, plugin.name), []).append(plugin)
    return [
        f"{len(same)} packages give a {kind} called '{name}': {_packages(same)}. Uninstall all but one."
        for (kind, name), same in by_name.items()
        if len(same) > 1
    ] + [
        f"{plugin.distribution} calls a {plugin.kind} '{plugin.name}', but names with {OWN}/ are Ogam's own. "
        "Ask its makers for another name."
        for plugin in plugins
        if plugin.name.startswith(f"{OWN}/") and plugin.distribution != OWN
    ]


def find_plugin(kind: Kind, name: str) -> Plugin:
    """The plugin of that name. PluginError where there is none, naming the nearest, and where there are several."""
    plugins = find_plugins(kind)
    same = [plugin for plugin in plugins if plugin.name == name]
    if not same:
        near = difflib.get_close_matches(name, [plugin.name for plugin in plugins], n=1)
        hint = f"Did you mean {near[0]}?" if near else "What there is: ogam plugins list"
        raise PluginError(f"no {kind} is called '{name}'. {hint}")
    for problem in clashes(same):
        raise PluginError(problem)
    return same[0]


def load(plugin: Plugin) -> Any:
    """What a plugin's entry point names, imported. PluginError says of which package what went wrong."""
    module, _, attribute = plugin.target.partition(":")
    try:
        found: Any = import_module(module)
        for part in filter(None, attribute.split(".")):
            found = getattr(found, part)
    except (Exception, SystemExit) as error:
        raise PluginError(
            f"the {plugin.kind} {plugin.name} (package {plugin.distribution} {plugin.version}) cannot be imported: "
            f"{type(error).__name__}: {error}."
        ) from error
    return found


def open_recognizer(name: str, **options: Any) -> Recognizer:
    """The recogniser of a plugin, by its name or, where it runs in a process of its own, by its address.

    options: what its function takes, such as `threads`; of an address `timeout`, in seconds. Raises PluginError for one
    that cannot be had; an OgamError of the plugin's own (missing weights …) goes through.
    """
    if "://" in name:
        from ogam.plugins.addresses import open_address

        return open_address(name, **options)
    plugin = find_plugin("recognizer", name)
    opens = load(plugin)
    _check_options(name, opens, options)
    recognizer = opens(**options)
    if not isinstance(recognizer, Recognizer):
        raise PluginError(f"the recognizer {name} gives a {type(recognizer).__name__}, which has no card or recognize.")
    return recognizer


def open_manifest(name: str) -> Path:
    """The manifest of a plugin's data set. Raises PluginError."""
    path = load(find_plugin("dataset", name))()
    if not isinstance(path, Path):
        raise PluginError(f"the dataset {name} gives a {type(path).__name__}, where the path of a manifest is meant.")
    return path


def _plugin(kind: Kind, entry: EntryPoint) -> Plugin:
    distribution, version = (entry.dist.name, entry.dist.version) if entry.dist else ("", "")
    return Plugin(kind, entry.name, distribution, version, entry.value, card_of_module(entry.module, entry.name))


def _check_options(name: str, opens: Any, options: Mapping[str, Any]) -> None:
    try:
        signature(opens).bind(**options)
    except TypeError as error:
        raise PluginError(f"the recognizer {name} cannot be opened like this: {error}.") from error


def _packages(plugins: Sequence[Plugin]) -> str:
    return ", ".join(f"{plugin.distribution} {plugin.version}" for plugin in plugins)

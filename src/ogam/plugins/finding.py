"""Plugins that are installed: found by the metadata of their packages, imported only when one is opened."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import replace
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

    Those that cannot be used are there too: `problems` says why.
    """
    kinds: tuple[Kind, ...] = (kind,) if kind else tuple(GROUPS)
    found = [_plugin(one, entry) for one in kinds for entry in entry_points(group=GROUPS[one])]
    return tuple(sorted(found, key=lambda plugin: (kinds.index(plugin.kind), plugin.name, plugin.distribution)))


def problems(plugins: Sequence[Plugin]) -> list[str]:
    """Why some of them cannot be used: names that clash, cards that are wrong; a line each that says what to do."""
    by_name: dict[tuple[Kind, str], list[Plugin]] = {}
    for plugin in plugins:
        by_name.setdefault((plugin.kind, plugin.name), []).append(plugin)
    twice = [
        f"{len(same)} packages give a {kind} called '{name}': {_packages(same)}. Uninstall all but one."
        for (kind, name), same in by_name.items()
        if len(same) > 1
    ]
    taken = [
        f"{plugin.distribution} calls a {plugin.kind} '{plugin.name}', but names with {OWN}/ are Ogam's own. "
        "Ask its makers for another name."
        for plugin in plugins
        if plugin.name.startswith(f"{OWN}/") and plugin.distribution != OWN
    ]
    return [*twice, *taken, *(plugin.problem for plugin in plugins if plugin.problem)]


def find_plugin(kind: Kind, name: str) -> Plugin:
    """The plugin of that name. PluginError where there is none, naming the nearest, and where there are several."""
    plugins = find_plugins(kind)
    same = [plugin for plugin in plugins if plugin.name == name]
    if not same:
        near = difflib.get_close_matches(name, [plugin.name for plugin in plugins], n=1)
        if near:
            raise PluginError(f"no {kind} is called '{name}'. Did you mean {near[0]}?")
        raise PluginError(f"no {kind} is called '{name}'. What there is: ogam plugins list")
    for problem in problems(same):
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

    options: what its function takes; `threads` too, where it does not; of an address `timeout`, in seconds.
    Raises PluginError for one that cannot be had; an OgamError of its own (missing weights …) goes through.
    """
    if "://" in name:
        from ogam.plugins.addresses import open_address

        return open_address(name, **options)
    plugin = find_plugin("recognizer", name)
    opens = load(plugin)
    recognizer = opens(**_options(name, opens, options))
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
    plugin = Plugin(kind, entry.name, distribution, version, entry.value)
    try:
        return replace(plugin, card=card_of_module(entry.module, entry.name))
    except PluginError as error:
        return replace(plugin, problem=str(error))


def _options(name: str, opens: Any, options: Mapping[str, Any]) -> Mapping[str, Any]:
    """The options that its function takes; `threads` is dropped where it has no use for them."""
    if not callable(opens):
        raise PluginError(f"the recognizer {name} is no function but a {type(opens).__name__}.")
    takes = signature(opens)
    taken = {one: value for one, value in options.items() if one != "threads" or one in takes.parameters}
    try:
        takes.bind(**taken)
        return taken
    except TypeError as error:
        raise PluginError(f"the recognizer {name} cannot be opened like this: {error}.") from error


def _packages(plugins: Sequence[Plugin]) -> str:
    return ", ".join(f"{plugin.distribution} {plugin.version}" for plugin in plugins)

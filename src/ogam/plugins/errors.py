"""What can be wrong with a plugin. Each names it; what one plugin does never stops the others."""

from ogam.core import OgamError


class PluginError(OgamError):
    """A plugin that cannot be used: not installed, two of one name, not importable, not what the contract asks for."""


class PluginTimeout(PluginError):
    """A plugin in a process of its own that did not answer in time."""


class PluginGone(PluginError):
    """A plugin in a process of its own that cannot be reached, or ended the connection before it had answered."""


class PluginReplyError(PluginError):
    """A plugin in a process of its own whose answer is not what the contract asks for: no JSON, a confidence of 7, a
    time outside of the signal …"""

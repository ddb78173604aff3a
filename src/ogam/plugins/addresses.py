"""Recognisers by their address: those in a process of their own."""

from typing import Any
from urllib.parse import urlsplit

from ogam.core import Recognizer
from ogam.plugins.errors import PluginError

SCHEMES = ("http", "https", "wyoming")


def open_address(name: str, **options: Any) -> Recognizer:
    """The recogniser at `http://…`, `https://…` or `wyoming://…`. options: `timeout`, in seconds.

    Raises PluginError for an address that is none, PluginGone where nobody is there, PluginTimeout, PluginReplyError.
    """
    unknown = sorted(set(options) - {"timeout", "threads"})
    if unknown:
        raise PluginError(f"{name}: a recognizer at an address takes only a timeout, no {', '.join(unknown)}.")
    options.pop("threads", None)  # how many it uses is for its own process to say
    address = urlsplit(name)
    try:
        complete = address.scheme in SCHEMES and bool(address.hostname) and address.port != 0
    except ValueError:  # a port that is no number
        complete = False
    if not complete:
        raise PluginError(
            f"{name}: no address of a recognizer. Give one like http://127.0.0.1:8090 or wyoming://host:10300."
        )
    if address.scheme == "wyoming":
        from ogam.plugins.wyoming import open_wyoming

        return open_wyoming(address, **options)
    from ogam.plugins.http import open_http

    return open_http(address, **options)

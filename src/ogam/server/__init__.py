"""The hub as a server: HTTP, WebSocket and a web app, for those who may."""

from ogam.server.app import create_app
from ogam.server.context import Context, Server, context
from ogam.server.errors import Refused

__all__ = ["Context", "Refused", "Server", "context", "create_app"]

"""A client of the HTTP API: `Client(url, token)`, small and synchronous, over httpx."""

from ogam.client.client import Client
from ogam.client.errors import ClientError

__all__ = ["Client", "ClientError"]

"""Connections that hold a place and say nothing: bounded in time, and for each address in number."""

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol

from ogam.server.addresses import is_loopback

MOST_OF_ONE = 100
"""Connections of one other computer at once; a household's phones have a few each."""
PATIENCE = 10.0
"""Seconds in which the first request must come."""


class BoundedProtocol(H11Protocol):
    """uvicorn's HTTP/1.1, which closes a connection that is one too many of its address, or on which nothing comes."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        host = self.client[0] if self.client else ""
        of_one = [one for one in self.connections if (getattr(one, "client", None) or ("",))[0] == host]
        if len(of_one) > MOST_OF_ONE and not is_loopback(host):
            transport.abort()
        else:
            self.loop.call_later(PATIENCE, self._close_if_nothing_came)

    def _close_if_nothing_came(self) -> None:
        if not self.cycle and self in self.connections:
            self.transport.close()

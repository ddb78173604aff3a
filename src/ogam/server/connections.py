"""Connections that hold a place and say nothing: bounded in time, in number, and in number for each address."""

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from ogam.server.addresses import is_loopback

MOST_OF_ONE = 100
"""Connections of one other computer at once; a household's phones have a few each."""
PATIENCE = 10.0
"""Seconds in which the first request must come."""
TOLD = 200
"""Connections beyond the setting `most_connections` that are still told that they are too many; what comes then is
hung up on, so that neither memory nor the system's number of open files runs out."""

_FULL = b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 10\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


class BoundedProtocol(H11Protocol):
    """uvicorn's HTTP/1.1, which closes a connection that is one too many (of all, or of its address), or on which
    nothing comes; and lets WebSockets count with the others."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        host = self.client[0] if self.client else ""
        of_one = [one for one in self.connections if (getattr(one, "client", None) or ("",))[0] == host]
        if self._are_more_than(TOLD) or (len(of_one) > MOST_OF_ONE and not is_loopback(host)):
            transport.abort()
        else:
            self.loop.call_later(PATIENCE, self._close_if_nothing_came)

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        if self._are_more_than(0):
            self.transport.write(_FULL)
            self.transport.close()
        else:
            super().handle_websocket_upgrade(event)

    def _are_more_than(self, beyond: int) -> bool:
        return self.limit_concurrency is not None and len(self.connections) > self.limit_concurrency + beyond

    def _close_if_nothing_came(self) -> None:
        if not self.cycle and self in self.connections:
            self.transport.close()

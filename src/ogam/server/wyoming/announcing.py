"""Making the service known in the network: mDNS, as Home Assistant looks for it."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

TYPE = "_wyoming._tcp.local."


@asynccontextmanager
async def announced(port: int) -> AsyncIterator[None]:
    """Announce a port of this computer as "ogam" and the computer's name, until the end of the `async with`."""
    from zeroconf import ServiceInfo
    from zeroconf.asyncio import AsyncZeroconf

    label = f"ogam {socket.gethostname()}".replace(".", " ")[:60]
    addresses = [socket.inet_aton(_own_address())]
    service = ServiceInfo(TYPE, f"{label}.{TYPE}", port, addresses=addresses, server=f"ogam-{port}.local.")
    zeroconf = AsyncZeroconf()
    try:
        await (await zeroconf.async_register_service(service, allow_name_change=True))
        yield
    finally:
        await (await zeroconf.async_unregister_service(service))
        await zeroconf.async_close()


def _own_address() -> str:
    """This computer's address in its network; nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("224.0.0.251", 1))
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])

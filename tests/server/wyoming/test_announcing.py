"""Made known in the network, as Home Assistant looks for it."""

import asyncio
import socket

import pytest

from ogam.server.wyoming import WyomingSettings, serving
from ogam.server.wyoming.announcing import TYPE


def multicast_works() -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("224.0.0.251", 5353))
        except OSError:
            return False
    return True


@pytest.mark.skipif(not multicast_works(), reason="there is no network that multicast goes to")
def test_the_port_is_announced_until_it_closes(house):
    from zeroconf import ServiceStateChange
    from zeroconf.asyncio import AsyncServiceBrowser, AsyncZeroconf

    changes: asyncio.Queue[tuple[str, ServiceStateChange]] = asyncio.Queue()

    async def scene() -> int | None:
        async with AsyncZeroconf() as network:
            browser = AsyncServiceBrowser(
                network.zeroconf,
                TYPE,
                handlers=[lambda zeroconf, service_type, name, state_change: changes.put_nowait((name, state_change))],
            )
            async with serving(house, WyomingSettings(port=0, announce=True)) as service:
                name, change = await asyncio.wait_for(changes.get(), 20)
                assert change is ServiceStateChange.Added
                assert name.startswith("ogam ")
                found = await network.async_get_service_info(TYPE, name, 5000)
                assert found is not None
                assert found.port == service.port
            while change is not ServiceStateChange.Removed:
                _, change = await asyncio.wait_for(changes.get(), 20)
            await browser.async_cancel()

    asyncio.run(scene())

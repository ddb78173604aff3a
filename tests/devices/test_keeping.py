import asyncio
import math

import pytest

from ogam.core import DeviceError
from ogam.devices.keeping import LARGEST, States, holds


def test_a_change_is_told_and_kept():
    async def watch():
        states, told = States(clock=lambda: 7.0), []
        states.put("a", {"on": False, "level": 1})

        async def listen():
            async for event in states.events():
                told.append(event)

        listening = asyncio.create_task(listen())
        await asyncio.sleep(0)
        states.update("a", {"on": True})
        await asyncio.sleep(0)
        listening.cancel()
        return states, told

    states, told = asyncio.run(watch())
    assert states.of("a") == {"on": True, "level": 1}
    assert [(event.device, dict(event.state), event.time) for event in told] == [("a", {"on": True, "level": 1}, 7.0)]


def test_a_slow_listener_holds_up_nobody():
    async def watch():
        states = States()
        listener = states.events()
        waiting = asyncio.create_task(anext(listener))
        await asyncio.sleep(0)
        for number in range(1100):
            states.update("a", {"level": number})
        await waiting
        await listener.aclose()
        return states.dropped

    assert asyncio.run(watch()) == 100


def test_waiting_for_a_state():
    async def wait():
        states = States()
        waiting = asyncio.create_task(states.until("a", holds({"on": True}), 5))
        await asyncio.sleep(0)
        states.update("a", {"on": False})
        await asyncio.sleep(0)
        states.update("a", {"on": True})
        return await waiting, await states.until("a", holds({"on": "never"}), 0.01)

    assert asyncio.run(wait()) == (True, False)


def test_what_is_no_state_is_refused_and_nan_is_left_out():
    states = States()
    states.update("a", {"temperature": math.nan, "level": math.inf, "on": True})
    assert states.of("a") == {"on": True}
    for wrong in ({"huge": "x" * (LARGEST + 1)}, {"deep": object()}, {"nested": {"level": math.nan}}):
        with pytest.raises(DeviceError):
            states.update("a", wrong)
    assert states.of("a") == {"on": True}

import asyncio

from ogam.devices.keeping import States
from ogam.devices.linking import ListenedLink


def test_a_link_stands_from_the_first_listener_to_the_last():
    async def play() -> list[tuple[str, bool]]:
        told, seen = [], States()

        async def run() -> None:
            told.append("begun")
            try:
                await asyncio.Event().wait()
            finally:
                told.append("ended")

        link = ListenedLink(run)
        first, second = link.through(seen.events()), link.through(seen.events())
        moments = [("nobody listens", link.stands)]
        waiting = [asyncio.create_task(anext(one)) for one in (first, second)]
        await asyncio.sleep(0.01)
        seen.update("a", {"on": True})
        await asyncio.gather(*waiting)
        await first.aclose()
        moments.append(("one has left", link.stands))
        await second.aclose()
        moments.append(("all have left", link.stands))
        assert told == ["begun", "ended"]
        return moments

    assert asyncio.run(play()) == [("nobody listens", False), ("one has left", True), ("all have left", False)]


def test_a_link_can_be_ended_whoever_listens():
    async def play() -> bool:
        link = ListenedLink(asyncio.Event().wait)
        listener = link.through(States().events())
        waiting = asyncio.create_task(anext(listener))
        await asyncio.sleep(0.01)
        await link.end()
        waiting.cancel()
        return link.stands

    assert asyncio.run(play()) is False

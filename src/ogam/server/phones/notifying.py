"""Telling phones: what the log says is worth a notification goes to those whom it concerns, sealed, each to its own."""

import asyncio
import json
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial

from ogam.core import Event, OgamError
from ogam.hub import House
from ogam.server.auth.phones import Phone, PhoneBook
from ogam.server.phones.notices import Notice, notice_of, people_of
from ogam.server.phones.web_push import Sent, WebPush

MOST_WAITING = 100
"""Events that wait to be told; while a push service hangs, later ones are left out and said so in the log."""
SESSION = "phones"
"""The session of what is told to phones."""
_LOGGER = logging.getLogger("ogam.server")


class Notifier:
    """push: sends; made when it is first wanted, since that makes a key."""

    def __init__(self, house: House, book: PhoneBook, push: Callable[[], WebPush]) -> None:
        self._house = house
        self._book = book
        self._push = push

    async def run(self) -> None:
        """Until it is cancelled: tell phones of what comes into the log from now on."""
        waiting = asyncio.Queue[Event](MOST_WAITING)
        loop = asyncio.get_running_loop()

        def keep(event: Event) -> None:
            try:
                waiting.put_nowait(event)
            except asyncio.QueueFull:
                _LOGGER.error("Too many notifications wait: one of kind '%s' is left out.", event.kind)

        def notice(event: Event) -> None:
            if event.session != SESSION and people_of(event, self._house.hub.home):
                with suppress(RuntimeError):  # the loop has ended
                    loop.call_soon_threadsafe(keep, event)

        leave = self._house.hub.log.subscribe(notice)
        try:
            while True:
                event = await waiting.get()
                try:
                    await self.take(event)
                except Exception:  # one that fails must not silence all others
                    _LOGGER.exception("A notification failed.")
        finally:
            leave()

    async def take(self, event: Event) -> None:
        """Tell of one event."""
        people = dict.fromkeys(people_of(event, self._house.hub.home))
        await asyncio.gather(*(self.tell(person, partial(notice_of, event, self._house, person)) for person in people))

    async def tell(
        self, person: str, notice: Callable[[str], Notice], phones: Sequence[Phone] | None = None
    ) -> list[Sent]:
        """Tell phones of a person, all of them if None; what came of each that has notifications on.

        notice: in a language. What failed is in the log, with the reason; a phone that is gone is told no more.
        """
        reached = [one for one in (self._book.of(person) if phones is None else phones) if one.push is not None]
        if not reached:
            return []
        notices = {language: notice(language) for language in {one.language for one in reached}}
        sent = await asyncio.gather(*(self._send(one, notices[one.language]) for one in reached))
        failures = [one.reason for one in sent if not one.ok]
        kind, good = next(iter(notices.values())).kind, sum(one.ok for one in sent)
        data = {"person": person, "what": kind, "phones": len(sent), "sent": good, "failures": failures}
        self._house.hub.log.append(SESSION, "", "notified", data)
        for reason in failures:
            _LOGGER.warning("A notification did not get through: %s.", reason)
        return sent

    async def _send(self, phone: Phone, notice: Notice) -> Sent:
        assert phone.push is not None
        message = json.dumps(notice.data, ensure_ascii=False).encode()
        try:
            topic = "".join(one for one in notice.tag if one.isalnum() or one in "-_")[:32]
            sent = await self._push().send(phone.push, message, notice.seconds, notice.urgency, topic)
        except OgamError as error:
            return Sent(False, reason=str(error))
        if sent.gone:
            self._book.lose_push(phone.push.endpoint)
        return sent

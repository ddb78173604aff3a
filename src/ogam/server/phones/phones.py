"""All that one server does with phones."""

import asyncio
from typing import Self

from ogam.hub.phones import PhoneDriver
from ogam.server.auth.phones import PhoneBook
from ogam.server.context import Server
from ogam.server.phones.connections import Connections
from ogam.server.phones.finding import Finder
from ogam.server.phones.notifying import Notifier
from ogam.server.phones.presence import PhonePresence
from ogam.server.phones.web_push import WebPush


class Phones:
    """book: which there are; notifier, finder, presence: what is done with them."""

    def __init__(self, server: Server) -> None:
        house, settings = server.house, server.settings
        self.book: PhoneBook = server.auth.phones
        self.connections = Connections()
        self._settings = settings
        self._push: WebPush | None = None
        self.notifier = Notifier(house, self.book, self.push)
        self.finder = Finder(house, self.book, self.connections, self.notifier)
        self.presence = PhonePresence(house, self.book, self.connections, settings.home_networks)

    @classmethod
    def of(cls, server: Server) -> Self:
        """Those of a server; from now on its hub lets them ring."""
        phones = cls(server)
        driver = server.house.hub.drivers.get(PhoneDriver.name)
        if isinstance(driver, PhoneDriver):
            driver.ringer = phones.finder.ring
        return phones

    def push(self) -> WebPush:
        """What sends notifications, with the key that this server keeps."""
        if self._push is None:
            self._push = WebPush(self.book.key(), self._settings.push_contact, self._settings.push_services)
        return self._push

    async def run(self) -> None:
        """Until it is cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.notifier.run())
            tasks.create_task(self.presence.run())

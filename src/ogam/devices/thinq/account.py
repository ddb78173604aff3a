"""An account at LG: requests to its cloud, with every failure turned into an error that people understand."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
from thinqconnect import ThinQApi, ThinQAPIException

from ogam.core import DeviceError
from ogam.devices.drivers import secret
from ogam.devices.thinq.errors import answer_of, error_of, unconfirmed, unreachable, unreadable
from ogam.devices.thinq.settings import Settings, client_id

_CONNECTING = 3.0  # seconds in which a connection must come about
_ANSWERING = 8.0  # seconds for an answer: less than the hub waits, so that the reason can be told
_WHERE = "drivers.toml: thinq: token"
_NOT_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
_NO_ANSWER = (aiohttp.ClientError, TimeoutError, ValueError, TypeError, AttributeError, KeyError)
"""What the SDK raises when what came back is no answer of LG's: cut short, no JSON, of another build."""

Request = Callable[[ThinQApi], Awaitable[Any]]

logging.getLogger("thinqconnect").setLevel(logging.WARNING)


class _Api(ThinQApi):  # type: ignore[misc]
    """LG's, at an address of one's own if there is one."""

    def __init__(self, session: aiohttp.ClientSession, token: str, settings: Settings, client: str) -> None:
        super().__init__(session, token, settings.country.upper(), client)
        self._address = settings.simulator.rstrip("/")

    def _get_url_from_endpoint(self, endpoint: str) -> str:
        if not self._address:
            return str(super()._get_url_from_endpoint(endpoint))
        return f"{self._address}/{endpoint}"

    async def _async_fetch(self, method: str, url: Any, **kwargs: Any) -> aiohttp.ClientResponse:
        limits = aiohttp.ClientTimeout(total=kwargs.pop("timeout", _ANSWERING), sock_connect=_CONNECTING)
        response: aiohttp.ClientResponse = await super()._async_fetch(method, url, timeout=limits, **kwargs)
        return response


class Account:
    """Requests as one client of one account. For one event loop; nothing is connected until the first request.

    paused: told how many seconds LG wants to be left alone.
    """

    def __init__(self, settings: Settings, paused: Callable[[float], None] | None = None) -> None:
        self.settings = settings
        self.client = client_id(settings.folder)
        self._paused = paused
        self._token = ""
        self._session: aiohttp.ClientSession | None = None
        self._api: ThinQApi | None = None

    async def ask(self, request: Request, device: str = "") -> Any:
        """An answer that changes nothing at LG. device: its name. Raises DeviceError."""
        return await self._call(request, device, sends=False)

    async def send(self, request: Request, device: str) -> Any:
        """Something that is to be done, sent once. Raises DeviceError; DeviceSilent where it may have been done."""
        return await self._call(request, device, sends=True)

    def api(self) -> ThinQApi:
        """The SDK's client, with the token as it is kept now. Raises DeviceError."""
        token = secret(self.settings.token, _WHERE)
        if self._session is None or self._session.closed:
            self._session, self._api = aiohttp.ClientSession(), None
        if self._api is None or token != self._token:
            try:
                self._api = _Api(self._session, token, self.settings, self.client)
            except RuntimeError as error:
                raise error_of("1307", "") from error
            self._token = token
        return self._api

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    @property
    def session(self) -> aiohttp.ClientSession:
        """The connections, for what the SDK does not ask for."""
        self.api()
        assert self._session is not None
        return self._session

    async def _call(self, request: Request, device: str, sends: bool) -> Any:
        try:
            async with asyncio.timeout(_ANSWERING):
                return await self._asked(request)
        except ThinQAPIException as error:
            code = str(error.code)
            pause = answer_of(code).pause
            if pause and self._paused is not None:
                self._paused(pause)
            raise error_of(code, device) from error
        except _NOT_SENT as error:
            raise unreachable(device) from error
        except _NO_ANSWER as error:
            raise (unconfirmed(device) if sends else unreadable(device)) from error

    async def _asked(self, request: Request) -> Any:
        """Once more where the token was refused, which is before anything is done, and there is another by now."""
        api = self.api()
        before = self._token
        try:
            return await request(api)
        except ThinQAPIException as error:
            if not answer_of(str(error.code)).token:
                raise
            renewed = self.api()
            if self._token == before:
                raise
            return await request(renewed)


def is_about_account(error: DeviceError) -> bool:
    """Whether it would be the same with any other device: LG is away, or it refused the account."""
    cause = error.__cause__
    return isinstance(cause, _NOT_SENT) or (isinstance(cause, ThinQAPIException) and answer_of(str(cause.code)).account)

"""A client of SmartThings' REST API, as far as Ogam needs it.

Source: SmartThings' API reference (devices, locations, subscriptions). `pysmartthings` does the same, but its versions
that know today's API need Python 3.12 or later.
"""

import json
import math
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

import httpx

from ogam.core import DeviceError
from ogam.devices.failures import failure, unconfirmed
from ogam.devices.smartthings.settings import Settings
from ogam.devices.smartthings.tokens import REFUSED, Tokens

_ACCEPT = "application/vnd.smartthings+json;v=20250122"
_LARGEST = 8 * 1024 * 1024
_MOST_PAGES = 20
_SILENCE = 120.0  # seconds without a line of the stream of changes, after which it is taken for dead
_LONGEST_WAIT = 600.0

Json = Mapping[str, Any]


class Client:
    """One account. clock: seconds, for the time that SmartThings wants no requests."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self.tokens = Tokens(settings)
        self._settings = settings
        self._clock = clock
        self._quiet_until = float("-inf")
        self._http: httpx.AsyncClient | None = None

    async def close(self) -> None:
        http, self._http = self._http, None
        if http is not None:
            await http.aclose()

    async def devices(self) -> list[Json]:
        """All devices of the account, or of its one location."""
        place = {"locationId": self._settings.location} if self._settings.location else {}
        return await self._pages("/v1/devices", place)

    async def rooms(self) -> dict[str, str]:
        """The names of all rooms, by id."""
        found: dict[str, str] = {}
        for location in await self._pages("/v1/locations"):
            for room in await self._pages(f"/v1/locations/{location.get('locationId')}/rooms"):
                found[str(room.get("roomId"))] = str(room.get("name", ""))
        return found

    async def locations(self) -> list[str]:
        return [str(one.get("locationId")) for one in await self._pages("/v1/locations")]

    async def status(self, device: str, name: str = "") -> Json:
        """All attributes, by component, capability and attribute."""
        told = await self._get(f"/v1/devices/{device}/status", name=name)
        components = told.get("components")
        if not isinstance(components, dict):
            raise failure("What SmartThings tells can't be read.")
        return components

    async def health(self, device: str, name: str = "") -> str:
        """ "ONLINE", "OFFLINE", or what else SmartThings says."""
        return str((await self._get(f"/v1/devices/{device}/health", name=name)).get("state", ""))

    async def execute(self, device: str, orders: Sequence[Json], name: str) -> None:
        """Have orders carried out, all in one request.

        Raises DeviceError where they were not, DeviceSilent where that is not known.
        """
        told = await self._request("POST", f"/v1/devices/{device}/commands", name, json_={"commands": list(orders)})
        results = told.get("results")
        if not isinstance(results, list):
            raise unconfirmed(name)
        failed = [one for one in results if isinstance(one, dict) and one.get("status") == "FAILED"]
        if failed and len(failed) == len(results):
            raise failure("SmartThings refused it for the {device}: {reason}.", device=name, reason="FAILED")
        if failed:
            raise unconfirmed(name)

    @asynccontextmanager
    async def changes(self, location: str) -> AsyncIterator[AsyncIterator[tuple[str, Json]]]:
        """A stream of changes: kinds of event ("DEVICE_EVENT") and their data. Only for the token of an app."""
        kinds = ["DEVICE_EVENT", "DEVICE_HEALTH_EVENT"]
        body = {
            "name": "Ogam", "version": 20250122, "clientDeviceId": f"iapp_{self.tokens.installed_app}",
            "subscriptionFilters": [{"type": "LOCATIONIDS", "value": [location], "eventType": kinds}],
        }  # fmt: skip
        told = await self._request("POST", "/subscriptions", "", json_=body)
        url = str(told.get("registrationUrl", ""))
        if not url.startswith(self._settings.url if "127.0.0.1" in self._settings.url else "https://"):
            raise failure("What SmartThings tells can't be read.")
        http = self._client()
        headers = {"Authorization": f"Bearer {await self.tokens.current(http)}", "Accept": "text/event-stream"}
        try:
            async with http.stream("GET", url, headers=headers, timeout=httpx.Timeout(5, read=_SILENCE)) as stream:
                if stream.status_code != 200:
                    raise failure("SmartThings can't be reached. Is the internet there?")
                yield _events(stream)
        except httpx.HTTPError as error:
            raise failure("SmartThings can't be reached. Is the internet there?") from error

    async def _pages(self, path: str, parameters: Mapping[str, str] | None = None) -> list[Json]:
        found: list[Json] = []
        given: dict[str, str] = dict(parameters or {})
        for _ in range(_MOST_PAGES):
            told = await self._get(path, given)
            items = told.get("items")
            if not isinstance(items, list):
                raise failure("What SmartThings tells can't be read.")
            found += [one for one in items if isinstance(one, dict)]
            links = told.get("_links")
            following = links.get("next") if isinstance(links, dict) else None
            href = following.get("href") if isinstance(following, dict) else None
            if not href:
                break
            given = dict(httpx.URL(str(href)).params)
        return found

    async def _get(self, path: str, parameters: Mapping[str, str] | None = None, name: str = "") -> Json:
        return await self._request("GET", path, name, parameters=parameters)

    async def _request(
        self, method: str, path: str, name: str, json_: Any = None, parameters: Mapping[str, str] | None = None
    ) -> Json:
        """The answer to a request. It is sent again only where the answer says that it was not done: a token that had
        run out."""
        waits = self._quiet_until - self._clock()
        if waits > 0:
            raise _too_many(waits)
        http = self._client()
        for renewed in (False, True):
            headers = {"Authorization": f"Bearer {await self.tokens.current(http)}", "Accept": _ACCEPT}
            try:
                response = await http.request(method, path, headers=headers, json=json_, params=parameters)
            except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
                raise _unreachable(name) from error
            except httpx.HTTPError as error:
                raise (_unreachable(name) if method == "GET" else unconfirmed(name)) from error
            if response.status_code == 401 and not renewed and await self.tokens.renew(http):
                continue
            return self._read(response, method, name)
        raise failure(REFUSED)

    def _read(self, response: httpx.Response, method: str, name: str) -> Json:
        status = response.status_code
        if status == 429:
            seconds = _seconds(response.headers)
            self._quiet_until = self._clock() + seconds
            raise _too_many(seconds)
        if status >= 400:
            raise _refused(response, method, name)
        if len(response.content) > _LARGEST:
            raise failure("What SmartThings tells can't be read.")
        try:
            told = json.loads(response.content, parse_constant=_nothing)
        except (ValueError, RecursionError) as error:
            raise (
                failure("What SmartThings tells can't be read.") if method == "GET" else unconfirmed(name)
            ) from error
        return told if isinstance(told, dict) else {}

    def _client(self) -> httpx.AsyncClient:
        if self._http is None:
            self._http = httpx.AsyncClient(base_url=self._settings.url, timeout=httpx.Timeout(5, connect=3))
        return self._http


async def _events(stream: httpx.Response) -> AsyncIterator[tuple[str, Json]]:
    """Server-sent events, each with its kind. What cannot be read is left out; "goodbye" ends them."""
    kind, data = "", list[str]()
    async for line in stream.aiter_lines():
        if line.startswith("event:"):
            kind = line[6:].strip()
        elif line.startswith("data:") and sum(map(len, data)) < _LARGEST:
            data.append(line[5:].strip())
        elif not line and data:
            text = "\n".join(data)
            if kind == "CONTROL_EVENT" and text in ("goodbye", "goobye"):
                return
            try:
                told = json.loads(text, parse_constant=_nothing)
            except (ValueError, RecursionError):
                told = None
            if isinstance(told, dict):
                yield kind, told
            kind, data = "", []


def _refused(response: httpx.Response, method: str, name: str) -> DeviceError:
    """What an answer that is an error means."""
    status = response.status_code
    if status == 401:
        return failure(REFUSED)
    if status == 403:
        return failure(
            "The token doesn't allow that at SmartThings. Make one with all rights for devices and locations."
        )
    if status == 404 and name:
        return failure(
            "SmartThings doesn't know the {device} any more. Find the devices again: ogam devices discover smartthings",
            device=name,
        )
    if status in (400, 409, 422) and name:
        reason = _reason(response)
        return failure("SmartThings refused it for the {device}: {reason}.", device=name, reason=reason)
    if method == "POST" and status >= 500 and name:
        return unconfirmed(name)
    return failure("SmartThings failed ({status}); the {device} wasn't told.", status=status, device=name or "account")


def _reason(response: httpx.Response) -> str:
    """SmartThings' own words for what is wrong: the innermost of them."""
    try:
        error = response.json()["error"]
        details = error.get("details") or [error]
        return str(details[0].get("message") or error.get("code"))[:200].strip(" .")
    except (ValueError, LookupError, AttributeError, TypeError):
        return str(response.status_code)


def _seconds(headers: httpx.Headers) -> float:
    """How long SmartThings wants to be left alone; a minute where it does not say."""
    for name, unit in (("Retry-After", 1.0), ("X-RateLimit-Reset", 0.001)):
        try:
            seconds = float(headers[name]) * unit
        except (KeyError, ValueError):
            continue
        if math.isfinite(seconds) and seconds >= 0:
            return min(max(seconds, 1.0), _LONGEST_WAIT)
    return 60.0


def _too_many(seconds: float) -> DeviceError:
    return failure(
        "SmartThings takes no more for now. Say it again in {seconds} seconds.", seconds=max(1, round(seconds))
    )


def _unreachable(name: str) -> DeviceError:
    if not name:
        return failure("SmartThings can't be reached. Is the internet there?")
    return failure("SmartThings can't be reached, so the {device} wasn't told. Is the internet there?", device=name)


def _nothing(_name: str) -> None:
    """What NaN and Infinity are read as."""
    return

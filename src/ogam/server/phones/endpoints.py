"""Where notifications are sent: addresses that a browser gave, of which none may lead into the house (SSRF)."""

import asyncio
import ipaddress
import socket
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

LONGEST = 1024
"""Characters of an address."""


@dataclass(frozen=True, slots=True)
class Target:
    """An address that was looked at. origin: of the push service, as VAPID names it; address: the number to connect to,
    None where the name is used: of a push service of the house's own."""

    origin: str
    host: str
    address: str | None


def endpoint_problem(endpoint: str, trusted: Collection[str] = ()) -> str:
    """Why nothing may be sent to an address, by its form alone; empty where it may.

    trusted: origins ("http://ntfy.lan:8080") of push services of the house's own, which may be anywhere.
    """
    try:
        parts = urlsplit(endpoint)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "it is no address"
    if len(endpoint) > LONGEST or not endpoint.isascii() or any(ord(one) < 33 for one in endpoint):
        return "it is no address"
    if origin_of(endpoint) in trusted:
        return ""
    if parts.scheme != "https" or not host:
        return "it is not https"
    if parts.username is not None or parts.fragment:
        return "it has a name or a fragment in it"
    if port not in (None, 443):
        return "it names a port of its own"
    if (
        _is_number(host)
        or "." not in host
        or host.endswith((".local", ".localhost", ".internal", ".lan", ".home.arpa"))
    ):
        return "it is an address of a network at home"
    return ""


def origin_of(endpoint: str) -> str:
    """Scheme, host and port."""
    parts = urlsplit(endpoint)
    return f"{parts.scheme}://{parts.netloc.lower()}"


async def target_of(endpoint: str, trusted: Collection[str] = ()) -> Target:
    """Where to connect, found and looked at now: a name that led elsewhere yesterday may lead into the house today.

    Raises ValueError, which says why, where nothing may be sent there; OSError where the name leads nowhere.
    """
    if problem := endpoint_problem(endpoint, trusted):
        raise ValueError(problem)
    host, origin = urlsplit(endpoint).hostname or "", origin_of(endpoint)
    if origin in trusted:
        return Target(origin, host, None)
    found = await asyncio.get_running_loop().getaddrinfo(host, 443, type=socket.SOCK_STREAM)
    numbers = [str(one[4][0]) for one in found]
    if not numbers or not all(ipaddress.ip_address(number).is_global for number in numbers):
        raise ValueError("its name leads into a network at home")
    return Target(origin, host, numbers[0])


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        last = host.rstrip(".").rpartition(".")[2]
        return last.isdecimal() or last.startswith("0x")  # 127.1 and 0x7f.1 are numbers too (WHATWG URL, 3.5)
    return True

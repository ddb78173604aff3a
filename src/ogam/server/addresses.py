"""Host names and origins: by which this server is reached, and from whose pages it may be called."""

import contextlib
import ipaddress
import socket
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from ogam.server.settings import Settings

_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")
_SCHEMES = {"ws": "http", "wss": "https"}


def host_names(settings: Settings) -> frozenset[str]:
    """The names by which browsers may reach the server. Addresses are no names, and always may."""
    named = {name.lower() for name in (settings.host, *settings.hosts) if not is_address(name)}
    origins = {host for origin in settings.origins if (host := urlsplit(origin).hostname) and not is_address(host)}
    return frozenset({"localhost", socket.gethostname().lower(), local_name(), *named, *origins})


def local_name() -> str:
    """The name by which this computer is found in its network (multicast DNS, RFC 6762)."""
    return f"{socket.gethostname().partition('.')[0].lower()}.local"


def machine_addresses() -> frozenset[str]:
    """This computer's numeric addresses, as far as it knows them without asking the network."""
    found = {"127.0.0.1", "::1"}
    for family, somewhere in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((somewhere, 9))  # sends nothing: a datagram socket only chooses its own address
            found.add(probe.getsockname()[0].partition("%")[0])
    return frozenset(found)


def host_of(connection: HTTPConnection) -> str:
    """The host that a request names, without its port, in lower case; empty where it names none."""
    try:
        return (urlsplit(f"//{connection.headers.get('host', '')}").hostname or "").lower()
    except ValueError:
        return ""


def is_address(host: str) -> bool:
    """Whether it is a numeric address and no name."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def is_loopback(host: str) -> bool:
    """Whether it is this computer itself."""
    return host == "localhost" or (is_address(host) and ipaddress.ip_address(host).is_loopback)


def own_origin(connection: HTTPConnection) -> str:
    """The origin of the server's own pages, as the request sees it."""
    scheme = _SCHEMES.get(connection.url.scheme, connection.url.scheme)
    return f"{scheme}://{connection.headers.get('host', '').lower()}"


def is_own_page(connection: HTTPConnection, settings: Settings) -> bool:
    """Whether a request comes from one of the server's own pages, or from no page at all (a program).

    By `Origin` (RFC 6454), which browsers send with what changes anything and with WebSockets, and by
    `Sec-Fetch-Site` (W3C Fetch Metadata), which pages cannot forge.
    """
    origin = connection.headers.get("origin")
    if origin is not None:
        return origin.lower() in {own_origin(connection), *map(str.lower, settings.origins)}
    return connection.headers.get("sec-fetch-site", "none") in {"same-origin", "none"}


def is_at_this_computer(connection: HTTPConnection) -> bool:
    """Whether a request comes from this computer, for this computer, and not through a proxy on it."""
    client = connection.client.host if connection.client else ""
    forwarded = any(name in connection.headers for name in _FORWARDED)
    return is_loopback(client) and is_loopback(host_of(connection)) and not forwarded


def client_address(connection: HTTPConnection) -> str:
    """The address that a request comes from; empty where a proxy stands before it and hides that."""
    forwarded = any(name in connection.headers for name in _FORWARDED)
    return "" if forwarded or connection.client is None else connection.client.host

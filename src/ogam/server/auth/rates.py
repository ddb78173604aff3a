"""How often somebody may try: a sliding window over tries, by name and by address."""

import ipaddress
import time
from collections import OrderedDict, deque

from ogam.server.errors import Refused

_MOST_KEYS = 10_000


class Tries:
    """Counts tries by key, and refuses those beyond `limit` within `seconds`. Keeps a bounded number of keys.

    A try counts when it begins, so that many at once are not more than many in turn; `forgive` takes back those of
    somebody who then got it right.
    """

    def __init__(self, limit: int, seconds: float) -> None:
        self._limit = limit
        self._seconds = seconds
        self._tries: OrderedDict[str, deque[float]] = OrderedDict()

    def begin(self, key: str) -> None:
        """Count a try; Refused (429, with Retry-After) where there were too many."""
        now = time.monotonic()
        tries = self._tries.setdefault(key, deque())
        self._tries.move_to_end(key)
        while tries and now - tries[0] > self._seconds:
            tries.popleft()
        if len(tries) >= self._limit:
            wait = max(1, round(self._seconds - (now - tries[0])))
            text = f"Too many tries. Wait {wait} seconds."
            raise Refused(429, "too-many-tries", text, {"Retry-After": str(wait)})
        tries.append(now)
        if len(self._tries) > _MOST_KEYS:
            self._tries.popitem(last=False)

    def forgive(self, key: str) -> None:
        """Forget the tries of a key."""
        self._tries.pop(key, None)


def network_of(address: str) -> str:
    """An address as tries are counted by: one IPv4 address, or the /64 that one IPv6 household has."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)

"""Sightings of one kind by one camera: what is there, since when, and what was there before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Kept:
    """One track. value: who or what it is; since, last: when it was first and last seen, in seconds."""

    value: str
    zone: str | None
    since: float
    last: float


class Sightings:
    """linger: seconds for which what is not seen any more still counts as there.

    most_now, most_past: how many are kept; of those that went the oldest are let go first.
    """

    def __init__(self, linger: float, most_now: int, most_past: int) -> None:
        self._linger = linger
        self._most_now, self._most_past = most_now, most_past
        self._now: dict[str, Kept] = {}
        self._past: list[Kept] = []
        self._looked = float("-inf")

    def see(self, seen: Iterable[tuple[str, str, str | None]], now: float) -> tuple[Sequence[Kept], Sequence[Kept]]:
        """All that is seen now, as (track, value, zone): what came, and what has gone."""
        came = []
        self._looked = now
        for track, value, zone in seen:
            before = self._now.get(track)
            if before is None and len(self._now) >= self._most_now:
                continue
            since = now if before is None else before.since
            self._now[track] = Kept(value, zone, since, now)
            if before is None:
                came.append(self._now[track])
        return came, self._let_go(now)

    def let_go(self, most: int, unseen: float, now: float) -> Sequence[Kept]:
        """Let go of so many at most, those first that were not seen for longest, if for more seconds than `unseen`."""
        stale = sorted((kept.last, track) for track, kept in self._now.items() if now - kept.last > unseen)[:most]
        went = [self._now.pop(track) for _, track in stale]
        self._past = [*self._past, *went][-self._most_past :]
        return went

    def rename(self, track: str, other: str, value: str) -> None:
        """What was one track is another, of this value."""
        self._now[other] = replace(self._now.pop(track), value=value)

    def keep_all(self, now: float) -> None:
        """Everything that is there is still there."""
        self._let_go(now)
        self._now = {track: replace(kept, last=now) for track, kept in self._now.items()}
        self._looked = now

    def keep_seen(self, now: float) -> Sequence[Kept]:
        """What was seen in the last look is still there; what was not may have gone: it is given back once it has."""
        went = self._let_go(now)
        seen = self._looked
        self._now = {track: replace(kept, last=now) if kept.last >= seen else kept for track, kept in self._now.items()}
        self._looked = now
        return went

    def present(self, now: float) -> dict[str, Kept]:
        """What is there, by track."""
        return {track: kept for track, kept in self._now.items() if now - kept.last <= self._linger}

    def past(self, now: float, of_all: bool) -> list[Kept]:
        """What was there and is not now, the latest first. of_all: with what is there, since nobody looks now."""
        kept = [one for one in self._now.values() if of_all or now - one.last > self._linger]
        return sorted([*kept, *self._past], key=lambda one: -one.last)

    def forget(self, value: str) -> None:
        """Whatever has this value is nothing known any more."""
        for number, track in enumerate([track for track, kept in self._now.items() if kept.value == value]):
            self.rename(track, f"#forgotten {number}", "")
        self._past = [kept for kept in self._past if kept.value != value]

    def __len__(self) -> int:
        return len(self._now)

    def _let_go(self, now: float) -> list[Kept]:
        went = [kept for kept in self._now.values() if now - kept.last > self._linger]
        self._now = {track: kept for track, kept in self._now.items() if now - kept.last <= self._linger}
        self._past = [*self._past, *went][-self._most_past :]
        return went

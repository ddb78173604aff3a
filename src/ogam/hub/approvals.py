"""Approvals: what waits until somebody says yes or no to it on a phone of their own."""

import time as clock
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from ogam.core import PolicyError
from ogam.hub.turns import Turn

SECONDS = 120.0
"""For which an approval waits."""
MOST = 20
"""Approvals that wait at the same time; the oldest goes when another comes."""

GONE = "Nothing waits for this approval: it was answered, or its time is over."

Answer = Callable[[Turn, str, bool], Awaitable[Turn]]
"""What the session does when a turn that asked is answered: by whom, and whether it was approved."""


@dataclass(frozen=True, slots=True)
class Approval:
    """One command that waits. id: of the approval; turn: that asked for it.

    who: the name of who asked, None for somebody unknown; device: its id; action: what would be done to it, as
    permissions name it ("unlock"); reason: of the decision, in English, reasons by language.
    asked, expires: seconds since the epoch.
    """

    id: str
    turn: str
    session: str
    sentence: str
    who: str | None
    device: str
    action: str
    reason: str
    reasons: dict[str, str]
    asked: float
    expires: float


@dataclass(frozen=True, slots=True)
class _Waiting:
    approval: Approval
    turn: Turn
    answer: Answer


class Approvals:
    """Those of one house. Used in its event loop.

    now: seconds since the epoch, for tests.
    """

    def __init__(self, now: Callable[[], float] = clock.time) -> None:
        self._now = now
        self._waiting: dict[str, _Waiting] = {}

    @property
    def pending(self) -> tuple[Approval, ...]:
        """What waits now, the oldest first."""
        self._expire()
        return tuple(one.approval for one in self._waiting.values())

    def ask(self, turn: Turn, answer: Answer) -> Approval:
        """Let a turn wait whose decision asks for approval. answer: called once, when it is approved or declined."""
        if turn.command is None or turn.decision is None:
            raise ValueError("a turn without a command and its decision is nothing to approve")
        self._expire()
        for same in [key for key, one in self._waiting.items() if _same(one.turn, turn)]:
            del self._waiting[same]
        while len(self._waiting) >= MOST:
            del self._waiting[next(iter(self._waiting))]
        decision, now = turn.decision, self._now()
        approval = Approval(
            uuid.uuid4().hex,
            turn.id,
            turn.session,
            turn.command.sentence,
            turn.command.speaker,
            decision.device,
            decision.action,
            decision.reason,
            dict(decision.reasons),
            now,
            now + SECONDS,
        )
        self._waiting[approval.id] = _Waiting(approval, turn, answer)
        return approval

    def withdraw(self, *turns: str) -> None:
        """What these turns (by id) asked for is settled in another way."""
        for key in [key for key, one in self._waiting.items() if one.turn.id in turns]:
            del self._waiting[key]

    async def approve(self, id: str, by: str) -> Turn:  # noqa: A002
        """Carry out what waits, if the person may do it: decided again, and answered in the session that asked.

        id: of the approval; by: name of the person whose phone it is. It counts once; where that person may not, it
        waits for another. Raises PolicyError where nothing of this id waits (any more).
        """
        waiting = self._take(id)
        turn = await waiting.answer(waiting.turn, by, True)
        if turn.decision is not None and turn.decision.effect != "allow":
            self._waiting.setdefault(id, waiting)
        return turn

    async def decline(self, id: str, by: str) -> Turn:  # noqa: A002
        """Refuse what waits. Raises PolicyError as `approve` does."""
        waiting = self._take(id)
        return await waiting.answer(waiting.turn, by, False)

    def _take(self, approval: str) -> _Waiting:
        self._expire()
        waiting = self._waiting.pop(approval, None)
        if waiting is None:
            raise PolicyError(GONE)
        return waiting

    def _expire(self) -> None:
        now = self._now()
        for key in [key for key, one in self._waiting.items() if one.approval.expires <= now]:
            del self._waiting[key]


def _same(one: Turn, other: Turn) -> bool:
    """Whether two turns of one session ask for the same: said twice, it waits once."""
    return one.session == other.session and one.command == other.command

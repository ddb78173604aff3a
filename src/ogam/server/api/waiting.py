"""What the API needs of approvals: what waits for somebody's yes, and how it is answered."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Protocol

from ogam.hub import Turn


class Waiting(Protocol):
    """One command that waits. who: the name of who asked, None for somebody unknown; action: what would be done to the
    device, as permissions name it; reason: of the decision; asked, expires: seconds since the epoch."""

    @property
    def id(self) -> str: ...
    @property
    def turn(self) -> str: ...
    @property
    def session(self) -> str: ...
    @property
    def sentence(self) -> str: ...
    @property
    def who(self) -> str | None: ...
    @property
    def device(self) -> str: ...
    @property
    def action(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def reasons(self) -> Mapping[str, str]: ...
    @property
    def asked(self) -> float: ...
    @property
    def expires(self) -> float: ...


class WaitingApprovals(Protocol):
    """Those of one house, in its event loop. `approve` and `decline` raise PolicyError where nothing of that id waits.

    by: the name of the person whose phone it is.
    """

    @property
    def pending(self) -> Sequence[Waiting]: ...

    def ask(self, turn: Turn, answer: Callable[[Turn, str, bool], Awaitable[Turn]]) -> Waiting: ...

    async def approve(self, id: str, by: str) -> Turn: ...  # noqa: A002

    async def decline(self, id: str, by: str) -> Turn: ...  # noqa: A002

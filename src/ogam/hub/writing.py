"""Writing: what happens in a turn, as events of the log."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ogam.core import Observation
from ogam.core.observations import observation_data
from ogam.hub.log import EventLog
from ogam.hub.turns import Turn, identity_data


@dataclass(frozen=True, slots=True)
class TurnWriter:
    """Writes the turns of one hub into its log."""

    log: EventLog

    def begin(self, turn: Turn, medium: str) -> None:
        """What came in, where, and from whom."""
        asking = {} if turn.can_ask is None else {"can_ask": list(turn.can_ask)}
        answering = {"answers": turn.answers} if turn.answers else {}
        self.append(turn, "turn", {"area": turn.area, "medium": medium, **asking, **answering})
        self.observed(replace(turn, observations=()), turn.observations)
        if turn.who is not None:
            self.append(turn, "identity", {**identity_data(turn.who), "at": turn.at.isoformat("minutes")})

    def observed(self, turn: Turn, more: Sequence[Observation]) -> Turn:
        """The turn with what was observed later on too."""
        for observation in more:
            self.append(turn, "observation", observation_data(observation))
        return replace(turn, observations=(*turn.observations, *more))

    def reply(self, turn: Turn) -> Turn:
        """Its end."""
        self.append(turn, "reply", {"text": turn.reply, "timings_ms": dict(turn.timings)})
        return turn

    def failed(self, turn: Turn, where: str, error: Exception, reply: str) -> Turn:
        """The end of a turn in which something went wrong, as that turn."""
        self.error(turn, where, error)
        return self.reply(replace(turn, reply=reply, error=f"{type(error).__name__}: {error}"))

    def error(self, turn: Turn, where: str, error: Exception) -> None:
        self.append(turn, "error", {"where": where, "type": type(error).__name__, "message": str(error)})

    def append(self, turn: Turn, kind: str, data: Mapping[str, object]) -> None:
        self.log.append(turn.session, turn.id, kind, data)

"""Reports: what takes minutes is answered when it begins; here whoever asked for it is told what came of it."""

import uuid
from collections.abc import Callable

from ogam.core import Event
from ogam.home import Home
from ogam.hub.languages import wording_for
from ogam.hub.log import EventLog
from ogam.hub.turns import Turn
from ogam.hub.writing import TurnWriter

_LASTING = frozenset({"going", "docking", "following"})
"""Tasks of a robot that end by themselves, some time."""
MEDIUM = "report"
"""How turns of this kind come, as the log says it."""


class Reports:
    """Reads what the log is told. tell: given each report, as a turn of the session that it is for.

    Of one device only the last thing that it was told is reported: a robot that is sent elsewhere has no first goal.
    """

    def __init__(self, home: Home, log: EventLog, tell: Callable[[Turn], None]) -> None:
        self._home = home
        self._writer = TurnWriter(log)
        self._tell = tell
        self._asked: dict[str, str] = {}  # device: the session that it was told something in

    def take(self, event: Event) -> None:
        """An event of the log."""
        device, state = str(event.data.get("device", "")), event.data.get("state")
        if event.kind == "action" and event.data.get("ok") and isinstance(state, dict):
            if state.get("task") in _LASTING:
                self._asked[device] = event.session
        elif event.kind == "device" and isinstance(state, dict) and state.get("outcome"):
            session = self._asked.pop(device, "")
            if session and (text := self._text(device, state)):
                turn = Turn(uuid.uuid4().hex, session, None, (), reply=text)
                self._writer.begin(turn, MEDIUM)
                self._tell(self._writer.reply(turn))

    def _text(self, device: str, state: dict[str, object]) -> str:
        """What came of it, in words."""
        words, place = wording_for(self._home), str(state.get("destination") or "")
        found, kind = self._home.device(device), "" if place else f".{state.get('ended')}"
        key = f"report.{state['outcome']}{kind}"
        if key not in words.sentences:
            return ""
        return words.say(key, place=place, device=found.name if found else device)

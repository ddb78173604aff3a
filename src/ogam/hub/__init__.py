"""The runtime: joins a home, its grammar, a recogniser and drivers, and keeps the event log."""

from ogam.hub.abilities import Abilities
from ogam.hub.approvals import Approval, Approvals
from ogam.hub.assembly import default_log_path, known_area, open_hub, permissions_of
from ogam.hub.house import House
from ogam.hub.hub import Hub
from ogam.hub.listening import Listener
from ogam.hub.live import Live, Watch
from ogam.hub.log import EventLog
from ogam.hub.ports import EveryoneMay, Grammar, Identifier, Interpretation, Policy
from ogam.hub.presence import Presence
from ogam.hub.questions import Question
from ogam.hub.recovery import report_interrupted
from ogam.hub.replay import Difference, Replay, replay
from ogam.hub.sessions import Session
from ogam.hub.turns import Act, Turn, turn_data
from ogam.hub.waking import WakeListener

__all__ = [
    "Abilities",
    "Act",
    "Approval",
    "Approvals",
    "Difference",
    "EventLog",
    "EveryoneMay",
    "Grammar",
    "House",
    "Hub",
    "Identifier",
    "Interpretation",
    "Listener",
    "Live",
    "Policy",
    "Presence",
    "Question",
    "Replay",
    "Session",
    "Turn",
    "WakeListener",
    "Watch",
    "default_log_path",
    "known_area",
    "open_hub",
    "permissions_of",
    "replay",
    "report_interrupted",
    "turn_data",
]

"""The runtime: joins a home, its grammar, a recogniser and drivers, and keeps the event log."""

from ogam.hub.abilities import Abilities
from ogam.hub.approvals import Approval, Approvals
from ogam.hub.assembly import default_folder, default_log_path, known_area, open_hub, permissions_of
from ogam.hub.examples import example_sentences
from ogam.hub.explaining import explain
from ogam.hub.face_steps import Prompt
from ogam.hub.house import House
from ogam.hub.hub import Hub
from ogam.hub.listening import Listener
from ogam.hub.live import Live, Watch
from ogam.hub.log import EventLog
from ogam.hub.measuring import Measures, Meter
from ogam.hub.ports import EveryoneMay, Grammar, Identifier, Interpretation, Policy
from ogam.hub.presence import Presence
from ogam.hub.questions import Question
from ogam.hub.recovery import report_interrupted
from ogam.hub.replay import Difference, Replay, replay, replay_turn
from ogam.hub.sessions import Session
from ogam.hub.states import log_changes, states_of
from ogam.hub.turns import Act, Turn, turn_data
from ogam.hub.turns_log import LoggedTurn, TurnQuery, find_turn, find_turns, turn_summary
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
    "LoggedTurn",
    "Measures",
    "Meter",
    "Policy",
    "Presence",
    "Prompt",
    "Question",
    "Replay",
    "Session",
    "Turn",
    "TurnQuery",
    "WakeListener",
    "Watch",
    "default_folder",
    "default_log_path",
    "example_sentences",
    "explain",
    "find_turn",
    "find_turns",
    "known_area",
    "log_changes",
    "open_hub",
    "permissions_of",
    "replay",
    "replay_turn",
    "report_interrupted",
    "states_of",
    "turn_data",
    "turn_summary",
]

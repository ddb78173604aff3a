"""The runtime: joins a home, its grammar, a recogniser and drivers, and keeps the event log."""

from ogam.hub.abilities import Abilities
from ogam.hub.approvals import Approval, Approvals
from ogam.hub.area_presence import AreaPresence, Change, Occupancy, Seen
from ogam.hub.assembly import default_folder, default_log_path, known_area, open_hub, permissions_of
from ogam.hub.correcting import Correction, Undoing, correct
from ogam.hub.deleting import Deletion, Extent, Span
from ogam.hub.examples import example_sentences
from ogam.hub.explaining import explain
from ogam.hub.eyes import Eye, Sights
from ogam.hub.face_steps import Prompt
from ogam.hub.glance import Glance
from ogam.hub.house import House
from ogam.hub.hub import Hub
from ogam.hub.listening import Listener
from ogam.hub.live import Live, Watch
from ogam.hub.log import EventLog
from ogam.hub.measuring import Measures, Meter
from ogam.hub.moving_faces import Eyes, MovingFaces, evidence_of, seen_of
from ogam.hub.ports import EveryoneMay, Grammar, Identifier, Interpretation, Policy
from ogam.hub.presence import Presence
from ogam.hub.questions import Question
from ogam.hub.recovery import report_interrupted
from ogam.hub.renewing import Renewal, prepare, renew
from ogam.hub.replay import Difference, Replay, replay, replay_turn
from ogam.hub.scene import Scene, SceneChange
from ogam.hub.sessions import Session
from ogam.hub.sights import Kit
from ogam.hub.snapshots import Snapshot, Snapshots, SnapshotsDeleted
from ogam.hub.states import log_changes, states_of
from ogam.hub.stream_clock import StreamClock
from ogam.hub.turns import Act, Turn, turn_data
from ogam.hub.turns_log import LoggedTurn, TurnQuery, find_turn, find_turns, turn_summary
from ogam.hub.views import CameraView, SceneView
from ogam.hub.waking import WakeListener
from ogam.hub.watching import Pictures, WatchedCamera

__all__ = [
    "Abilities",
    "Act",
    "Approval",
    "Approvals",
    "AreaPresence",
    "CameraView",
    "Change",
    "Correction",
    "Deletion",
    "Difference",
    "EventLog",
    "EveryoneMay",
    "Extent",
    "Eye",
    "Eyes",
    "Glance",
    "Grammar",
    "House",
    "Hub",
    "Identifier",
    "Interpretation",
    "Kit",
    "Listener",
    "Live",
    "LoggedTurn",
    "Measures",
    "Meter",
    "MovingFaces",
    "Occupancy",
    "Pictures",
    "Policy",
    "Presence",
    "Prompt",
    "Question",
    "Renewal",
    "Replay",
    "Scene",
    "SceneChange",
    "SceneView",
    "Seen",
    "Session",
    "Sights",
    "Snapshot",
    "Snapshots",
    "SnapshotsDeleted",
    "Span",
    "StreamClock",
    "Turn",
    "TurnQuery",
    "Undoing",
    "WakeListener",
    "Watch",
    "WatchedCamera",
    "correct",
    "default_folder",
    "default_log_path",
    "evidence_of",
    "example_sentences",
    "explain",
    "find_turn",
    "find_turns",
    "known_area",
    "log_changes",
    "open_hub",
    "permissions_of",
    "prepare",
    "renew",
    "replay",
    "replay_turn",
    "report_interrupted",
    "seen_of",
    "states_of",
    "turn_data",
    "turn_summary",
]

"""Is it a live person, or a recording, a photograph, a screen: presentation attack detection."""

from ogam.liveness.active_speaker import ActiveSpeaker, load_active_speaker
from ogam.liveness.comparing import is_same
from ogam.liveness.face_challenge import FACE_ACTIONS, FaceAction, FaceChallenge, draw_face_challenge
from ogam.liveness.face_session import FaceChallengeSession, FaceFailure, Progress
from ogam.liveness.fakes import FakeActor
from ogam.liveness.flatness import FlatnessWatch
from ogam.liveness.hearing import digit_recognizer, heard_right
from ogam.liveness.judging import LivenessEvidence, LivenessVerdict, judge_liveness
from ogam.liveness.lip_sync import LipSync, lip_sync
from ogam.liveness.prompts import ask_action, ask_digits, look_ahead, say_face_failure, say_spoken_failure
from ogam.liveness.replay import ReplayDetector, ReplayEvidence, load_replay_detector
from ogam.liveness.spoken import (
    SpokenAnswer,
    SpokenChallenge,
    SpokenChallengeSession,
    SpokenFailure,
    draw_challenge,
    said_right,
)

__all__ = [
    "FACE_ACTIONS",
    "ActiveSpeaker",
    "FaceAction",
    "FaceChallenge",
    "FaceChallengeSession",
    "FaceFailure",
    "FakeActor",
    "FlatnessWatch",
    "LipSync",
    "LivenessEvidence",
    "LivenessVerdict",
    "Progress",
    "ReplayDetector",
    "ReplayEvidence",
    "SpokenAnswer",
    "SpokenChallenge",
    "SpokenChallengeSession",
    "SpokenFailure",
    "ask_action",
    "ask_digits",
    "digit_recognizer",
    "draw_challenge",
    "draw_face_challenge",
    "heard_right",
    "is_same",
    "judge_liveness",
    "lip_sync",
    "load_active_speaker",
    "load_replay_detector",
    "look_ahead",
    "said_right",
    "say_face_failure",
    "say_spoken_failure",
]

"""What is said to the person: what to do, and why it did not pass. Left and right are the person's own."""

from collections.abc import Mapping

from ogam.liveness.face_challenge import FaceAction
from ogam.liveness.face_session import FaceFailure
from ogam.liveness.spoken import SpokenChallenge, SpokenFailure
from ogam.messages import say

_ACTIONS: Mapping[FaceAction, str] = {
    "turn_left": "Turn your head to the left.",
    "turn_right": "Turn your head to the right.",
    "look_up": "Look up.",
    "look_down": "Look down.",
    "blink_twice": "Blink twice.",
    "open_mouth": "Open your mouth wide.",
}
_FACE_FAILURES: Mapping[FaceFailure, str] = {
    "wrong action": "That was not what I asked for.",
    "too slow": "That took too long.",
    "face lost": "I lost sight of your face. Stay in front of the camera.",
    "several faces": "There is more than one face. Come before the camera alone.",
    "another face": "I lost sight of your face. Stay in front of the camera.",
    "jumped": "Your face jumped in the picture. Turn slowly.",
    "another person": "That is not the same person.",
    "flat": "That looks like a picture, not like a person.",
}
_SPOKEN_FAILURES: Mapping[SpokenFailure, str] = {
    "used": "Those digits have been used. Ask me again.",
    "too early": "Wait until I have said the digits.",
    "expired": "That took too long.",
    "other digits": "Those were not the digits that I asked for.",
    "nothing heard": "I heard no digits.",
}


def ask_action(action: FaceAction, language: str) -> str:
    """What to do: "Turn your head to the left.", "고개를 왼쪽으로 돌려 주세요."."""
    return say(language, _ACTIONS[action])


def look_ahead(language: str) -> str:
    """What is said first, and wherever a face does not look ahead when something is asked for."""
    return say(language, "Look straight into the camera.")


def ask_digits(challenge: SpokenChallenge) -> str:
    """The question, in the challenge's language; with commas, so that a voice pauses between the digits."""
    digits = ", ".join(challenge.words.split())
    return say(challenge.language, "Please say these digits: {digits}.", digits=digits)


def say_face_failure(reason: FaceFailure, language: str) -> str:
    """Why a face's challenge was not passed; empty where it was."""
    return say(language, _FACE_FAILURES[reason]) if reason else ""


def say_spoken_failure(reason: SpokenFailure, language: str) -> str:
    """Why an answer did not pass; empty where it did."""
    return say(language, _SPOKEN_FAILURES[reason]) if reason else ""

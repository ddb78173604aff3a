"""What all the evidence says: live only by a challenge of the person's own, attack whatever else was passed."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogam.core import MODALITIES
from ogam.liveness import LipSync, LivenessEvidence, Progress, ReplayEvidence, SpokenAnswer, judge_liveness
from ogam.liveness.replay import ReplayCues

CUES = ReplayCues(*[0.0] * 9)
TURNED = Progress("passed", None, True, 2, details={"compared": 5})
SOMEBODY_TURNED = Progress("passed", None, True, 2, details={"compared": 0})
FLAT = Progress("failed", None, True, 1, "flat", details={"compared": 5})
SLOW = Progress("failed", None, True, 1, "too slow", details={"compared": 5})
SAID, NOT_SAID = SpokenAnswer(True), SpokenAnswer(False, "other digits")


@pytest.mark.parametrize(
    ("evidence", "modalities", "liveness", "by"),
    [
        (LivenessEvidence(), ("voice",), "unknown", ()),
        (LivenessEvidence(answer=SAID, same_voice=True), ("voice",), "live", ("voice",)),
        (LivenessEvidence(answer=SAID), ("voice",), "unknown", ()),
        (LivenessEvidence(answer=SAID, same_voice=False), ("voice",), "unknown", ()),
        (LivenessEvidence(answer=NOT_SAID, same_voice=True), ("voice",), "unknown", ()),
        (LivenessEvidence(answer=SAID, same_voice=True), ("face",), "unknown", ()),
        (LivenessEvidence(face=TURNED), ("face",), "live", ("face",)),
        (LivenessEvidence(face=TURNED), ("voice",), "unknown", ()),
        (LivenessEvidence(face=TURNED), (), "unknown", ()),
        (LivenessEvidence(face=SOMEBODY_TURNED), ("face",), "unknown", ()),
        (LivenessEvidence(face=SLOW), ("face",), "unknown", ()),
        (LivenessEvidence(face=FLAT), ("face",), "attack", ()),
        (LivenessEvidence(face=TURNED, answer=SAID, same_voice=True), MODALITIES, "live", ("voice", "face")),
        (LivenessEvidence(face=FLAT, answer=SAID, same_voice=True), MODALITIES, "attack", ("voice",)),
    ],
)
def test_what_it_says(evidence: LivenessEvidence, modalities: tuple, liveness: str, by: tuple) -> None:
    verdict = judge_liveness(evidence, modalities)
    assert (verdict.liveness, verdict.by, verdict.challenge) == (liveness, by, liveness == "live")


faces = st.sampled_from([None, TURNED, SOMEBODY_TURNED, FLAT, SLOW])
answers = st.sampled_from([None, SAID, NOT_SAID])
replays = st.sampled_from([None, ReplayEvidence(False, -9.0, CUES), ReplayEvidence(True, 9.0, CUES)])
lips = st.sampled_from([None, LipSync(True, 0.9, 0.5, 0.0), LipSync(False, 0.0, 0.5, 0.0)])


@given(faces, answers, st.sampled_from([None, True, False]), replays, lips, st.sets(st.sampled_from(MODALITIES)))
def test_passive_cues_never_say_live_and_the_log_is_json(face, answer, same, replay, seen, modalities) -> None:
    evidence = LivenessEvidence(face, answer, same, replay, seen)
    verdict = judge_liveness(evidence, modalities)
    json.dumps(dict(verdict.details))
    if verdict.liveness == "live":
        assert judge_liveness(LivenessEvidence(face, answer, same), modalities).liveness == "live"
    if replay is not None and replay.attack:
        assert verdict.liveness == "attack"

"""Voice, face, place and time in one probability for each person, and for nobody known."""

from dataclasses import replace
from datetime import time

import numpy as np
import pytest

from ogam.biometrics import Embedding, EmbeddingContract, Evidence, Sighting, Situation, decide, fuse, pool, priors
from ogam.biometrics.fusion import MOST
from ogam.core import BiometricsError, Identity

CONTRACT = EmbeddingContract("voice", "fake@1", "0" * 64, "none/1", 2)
EVEN = {"Mina": 0.25, "Jun": 0.25}


def voice(mina: float, jun: float = -6.0, share: float = 0.0001) -> Evidence:
    """Evidence for Mina, of the ratio that is given; only one in `share` of strangers is as like her."""
    return Evidence("voice", {"Mina": mina, "Jun": jun}, {"Mina": share, "Jun": 1.0})


def face(jun: float, mina: float = -6.0, share: float = 0.0001) -> Evidence:
    return Evidence("face", {"Mina": mina, "Jun": jun}, {"Mina": 1.0, "Jun": share})


def test_bayes_rule():
    fused = fuse([voice(np.log(3), np.log(0.5))], EVEN, 0.5)
    assert fused.posteriors == pytest.approx({"Mina": 0.75 / 1.375, "Jun": 0.125 / 1.375})
    assert fused.unknown == pytest.approx(0.5 / 1.375)
    assert fused.best == "Mina"
    assert fused.margin == pytest.approx(np.log(0.75 / 0.5))


def test_without_evidence_the_priors_stand():
    fused = fuse([], EVEN, 0.5)
    assert (fused.best, fused.unknown) == (None, pytest.approx(0.5))
    assert decide([], EVEN, 0.5).person is None


def test_voice_and_face_of_one_person_add_up():
    both = [voice(4.0), Evidence("face", {"Mina": 3.0, "Jun": -6.0}, {"Mina": 0.004, "Jun": 1.0})]
    assert fuse(both, EVEN, 0.5).posteriors["Mina"] > fuse(both[:1], EVEN, 0.5).posteriors["Mina"]
    found = decide(both, EVEN, 0.5)
    assert (found.person, found.modalities) == ("Mina", ("voice", "face"))
    assert found.probability > 0.99


def test_minas_voice_with_juns_face_is_nobody_by_both():
    found = decide([voice(6.0), face(6.0)], EVEN, 0.5)
    assert found.modalities != ("voice", "face")
    assert (found.person, found.modalities) == (None, ())
    strong = decide([voice(6.0), face(2.0, mina=-1.0)], EVEN, 0.5)
    assert (strong.person, strong.modalities) == ("Mina", ("voice",))


def test_a_stranger_beside_mina_speaks():
    """Her face is seen, but the voice is nobody's that is known: it is not she who speaks."""
    found = decide([voice(-6.5, -6.5, share=1.0), face(-6.0, mina=6.5)], EVEN, 0.5)
    assert found.person is None


def test_of_two_faces_either_may_be_the_one_who_speaks():
    faces = [face(6.0), replace(face(-6.0), ratios={"Mina": 6.0, "Jun": -6.0}, shares={"Mina": 0.0001, "Jun": 1.0})]
    fused = fuse(faces, EVEN, 0.5)
    assert fused.posteriors["Mina"] == pytest.approx(fused.posteriors["Jun"])
    found = decide([voice(5.0), *faces], EVEN, 0.5)
    assert (found.person, found.modalities) == ("Mina", ("voice", "face"))


def test_of_two_voices_that_are_not_one_persons_the_worse_counts():
    found = decide([voice(6.5), voice(-6.0, share=1.0)], EVEN, 0.5)
    assert found.person is None


def test_nobody_is_named_whom_too_many_strangers_are_like():
    """1 % for all: half a per cent for each of two, however likely the person is held to be."""
    likely = {"Mina": 0.9, "Jun": 0.05}
    assert decide([voice(6.0, share=0.006)], likely, 0.05).person is None
    assert decide([voice(6.0, share=0.005)], likely, 0.05).person == "Mina"
    assert decide([voice(6.0, share=0.005)], likely, 0.05, false_accepts=0.001).person is None


def test_nobody_is_named_who_is_less_likely_than_a_stranger():
    assert decide([voice(1.0)], {"Mina": 0.05, "Jun": 0.05}, 0.9).person is None


def test_no_evidence_counts_for_more_than_was_measured():
    assert fuse([voice(50.0)], EVEN, 0.5).contributions["voice"]["Mina"] == MOST


def test_whom_a_modality_does_not_know_it_says_nothing_of():
    only_jun = Evidence("face", {"Jun": -5.0}, {"Jun": 1.0})
    assert fuse([voice(5.0), only_jun], EVEN, 0.5).contributions["face"] == {"Mina": 0.0, "Jun": -5.0}


def test_refused_signals_are_no_evidence_but_are_written_down():
    refused = Evidence("voice", details={"refused": "only 0.2 s of speech"})
    found = decide([refused], EVEN, 0.5)
    assert found == Identity(None, 0.5, details=found.details)
    assert found.details["evidence"][0]["refused"] == "only 0.2 s of speech"


def test_priors_may_not_be_nought():
    with pytest.raises(ValueError, match="above 0"):
        fuse([], {"Mina": 0.0}, 1.0)


def test_two_utterances_are_pooled_as_one_longer():
    one = Embedding(np.array([1, 0], np.float32), CONTRACT, 1.0, 0.5)
    other = Embedding(np.array([0, 1], np.float32), CONTRACT, 3.0, 0.9)
    both = pool([one, other])
    assert both.vector == pytest.approx(np.array([1, 3]) / np.sqrt(10))
    assert (both.seconds, both.quality) == (4.0, pytest.approx(0.8))
    alien = replace(one, contract=replace(CONTRACT, model="other@1"))
    with pytest.raises(BiometricsError):
        pool([one, alien])
    with pytest.raises(ValueError):
        pool([])


def test_pictures_of_a_face_are_weighted_by_quality():
    good, bad = (Embedding(np.eye(2, dtype=np.float32)[at], CONTRACT, 0.0, (1.0, 0.0)[at]) for at in (0, 1))
    assert pool([good, bad]).vector[0] > 0.99


def chances(situation: Situation, residents: frozenset[str] | None = None) -> tuple[dict[str, float], float]:
    found, unknown = priors(situation, ["Mina", "Jun"], residents)
    assert sum(found.values()) + unknown == pytest.approx(1)
    return found, unknown


def test_by_day_everybody_who_lives_here_is_as_likely():
    assert chances(Situation()) == ({"Mina": 0.2, "Jun": 0.2}, 0.6)


def test_strangers_are_likelier_at_night_and_in_an_empty_home():
    day, night = chances(Situation(at=time(12)))[1], chances(Situation(at=time(23, 30)))[1]
    empty = chances(Situation(at_home=frozenset()))[1]
    assert day < night < empty
    assert chances(Situation(at=time(5, 59)))[1] == night
    assert chances(Situation(at=time(6)))[1] == day


@pytest.mark.parametrize(
    ("situation", "residents"),
    [
        (Situation("hall", seen=(Sighting("Mina", "hall", 60),)), None),
        (Situation("hall", seen=(Sighting("Jun", "attic", 60),)), None),
        (Situation(at_home=frozenset({"Mina"})), None),
        (Situation(), frozenset({"Mina"})),
    ],
)
def test_who_was_just_here_is_likelier(situation, residents):
    found, _ = chances(situation, residents)
    assert found["Mina"] > found["Jun"]


def test_what_was_seen_long_ago_does_not_count():
    assert chances(Situation("hall", seen=(Sighting("Mina", "hall", 601),)))[0] == {"Mina": 0.2, "Jun": 0.2}


def speaking(one: Evidence, ratio: float | None) -> Evidence:
    return replace(one, speaking=ratio)


def test_of_two_faces_the_one_that_speaks_counts():
    mina, jun = face(-6.0, mina=5.0), face(5.0, mina=-6.0)
    mina = replace(mina, shares={"Mina": 0.0001, "Jun": 1.0})
    assert decide([mina, jun], EVEN, 0.5).person in ("Mina", "Jun")
    said = decide([speaking(mina, -3.0), speaking(jun, 3.0)], EVEN, 0.5)
    assert (said.person, said.modalities) == ("Jun", ("face",))
    assert said.probability > 0.9
    assert said.details["evidence"][1]["speaking"] == 3.0


def test_a_face_whose_lips_are_still_makes_nobody_the_speaker():
    mina = replace(face(-6.0, mina=6.0), shares={"Mina": 0.001, "Jun": 1.0})
    assert decide([mina], EVEN, 0.5).person == "Mina"
    assert decide([speaking(mina, 3.0)], EVEN, 0.5).person == "Mina"
    assert decide([speaking(mina, -3.0)], EVEN, 0.5).person is None


def test_a_face_of_nobody_knows_whom_may_be_the_one_who_speaks():
    """Beside Mina, who is silent, somebody speaks of whose face no view was good enough."""
    mina = replace(face(-6.0, mina=6.0), shares={"Mina": 0.001, "Jun": 1.0})
    other = Evidence("face", speaking=3.0)
    alone = fuse([speaking(mina, 0.0)], EVEN, 0.5).posteriors["Mina"]
    assert fuse([speaking(mina, 0.0), other], EVEN, 0.5).posteriors["Mina"] < alone
    assert fuse([mina, replace(other, speaking=None)], EVEN, 0.5).posteriors == fuse([mina], EVEN, 0.5).posteriors


def test_where_no_lips_were_looked_at_all_faces_are_as_likely():
    both = [face(5.0, mina=-6.0), face(-6.0, mina=-6.0)]
    found = fuse(both, EVEN, 0.5).contributions["face"]["Jun"]
    assert found == pytest.approx(np.logaddexp(5.0, -6.0) - np.log(2))

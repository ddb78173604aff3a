"""One against one, and one against all, with "nobody known" as an answer."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogam.biometrics import Embedding, EmbeddingContract, circumstances, identify, shipped_calibration, verify
from ogam.core import BiometricsError

CONTRACT = EmbeddingContract("voice", "campplus@1", "00" * 32, "test/1", 8)
CALIBRATION = shipped_calibration("campplus")


def embedding(*numbers: float, seconds: float = 3.0, quality: float = 1.0) -> Embedding:
    vector = np.zeros(8, np.float32)
    vector[: len(numbers)] = numbers
    return Embedding(vector / np.linalg.norm(vector), CONTRACT, seconds, quality)


MINA, JUN = [embedding(1, 0, 0), embedding(1, 0.3, 0)], [embedding(0, 0, 1)]
PEOPLE = {"Mina": MINA, "Jun": JUN}


def test_the_same_voice_is_accepted_and_another_is_not() -> None:
    own, other = verify(embedding(1, 0.1), MINA, CALIBRATION), verify(embedding(0, 0, 1), MINA, CALIBRATION)
    assert own.accepted
    assert own.score > 0.95 > own.threshold
    assert own.posterior > 0.99
    assert not other.accepted
    assert other.posterior < 0.01
    assert other.log_likelihood_ratio < 0 < own.log_likelihood_ratio


def test_the_prior_moves_the_posterior_only() -> None:
    probe = embedding(1, 0, 0.9)
    rare, usual = (verify(probe, MINA, CALIBRATION, prior=prior) for prior in (0.01, 0.5))
    assert rare.posterior < usual.posterior
    assert (rare.score, rare.threshold, rare.accepted) == (usual.score, usual.threshold, usual.accepted)


def test_who_is_enrolled_is_found_with_the_margin_to_the_next() -> None:
    found = identify(embedding(1, 0.1), PEOPLE, CALIBRATION)
    assert found.name == "Mina"
    assert [candidate.name for candidate in found.candidates] == ["Mina", "Jun"]
    assert found.margin == pytest.approx(found.candidates[0].score - found.candidates[1].score)
    assert found.posterior == found.candidates[0].posterior > 0.99


def test_a_stranger_is_nobody_known() -> None:
    found = identify(embedding(0, 1, 0), PEOPLE, CALIBRATION)
    assert found.name is None
    assert found.posterior == found.unknown > 0.9


def test_nobody_is_enrolled() -> None:
    for people in ({}, {"Mina": []}):
        found = identify(embedding(1), people, CALIBRATION)
        assert (found.name, found.unknown, found.candidates) == (None, 1.0, ())


def test_each_of_many_gets_a_part_of_the_false_accepts() -> None:
    crowd = {str(n): JUN for n in range(10)}
    (alone,) = identify(embedding(1), {"Jun": JUN}, CALIBRATION).candidates
    among = identify(embedding(1), crowd, CALIBRATION).candidates[0]
    assert among.threshold > alone.threshold


@given(st.lists(st.lists(st.floats(-1, 1), min_size=4, max_size=4).filter(any), min_size=2, max_size=6))
def test_posteriors_are_of_everybody_and_of_nobody(vectors: list[list[float]]) -> None:
    if any(np.linalg.norm(vector) < 1e-6 for vector in vectors):
        return
    probe, *templates = (embedding(*vector) for vector in vectors)
    found = identify(probe, {str(n): [template] for n, template in enumerate(templates)}, CALIBRATION)
    assert sum(candidate.posterior for candidate in found.candidates) + found.unknown == pytest.approx(1)
    assert found.margin >= 0
    if found.name is not None:
        assert found.candidates[0].score >= found.candidates[0].threshold


def test_circumstances_of_a_comparison() -> None:
    easy = circumstances(embedding(1, seconds=99.0), MINA * 50)
    hard = circumstances(embedding(1, seconds=0.5, quality=0.2), MINA[:1])
    assert easy == {"shortness": 0.1, "fewness": 0.01, "noise": 0.0, "variety": 0.0}
    assert hard == pytest.approx({"shortness": 0.816, "fewness": 1.0, "noise": 0.8, "variety": 0.0}, abs=1e-3)
    assert circumstances(embedding(1, seconds=0.0), JUN)["shortness"] == 0.0
    assert circumstances(replace(embedding(1), variety=0.02), JUN)["variety"] == 0.02


def test_another_models_templates_are_refused() -> None:
    other = Embedding(JUN[0].vector, EmbeddingContract("voice", "other@1", "11" * 32, "test/1", 8))
    with pytest.raises(BiometricsError, match="other@1"):
        verify(embedding(1), [other], CALIBRATION)
    with pytest.raises(ValueError):
        verify(embedding(1), [], CALIBRATION)


@pytest.mark.parametrize("prior", [0.0, 1.0, -0.5, float("nan")])
def test_a_prior_that_nothing_could_change_is_refused(prior: float) -> None:
    with pytest.raises(ValueError, match="prior"):
        verify(embedding(1), MINA, CALIBRATION, prior=prior)
    with pytest.raises(ValueError, match="prior"):
        identify(embedding(1), PEOPLE, CALIBRATION, unknown=prior)

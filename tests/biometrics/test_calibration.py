"""Calibration: what is fitted on made-up scores is what they were made with."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogam.biometrics import Calibration, Trials, fit_calibration, join_trials, shipped_calibration
from ogam.core import BiometricsError


def made_up(seed: int, count: int = 20_000) -> Trials:
    """Normal scores with equal spread: strangers around 0.1 + 0.1 × shortness, the same person 0.4 above."""
    random = np.random.default_rng(seed)
    shortness = random.uniform(0.3, 0.8, count)
    same = random.random(count) < 0.1
    scores = random.normal(0.1 + 0.1 * shortness + 0.4 * same, 0.1)
    return Trials(scores, same, {"shortness": shortness})


FITTED = fit_calibration(made_up(0), fitted_on="made-up scores")


@pytest.mark.parametrize("share", [0.1, 0.01, 0.001])
@pytest.mark.parametrize(("low", "high"), [(0.3, 0.4), (0.7, 0.8)])
def test_the_wanted_share_of_other_strangers_passes(share: float, low: float, high: float) -> None:
    trials = made_up(1, 200_000)
    chosen = ~trials.same & (trials.circumstances["shortness"] > low) & (trials.circumstances["shortness"] < high)
    limits = [FITTED.threshold({"shortness": s}, share) for s in trials.circumstances["shortness"][chosen]]
    assert share / 1.5 <= np.mean(trials.scores[chosen] >= limits) <= share * 1.5


@pytest.mark.parametrize("score", [0.2, 0.35, 0.5])
@pytest.mark.parametrize("shortness", [0.3, 0.8])
def test_the_likelihood_ratio_is_that_of_the_two_distributions(score: float, shortness: float) -> None:
    mean, spread = 0.1 + 0.1 * shortness, 0.1
    exact = ((score - mean) ** 2 - (score - mean - 0.4) ** 2) / (2 * spread**2)
    assert FITTED.log_likelihood_ratio(score, {"shortness": shortness}) == pytest.approx(exact, rel=0.1, abs=1.0)


@given(st.floats(-1, 1), st.floats(-1, 1), st.floats(0, 1))
def test_a_higher_score_never_speaks_against_a_person(one: float, other: float, shortness: float) -> None:
    low, high = sorted((one, other))
    ratio = FITTED.log_likelihood_ratio
    assert ratio(low, {"shortness": shortness}) <= ratio(high, {"shortness": shortness})


@given(st.floats(1e-6, 0.1), st.floats(1e-6, 0.1), st.floats(0, 1))
def test_fewer_strangers_need_a_higher_threshold(one: float, other: float, shortness: float) -> None:
    few, many = sorted((one, other))
    assert FITTED.threshold({"shortness": shortness}, few) >= FITTED.threshold({"shortness": shortness}, many)


@given(st.floats(1e-5, 0.0999), st.floats(0, 1))
def test_the_share_at_a_threshold_is_the_one_it_was_chosen_for(share: float, shortness: float) -> None:
    limit = FITTED.threshold({"shortness": shortness}, share)
    assert FITTED.false_accept_share(limit, {"shortness": shortness}) == pytest.approx(share, rel=1e-6)


def test_what_many_strangers_reach_has_no_share() -> None:
    assert FITTED.false_accept_share(0.0, {"shortness": 0.5}) == 1.0


def test_circumstances_beyond_those_seen_are_taken_as_the_nearest() -> None:
    assert FITTED.threshold({"shortness": 5.0}) == FITTED.threshold({"shortness": FITTED.ranges[0][1]})
    assert FITTED.threshold({"shortness": 0.5, "other": 1.0}) == FITTED.threshold({"shortness": 0.5})


def test_a_slope_that_would_go_down_is_flat() -> None:
    falling = replace(FITTED, slope=(-1.0, 0.0))
    ratio = falling.log_likelihood_ratio
    assert ratio(0.9, {"shortness": 0.5}) == ratio(0.1, {"shortness": 0.5})


@pytest.mark.parametrize("share", [0.0, -0.1, 0.5, float("nan")])
def test_a_share_that_was_not_seen_is_refused(share: float) -> None:
    with pytest.raises(ValueError, match="share of false accepts"):
        FITTED.threshold({"shortness": 0.5}, share)


def test_a_circumstance_that_is_missing_is_named() -> None:
    with pytest.raises(ValueError, match="shortness"):
        FITTED.threshold({"noise": 0.5})


@pytest.mark.parametrize("same", [True, False])
def test_both_kinds_of_trials_are_needed(same: bool) -> None:
    trials = Trials(np.linspace(0, 1, 5_000), np.full(5_000, same), {})
    with pytest.raises(ValueError, match="to fit a calibration"):
        fit_calibration(trials)


def test_too_few_strangers_are_refused() -> None:
    with pytest.raises(ValueError, match="1000 of others"):
        fit_calibration(made_up(0, 900))


def test_trials_are_joined() -> None:
    joined = join_trials([made_up(0, 10), made_up(1, 20)])
    assert len(joined.scores) == len(joined.same) == len(joined.circumstances["shortness"]) == 30


def test_it_is_kept_in_a_file_and_read_back() -> None:
    assert Calibration.from_json(json.loads(json.dumps(FITTED.to_json()))) == FITTED


@pytest.mark.parametrize("harm", [{"offset": [1.0]}, {"slope": ["x", "y"]}, {"tail": 3}, {"names": ["a", "b"]}])
def test_a_wrong_file_is_refused(harm: dict[str, object]) -> None:
    with pytest.raises((ValueError, TypeError)):
        Calibration.from_json({**FITTED.to_json(), **harm})
    with pytest.raises(KeyError):
        Calibration.from_json({name: value for name, value in FITTED.to_json().items() if name != next(iter(harm))})


def test_one_ships_for_the_speaker_model_and_others_are_named() -> None:
    shipped = shipped_calibration("campplus")
    assert shipped.false_accepts == 0.01
    assert shipped.fitted_on
    with pytest.raises(BiometricsError, match="no calibration ships for unheard"):
        shipped_calibration("unheard")


@pytest.mark.parametrize("fewness", [1.0, 1 / 3, 0.2])
@pytest.mark.parametrize("noise", [0.0, 0.4])
def test_the_shipped_one_asks_more_of_short_probes(fewness: float, noise: float) -> None:
    shipped = shipped_calibration("campplus")
    limits = [
        shipped.threshold({"shortness": 1 / (1 + seconds) ** 0.5, "fewness": fewness, "noise": noise}, share)
        for share in (0.01, 0.002)
        for seconds in (0.6, 4.0)
    ]
    assert all(0 < limit < 1 for limit in limits)
    assert limits[0] < limits[2]
    assert limits[1] < limits[3]

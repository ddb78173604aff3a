"""The lab's figures against those of well-known libraries, to 1e-6, on scores that are drawn and have ties."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ogam.lab.measures.intervals import poisson, wilson
from ogam.lab.measures.likelihood import cllr, least_cllr, optimal_ratios
from ogam.lab.measures.thresholds import (
    detection_cost,
    equal_error_rate,
    error_curve,
    false_accept_at,
    least_detection_cost,
    true_accept_at,
)

metrics = pytest.importorskip("sklearn.metrics")
isotonic = pytest.importorskip("sklearn.isotonic")
proportion = pytest.importorskip("statsmodels.stats.proportion")
stats = pytest.importorskip("scipy.stats")

EXACT = 1e-6


def trials(seed: int, count: int = 400, steps: int = 50) -> tuple[np.ndarray, np.ndarray]:
    """Scores of two kinds that overlap, with many ties."""
    random = np.random.default_rng(seed)
    same = random.random(count) < 0.3
    same[:2] = True, False
    return np.round((random.normal(size=count) + 1.5 * same) * steps) / steps, same


def of_sklearn(scores: np.ndarray, same: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(false rejects, false accepts) of every threshold."""
    accepted, true, _ = metrics.roc_curve(same, scores, drop_intermediate=False)
    return 1 - true, accepted


@pytest.mark.parametrize("seed", range(20))
def test_the_curve_is_that_of_scikit_learn(seed: int) -> None:
    scores, same = trials(seed)
    curve = error_curve(scores, same)
    rejected, accepted = of_sklearn(scores, same)
    np.testing.assert_allclose(curve.false_reject, rejected[::-1], atol=EXACT)
    np.testing.assert_allclose(curve.false_accept, accepted[::-1], atol=EXACT)


@pytest.mark.parametrize("seed", range(20))
def test_the_equal_error_rate_is_where_scikit_learns_roc_crosses_the_diagonal(seed: int) -> None:
    """The usual way: the root of 1 − x − true accepts(x) on the ROC between its points (scipy's brentq)."""
    from scipy.interpolate import interp1d
    from scipy.optimize import brentq

    scores, same = trials(seed, steps=1_000_000)
    accepted, true, _ = metrics.roc_curve(same, scores, drop_intermediate=False)
    ends, places = np.unique(accepted, return_index=True)
    upper = np.maximum.reduceat(true, places)
    found = float(equal_error_rate(error_curve(scores, same)))
    # Where the ROC jumps at one rate of false accepts, any true accept rate of the jump is on it.
    lower = interp1d(ends, true[places])
    highest = interp1d(ends, upper)
    least, most = sorted(brentq(lambda x, f=f: 1 - x - f(x), 0.0, 1.0) for f in (lower, highest))
    assert least - EXACT <= found <= most + EXACT


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("prior", [0.01, 0.05, 0.5])
def test_the_least_cost_is_the_least_of_all_thresholds(seed: int, prior: float) -> None:
    scores, same = trials(seed)
    rejected, accepted = of_sklearn(scores, same)
    every = (prior * rejected + (1 - prior) * accepted) / min(prior, 1 - prior)
    assert float(least_detection_cost(error_curve(scores, same), prior)) == pytest.approx(every.min(), abs=EXACT)


def test_the_least_cost_of_the_example_in_nists_plan() -> None:
    """NIST SRE 2016: refusing everything costs 1, at any prior; a perfect system costs 0."""
    scores, same = np.array([0.0, 0.0, 0.0, 0.0]), np.array([True, False, True, False])
    assert float(least_detection_cost(error_curve(scores, same), 0.01)) == 1.0
    assert float(least_detection_cost(error_curve(same * 1.0, same), 0.01)) == 0.0
    assert float(detection_cost(np.array([1.0]), np.array([0.0]), 0.01)[0]) == 1.0


@pytest.mark.parametrize("seed", range(20))
def test_accepts_at_a_rate_are_read_off_the_roc(seed: int) -> None:
    scores, same = trials(seed)
    curve = error_curve(scores, same)
    rejected, accepted = of_sklearn(scores, same)
    assert float(true_accept_at(curve, 0.01)) == pytest.approx((1 - rejected)[accepted <= 0.01].max(), abs=EXACT)
    assert float(false_accept_at(curve, 0.01)) == pytest.approx(accepted[rejected <= 0.01].min(), abs=EXACT)


@pytest.mark.parametrize("count", [20, 40, 100, 200])
def test_a_rate_that_is_just_reached_is_allowed(count: int) -> None:
    """One of 100 is 0.01, not a little more: the least threshold that accepts one other still counts."""
    others = np.arange(count) / count
    scores, same = np.append(others, others[-1]), np.append(np.zeros(count, bool), True)
    curve = error_curve(scores, same)
    assert float(true_accept_at(curve, 1 / count)) == 1.0
    assert float(true_accept_at(curve, 0.5 / count)) == 0.0


@pytest.mark.parametrize("seed", range(20))
def test_cllr_is_scikit_learns_log_loss_with_both_kinds_weighing_the_same(seed: int) -> None:
    scores, same = trials(seed)
    weights = np.where(same, 0.5 / same.sum(), 0.5 / (~same).sum())
    loss = metrics.log_loss(same, 1 / (1 + np.exp(-scores)), sample_weight=weights) / np.log(2)
    assert float(cllr(scores, same)) == pytest.approx(loss, abs=EXACT)


@pytest.mark.parametrize("seed", range(20))
def test_the_least_cllr_is_that_of_scikit_learns_isotonic_regression(seed: int) -> None:
    scores, same = trials(seed)
    chance = isotonic.IsotonicRegression(y_min=0, y_max=1).fit_transform(scores, same.astype(float))
    with np.errstate(divide="ignore"):
        ratios = np.log(chance) - np.log1p(-chance) - np.log(same.sum() / (~same).sum())
    assert least_cllr(scores, same) == pytest.approx(float(cllr(ratios, same)), abs=EXACT)
    assert least_cllr(scores, same) <= float(cllr(scores, same)) + EXACT
    assert not np.isnan(optimal_ratios(scores, same)).any()


@given(st.integers(1, 2_000), st.data())
def test_wilsons_interval_is_that_of_statsmodels(of: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, of))
    np.testing.assert_allclose(wilson(count, of), proportion.proportion_confint(count, of, method="wilson"), atol=EXACT)


@settings(deadline=None)
@given(st.integers(0, 300), st.floats(0.01, 100))
def test_the_interval_of_a_rate_is_garwoods(count: int, hours: float) -> None:
    """By the chi-squared distribution, as he wrote it."""
    low = stats.chi2.ppf(0.025, 2 * count) / 2 if count else 0.0
    high = stats.chi2.ppf(0.975, 2 * count + 2) / 2
    np.testing.assert_allclose(poisson(count, hours), (low / hours, high / hours), rtol=EXACT)

"""The figures: rates at thresholds, spreads, memory."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogam.lab.metrics import (
    detection_cost,
    equal_error_rate,
    error_curves,
    error_rates,
    false_accept_at,
    peak_rss_mb,
    share,
    spread,
    thresholds,
)

scores = st.lists(st.floats(0, 1), min_size=1, max_size=30)


def test_share():
    assert share([True, False, True, True]) == 0.75
    assert share([]) == 0.0


def test_spread_is_in_milliseconds():
    assert spread([0.1, 0.2, 0.3]) == {"median": 200.0, "p95": 290.0}


def test_scores_that_do_not_overlap_have_no_error():
    assert equal_error_rate([0.8, 0.9], [0.1, 0.2]) == 0.0
    assert false_accept_at(0.01, [0.8, 0.9], [0.1, 0.2]) == 0.0


def test_scores_that_say_nothing_are_wrong_half_the_time():
    assert equal_error_rate([0.5] * 4, [0.5] * 4) == 0.5


def test_equal_error_rate_of_one_in_four():
    assert equal_error_rate([0.1, 0.7, 0.8, 0.9], [0.2, 0.3, 0.4, 0.75]) == 0.25


def test_false_accept_keeps_to_the_share_that_may_be_refused():
    inside, outside = [0.1] + [0.9] * 9, [0.5] * 5 + [0.05] * 5
    assert false_accept_at(0.01, inside, outside) == 0.5  # none may be refused: the threshold is 0.1
    assert false_accept_at(0.10, inside, outside) == 0.0  # one of ten may


def test_a_score_at_the_threshold_is_accepted():
    assert error_rates([0.5], [0.5], 0.5) == (0.0, 1.0)


@given(scores, scores)
def test_rates_lie_between_none_and_all(inside, outside):
    assert 0 <= equal_error_rate(inside, outside) <= 1
    assert 0 <= false_accept_at(0.01, inside, outside) <= 1


@given(scores, scores)
def test_refusing_more_accepts_no_more(inside, outside):
    assert false_accept_at(0.5, inside, outside) <= false_accept_at(0.01, inside, outside)


def test_no_scores_is_an_error():
    with pytest.raises(ValueError, match="both sides"):
        equal_error_rate([], [0.1])


def test_memory_is_that_of_a_python_process():
    assert 5 < peak_rss_mb() < 100_000


@given(scores, scores)
def test_the_curves_are_the_rates_at_each_threshold(inside, outside):
    rejected, accepted = error_curves(inside, outside)
    rates = [error_rates(inside, outside, threshold) for threshold in thresholds(inside, outside)]
    assert list(zip(rejected, accepted, strict=True)) == [pytest.approx(rate) for rate in rates]


def test_the_cost_of_errors_is_one_where_scores_say_nothing_and_none_where_they_say_all():
    assert detection_cost([0.5] * 4, [0.5] * 4) == pytest.approx(1.0)
    assert detection_cost([0.8, 0.9], [0.1, 0.2]) == 0.0


def test_the_cost_of_errors_weighs_rare_targets_less():
    inside, outside = [0.1, 0.9], [0.05] * 99 + [0.5]
    assert detection_cost(inside, outside, prior=0.01) == pytest.approx(0.5)  # one of two refused, nobody accepted
    assert detection_cost(inside, outside, prior=0.5) == pytest.approx(0.01)  # one of a hundred accepted

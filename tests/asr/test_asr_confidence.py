"""Confidence: evidence, calibration, and fitting it again."""

from dataclasses import replace

import numpy as np
import pytest

from ogam.asr import Calibration, Decoding, Evidence, Sentence, evidence, fit_calibration, shipped_calibration
from ogam.asr.confidence import PLAIN
from ogam.asr.decodings import FreePath
from ogam.core import ModelError


def decoding(*log_probs: float, free: float = -1.0) -> Decoding:
    names = ("set to 20", "set to twenty", "set to thirty")
    return Decoding(
        tuple(Sentence(t, p, (1, 2), 1.0, 0.8, p) for t, p in zip(names, log_probs, strict=False)), FreePath((1,), free)
    )


def test_evidence_measures_the_loss_against_the_free_path() -> None:
    found = evidence(decoding(-3.0))
    assert found.total_loss == pytest.approx(2.0)
    assert found.loss == pytest.approx(1.0)
    assert found.regret == pytest.approx(0.5)


def test_sentences_of_equal_meaning_are_no_rivals() -> None:
    both = decoding(-3.0, -3.0, -8.0)
    apart = evidence(both)
    together = evidence(both, lambda text: text.replace("twenty", "20"))
    assert apart.rivalry > -0.1
    assert together.rivalry == pytest.approx(-5 - np.log(2))


def test_support_is_what_hearing_adds_to_the_prior() -> None:
    best = Sentence("play jazz", -3.0, (1, 2, 3), 1.0, 0.8, -2.0)
    heard = evidence(Decoding((replace(best, support=6.0, spelled=2),), FreePath()))
    assert evidence(Decoding((best,), FreePath())).support == PLAIN
    assert heard.support == pytest.approx(3.0)
    assert heard.total_support == pytest.approx(6.0)


def test_fitting_separates_right_from_wrong_and_bounds_false_accepts() -> None:
    random = np.random.default_rng(0)
    right = random.random(400) < 0.5
    losses = np.where(right, random.normal(0.3, 0.2, 400), random.normal(2.0, 0.6, 400))
    found = [Evidence(x, x * 8, x, x, x, -5.0, 5 - x, 20 - x) for x in losses]
    calibration = fit_calibration(found, right.tolist(), (~right).tolist())
    confidence = np.array([calibration.confidence(f) for f in found])
    assert ((confidence > 0.5) == right).mean() > 0.97
    assert (confidence[~right] > calibration.threshold).mean() <= 0.01
    assert abs(confidence.mean() - right.mean()) < 0.02


def test_where_right_and_outside_lie_apart_the_threshold_lies_between_them() -> None:
    losses = np.array([*np.linspace(0.0, 0.5, 50), *np.linspace(3.0, 5.0, 50)])
    found = [Evidence(x, x * 8, x, x, x, -5.0, 5 - x, 20 - x) for x in losses]
    right = [True] * 50 + [False] * 50
    calibration = fit_calibration(found, right, [not r for r in right])
    confidence = [calibration.confidence(f) for f in found]
    assert max(confidence[50:]) < calibration.threshold < min(confidence[:50])


def test_a_calibration_survives_json() -> None:
    calibration = Calibration((1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0), 0.5, 0.25, "here")
    assert Calibration.from_json(calibration.to_json()) == calibration


def test_fitting_needs_both_kinds() -> None:
    with pytest.raises(ValueError, match="right and decodings that are wrong"):
        fit_calibration([Evidence(0, 0, 0, 0, 0, 0, 0, 0)], [True], [False])


def test_calibrations_ship_by_model() -> None:
    assert 0 < shipped_calibration("moonshine-tiny-en").threshold < 1
    with pytest.raises(ModelError, match="no calibration"):
        shipped_calibration("no-such-model")


def test_no_evidence_counts_the_wrong_way() -> None:
    random = np.random.default_rng(1)
    right = random.random(200) < 0.5
    worse = np.where(right, random.normal(0.3, 0.2, 200), random.normal(1.0, 0.6, 200))
    found = [Evidence(x, 0, 0, 9 * r, 0, -5.0, 0, 0) for x, r in zip(worse, right, strict=True)]  # regret where right
    calibration = fit_calibration(found, right.tolist(), (~right).tolist())
    assert calibration.weights[0] < 0
    assert calibration.weights[3] == 0


def test_speech_that_fits_nothing_counts_as_refused() -> None:
    found = [Evidence(x, x, x, x, x, -5.0, 5 - x, 20) for x in (0.0, 0.1, 0.2, 3.0, 0.5)]
    right, outside = [True, True, True, False, False], [False, False, False, False, True]
    one_in_one = fit_calibration(found, right, outside).threshold
    one_in_many = fit_calibration([*found, *[None] * 200], right + [False] * 200, outside + [True] * 200).threshold
    assert one_in_many < one_in_one

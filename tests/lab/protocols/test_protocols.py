"""The protocols give the figures of reference implementations, and none where there is nothing to make one of."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ogam.core import Box, LabError, Observation
from ogam.lab.items import Dataset, Item, Region
from ogam.lab.measures import intervals, likelihood, resampling, significance, spans, thresholds
from ogam.lab.measures.boxes import average_precisions
from ogam.lab.outcomes import Assessment, Outcome
from ogam.lab.protocols import PROTOCOLS, protocol

pytest.importorskip("scipy")
CLOSE = pytest.approx


def test_mcnemar_equals_statsmodels():
    tables = pytest.importorskip("statsmodels.stats.contingency_tables")
    first = Assessment("a", (), right={str(k): float(k < 60) for k in range(100)})
    second = Assessment("b", (), right={str(k): float(k < 50 or k > 75) for k in range(100)})
    found = significance.mcnemar(first, second)
    assert (found.first_only, found.second_only) == (10, 24)
    assert found.p == CLOSE(tables.mcnemar([[50, 10], [24, 16]], exact=True).pvalue, abs=1e-6)


def test_precision_of_worked_cases():
    pytest.importorskip("pycocotools")
    cat, box = Region("cat", Box(0, 0, 50, 50)), Box(0, 0, 50, 50)
    found = Observation("object", "cat", 0.9, 0, 0, box=box)
    miss = Observation("object", "cat", 0.95, 0, 0, box=Box(200, 200, 50, 50))
    assert average_precisions([([cat], [found])])["mean average precision"] == CLOSE(1)
    assert average_precisions([([cat], [found, miss])])["average precision at 0.5 overlap"] == CLOSE(0.5)
    assert average_precisions([([cat], [])]) == {"mean average precision": 0.0}
    assert average_precisions([([], [found])]) == {}


def dataset(count=60, **more):
    items = tuple(
        Item(f"i{k}", Path("x"), speaker=f"s{k % 6}", seconds=60, groups={"sex": "mf"[k % 2]}, **more)
        for k in range(count)
    )
    return Dataset("d", items)


def test_word_error_rate_equals_jiwer():
    jiwer = pytest.importorskip("jiwer")
    said, heard = "turn on the red light", "turn of red light now"
    data = dataset(text=said)
    outcomes = [Outcome("r", i.id, observations=(Observation("transcript", heard, 1, 0, 1),)) for i in data.items]
    figures = {f.name: f.value for f in protocol("transcription").assess(data, outcomes).figures if not f.group}
    assert figures["word error rate"] == CLOSE(jiwer.wer(said, heard), abs=1e-6)
    assert figures["character error rate"] == CLOSE(jiwer.cer(said, heard), abs=1e-6)


def test_what_failed_heard_nothing_and_is_a_figure_of_its_own():
    pytest.importorskip("jiwer")
    data = dataset(text="on")
    outcomes = [Outcome("r", i.id, status="timed out", failure="slow") for i in data.items]
    found = protocol("transcription").assess(data, outcomes)
    figures = {f.name: f.value for f in found.figures if not f.group}
    assert figures["word error rate"] == 1
    assert figures["timed out"] == 1
    assert found.worst is not None


@pytest.mark.parametrize("name", sorted(PROTOCOLS))
def test_no_outcomes_give_no_made_up_figures(name):
    assert protocol(name).assess(dataset(), []).figures == ()


def test_small_groups_are_listed_and_never_the_worst():
    data = dataset(attack="")
    outcomes = [Outcome("r", i.id, observations=(Observation("liveness", "live", 0.9, 0, 0),)) for i in data.items]
    found = protocol("liveness", smallest_group=31).assess(data, outcomes)
    assert found.worst is None
    assert {f.group for f in found.figures if f.name == "group too small to judge"} == {"sex=f", "sex=m"}
    assert "APCER" not in {f.name for f in found.figures}  # nobody attacked


def test_wake_words_by_the_hour():
    items = (Item("a", Path("x"), seconds=3600, words=(("hey ogam", 1, 2),)), Item("b", Path("x"), seconds=3601))
    seen = tuple(Observation("wake", "Hey Ogam", 0.9, end - 1, end) for end in (2.2, 100.0, 200.0))
    outcomes = [Outcome("r", "a", observations=seen), Outcome("r", "b")]
    figures = {f.name: f for f in protocol("wake word").assess(Dataset("d", items), outcomes).figures}
    assert figures["misses"].value == 0
    assert figures["false accepts per hour"].value == CLOSE(1.0)
    assert (figures["false accepts per hour"].low, figures["false accepts per hour"].high) == CLOSE(
        intervals.poisson(2, 2), abs=1e-6
    )


def embedded(seed=0, spread=0.4, broken=()):
    random = np.random.default_rng(seed)
    people = random.normal(size=(6, 8))
    data = dataset()
    outcomes = []
    for k, item in enumerate(data.items):
        vector = np.full(8, np.nan) if k in broken else people[k % 6] + spread * random.normal(size=8)
        seen = Observation("embedding", "", 1, 0, 1, details={"vector": vector.tolist()})
        outcomes.append(Outcome("r", item.id, observations=(seen,)))
    return data, outcomes


def test_an_embedding_of_no_numbers_is_a_failure_to_acquire_and_refused():
    data, outcomes = embedded(spread=0.01, broken={0})
    found = protocol("verification", replicates=50).assess(data, outcomes)
    figures = {f.name: f.value for f in found.figures if not f.group}
    assert figures["failure to acquire"] == CLOSE(1 / 60)
    assert figures["true accepts at 0.01 false accepts"] == CLOSE(1 - 9 / 270)  # its nine own pairs are refused


def test_people_are_found_among_others():
    found = protocol("identification").assess(*embedded(spread=0.01))
    assert {f.name: f.value for f in found.figures if not f.group}["rank-1 identification rate"] == 1


def test_the_same_seed_gives_the_same():
    first, second = (protocol("verification", replicates=50).assess(*embedded(), seed=3) for _ in range(2))
    assert first.figures == second.figures
    assert first.right == second.right


def test_the_bootstrap_by_speaker_covers_what_wilson_does_not():
    """Speakers differ: of 200 made-up data sets, the truth lies in most of the intervals by speaker."""
    random, by_speaker, by_item = np.random.default_rng(0), 0, 0
    for seed in range(200):
        chances = random.beta(1, 1, size=40)  # mean 0.5
        right = (random.random((40, 25)) < chances[:, None]).astype(float).ravel()
        clusters = resampling.clusters_of([f"s{k // 25}" for k in range(1000)])
        low, high = resampling.share_interval(right, clusters, 500, seed)
        by_speaker += low <= 0.5 <= high
        low, high = intervals.wilson(right.sum(), 1000)
        by_item += low <= 0.5 <= high
    assert by_speaker >= 180
    assert by_item < 140


@given(st.lists(st.tuples(st.floats(-5, 5), st.booleans()), min_size=2, max_size=40))
@settings(max_examples=50, deadline=None)
def test_rates_are_rates(rows):
    scores, same = np.array([score for score, _ in rows]), np.array([own for _, own in rows])
    if same.all() or not same.any():
        with pytest.raises(LabError, match="both kinds"):
            thresholds.error_curve(scores, same)
        return
    curve = thresholds.error_curve(scores, same)
    assert 0 <= float(thresholds.equal_error_rate(curve)) <= 1
    assert likelihood.least_cllr(scores, same) <= float(likelihood.cllr(scores, same)) + 1e-9
    assert (np.diff(curve.false_reject) >= 0).all()
    assert (np.diff(curve.false_accept) <= 0).all()


@given(st.lists(st.tuples(st.floats(0, 9), st.floats(0, 9)), max_size=8))
def test_overlap_with_itself_is_its_length(found):
    assert spans.overlap(found, found) == CLOSE(spans.length(found))


def test_names_options_and_outcomes_that_do_not_fit_are_said():
    with pytest.raises(LabError, match="no protocol"):
        protocol("guessing")
    with pytest.raises(LabError, match="no option 'tolerence'"):
        protocol("wake word", tolerence=1)
    with pytest.raises(LabError, match="replicates cannot be 'many'"):
        protocol("wake word", replicates="many")
    with pytest.raises(LabError, match="published, made or any"):
        protocol("verification", pairs="all").assess(*embedded())
    with pytest.raises(LabError, match="no item x"):
        protocol("liveness").assess(dataset(), [Outcome("r", "x")])
    with pytest.raises(LabError, match="NaN"):
        thresholds.error_curve(np.array([np.nan, 1]), np.array([True, False]))

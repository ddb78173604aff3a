"""What a study leaves behind for people: plots, a page, comparisons, a leaderboard, model cards."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

from ogam.lab.items import Dataset, Item
from ogam.lab.outcomes import Assessment, Condition, Curve, Figure
from ogam.lab.studies import Judged, Results, StudyError, load_results
from ogam.lab.studies.cards import card_data, card_markdown
from ogam.lab.studies.comparing import compare
from ogam.lab.studies.judging import people_of
from ogam.lab.studies.leaderboard import boards, leaderboard_page
from ogam.lab.studies.outcomes_table import read_table
from ogam.lab.studies.page import both
from ogam.lab.studies.plots import draw_all
from ogam.lab.studies.telling import value_of, with_interval

STUDY = """
    name: "<words> & noise"
    seed: 5
    datasets: {tones: tones 36}
    recognizers: {sharp: sharp, blurred: {plugin: blurred, options: {blur: 0.97}}}
    noises: {white: white.wav}
    conditions: [as recorded, {noise: white, snr_db: [-20, -10, 0]}]
    protocols: [words]
"""
VOID = {"meta", "br", "link", "img", "input"}


@pytest.fixture
def results(study, tmp_path, run_here):
    return run_here(study(STUDY), tmp_path / "out")


class Page(HTMLParser):
    """Checks that elements are closed in order, and collects ids, references and visible text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.fetched: list[str] = []
        self.tags: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)
        self.note(attrs)

    def handle_startendtag(self, tag, attrs):
        self.note(attrs)

    def note(self, attrs):
        self.ids += [value for name, value in attrs if name == "id"]
        self.fetched += [
            v for n, v in attrs if n in ("src", "href", "xlink:href") and v and not v.startswith(("#", "data:"))
        ]

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag


def test_the_page_is_whole_and_fetches_nothing(results):
    written = (results.folder / "index.html").read_text(encoding="utf-8")
    page = Page(written)
    assert page.fetched == []
    assert len(page.ids) == len(set(page.ids))
    assert "&lt;words&gt; &amp; noise" in written
    assert "<words>" not in written
    assert {"h1", "table", "caption", "svg", "figure"} <= set(page.tags)


def test_references_within_a_drawing_lead_somewhere(results):
    written = (results.folder / "index.html").read_text(encoding="utf-8")
    page = Page(written)
    assert set(re.findall(r'(?:url\(|href=")#([^)"]+)', written)) <= set(page.ids)


def test_a_clean_study_says_that_nothing_was_left_out(results):
    assert results.omissions == ()
    assert "every recogniser answered every item" in (results.folder / "index.html").read_text(encoding="utf-8")


def test_every_text_of_the_page_is_in_korean_too(results):
    written = (results.folder / "index.html").read_text(encoding="utf-8")
    pairs = re.findall(r'<span lang="en">(.*?)</span><span lang="ko">(.*?)</span>', written)
    assert len(pairs) > 20
    assert [english for english, korean in pairs if english == korean] == []
    assert both("Figures") == '<span lang="en">Figures</span><span lang="ko">수치</span>'


def test_plots_are_the_same_again_and_there_as_files(results):
    plots = draw_all(results)
    assert [plot.svg for plot in plots] == [plot.svg for plot in draw_all(load_results(results.folder))]
    assert [plot.png for plot in plots] == [plot.png for plot in draw_all(results)]
    files = {path.name for path in (results.folder / "plots").iterdir()}
    assert files == {f"{plot.name}.{kind}" for plot in plots for kind in ("svg", "png")}
    assert {"words-tones-noise", "words-tones-calibration", "words-tones-groups"} <= {plot.name for plot in plots}


def test_a_plot_tells_what_it_shows(results):
    (noise,) = [plot for plot in draw_all(results) if plot.name.endswith("noise")]
    figure = next(one for one in results.judged[0].assessment.figures if one.condition == "white -20 dB")
    assert f"-20 dB {figure.value:.3g}" in noise.told


def test_curves_of_every_kind_are_drawn():
    rates = np.array([0.0, 0.01, 0.1, 1.0])
    kinds = [Curve(kind, "all", rates, rates[::-1], ("x", "y")) for kind in ("DET", "ROC", "calibration", "scores")]
    name = "말 $x_1$"
    judged = Judged("verification", "people", Assessment(name, (Figure("equal error rate", 0.1, 5),), tuple(kinds)))
    plots = draw_all(Results("s", 0, (judged,)))
    assert [plot.title.rpartition(": ")[2] for plot in plots] == ["DET", "ROC", "calibration", "scores"]
    assert all("nan" not in plot.svg for plot in plots)
    assert "말 $x_1$" in plots[0].told


def test_many_confusions_show_the_worst():
    confusions = {(f"sentence {number} that is a long one", "other"): number for number in range(1, 40)}
    judged = Judged("p", "d", Assessment("r", (), confusions=confusions))
    (plot,) = draw_all(Results("s", 0, (judged,)))
    assert "the 12 most confused of 40" in plot.title
    assert "sentence 39 that is a long one taken for other, 39 times" in plot.told


def test_figures_as_a_table(results):
    rows = read_table(results.folder / "figures.parquet")
    assert len(rows) == sum(len(one.assessment.figures) for one in results.judged)
    assert {row["name"] for row in rows} == {"words right"}


def test_how_figures_are_written():
    share = Figure("x", 0.9123, 10, low=0.88, high=0.941)
    assert with_interval(share) == "91.2 % (88.0 to 94.1 %)"
    assert with_interval(Figure("x", 12.345, 10, "ms")) == "12.3 ms"
    assert value_of(Figure("x", 0.5, 1, "1/h")) == "0.5 1/h"


def test_two_recognisers_are_compared(results):
    (found,) = compare(results, results, ("sharp", "blurred"))
    assert found.difference is not None
    assert found.mcnemar is not None
    right = {one.recognizer: one.assessment.right for one in results.judged}
    wrong = sum(right["sharp"][key] - right["blurred"][key] for key in right["sharp"])
    assert (found.difference.count, found.difference.people) == (36 * 4, 6)
    assert found.difference.value == pytest.approx(-wrong / found.difference.count)
    assert found.mcnemar.first_only - found.mcnemar.second_only == wrong
    assert found.is_sure
    assert found.mcnemar.p < 0.001


def test_a_recogniser_does_not_differ_from_itself(results):
    for found in compare(results, load_results(results.folder)):
        assert found.difference is not None
        assert found.mcnemar is not None
        assert (found.difference.value, found.mcnemar.p, found.is_sure) == (0.0, 1.0, False)


def test_degrees_have_no_mcnemar(results):
    judged = [replace(one, assessment=replace(one.assessment, right={"a · b": 0.5})) for one in results.judged]
    for found in compare(replace(results, judged=tuple(judged)), replace(results, judged=tuple(judged))):
        assert found.mcnemar is None
        assert found.difference is not None


def test_cases_are_of_people():
    items = (Item("a", Path("a.wav"), speaker="mina"), Item("b · 2", Path("b.wav")))
    cases = ["a · as recorded", "b · 2 · rain 3 dB", "a / b · 2 · as recorded", "c · as recorded"]
    assert people_of(Dataset("d", items), cases) == {cases[0]: "mina", cases[1]: "item b · 2", cases[2]: "mina"}


def test_what_cannot_be_compared(results, study, tmp_path, run_here):
    with pytest.raises(StudyError, match="nothing to compare"):
        compare(results, results, ("sharp", "nobody"))
    fewer = run_here(study(STUDY.replace("tones 36", "tones 12")), tmp_path / "fewer")
    with pytest.raises(StudyError, match="the items are not the same"):
        compare(results, fewer)
    quieter = replace(results, conditions=(Condition(),))
    with pytest.raises(StudyError, match="the conditions are not the same"):
        compare(results, quieter)


def test_the_leaderboard_has_the_best_first_and_only_what_may_be_compared(results, study, tmp_path, run_here):
    fewer = run_here(study(STUDY.replace("tones 36", "tones 12")), tmp_path / "fewer")
    machine = {**results.environment["machine"], "notes": "another"}
    elsewhere = replace(results, environment={**results.environment, "machine": machine})
    found = boards([results, fewer, elsewhere])
    assert [len(board.places) for board in found] == [4, 2] or [len(board.places) for board in found] == [2, 4]
    large = max(found, key=lambda board: len(board.places))
    assert [place.recognizer for place in large.places] == ["sharp", "sharp", "blurred", "blurred"]
    assert len({place.machine for place in large.places}) == 2
    page = leaderboard_page(found)
    Page(page)
    assert "only between rows of one machine" in page


def test_less_is_better_where_less_is_better(results):
    errors = [
        replace(one.assessment, figures=(Figure("errors", value, 5, better="lower"),))
        for one, value in zip(results.judged, (0.2, 0.1), strict=True)
    ]
    judged = tuple(replace(one, assessment=error) for one, error in zip(results.judged, errors, strict=True))
    (board,) = boards([replace(results, judged=judged)])
    assert [place.figure.value for place in board.places] == [0.1, 0.2]


def test_a_model_card_says_what_was_measured_on_what(results):
    told, data = card_markdown(results, "blurred"), card_data(results, "blurred")
    worst = next(one.assessment.worst for one in results.judged if one.recognizer == "blurred")
    assert worst is not None
    assert f"It fares worst with {worst.group}" in told
    assert "Nobody is in it." in told
    assert "CC0-1.0" in told
    assert data["data"]["tones"]["sha256"] in told
    assert json.loads(json.dumps(data)) == data
    assert {one["condition"] for one in data["figures"]} >= {"white -20 dB", "as recorded"}


def test_a_model_card_tells_failures_too(study, tmp_path, run_here):
    results = run_here(study(STUDY.replace("{blur: 0.97}", "{fault: raise, every: 3}")), tmp_path / "bad")
    assert "failed: raised RuntimeError: the fake raises" in card_markdown(results, "blurred")


def test_no_card_of_nobody(results):
    with pytest.raises(StudyError, match=r"no recogniser 'nobody' that was loaded\. There are: blurred, sharp"):
        card_data(results, "nobody")

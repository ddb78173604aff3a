"""Read sentences: which of a list was read, the sentence taken out, and free transcription."""

import numpy as np
import pytest

from ogam.asr import Calibration, FakeScorer
from ogam.audio import write_wav
from ogam.core import OgamError
from ogam.grammar import language
from ogam.lab.metrics import letter_errors
from ogam.lab.sentences import measure_sentences

CALIBRATION = Calibration((-3.0, *[0.0] * 7), 4.0, 0.5)
TABLE = """path\tspeaker\tsubcorpus\ttext
b.wav\tone\tx\t두 시에 "꼭" 오세요.
a.wav\tone\tx\t거실 불을 켜줘.
c.wav\ttwo\tx\t거실 문을 닫아.
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "transcripts.tsv").write_text(TABLE, encoding="utf-8")
    for name in "abc":
        write_wav(tmp_path / f"{name}.wav", np.random.default_rng(1).normal(0, 0.1, 48_000).astype(np.float32))
    return tmp_path


def scorer(folder, **heard):
    texts = {"a": "거실불을켜줘", "b": "2시에꼭오세요", "c": "거실문을닫아"} | heard
    return FakeScorer({str(folder / f"{name}.wav"): text for name, text in texts.items()}, ["거실", "시에"])


def test_what_is_read_is_found_numbers_in_digits_too(folder):
    figures = measure_sentences(folder, scorer(folder), language("ko"), calibration=CALIBRATION)
    assert (figures["n"], figures["sentences"], figures["accuracy"], figures["cer"]) == (3, 3, 1.0, 0.0)
    assert figures["rejection_eer"] == 0.0
    assert figures["at_shipped_threshold"] == {"false_accept": 0.0, "false_reject": 0.0}
    assert {"latency_ms", "real_time_factor", "peak_rss_mb"} <= figures.keys()
    assert figures["errors"] == []


def test_what_is_misheard_is_an_error_and_letters_are_counted(folder):
    misheard = scorer(folder, c="거실불을켜줘")
    figures = measure_sentences(folder, misheard, language("ko"), calibration=CALIBRATION)
    assert figures["accuracy"] == pytest.approx(2 / 3, abs=1e-4)
    assert figures["cer"] == pytest.approx(3 / 19, abs=1e-4)  # 불을켜줘 for 문을닫아
    [error] = figures["errors"]
    assert (error["expected"], error["got"], error["heard"]) == ("거실 문을 닫아.", "거실불을켜줘", "거실불을켜줘")


def test_the_first_by_name_against_all_sentences(folder):
    figures = measure_sentences(folder, scorer(folder), language("ko"), limit=1, calibration=CALIBRATION)
    assert (figures["n"], figures["sentences"]) == (1, 3)


@pytest.mark.parametrize(
    ("table", "said"), [(None, "cannot be read"), ("name\ttext\n1\t2\n", "columns path"), (TABLE[:28], "no recordings")]
)
def test_a_table_that_is_wrong_is_said(tmp_path, table, said):
    if table is not None:
        (tmp_path / "transcripts.tsv").write_text(table, encoding="utf-8")
    with pytest.raises(OgamError, match=said):
        measure_sentences(tmp_path, scorer(tmp_path), language("ko"), calibration=CALIBRATION)


@pytest.mark.parametrize(
    ("heard", "said", "errors"),
    [
        ([["가나다"]], "가나다", 0),
        ([["가다"]], "가나다", 1),
        ([["가"], ["5", "오"], ["월"]], "가오월", 0),
        ([["5", "오"], ["월"]], "유월", 1),
        ([], "가나", 2),
        ([["가나"]], "", 2),
    ],
)
def test_the_nearest_spelling_counts(heard, said, errors):
    assert letter_errors(heard, said) == errors

"""What of an answer is believed, and that it survives being written."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogam.core import Audio, Box, Image, Observation
from ogam.lab.studies.answers import as_json, fault_of, from_json, in_one_line
from ogam.lab.studies.journal import Entry, Journal, journal_path, read_journals

SECOND = Audio(np.zeros(16_000, np.float32))


def said(start: float = 0.0, end: float = 1.0, confidence: float = 0.5) -> Observation:
    return Observation("transcript", "yes", confidence, start, end)


@pytest.mark.parametrize(
    ("answers", "fault"),
    [
        ([[said()]], ""),
        ([[]], ""),
        ([[said(end=1.4)]], ""),
        ([[said(end=2.0)]], "does it take the sound at another rate"),
        ([[said(start=-3)]], "does it take the sound at another rate"),
        ([[said(), said(confidence=1.5)]], "a confidence of 1.5"),
        ([[said(confidence=math.nan)]], "a confidence of nan"),
        ([[said(start=0.9, end=0.1)]], "a time span from 0.9 to 0.1 s"),
        ([[said(end=math.inf)]], "a time span"),
        ([[], []], "not one list"),
        (None, "not one list"),
        ([["yes"]], "no observation"),
    ],
)
def test_faults(answers, fault):
    assert fault in fault_of(SECOND, answers)
    assert bool(fault) == bool(fault_of(SECOND, answers))


def test_times_of_a_picture_are_its_own():
    assert fault_of(Image(np.zeros((2, 2, 3), np.uint8), time=50.0), [[said(50.0, 50.0)]]) == ""


def test_observations_survive_and_lose_their_source():
    details = {"vector": np.array([0.1, 0.2], np.float32), "count": np.int64(3), "parts": ({"a": None},)}
    one = Observation("face", "마루", 0.1, 1 / 3, 0.5, "/home/me/x.wav", "r", "m@1", Box(1, 2, 3, 4), details)
    data = json.loads(in_one_line(as_json([one])))
    (back,) = from_json(data)
    assert back.source == ""
    assert (back.value, back.start, back.box) == ("마루", 1 / 3, Box(1, 2, 3, 4))
    assert back.details == {
        "vector": [float(np.float32(0.1)), float(np.float32(0.2))],
        "count": 3,
        "parts": [{"a": None}],
    }


def test_details_that_are_no_json():
    with pytest.raises(TypeError, match="a set, which is no JSON value"):
        as_json([Observation("x", "x", 1, 0, 0, details={"all": {1, 2}})])


def entry(unit: int, **fields) -> Entry:
    return Entry(unit, fields.pop("status", "ok"), [], **fields)


def test_a_line_that_was_cut_off_was_not_written(tmp_path: Path):
    journal = Journal(journal_path(tmp_path, 1))
    journal.write(entry(0))
    journal.write(entry(1))
    journal.close()
    path = journal_path(tmp_path, 1)
    whole = path.read_bytes()
    for cut in range(len(whole)):
        path.write_bytes(whole[:cut])
        assert set(read_journals(tmp_path)) == set(range(whole[:cut].count(b"\n")))


def test_an_answer_counts_more_than_that_there_was_none(tmp_path: Path):
    for number, one in enumerate([entry(0, status="timed out", broke=True), entry(0, seconds=2.0)]):
        journal = Journal(journal_path(tmp_path, number))
        journal.write(one)
        journal.close()
    assert read_journals(tmp_path) == {0: entry(0, seconds=2.0)}


@given(st.text(), st.floats(allow_nan=False))
def test_any_text_and_number_comes_back(tmp_path_factory, text, number):
    folder = tmp_path_factory.mktemp("journal")
    journal = Journal(journal_path(folder, 0))
    written = Entry(3, "failed", [{"value": text, "end": number}], text)
    journal.write(written)
    journal.close()
    assert read_journals(folder) == {3: written}

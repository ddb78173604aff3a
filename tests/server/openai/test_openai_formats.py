import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openai.types.audio import TranscriptionDiarized, TranscriptionVerbose

from ogam.server.openai.formats import as_data, as_srt, as_text, as_vtt
from ogam.server.openai.passages import Passage

SAID = (
    Passage("turn on the lights", 0.5, 1.75, "en", "Mina", -0.1),
    Passage("<b>R&D</b>", 3661.0, 3662.0305, "en", "A", -1.5),
)


def test_json_and_text():
    assert as_text(SAID) == "turn on the lights <b>R&D</b>"
    assert as_data(SAID, 4.0, "json") == {"text": as_text(SAID), "usage": {"type": "duration", "seconds": 4.0}}
    assert as_text(()) == ""


def test_verbose_json_is_what_openai_clients_read():
    read = TranscriptionVerbose.model_validate(as_data(SAID, 4.0, "verbose_json"), strict=True)
    assert (read.language, read.duration, read.text) == ("en", 4.0, as_text(SAID))
    assert [(segment.id, segment.start, segment.end, segment.text) for segment in read.segments] == [
        (0, 0.5, 1.75, "turn on the lights"),
        (1, 3661.0, 3662.03, "<b>R&D</b>"),
    ]


def test_diarized_json_names_the_speakers():
    read = TranscriptionDiarized.model_validate(as_data(SAID, 4.0, "diarized_json"), strict=True)
    assert [segment.speaker for segment in read.segments] == ["Mina", "A"]
    assert len({segment.id for segment in read.segments}) == 2


def test_subtitles():
    assert as_srt(SAID).splitlines()[:3] == ["1", "00:00:00,500 --> 00:00:01,750", "turn on the lights"]
    assert "01:01:01,000 --> 01:01:02,030" in as_srt(SAID)
    assert as_vtt(SAID).splitlines()[:2] == ["WEBVTT", ""]
    assert "&lt;b&gt;R&amp;D&lt;/b&gt;" in as_vtt(SAID)
    assert as_vtt(()) == "WEBVTT\n"


@pytest.mark.parametrize(("write", "point"), [(as_srt, ","), (as_vtt, ".")])
@given(start=st.floats(0, 360_000), length=st.floats(0, 60))
def test_times_are_whole_milliseconds(write, point, start, length):
    text = write([Passage("a", start, start + length)])
    found = re.search(rf"(\d+):([0-5]\d):([0-5]\d){re.escape(point)}(\d{{3}}) --> ", text)
    assert found
    hours, minutes, seconds, thousandths = map(int, found.groups())
    assert hours * 3600 + minutes * 60 + seconds + thousandths / 1000 == pytest.approx(start, abs=6e-4)

"""STUDY.yaml: what it says, and each thing that can be wrong with its line."""

from contextlib import suppress
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ogam.lab.outcomes import Condition
from ogam.lab.studies import StudyError, load_study, parse_study

LEAST = """
name: least
datasets: {words: words}
recognizers: {one: a/one}
protocols: [transcription]
"""


def parsed(text: str):
    return parse_study(text, Path("there/STUDY.yaml"))


def problems_of(text: str) -> list[str]:
    with pytest.raises(StudyError) as found:
        parsed(text)
    return found.value.problems


def test_the_least_that_a_study_says():
    study = parsed(LEAST)
    assert (study.name, study.seed, study.conditions) == ("least", 0, (Condition(),))
    assert study.datasets[0].place == "words"
    assert study.recognizers[0].plugin == "a/one"
    assert study.protocols[0].takes("one", "words")


def test_all_that_a_study_can_say(study):
    path = study("""
        name: everything
        seed: 7
        datasets:
          near: data/near.jsonl
          far: {place: far, split: test, limit: 600}
        recognizers:
          small: a/small
          theirs: {plugin: "http://192.168.1.20:8000", options: {timeout: 20, words: [on, off]}}
        noises: {white: white.wav}
        ratio: peak
        conditions:
          - as recorded
          - {noise: white, snr_db: [6, 12], device: [phone, "tin can"]}
          - {room: hall}
        protocols:
          - transcription
          - {protocol: verification, datasets: far, recognizers: [small], options: {target: 0.01}}
        limits: {seconds: 5, memory_mb: 512, failures: 3}
        machine: a quiet one
        """)
    read = load_study(path)
    assert read.datasets[0].place == path.parent / "data/near.jsonl"
    assert (read.datasets[1].place, read.datasets[1].split, read.datasets[1].limit) == ("far", "test", 600)
    assert read.recognizers[1].options == {"timeout": 20, "words": ["on", "off"]}
    assert read.noises == {"white": path.parent / "white.wav"}
    assert [str(condition) for condition in read.conditions] == [
        "as recorded",
        "white 6 dB, phone",
        "white 6 dB, tin can",
        "white 12 dB, phone",
        "white 12 dB, tin can",
        "hall",
    ]
    assert read.protocols[1].takes("small", "far")
    assert not read.protocols[1].takes("theirs", "far")
    assert not read.protocols[1].takes("small", "near")
    assert (read.ratio, read.limits.seconds, read.limits.load_seconds, read.limits.failures) == ("peak", 5, 300, 3)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "there/STUDY.yaml:1: the file is empty."),
        ("name: [", "there/STUDY.yaml:1: this is not YAML"),
        ("name: x\n", "there/STUDY.yaml:1: the study has no datasets."),
        (LEAST + "sed: 3\n", "there/STUDY.yaml:6: the study has no key 'sed'. Keys: name, seed"),
        (LEAST + "seed: -1\n", "there/STUDY.yaml:6: the seed must be a whole number of at least 0, not -1."),
        (LEAST + "seed: two\n", "there/STUDY.yaml:6: the seed must be a number, not 'two'."),
        (LEAST + "ratio: loud\n", "there/STUDY.yaml:6: 'loud' is no ratio. There are: active, mean, peak."),
        (LEAST + "noises: {hum: hum.wav}\n", "there/STUDY.yaml:6: the noise hum is no file: there/hum.wav."),
        (LEAST + "conditions: [loud]\n", "there/STUDY.yaml:6: 'loud' is no condition. Write 'as recorded'"),
        (LEAST + "conditions: [{snr_db: 3}]\n", "there/STUDY.yaml:6: noise and snr_db belong together."),
        (
            LEAST + "conditions: [{noise: rain, snr_db: 3}]\n",
            "there/STUDY.yaml:6: 'rain' is no noise of this study. There are: none.",
        ),
        (LEAST + "limits: {seconds: 0}\n", "there/STUDY.yaml:6: seconds must be more than 0, not 0."),
        (LEAST + "limits: {hours: 1}\n", "there/STUDY.yaml:6: limits has no key 'hours'."),
        (LEAST.replace("words: words", "words: {split: test}"), "there/STUDY.yaml:3: the data set words has no place."),
        (LEAST.replace("one: a/one", "one: {options: {}}"), "there/STUDY.yaml:4: the recogniser one has no plugin."),
        (LEAST.replace("one: a/one", "'a#b': a/one"), "there/STUDY.yaml:4: 'a#b' cannot be a name in recognizers"),
        (LEAST.replace("{one: a/one}", "{}"), "there/STUDY.yaml:4: there are no recognizers. Name at least one."),
        (LEAST.replace("[transcription]", "[]"), "there/STUDY.yaml:5: there are no protocols. Name at least one."),
        (
            LEAST.replace("[transcription]", "[{protocol: x, recognizers: [on]}]"),
            "there/STUDY.yaml:5: 'on' is no name in recognizers of this study. There are: one. Did you mean 'one'?",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text, told):
    assert any(problem.startswith(told) for problem in problems_of(text)), problems_of(text)


def test_all_problems_are_told_at_once():
    assert len(problems_of(LEAST + "seed: x\nratio: loud\nlimits: {seconds: 0}\n")) == 3


def test_files_that_cannot_be_read(tmp_path):
    with pytest.raises(StudyError, match="no such file"):
        load_study(tmp_path / "STUDY.yaml")
    (tmp_path / "latin.yaml").write_bytes(b"name: caf\xe9\n")
    with pytest.raises(StudyError, match="cannot be read"):
        load_study(tmp_path / "latin.yaml")


KEYS = ("name", "seed", "datasets", "recognizers", "conditions", "noise", "snr_db", "protocols", "protocol", "limits")
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda each: st.lists(each) | st.dictionaries(st.sampled_from([*KEYS, "x"]), each),
)


@given(ANYTHING)
def test_whatever_stands_in_it_is_a_study_or_told(data):
    with suppress(StudyError):
        assert parsed(yaml.safe_dump(data, allow_unicode=True)).name

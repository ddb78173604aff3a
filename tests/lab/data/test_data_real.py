"""The layouts of ../shared/data, read as `ogam bench` reads them."""

from pathlib import Path

import numpy as np
import pytest

from ogam.audio import read
from ogam.lab.data import add_dataset, augment, generator_of, open_dataset, read_item, read_source, split_by_speaker
from ogam.lab.data.levels import active_power, mean_power
from ogam.lab.faces import read_pairs
from ogam.lab.outcomes import Condition
from ogam.lab.speaker_recordings import recordings_of

DATA = Path(__file__).parents[4] / "shared" / "data"
pytestmark = [pytest.mark.real, pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data is not there")]


@pytest.mark.parametrize(
    ("folder", "layout", "count"),
    [
        ("barista", "picovoice", 200),
        ("korean", "transcripts", 445),
        ("speakers", "speakers", 170),
        ("speech-to-phrase-en", "sentences", 73),
        ("wakeword", "wake-words", 240),
        ("faces", "lfw", 807),
    ],
)
def test_all_of_it_is_read_and_found_again(folder, layout, count, ogam_folder):
    added = add_dataset(DATA / folder)
    assert read_source(DATA / folder)[0] == layout
    assert (len(added.items), added.left_out) == (count, ())
    assert open_dataset(added.name, strict=True, depth="bytes") == added


def test_the_pairs_are_those_of_the_benchmark():
    _, reading = read_source(DATA / "faces")
    ours = {(pair.first, pair.second, pair.same) for pair in reading.dataset.pairs}
    assert ours == {(pair.one, pair.other, pair.same) for pair in read_pairs(DATA / "faces")}


def test_the_people_are_those_of_the_benchmark():
    _, reading = read_source(DATA / "speakers")
    ours = {(item.path, item.speaker) for item in reading.dataset.items}
    assert ours == {(one.path, one.speaker) for one in recordings_of(DATA / "speakers")}


def test_korean_people_stay_in_their_splits():
    _, reading = read_source(DATA / "korean")
    divided = split_by_speaker(reading.dataset, {"train": 0.5, "test": 0.5}, seed=1)
    people = {split: {item.speaker for item in divided.items if item.split == split} for split in ("train", "test")}
    assert not people["train"] & people["test"]
    assert len(people["train"] | people["test"]) == 21


def test_noise_lies_below_real_speech_as_far_as_asked():
    _, reading = read_source(DATA / "korean")
    babble = read(DATA / "noise" / "babble.flac")
    for item in reading.dataset.items[::100]:
        speech = read_item(item)
        condition = Condition("babble", 20.0)
        mixed = augment(speech, condition, {"babble": babble}, generator_of(0, item.id, condition))
        added = mean_power(mixed.samples - speech.samples)
        assert 10 * np.log10(active_power(speech) / added) == pytest.approx(20.0, abs=0.01)

"""Files that are not what a data set says: each is named and left out, and the rest is used."""

from dataclasses import replace

import numpy as np
import pytest
import soundfile

from ogam.core import DatasetError
from ogam.lab.data.checks import checked
from ogam.lab.data.readings import Reading
from ogam.lab.items import Dataset, Item, Pair
from ogam.models.disk import sha256_of


def reading_of(*items, pairs=()):
    return Reading(Dataset("made", items, pairs=pairs), {item.id: f"m.jsonl:{n}" for n, item in enumerate(items, 2)})


def left_out(reading, depth="files"):
    return {problem.item: str(problem) for problem in checked(reading, depth).dataset.left_out}


def test_what_is_right_stays(tmp_path, tone):
    path = tone(tmp_path / "a.wav", 1.0)
    reading = reading_of(Item("a", path, seconds=1.0, sha256=sha256_of(path)), Item("b", path, span=(0.2, 0.7)))
    assert checked(reading, "bytes") == reading


def test_missing_and_empty_files_and_folders(tmp_path, tone):
    (tmp_path / "empty.wav").touch()
    names = ("gone.wav", "empty.wav", ".", "x" * 300, "nul\0.wav")
    items = [Item(name, tmp_path / name) for name in names]
    found = left_out(reading_of(*items, Item("good", tone(tmp_path / "a.wav"))))
    assert set(found) == set(names)
    assert found["gone.wav"].startswith(f"m.jsonl:2: {tmp_path / 'gone.wav'}: no such file.")
    assert "an empty file" in found["empty.wav"]


def test_wrong_lengths(tmp_path, tone):
    path = tone(tmp_path / "a.wav", 2.0)
    found = left_out(
        reading_of(
            Item("right", path, seconds=2.05),
            Item("long", path, seconds=3.0),
            Item("short", path, seconds=0.5),
            Item("part", path, seconds=0.5, span=(1.0, 1.5)),
            Item("other part", path, seconds=1.5, span=(1.0, 1.5)),
            Item("beyond", path, span=(1.0, 9.0)),
        )
    )
    assert set(found) == {"long", "short", "other part", "beyond"}
    assert found["long"] == "m.jsonl:3: item 'long' is 3 s long by its line and 2.00 s by its file. Correct it."
    assert "ends at 9 s of a file of 2.00 s" in found["beyond"]


def test_what_is_no_sound_or_no_picture(tmp_path, picture):
    text = tmp_path / "a.wav"
    text.write_text("hello")
    items = (Item("text", text, seconds=1.0), Item("no picture", text, "image"))
    assert set(left_out(reading_of(*items))) == {"text"}
    assert set(left_out(reading_of(*items, Item("good", picture(tmp_path / "a.png"), "image")), "bytes")) == {
        "text",
        "no picture",
    }


def test_bytes_that_changed_and_samples_that_are_no_numbers(tmp_path, tone):
    good = tone(tmp_path / "good.wav")
    bad = tmp_path / "nan.wav"
    soundfile.write(bad, np.array([0.1, np.nan, 0.2], np.float32), 16_000, subtype="FLOAT")
    reading = reading_of(Item("changed", good, sha256="0" * 64), Item("nan", bad))
    assert left_out(reading) == {}
    found = left_out(reading, "bytes")
    assert "the manifest says 000000000000…" in found["changed"]
    assert "not numbers (NaN)" in found["nan"]


def test_each_item_of_a_file_is_compared_with_its_own_sum(tmp_path, tone):
    path = tone(tmp_path / "a.wav", 1.0)
    reading = reading_of(Item("a", path, sha256=sha256_of(path), span=(0, 0.5)), Item("b", path, sha256="1" * 64))
    assert set(left_out(reading, "bytes")) == {"b"}


def test_nobody_is_in_two_splits(tmp_path, tone):
    path = tone(tmp_path / "a.wav")
    items = [
        Item("1", path, speaker="mina", split="test"),
        Item("2", path, speaker="mina", split="train"),
        Item("3", path, speaker="jun", split="test"),
        Item("4", path, speaker="jun", split="dev"),
        Item("5", path, speaker="", split="dev"),
        Item("6", path, speaker="sora", split=""),
    ]
    found = left_out(reading_of(*items))
    assert set(found) == {"1", "4"}
    assert "speaker 'mina' of item '1' is in split 'test' and in 'train'" in found["1"]


def test_pairs_of_what_is_left_out_go_with_it(tmp_path, tone):
    items = (Item("a", tone(tmp_path / "a.wav")), Item("b", tmp_path / "gone"), Item("c", tone(tmp_path / "c.wav")))
    reading = checked(reading_of(*items, pairs=(Pair("a", "b", True), Pair("a", "c", False))))
    assert reading.dataset.pairs == (Pair("a", "c", False),)


def test_strictly_raises_all_problems(tmp_path):
    reading = checked(reading_of(Item("a", tmp_path / "a"), Item("b", tmp_path / "b")))
    with pytest.raises(DatasetError) as raised:
        reading.strictly()
    assert len(raised.value.problems) == 2
    assert replace(reading, dataset=Dataset("made", ())).strictly()

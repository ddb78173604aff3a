"""Data sets by name: added where they lie, opened, verified, forgotten; what is broken off goes on."""

import json
import signal
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
import soundfile

from ogam.core import DatasetError
from ogam.lab.data import add_dataset, names, open_dataset, read_item, register, remove_dataset, verify_dataset
from ogam.lab.data.registry import find_manifest
from ogam.lab.data.sums import hash_files
from ogam.models import QuietProgress


@pytest.fixture
def corpus(tmp_path, tone, write, ogam_folder):
    """A folder of three recordings, with a table; the last of them is missing."""
    for number in (1, 2):
        tone(tmp_path / "made" / "audio" / f"{number}.wav", number)
    rows = [f"audio/{number}.wav\tp{number}\t문장 {number}" for number in (1, 2, 3)]
    write("made/transcripts.tsv", "path\tspeaker\ttext", *rows)
    return tmp_path / "made"


def test_it_is_opened_by_the_name_it_was_added_under(corpus):
    added = add_dataset(corpus, header={"licence": "CC-BY-4.0", "consent": "They signed."})
    opened = open_dataset("made")
    assert opened == added
    assert names() == ("made",)
    assert [(item.seconds, len(item.sha256)) for item in opened.items] == [(1.0, 64), (2.0, 64)]
    assert (opened.licence, opened.consent) == ("CC-BY-4.0", "They signed.")


def test_what_was_left_out_when_it_was_added_is_told_ever_after(corpus):
    add_dataset(corpus)
    (problem,) = open_dataset("made").left_out
    assert problem.item == "audio/3.wav"
    assert problem.place == f"{corpus / 'transcripts.tsv'}:4"
    with pytest.raises(DatasetError, match="no such file"):
        open_dataset("made", strict=True)


def test_the_files_are_not_copied(corpus, ogam_folder):
    add_dataset(corpus)
    assert sorted(path.name for path in (ogam_folder / "datasets").iterdir()) == ["made.jsonl", "made.sums"]
    assert open_dataset("made").items[0].path == corpus / "audio" / "1.wav"


def test_strictly_nothing_is_added(corpus):
    with pytest.raises(DatasetError, match="no such file"):
        add_dataset(corpus, strict=True)
    assert names() == ()


def test_a_name_is_taken_once(corpus):
    add_dataset(corpus)
    with pytest.raises(DatasetError, match="there already"):
        add_dataset(corpus)
    add_dataset(corpus, replacing=True)


@pytest.mark.parametrize("name", ["../up", "a/b", ".hidden", "a b", "a\n"])
def test_what_can_be_no_name(corpus, name):
    with pytest.raises(DatasetError, match="cannot be a name"):
        add_dataset(corpus, name)


def test_a_manifest_is_opened_by_its_path_and_can_be_added(corpus, write, tmp_path):
    path = write(
        "made/own.jsonl",
        '{"manifest": 1, "name": "own", "licence": "CC0-1.0"}',
        '{"id": "one", "path": "audio/1.wav", "seconds": 1.0}',
        '{"id": "wrong", "path": "audio/2.wav", "sha256": "' + "0" * 64 + '"}',
    )
    assert [item.id for item in open_dataset(path).items] == ["one", "wrong"]
    assert open_dataset(str(path)).name == "own"
    added = add_dataset(path)
    assert [item.id for item in added.items] == ["one"]
    assert "SHA-256 is" in added.left_out[0].what


def test_a_sound_with_holes_is_not_added(corpus, write):
    holes = np.array([0.1, np.nan, 0.2], np.float32)
    soundfile.write(corpus / "audio" / "3.wav", holes, 16_000, subtype="FLOAT")
    lines = [{"id": name, "path": "audio/3.wav"} for name in "ab"]
    path = write(
        "made/m.jsonl", '{"manifest": 1, "name": "m"}', *map(json.dumps, [*lines, {"id": "c", "path": "audio/1.wav"}])
    )
    added = add_dataset(path)
    assert [item.id for item in added.items] == ["c"]
    assert all("not numbers (NaN)" in problem.what for problem in added.left_out)


def test_what_is_no_sound_is_not_added(corpus):
    (corpus / "audio" / "3.wav").write_text("hello")
    assert "not a sound file" in add_dataset(corpus).left_out[0].what


def test_what_cannot_be_opened_says_why(corpus, write):
    with pytest.raises(DatasetError, match="ogam lab data add"):
        open_dataset(corpus)
    with pytest.raises(DatasetError, match="no data set of that name, and no manifest there"):
        open_dataset("nix")
    empty = write("m.jsonl", '{"manifest": 1, "name": "x"}', '{"id": "a", "path": "gone.wav"}')
    with pytest.raises(DatasetError, match="no such file") as raised:
        open_dataset(empty)
    assert "holds no item that can be used" in raised.value.problems[-1]


def test_verify_tells_what_changed(corpus, tone, write):
    add_dataset(corpus)
    assert verify_dataset("made").checked.left_out == ()
    tone(corpus / "audio" / "1.wav", 1.0, frequency=500)
    (corpus / "audio" / "2.wav").unlink()
    with (corpus / "transcripts.tsv").open("a") as file:
        file.write("audio/4.wav\tp4\tnew\n")
    found = verify_dataset("made")
    assert {
        problem.item: problem.what.split(". ")[0].partition(": ")[2][:12] for problem in found.checked.left_out
    } == {
        "audio/1.wav": "SHA-256 is " + found.checked.left_out[1].what.partition("SHA-256 is ")[2][:1],
        "audio/2.wav": "no such file",
    }
    assert (found.added, found.gone) == (("audio/4.wav",), ())


def test_a_data_set_is_forgotten_and_its_files_stay(corpus, ogam_folder):
    add_dataset(corpus)
    remove_dataset("made")
    assert names() == ()
    assert list((ogam_folder / "datasets").iterdir()) == []
    assert (corpus / "audio" / "1.wav").exists()
    with pytest.raises(DatasetError, match="no data set of that name"):
        remove_dataset("made")


def test_a_slice_is_registered_under_a_name_of_its_own(corpus):
    dataset = add_dataset(corpus)
    register(replace(dataset, name="part", items=dataset.items[:1]))
    assert [item.id for item in open_dataset("part").items] == ["audio/1.wav"]
    assert verify_dataset("part").added == ()


class Stopping(QuietProgress):
    """Stops everything as soon as so many bytes were read, as Ctrl-C does."""

    def __init__(self, after: int) -> None:
        self.after = after

    def update(self, done: int, total: int | None = None) -> None:
        if done >= self.after:
            raise KeyboardInterrupt


class Counting(QuietProgress):
    def __init__(self) -> None:
        self.seen: list[int] = []

    def update(self, done: int, total: int | None = None) -> None:
        self.seen.append(done)


def test_checksums_go_on_where_they_were_broken_off(tmp_path, tone, monkeypatch):
    from ogam.lab.data import sums

    paths = [tone(tmp_path / f"{number}.wav") for number in range(4)]
    journal, size = tmp_path / "made.sums", paths[0].stat().st_size
    with pytest.raises(KeyboardInterrupt):
        hash_files(paths, journal, Stopping(3 * size), "made")
    with journal.open("a") as file:
        file.write('{"path": "broken o')
    read = []
    monkeypatch.setattr(sums, "sha256_of", lambda path, tell: read.append(path) or "x" * 64)
    found = hash_files(paths, journal, QuietProgress(), "made")
    assert read == paths[2:]
    assert set(found) == set(paths)
    assert hash_files(paths, journal, QuietProgress(), "made") == found
    assert len(read) == 2
    tone(paths[0], 0.7)
    hash_files(paths, journal, QuietProgress(), "made")
    assert read[2:] == [paths[0]]


def test_what_was_killed_is_not_hashed_again(corpus, ogam_folder):
    """Killed as by kill -9 after the first file: nothing is registered, and the second run reads the rest."""
    code = (
        "import os, signal, sys; from pathlib import Path; from ogam.lab.data import add_dataset\n"
        "from ogam.models import QuietProgress\n"
        "class Killing(QuietProgress):\n"
        "    def update(self, done, total=None):\n"
        "        done > 33_000 and os.kill(os.getpid(), signal.SIGKILL)\n"
        "add_dataset(Path(sys.argv[1]), progress=Killing())"
    )
    killed = subprocess.run([sys.executable, "-c", code, str(corpus)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert names() == ()
    progress = Counting()
    add_dataset(corpus, progress=progress)
    first, second = ((corpus / "audio" / f"{number}.wav").stat().st_size for number in (1, 2))
    assert progress.seen == [first, first + second, first + second]
    assert len(open_dataset("made").items) == 2


def test_the_bar_reaches_the_end(tmp_path, tone):
    paths = [tone(tmp_path / f"{number}.wav") for number in range(3)]
    progress = Counting()
    hash_files([*paths, tmp_path / "gone.wav"], tmp_path / "sums", progress, "made")
    assert progress.seen == sorted(progress.seen)
    assert progress.seen[-1] == sum(path.stat().st_size for path in paths)


def test_an_item_is_read_whole_or_in_part(tmp_path, tone, picture, write):
    tone(tmp_path / "a.wav", 2.0, rate=44_100)
    picture(tmp_path / "b.png")
    lines = [
        {"id": "whole", "path": "a.wav"},
        {"id": "part", "path": "a.wav", "span": [0.5, 1.25]},
        {"id": "picture", "path": "b.png", "medium": "image"},
    ]
    path = write("m.jsonl", '{"manifest": 1, "name": "x"}', *map(json.dumps, lines))
    whole, part, seen = (read_item(item) for item in open_dataset(path).items)
    assert len(part.samples) == 12_000
    middle = slice(1_000, 11_000)
    assert np.allclose(part.samples[middle], whole.samples[8_000:20_000][middle], atol=1e-3)
    assert seen.pixels.shape == (24, 32, 3)


def test_a_plugins_data_set_is_opened_by_its_name(corpus, tmp_path, monkeypatch):
    add_dataset(corpus)
    info = tmp_path / "packages" / "speech_set-1.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: speech-set\nVersion: 1\n", "utf-8")
    (info / "entry_points.txt").write_text("[ogam.datasets]\nlab/speech = plugin_speech_set:manifest\n", "utf-8")
    manifest = find_manifest("made")
    code = f"from pathlib import Path\n\n\ndef manifest():\n    return Path({str(manifest)!r})\n"
    (info.parent / "plugin_speech_set.py").write_text(code, "utf-8")
    monkeypatch.syspath_prepend(str(info.parent))
    assert open_dataset("lab/speech") == open_dataset("made")
    sys.modules.pop("plugin_speech_set")

"""Files made once from weights: made whole, or not at all."""

from pathlib import Path

import pytest

from ogam.core import ModelError
from ogam.models.derived import derived


class Maker:
    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, folder: Path) -> None:
        self.calls += 1
        (folder / "graph.onnx").write_bytes(b"graph")


def test_is_made_once(tmp_path: Path) -> None:
    make = Maker()
    folders = {derived(tmp_path, "1-abc", make) for _ in range(3)}
    assert folders == {tmp_path / "derived" / "1-abc"}
    assert make.calls == 1
    assert (tmp_path / "derived" / "1-abc" / "graph.onnx").read_bytes() == b"graph"


def test_another_stamp_is_made_anew(tmp_path: Path) -> None:
    make = Maker()
    assert derived(tmp_path, "1", make) != derived(tmp_path, "2", make)
    assert make.calls == 2


@pytest.mark.parametrize("harm", ["truncate", "unlink", "record"])
def test_what_was_damaged_is_made_again(tmp_path: Path, harm: str) -> None:
    make = Maker()
    graph = derived(tmp_path, "1", make) / "graph.onnx"
    if harm == "truncate":
        graph.write_bytes(b"gr")
    elif harm == "unlink":
        graph.unlink()
    else:
        graph.with_name("made.json").write_text("{")
    derived(tmp_path, "1", make)
    assert make.calls == 2
    assert graph.read_bytes() == b"graph"


def test_a_maker_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def make(folder: Path) -> None:
        (folder / "graph.onnx").write_bytes(b"half")
        raise ModelError("no")

    with pytest.raises(ModelError, match="no"):
        derived(tmp_path, "1", make)
    assert list((tmp_path / "derived").iterdir()) == []


def test_of_two_at_once_the_quicker_wins(tmp_path: Path) -> None:
    def slow(folder: Path) -> None:
        derived(tmp_path, "1", quick) if not (tmp_path / "derived" / "1").exists() else None
        (folder / "graph.onnx").write_bytes(b"slow")

    def quick(folder: Path) -> None:
        (folder / "graph.onnx").write_bytes(b"quick")

    import os
    from unittest.mock import patch

    pids = iter([1, 2])
    with patch.object(os, "getpid", lambda: next(pids)):
        folder = derived(tmp_path, "1", slow)
    assert (folder / "graph.onnx").read_bytes() == b"quick"
    assert [path.name for path in (tmp_path / "derived").iterdir()] == ["1"]


def test_a_disk_that_refuses_is_explained(tmp_path: Path) -> None:
    (tmp_path / "derived").write_text("a file stands where the folder should be")
    with pytest.raises(ModelError, match="OGAM_HOME"):
        derived(tmp_path, "1", Maker())

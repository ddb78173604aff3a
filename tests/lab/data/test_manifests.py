"""Manifests: what is written is read again; what is wrong is named with its line, and the rest is read."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogam.core import Box, DatasetError
from ogam.lab.data import read_manifest, write_manifest
from ogam.lab.data.manifests import read_header
from ogam.lab.items import Dataset, Item, Pair, Problem, Region

HEADER = '{"manifest": 1, "name": "made"}'
TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
NAMED = TEXT.filter(bool)
SECONDS = st.floats(0, 1e6)
SPAN = st.tuples(SECONDS, st.floats(0.1, 1e3)).map(lambda one: (one[0], one[0] + one[1]))
PATHS = st.lists(
    st.text(st.characters(categories=("L", "N"), include_characters=" _-"), min_size=1, max_size=8),
    min_size=1,
    max_size=3,
).map(lambda parts: Path("/data", *parts))
BOXES = st.builds(Box, *[st.floats(-1e4, 1e4)] * 2, *[st.floats(0, 1e4)] * 2)
ITEMS = st.builds(
    Item,
    NAMED,
    PATHS,
    st.sampled_from(["audio", "image"]),
    sha256=st.one_of(st.just(""), st.text("0123456789abcdef", min_size=64, max_size=64)),
    seconds=SECONDS,
    speaker=TEXT,
    text=st.none() | TEXT,
    intent=st.none() | TEXT,
    slots=st.dictionaries(TEXT, st.one_of(TEXT, st.integers(-(10**9), 10**9), SECONDS), max_size=3),
    words=st.lists(st.tuples(TEXT, SECONDS, SECONDS), max_size=2).map(tuple),
    regions=st.lists(st.builds(Region, TEXT, BOXES, st.booleans()), max_size=2).map(tuple),
    attack=TEXT,
    groups=st.dictionaries(TEXT, TEXT, max_size=3),
    split=TEXT,
    span=st.none() | SPAN,
)
PROBLEMS = st.builds(Problem, TEXT, TEXT, TEXT)


@st.composite
def datasets(draw):
    items = draw(st.lists(ITEMS, max_size=5, unique_by=lambda item: item.id))
    ids = [item.id for item in items]
    pairs = st.builds(Pair, st.sampled_from(ids), st.sampled_from(ids), st.booleans()) if ids else st.nothing()
    return Dataset(
        draw(TEXT),
        tuple(items),
        *draw(st.tuples(TEXT, TEXT, TEXT)),
        pairs=tuple(draw(st.lists(pairs, max_size=3))) if ids else (),
        version=draw(TEXT),
        left_out=tuple(draw(st.lists(PROBLEMS, max_size=2))),
    )


@given(datasets())
def test_what_is_written_is_read_again(tmp_path_factory, dataset):
    path = tmp_path_factory.mktemp("round") / "m.jsonl"
    write_manifest(dataset, path)
    assert read_manifest(path).dataset == dataset


def test_a_manifest_moves_with_its_files(tmp_path):
    first = tmp_path / "here"
    write_manifest(Dataset("made", (Item("a", first / "sounds" / "a.wav"),)), first / "m.jsonl")
    first.rename(tmp_path / "there")
    (item,) = read_manifest(tmp_path / "there" / "m.jsonl").dataset.items
    assert item.path == tmp_path / "there" / "sounds" / "a.wav"


def test_files_elsewhere_are_named_from_the_folder_they_share(tmp_path):
    items = (Item("a", Path("/data/x/a.wav")), Item("b", Path("/data/y/b.wav")))
    write_manifest(Dataset("made", items), tmp_path / "m.jsonl")
    assert read_header(tmp_path / "m.jsonl").root == "/data"
    assert '"path": "x/a.wav"' in (tmp_path / "m.jsonl").read_text("utf-8")


def lines_left_out(path):
    return {int(problem.place.rpartition(":")[2]): problem.what for problem in read_manifest(path).dataset.left_out}


def test_each_line_that_is_wrong_is_named_and_the_rest_is_read(write):
    path = write(
        "m.jsonl",
        HEADER,
        '{"id": "good", "path": "a.wav", "text": "불 켜줘"}',
        b'{"id": "latin", "path": "b.wav", "text": "caf\xe9"}',
        "{not json",
        '["a list"]',
        '{"path": "c.wav"}',
        '{"id": "bare"}',
        '{"id": "nan", "path": "d.wav", "seconds": NaN}',
        '{"id": "endless", "path": "d.wav", "seconds": 1e999}',
        '{"id": "negative", "path": "d.wav", "seconds": -1}',
        '{"id": "yes", "path": "d.wav", "seconds": true}',
        '{"id": "typo", "path": "d.wav", "speker": "m"}',
        '{"id": "good", "path": "e.wav"}',
        '{"id": "backwards", "path": "d.wav", "span": [2, 1]}',
        '{"id": "short", "path": "d.wav", "sha256": "abc"}',
        r'{"id": "half", "path": "d.wav", "text": "\ud800"}',
        '{"pair": ["good", "gone"], "same": true}',
        '{"pair": ["good"], "same": true}',
        "",
        '{"id": "last", "path": "f.wav"}',
    )
    dataset = read_manifest(path).dataset
    assert [item.id for item in dataset.items] == ["good", "last"]
    found = lines_left_out(path)
    assert set(found) == set(range(3, 19))
    assert "not UTF-8 text (byte 46 of the line)" in found[3]
    assert "NaN is not a number" in found[8]
    assert "seconds must be a number of at least 0" in found[9]
    assert "Did you mean 'speaker'?" in found[12]
    assert f"is there already ({path}:2)" in found[13]
    assert "span must be" in found[14]
    assert "64 hexadecimal digits" in found[15]
    assert "half of a character" in found[16]
    assert "'gone', of which there is no item" in found[17]


@pytest.mark.parametrize("path", ["/etc/passwd", "../a.wav", "a/../../b.wav", "C:\\a.wav", "..\\a.wav", "\\a.wav", ""])
def test_paths_stay_inside_the_root(write, path):
    manifest = write("m.jsonl", HEADER, json.dumps({"id": "a", "path": path}))
    assert read_manifest(manifest).dataset.items == ()
    assert "path must be a relative path that stays inside the root" in lines_left_out(manifest)[2]


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ((), "not the header"),
        (("",), "not the header"),
        (('{"id": "a", "path": "a.wav"}',), "not the header"),
        (('{"manifest": 1}',), "not the header"),
        (('{"manifest": 1, "name": 5}',), "not the header"),
        (('{"manifest": 2, "name": "new"}',), "Update Ogam"),
        ((b"\xff", HEADER), "not the header"),
    ],
)
def test_without_a_header_nothing_is_read(write, lines, says):
    with pytest.raises(DatasetError, match=says):
        read_manifest(write("m.jsonl", *lines))


def test_a_field_that_the_header_has_not_is_named(write):
    reading = read_manifest(
        write("m.jsonl", '{"manifest": 1, "name": "made", "license": "MIT"}', '{"id":"a","path":"a"}')
    )
    assert len(reading.dataset.items) == 1
    assert "the header has no field 'license'" in reading.dataset.left_out[0].what


def test_a_mark_and_foreign_ends_of_lines_are_read(tmp_path):
    path = tmp_path / "m.jsonl"
    path.write_bytes(
        b"\xef\xbb\xbf" + HEADER.encode() + b'\r\n{"id": "a", "path": "a.wav", "text": "x\xe2\x80\xa8y"}\r\n'
    )
    reading = read_manifest(path)
    assert reading.dataset.left_out == ()
    assert reading.dataset.items[0].text == "x\u2028y"


@given(st.lists(st.binary(max_size=40), max_size=6))
def test_no_bytes_break_the_reader(tmp_path_factory, lines):
    path = tmp_path_factory.mktemp("bytes") / "m.jsonl"
    path.write_bytes(HEADER.encode() + b"\n" + b"\n".join(lines))
    read_manifest(path)


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["span", "words", "regions", "slots", "groups", "sha256", "pair"]), JSON_VALUES))
def test_no_value_breaks_the_reader(tmp_path_factory, values):
    path = tmp_path_factory.mktemp("values") / "m.jsonl"
    path.write_text(f"{HEADER}\n{json.dumps({'id': 'a', 'path': 'a.wav', **values})}\n", "utf-8")
    reading = read_manifest(path)
    assert len(reading.dataset.items) + len(reading.dataset.left_out) == 1

"""Other people's layouts, each as its makers publish it, in small."""

import gzip
import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogam.core import Box, DatasetError
from ogam.lab.data import FORMATS, read_source
from ogam.lab.items import Pair, Region


def items_of(path, name="", media=None):
    kind, reading = read_source(path, name, media)
    return kind, {item.id: item for item in reading.dataset.items}, reading.dataset


def problems_of(dataset):
    return {str(problem).removeprefix("…") for problem in dataset.left_out}


def test_kaldi(tmp_path, tone, write):
    tone(tmp_path / "sounds" / "a.wav", 3.0)
    write("data/test/wav.scp", "rec1 sounds/a.wav", "rec2 sph2pipe -f wav x.sph |", "rec3 sounds/b.ark:123")
    write(
        "data/test/segments",
        "u1 rec1 0.5 1.5",
        "u2 rec1 1.5 -1",
        "u3 rec1 2 1",
        "u4 rec2 0 1",
        "u5 rec9 0 1",
        "u6 rec1",
    )
    write("data/test/text", "u1 turn on the light", "u2 거실 불 켜줘")
    write("data/test/utt2spk", "u1 spk1", "u2 spk2")
    write("data/test/spk2gender", "spk1 f", "spk2 m")
    write("data/test/utt2lang", "u2 ko")
    kind, items, dataset = items_of(tmp_path / "data" / "test")
    assert kind == "kaldi"
    assert set(items) == {"u1", "u2"}
    assert items["u1"].path == tmp_path / "sounds" / "a.wav"
    assert (items["u1"].span, items["u1"].speaker, items["u1"].text) == ((0.5, 1.5), "spk1", "turn on the light")
    assert items["u2"].span == (1.5, 3.0)
    assert items["u2"].groups == {"sex": "male", "language": "ko"}
    assert items["u1"].split == "test"
    wrong = {problem.item: problem for problem in dataset.left_out}
    assert set(wrong) == {"rec2", "rec3", "u3", "u4", "u5", "u6"}
    assert "a data set starts none" in wrong["rec2"].what
    assert wrong["rec2"].place == f"{tmp_path / 'data/test/wav.scp'}:2"


def test_kaldi_without_segments_and_with_text_that_is_not_utf8(tmp_path, tone, write):
    sound = tone(tmp_path / "a.wav")
    write("wav.scp", f"u1 {sound}", f"u2 {sound}", f"u2 {sound}")
    write("text", "u1 hello", "u2 caf\xe9".encode("latin-1"))
    write("utt2dur", "u1 0.5")
    _, items, dataset = items_of(tmp_path)
    assert list(items) == ["u1"]
    assert (items["u1"].seconds, items["u1"].span) == (0.5, None)
    assert any("text:2: not UTF-8" in str(problem) for problem in dataset.left_out)
    assert any("'u2' has no line in text that can be read" in problem.what for problem in dataset.left_out)
    assert any("is there already" in problem.what for problem in dataset.left_out)


def recording(name, path, **more):
    sources = [{"type": "file", "channels": [0], "source": path}]
    return {"id": name, "sources": sources, "sampling_rate": 16_000, "num_samples": 32_000, "duration": 2.0} | more


def supervision(name, of, **more):
    return {"id": name, "recording_id": of, "start": 0, "duration": 2.0, "channel": 0} | more


def write_gzip(path: Path, *lines: dict) -> Path:
    path.write_bytes(gzip.compress("".join(json.dumps(line) + "\n" for line in lines).encode()))
    return path


def test_lhotse(tmp_path, tone):
    tone(tmp_path / "corpus" / "a.wav", 2.0)
    write_gzip(
        tmp_path / "made_recordings_test.jsonl.gz",
        recording("r1", "corpus/a.wav"),
        recording("r2", "x", sources=[{"type": "command", "channels": [0], "source": "rm -rf /"}]),
        recording("r3", "corpus/a.wav", transforms=[{"name": "Speed"}]),
    )
    write_gzip(
        tmp_path / "made_supervisions_test.jsonl.gz",
        supervision("s1", "r1", text="hello", language="en", speaker="mina", gender="F", custom={"age": "30-39"}),
        supervision("s2", "r1", start=0.5, duration=1.0, text="불"),
        supervision("s3", "r2"),
        supervision("s4", "r3"),
        supervision("s5", "r9"),
        supervision("s6", "r1", duration="long"),
    )
    kind, items, dataset = items_of(tmp_path)
    assert kind == "lhotse"
    assert set(items) == {"s1", "s2"}
    assert items["s1"].groups == {"sex": "female", "language": "en", "age": "30-39"}
    assert (items["s1"].span, items["s1"].seconds, items["s1"].split) == (None, 2.0, "test")
    assert (items["s2"].span, items["s2"].path) == ((0.5, 1.5), tmp_path / "corpus" / "a.wav")
    wrong = {problem.item: problem.what for problem in dataset.left_out}
    assert set(wrong) == {"s3", "s4", "s5", "s6"}
    assert "is no file (type command)" in wrong["s3"]


def test_lhotse_without_supervisions_and_cut_short(tmp_path, write):
    write("recordings.jsonl", json.dumps(recording("r1", "a.wav")))
    _, items, _ = items_of(tmp_path / "recordings.jsonl")
    assert items["r1"].seconds == 2.0
    packed = write_gzip(tmp_path / "recordings_all.jsonl.gz", recording("r1", "a.wav"))
    packed.write_bytes(packed.read_bytes()[:-9])
    with pytest.raises(DatasetError, match="not a gzip file, or cut short"):
        read_source(packed)


def test_nemo(tmp_path, write):
    path = write(
        "test_manifest.json",
        json.dumps({"audio_filepath": "sounds/a.wav", "duration": 2.5, "text": "hello", "lang": "en", "speaker": "m"}),
        json.dumps({"audio_filepath": "/elsewhere/b.wav", "duration": 1, "offset": 3.0, "text": "part"}),
        json.dumps({"duration": 1}),
        json.dumps({"audio_filepath": "c.wav", "duration": "long"}),
        '{"audio_filepath": "d.wav", "duration": NaN}',
        "[]",
    )
    kind, items, dataset = items_of(path)
    assert kind == "nemo"
    assert items["sounds/a.wav"].path == tmp_path / "sounds" / "a.wav"
    assert (items["sounds/a.wav"].seconds, items["sounds/a.wav"].span) == (2.5, None)
    assert items["/elsewhere/b.wav@3.0"].span == (3.0, 4.0)
    assert items["/elsewhere/b.wav@3.0"].path == Path("/elsewhere/b.wav")
    assert {problem.place for problem in dataset.left_out} == {f"{path}:{line}" for line in (3, 4, 5, 6)}
    assert items["sounds/a.wav"].split == "test"


CV = "client_id\tpath\tsentence_id\tsentence\tup_votes\tdown_votes\tage\tgender\taccents\tvariant\tlocale\tsegment"


def test_common_voice(tmp_path, tone, write):
    tone(tmp_path / "ko" / "clips" / "a.mp3")
    write("ko/train.tsv", CV, "p1\tb.mp3\t9\t네\t2\t0\t\t\t\t\tko\t")
    table = write(
        "ko/test.tsv",
        CV,
        'p2\ta.mp3\t1\t"거실" 불\t2\t0\tfourties\tfemale_feminine\t서울\t\tko\t',
        "p3\tshort",
        "p4\tc\t3\t그래\t2\t0\tteens\tmale\t\t\tko\t",
    )
    write("ko/clip_durations.tsv", "clip\tduration[ms]", "a.mp3\t500")
    kind, items, dataset = items_of(tmp_path / "ko")
    assert kind == "common-voice"
    assert dataset.licence == "CC0-1.0"
    assert items["a.mp3"].groups == {"sex": "female", "age": "40-49", "accent": "서울", "language": "ko"}
    assert (items["a.mp3"].text, items["a.mp3"].seconds, items["a.mp3"].split) == ('"거실" 불', 0.5, "test")
    assert items["b.mp3"].split == "train"
    assert items["c"].path.name == "c.mp3"
    assert [problem.place for problem in dataset.left_out] == [f"{table}:3"]
    assert items_of(table)[0] == "common-voice"


def test_lfw_pairs_as_its_makers_have_them(tmp_path, picture, write):
    picture(tmp_path / "lfw" / "Mina_Kim" / "Mina_Kim_0001.jpg")
    path = write("pairs.txt", "1\t2", "Mina_Kim\t1\t2", "Mina_Kim\t1\tJun_Lee\t3", "Mina_Kim\tone\t2")
    kind, items, dataset = items_of(tmp_path)
    assert kind == "lfw"
    assert items["Mina_Kim_0001.jpg"].path == tmp_path / "lfw" / "Mina_Kim" / "Mina_Kim_0001.jpg"
    assert items["Jun_Lee_0003.jpg"].speaker == "Jun_Lee"
    assert items["Jun_Lee_0003.jpg"].medium == "image"
    same, other = (
        Pair("Mina_Kim_0001.jpg", "Mina_Kim_0002.jpg", True),
        Pair("Mina_Kim_0001.jpg", "Jun_Lee_0003.jpg", False),
    )
    assert dataset.pairs == (same, other)
    assert {problem.place for problem in dataset.left_out} == {f"{path}:4", str(path)}
    assert any("4 pairs by its first line, and 2 by the others" in problem.what for problem in dataset.left_out)


def test_lfw_pairs_as_a_table(tmp_path, picture, write):
    picture(tmp_path / "images" / "Mina_0001.jpg")
    path = write("pairs.tsv", "a\tb\tsame", "Mina_0001.jpg\tJun_0001.jpg\t0", "Mina_0001.jpg\tMina_0002.jpg\tyes")
    _, items, dataset = items_of(tmp_path)
    assert items["Mina_0001.jpg"].path == tmp_path / "images" / "Mina_0001.jpg"
    assert dataset.pairs == (Pair("Mina_0001.jpg", "Jun_0001.jpg", False),)
    assert [problem.place for problem in dataset.left_out] == [f"{path}:3"]


def test_voxceleb(tmp_path, tone, write):
    tone(tmp_path / "wav" / "id1" / "v" / "1.wav")
    path = write("veri_test2.txt", "1 id1/v/1.wav id1/v/2.wav", "0 id1/v/1.wav id2/v/1.wav", "2 a b")
    write(
        "vox1_meta.csv",
        "VoxCeleb1 ID\tVGGFace1 ID\tGender\tNationality\tSet",
        "id1\tA_B\tm\tUSA\ttest",
        "id2\tC\tf\tUK\tdev",
    )
    kind, items, dataset = items_of(path)
    assert kind == "voxceleb"
    assert items["id1/v/1.wav"].path == tmp_path / "wav" / "id1" / "v" / "1.wav"
    assert items["id2/v/1.wav"].groups == {"sex": "female", "nationality": "UK"}
    assert dataset.pairs[1] == Pair("id1/v/1.wav", "id2/v/1.wav", False)
    assert [problem.place for problem in dataset.left_out] == [f"{path}:3"]


def coco(**changes):
    return {
        "info": {"url": "http://example.org", "version": "1.0"},
        "images": [{"id": 7, "file_name": "a.jpg", "width": 32, "height": 24}, {"id": 8, "file_name": "b.jpg"}],
        "annotations": [
            {"id": 1, "image_id": 7, "category_id": 3, "bbox": [1, 2, 10.5, 4], "iscrowd": 0},
            {"id": 2, "image_id": 7, "category_id": 3, "bbox": [0, 0, 5, 5], "iscrowd": 1},
            {"id": 3, "image_id": 8, "category_id": 99, "bbox": [0, 0, 5, 5]},
        ],
        "categories": [{"id": 3, "name": "cup"}],
    } | changes


def test_coco(tmp_path, picture, write):
    picture(tmp_path / "val2017" / "a.jpg")
    path = write("annotations/instances_val2017.json", json.dumps(coco()))
    kind, items, dataset = items_of(path)
    assert kind == "coco"
    assert items["7"].path == tmp_path / "val2017" / "a.jpg"
    assert items["7"].regions == (Region("cup", Box(1, 2, 10.5, 4)), Region("cup", Box(0, 0, 5, 5), True))
    assert [(problem.item, "annotations[2]" in problem.what) for problem in dataset.left_out] == [("8", True)]
    assert dataset.homepage == "http://example.org"


@pytest.mark.parametrize(("text", "says"), [('{"images": []}', "needs the lists"), ('{"images":\n x}', ":2: not JSON")])
def test_what_is_not_coco(write, text, says):
    with pytest.raises(DatasetError, match=says):
        read_source(write("a.json", text), "coco")


def test_picovoice(tmp_path, write):
    labels = {
        "a.flac": {"intent": "orderDrink", "slots": {"size": "large", "shots": 2}},
        "b.flac": {"intent": "none"},
        "c.flac": {"slots": {}},
    }
    path = write("labels.json", json.dumps(labels))
    kind, items, dataset = items_of(tmp_path)
    assert kind == "picovoice"
    assert (items["a.flac"].intent, items["a.flac"].slots) == ("orderDrink", {"size": "large", "shots": 2})
    assert items["b.flac"].slots == {}
    assert [str(problem.place) for problem in dataset.left_out] == [f"{path}: c.flac"]


def test_transcripts(tmp_path, write):
    write("transcripts.tsv", "path\tspeaker\tsubcorpus\tsex\ttext", "audio/a.flac\tmina\tMain\tF\t네.")
    kind, items, _ = items_of(tmp_path)
    assert kind == "transcripts"
    assert items["audio/a.flac"].groups == {"sex": "female", "subcorpus": "Main"}
    assert items["audio/a.flac"].text == "네."


def test_librispeech(tmp_path, tone, write):
    for name in ("84-121123-0000", "84-121123-0001"):
        tone(tmp_path / "LibriSpeech" / "dev-clean" / "84" / "121123" / f"{name}.flac")
    write("LibriSpeech/dev-clean/84/121123/84-121123.trans.txt", "84-121123-0000 GO ON")
    write("LibriSpeech/SPEAKERS.TXT", "; a comment", "84   | F | dev-clean        |  8.02 | A Name")
    kind, items, dataset = items_of(tmp_path / "LibriSpeech" / "dev-clean")
    assert kind == "librispeech"
    (item,) = items.values()
    assert (item.speaker, item.text, item.split) == ("84", "GO ON", "dev-clean")
    assert item.groups == {"sex": "female", "language": "en"}
    assert dataset.left_out[0].item == "84-121123-0001"


def test_folders_that_ogam_bench_reads(tmp_path, tone, write):
    tone(tmp_path / "people" / "librispeech" / "84" / "a.flac")
    tone(tmp_path / "people" / "strangers" / "9.flac")
    tone(tmp_path / "words" / "computer" / "1.wav", 1.5)
    tone(tmp_path / "said" / "close the door.flac")
    write("said/home.yaml", "language: en")
    kind, items, _ = items_of(tmp_path / "people")
    assert kind == "speakers"
    assert {item.speaker for item in items.values()} == {"84", "stranger 9"}
    kind, items, _ = items_of(tmp_path / "words")
    assert kind == "wake-words"
    assert items["computer/1.wav"].words == (("computer", 0.0, 1.5),)
    kind, items, _ = items_of(tmp_path / "said")
    assert kind == "sentences"
    assert items["close the door.flac"].text == "close the door"


def test_what_is_unknown_is_said(tmp_path, write):
    with pytest.raises(DatasetError, match="no such file or folder"):
        read_source(tmp_path / "gone")
    with pytest.raises(DatasetError, match="looks like none of the formats"):
        read_source(write("x.txt", "nothing"))
    with pytest.raises(DatasetError, match="'espnet' is no format"):
        read_source(tmp_path, "espnet")


def test_tables_must_name_their_columns(write):
    with pytest.raises(DatasetError, match="must name the columns path, text"):
        read_source(write("transcripts.tsv", "path\twords"), "transcripts")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.floats() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["id", "images", "annotations", "categories", "bbox", "sources", "name", "image_id", "intent"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
BASES = {
    "coco": coco(),
    "nemo": {"audio_filepath": "a"},
    "lhotse": recording("r", "a"),
    "picovoice": {"a": {"intent": "x"}},
}


@given(st.sampled_from(sorted(BASES)), st.data())
def test_no_value_breaks_a_reader(tmp_path_factory, name, data):
    """Whatever stands where something else is meant: it is named, or the file is refused."""
    base = dict(BASES[name])
    base[data.draw(st.sampled_from(sorted(base)))] = data.draw(JSON)
    path = tmp_path_factory.mktemp("values") / "recordings.jsonl"
    path.write_text(json.dumps(base) + "\n", "utf-8")
    with suppress(DatasetError):
        FORMATS[name].read(path, None)

"""CTC models in sherpa-onnx's forms: tiny graphs with the same inputs, outputs and metadata, which hear tones."""

from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from ogam.asr import Calibration, CtcScorer, SentenceList, SentenceRecognizer, Transcriber
from ogam.asr.ctc_onnx import load_ctc, read_tokens, stacked
from ogam.core import Audio, AudioError, ModelCard, ModelError

CARD = ModelCard("tones", "1", "speech recognition", ("ko", "en"))
PIECES = ["<blk>", "<sos/eos>", "▁불", "▁켜", "▁꺼", "줘", "▁light", "s", "<0xEB>", "#0"]
TONES = {"▁불": 20, "▁켜": 28, "▁꺼": 36, "줘": 44, "▁light": 52, "s": 60}
"""The band of the filter bank that each piece sounds in."""
COUNT = len(PIECES) - 1
HOME = ["불 켜줘", "불 꺼줘", "lights", "light"]
CALIBRATION = Calibration((-3.0, *[0.0] * 7), 4.0, 0.5)


def heard(*pieces: str, high: float) -> Audio:
    """A tenth of a second of silence, then each piece as a tone of 0.15 s with 0.1 s of silence behind it."""
    mel = 1127 * np.log1p(np.array([20, high]) / 700)
    samples = [np.zeros(1600)]
    for piece in pieces:
        band = mel[0] + (TONES[piece] + 1) * (mel[1] - mel[0]) / 81
        hertz = 700 * np.expm1(band / 1127)
        samples += [0.3 * np.sin(2 * np.pi * hertz * np.arange(2400) / 16_000), np.zeros(1600)]
    return Audio(np.concatenate(samples).astype(np.float32), source="tones")


def weights(first: int, width: int, gain: float, bias: float) -> list[onnx.TensorProto]:
    """Each piece is as likely as its band is loud; the blank is where nothing is, the rest is never."""
    matrix, offset = np.zeros((width, COUNT), np.float32), np.full(COUNT, -99.0, np.float32)
    offset[0] = 0
    for piece, band in TONES.items():
        matrix[first + band, PIECES.index(piece)] = gain
        offset[PIECES.index(piece)] = bias
    return [numpy_helper.from_array(matrix, "matrix"), numpy_helper.from_array(offset, "offset")]


def numbers(name: str, *values: int) -> onnx.TensorProto:
    return numpy_helper.from_array(np.array(values, np.int64), name)


def save(folder: Path, graph: onnx.GraphProto, facts: dict[str, object], name: str = "model.onnx") -> Path:
    model = helper.make_model(graph, ir_version=8, opset_imports=[helper.make_opsetid("", 13)])
    helper.set_model_props(model, {key: str(value) for key, value in facts.items()})
    onnx.save(model, folder / name)
    (folder / "tokens.txt").write_text("".join(f"{p} {i}\n" for i, p in enumerate(PIECES)), encoding="utf-8")
    return folder


def zipformer(folder: Path, **facts: object) -> Path:
    """Every fourth frame of x, matrix, log-softmax; at the end one frame more than log_probs_len counts."""
    graph = helper.make_graph(
        [
            helper.make_node("Slice", ["x", "zero", "end", "one", "four"], ["fewer"]),
            helper.make_node("MatMul", ["fewer", "matrix"], ["product"]),
            helper.make_node("Add", ["product", "offset"], ["scores"]),
            helper.make_node("LogSoftmax", ["scores"], ["log_probs"], axis=-1),
            helper.make_node("Add", ["x_lens", "two"], ["rounded"]),
            helper.make_node("Div", ["rounded", "four"], ["log_probs_len"]),
        ],
        "zipformer",
        [value("x", TensorProto.FLOAT, "N", "T", 80), value("x_lens", TensorProto.INT64, "N")],
        [value("log_probs", TensorProto.FLOAT, "N", "S", COUNT), value("log_probs_len", TensorProto.INT64, "N")],
        [
            *weights(0, 80, 2.0, 10.0),
            *(numbers(name, i) for name, i in (("zero", 0), ("one", 1), ("two", 2), ("four", 4), ("end", 10**9))),
        ],
    )
    return save(folder, graph, {"model_type": "zipformer2_ctc", **facts}, "model.int8.onnx")


SHIFT, SCALE = -10.0, 0.5
SENSE_VOICE = {
    "model_type": "sense_voice_ctc",
    "vocab_size": COUNT,
    "lfr_window_size": 7,
    "lfr_window_shift": 6,
    "normalize_samples": 0,
    "neg_mean": ",".join([str(SHIFT)] * 560),
    "inv_stddev": ",".join([str(SCALE)] * 560),
    "lang_auto": 0,
    "lang_en": 1,
    "lang_ko": 2,
    "with_itn": 3,
    "without_itn": 4,
}


def sense_voice(folder: Path, **facts: object) -> Path:
    """Four frames of prompt that shout the piece of the language or style asked for, then the middle of each stack."""
    prompts = np.full((5, 1, COUNT), -99.0, np.float32)
    prompts[np.arange(5), 0, [2, 3, 4, 5, 6]] = 99
    graph = helper.make_graph(
        [
            helper.make_node("MatMul", ["x", "matrix"], ["product"]),
            helper.make_node("Add", ["product", "offset"], ["speech"]),
            helper.make_node("Gather", ["prompts", "language"], ["language_frame"]),
            helper.make_node("Gather", ["prompts", "text_norm"], ["style_frame"]),
            helper.make_node("Identity", ["x_length"], ["length"]),
            helper.make_node("Concat", ["language_frame", *["style_frame"] * 3, "speech"], ["logits"], axis=1),
        ],
        "sense_voice",
        [
            value("x", TensorProto.FLOAT, "N", "T", 560),
            *(value(name, TensorProto.INT32, "N") for name in ("x_length", "language", "text_norm")),
        ],
        [value("logits", TensorProto.FLOAT, "N", "S", COUNT)],
        [*weights(3 * 80, 560, 4.0, -10.0), numpy_helper.from_array(prompts, "prompts")],
    )
    return save(folder, graph, SENSE_VOICE | facts)


def value(name: str, kind: int, *shape: object) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, kind, shape)


KINDS = [pytest.param(zipformer, 7600.0, id="zipformer"), pytest.param(sense_voice, 8000.0, id="sense_voice")]


@pytest.mark.parametrize(("build", "high"), KINDS)
def test_hears_which_sentence_was_said(build, high: float, tmp_path: Path) -> None:
    scorer = load_ctc(build(tmp_path), CARD, "ko")
    assert isinstance(scorer, CtcScorer)
    hears = SentenceRecognizer(SentenceList(HOME), scorer, calibration=CALIBRATION)
    said = [heard("▁불", "▁켜", "줘", high=high), heard("▁불", "▁꺼", "줘", high=high), heard("▁light", "s", high=high)]
    found = [observations[0] for observations in hears.recognize(said)]
    assert [o.value for o in found] == ["불 켜줘", "불 꺼줘", "lights"]
    assert all(o.details["accepted"] and o.confidence > 0.9 for o in found)
    assert [o.details["heard"] for o in found] == ["불 켜줘", "불 꺼줘", "lights"]
    assert [o[0].value for o in Transcriber(scorer).recognize(said)] == ["불 켜줘", "불 꺼줘", "lights"]


@pytest.mark.parametrize(("build", "high"), KINDS)
def test_what_is_none_of_the_sentences_is_not_accepted(build, high: float, tmp_path: Path) -> None:
    hears = SentenceRecognizer(SentenceList(HOME), load_ctc(build(tmp_path), CARD), calibration=CALIBRATION)
    [[other]] = hears.recognize([heard("▁켜", "s", "줘", "▁light", "줘", high=high)])
    assert not other.details["accepted"]
    assert other.details["heard"] == "켜s줘 light줘"


@pytest.mark.parametrize(("build", "high"), KINDS)
def test_frames_are_those_of_the_speech_and_their_probabilities_sum_to_one(build, high: float, tmp_path: Path) -> None:
    scores = load_ctc(build(tmp_path), CARD).score(heard("▁불", high=high))  # 5600 samples, padded to 8000
    assert scores.shape == ((50 + 2) // 4 if build is zipformer else 8, COUNT)
    assert scores.dtype == np.float32
    assert np.exp(scores).sum(axis=1) == pytest.approx(1, abs=1e-5)


def test_sense_voice_is_told_the_language_and_to_write_as_spoken(tmp_path: Path) -> None:
    scorer = load_ctc(sense_voice(tmp_path), CARD, "ko-KR")
    feeds = scorer.feeds(np.zeros(8000, np.float32))
    assert {name: array.tolist() for name, array in feeds.items() if name != "x"} == {
        "x_length": [8], "language": [2], "text_norm": [4]
    }  # fmt: skip
    assert feeds["x"] == pytest.approx((np.log(np.finfo(np.float32).eps) + SHIFT) * SCALE)


def test_samples_are_scaled_only_where_the_model_wants_it(tmp_path: Path) -> None:
    tone = heard("▁불", high=8000.0).samples
    large = load_ctc(sense_voice(tmp_path), CARD).feeds(tone)["x"].max()
    small = load_ctc(sense_voice(tmp_path, normalize_samples=1), CARD).feeds(tone)["x"].max()
    assert large - small == pytest.approx(2 * np.log(32768) * SCALE, abs=1e-3)


def test_tokens(tmp_path: Path) -> None:
    zipformer(tmp_path)
    vocabulary = read_tokens(tmp_path / "tokens.txt")
    assert vocabulary.surfaces == (b"", b"", *(s.encode() for s in (" 불", " 켜", " 꺼", "줘", " light", "s")), b"\xeb")
    assert vocabulary.end == 0
    (tmp_path / "tokens.txt").write_text("a 0\nb 1\n<blk> 2\n")
    assert read_tokens(tmp_path / "tokens.txt").end == 2
    (tmp_path / "tokens.txt").write_text("a 0\n<|ko|> 1\n")
    assert read_tokens(tmp_path / "tokens.txt", blank=1).end == 1


@pytest.mark.parametrize("text", ["a\nb\n", "a 0\nb 2\n", "a b c 0\n", "a x\n"])
def test_a_damaged_list_of_tokens_is_named(text: str, tmp_path: Path) -> None:
    (tmp_path / "tokens.txt").write_text(text)
    with pytest.raises(ModelError, match=r"tokens.txt: not a list of tokens"):
        read_tokens(tmp_path / "tokens.txt")


def test_another_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="model_type is 'whisper'"):
        load_ctc(zipformer(tmp_path, model_type="whisper"), CARD)


def test_other_tokens_than_the_model_scores_are_refused(tmp_path: Path) -> None:
    zipformer(tmp_path)
    (tmp_path / "tokens.txt").write_text("<blk> 0\na 1\n")
    with pytest.raises(ModelError, match=f"scores {COUNT} tokens, but tokens.txt has 2"):
        load_ctc(tmp_path, CARD)


def test_an_unknown_language_and_missing_metadata_are_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"does not know the language 'fr', but auto, zh"):
        load_ctc(sense_voice(tmp_path), CARD, "fr")
    with pytest.raises(ModelError, match=r"metadata is not whole \('lang_ja'\)"):
        load_ctc(tmp_path, CARD, "ja")


def test_an_empty_folder_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="ogam models pull"):
        load_ctc(tmp_path, CARD)


def test_what_is_no_utterance_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AudioError, match="31 s"):
        load_ctc(zipformer(tmp_path), CARD).score(Audio(np.ones(16_000 * 31, np.float32)))


@pytest.mark.parametrize("frames", [1, 5, 6, 7, 12, 13, 50])
def test_frames_are_stacked_as_in_training(frames: int) -> None:
    features = np.arange(frames * 2, dtype=np.float32).reshape(frames, 2)
    padded = [*[features[0]] * 3, *features]
    expected = []
    for start in range(0, frames, 6):
        rows = padded[start : start + 7]
        expected.append(np.concatenate(rows + [features[-1]] * (7 - len(rows))))
    assert (stacked(features, 7, 6) == np.array(expected)).all()

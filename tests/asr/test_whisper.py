"""Whisper: its graphs against plain numpy, on random weights; its tokens; and its scorer."""

import json
import struct
from dataclasses import replace
from math import erf, log
from pathlib import Path

import numpy as np
import pytest

from ogam.asr.vocabulary import SortedTokens
from ogam.asr.whisper import WhisperScorer, load_whisper
from ogam.asr.whisper_tokens import byte_letters, read_tokens
from ogam.core import Audio, ModelCard, ModelError
from ogam.models import whisper_graph

LAYERS, HEADS, WIDTH, BANDS = 2, 2, 128, 80
ENGLISH, MULTILINGUAL = 51_864, 51_865
CARD = ModelCard("whisper-random", "1", "speech recognition")
CONTROL = ("<|endoftext|>", "<|startoftranscript|>", "<|en|>", "<|ko|>", "<|translate|>", "<|transcribe|>")


def random_arrays(tokens: int) -> dict[str, np.ndarray]:
    """Weights of a Whisper of two layers, as CTranslate2 names them."""
    random = np.random.default_rng(7)
    arrays = {
        "encoder/conv1/weight": random.normal(0, 0.1, (WIDTH, BANDS, 3)),
        "encoder/conv2/weight": random.normal(0, 0.1, (WIDTH, WIDTH, 3)),
        "encoder/conv1/bias": random.normal(0, 0.1, WIDTH),
        "encoder/conv2/bias": random.normal(0, 0.1, WIDTH),
        "encoder/position_encodings/encodings": random.normal(0, 0.3, (1500, WIDTH)),
        "decoder/position_encodings/encodings": random.normal(0, 0.3, (448, WIDTH)),
        "decoder/embeddings/weight": random.normal(0, 0.3, (tokens, WIDTH)),
    }

    def linear(name: str, out: int, into: int) -> None:
        arrays[f"{name}/weight"] = random.normal(0, 0.15, (out, into))
        arrays[f"{name}/bias"] = random.normal(0, 0.1, out)

    def norm(name: str) -> None:
        arrays[f"{name}/gamma"] = random.normal(1, 0.1, WIDTH)
        arrays[f"{name}/beta"] = random.normal(0, 0.1, WIDTH)

    for side in ("encoder", "decoder"):
        norm(f"{side}/layer_norm")
        for layer in range(LAYERS):
            name = f"{side}/layer_{layer}"
            linear(f"{name}/self_attention/linear_0", 3 * WIDTH, WIDTH)
            linear(f"{name}/self_attention/linear_1", WIDTH, WIDTH)
            linear(f"{name}/ffn/linear_0", 4 * WIDTH, WIDTH)
            linear(f"{name}/ffn/linear_1", WIDTH, 4 * WIDTH)
            norm(f"{name}/self_attention/layer_norm")
            norm(f"{name}/ffn/layer_norm")
            if side == "decoder":
                linear(f"{name}/attention/linear_0", WIDTH, WIDTH)
                linear(f"{name}/attention/linear_1", 2 * WIDTH, WIDTH)
                linear(f"{name}/attention/linear_2", WIDTH, WIDTH)
                norm(f"{name}/attention/layer_norm")
    return {name: values.astype(np.float16) for name, values in arrays.items()}


def write_model_bin(path: Path, arrays: dict[str, np.ndarray], spec: str = "WhisperSpec") -> None:
    kinds = {np.dtype(np.float16): 4, np.dtype(np.int8): 1}

    def text(value: str) -> bytes:
        return struct.pack("<H", len(value) + 1) + value.encode() + b"\0"

    parts = [struct.pack("<I", 6), text(spec), struct.pack("<II", 3, len(arrays))]
    for name, values in arrays.items():
        shape = struct.pack(f"<B{values.ndim}I", values.ndim, *values.shape)
        parts += [text(name), shape, struct.pack("<BI", kinds[values.dtype], values.nbytes), values.tobytes()]
    path.write_bytes(b"".join([*parts, struct.pack("<I", 0)]))


def write_tokenizer(folder: Path) -> None:
    letters = {byte: letter for letter, byte in byte_letters().items()}
    words = [bytes((byte,)) for byte in range(256)] + [b" turn", "켜".encode(), "불".encode()[:2]]
    pieces = {"".join(letters[byte] for byte in word): token for token, word in enumerate(words)}
    special = [*CONTROL, "<|notimestamps|>"]
    tokenizer = {
        "model": {"vocab": pieces},
        "added_tokens": [{"id": len(pieces) + i, "content": text} for i, text in enumerate(special)],
    }
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer))
    (folder / "config.json").write_text(json.dumps({"suppress_ids": [7], "suppress_ids_begin": [32, len(pieces)]}))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whisper")
    write_model_bin(folder / "model.bin", random_arrays(MULTILINGUAL))
    write_tokenizer(folder)
    return folder


@pytest.fixture(scope="module")
def scorer(folder: Path) -> WhisperScorer:
    return load_whisper(folder, CARD, precision="float32")


@pytest.fixture(scope="module")
def audio() -> Audio:
    return Audio(np.random.default_rng(1).normal(0, 0.1, 24_000).astype(np.float32))


class Plain:
    """Whisper in numpy, nothing shared and nothing kept."""

    def __init__(self, arrays: dict[str, np.ndarray]) -> None:
        self.arrays = {name: values.astype(np.float64) for name, values in arrays.items()}

    def linear(self, x: np.ndarray, name: str) -> np.ndarray:
        return x @ self.arrays[f"{name}/weight"].T + self.arrays[f"{name}/bias"]

    def norm(self, x: np.ndarray, name: str) -> np.ndarray:
        centred = x - x.mean(-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-5)
        return scaled * self.arrays[f"{name}/gamma"] + self.arrays[f"{name}/beta"]

    def gelu(self, x: np.ndarray) -> np.ndarray:
        return x * 0.5 * (1 + np.vectorize(erf)(x / np.sqrt(2)))

    def attend(self, query: np.ndarray, key: np.ndarray, value: np.ndarray, mask: np.ndarray) -> np.ndarray:
        heads = []
        for part in range(HEADS):
            of = slice(part * 64, part * 64 + 64)
            scores = query[:, of] @ key[:, of].T / 8 + mask
            weights = np.exp(scores - scores.max(-1, keepdims=True))
            heads.append(weights / weights.sum(-1, keepdims=True) @ value[:, of])
        return np.concatenate(heads, -1)

    def self_attention(self, x: np.ndarray, name: str, mask: np.ndarray) -> np.ndarray:
        query, key, value = np.split(self.linear(self.norm(x, f"{name}/layer_norm"), f"{name}/linear_0"), 3, -1)
        return self.linear(self.attend(query, key, value, mask), f"{name}/linear_1")

    def feed_forward(self, x: np.ndarray, name: str) -> np.ndarray:
        hidden = self.linear(self.norm(x, f"{name}/layer_norm"), f"{name}/linear_0")
        return self.linear(self.gelu(hidden), f"{name}/linear_1")

    def convolution(self, x: np.ndarray, name: str, stride: int) -> np.ndarray:
        padded = np.pad(x, ((0, 0), (1, 1)))
        frames = [padded[:, at : at + 3] for at in range(0, x.shape[1], stride)]
        weight, bias = self.arrays[f"{name}/weight"], self.arrays[f"{name}/bias"]
        return self.gelu(np.stack([np.einsum("oik,ik->o", weight, f) + bias for f in frames], 1))

    def encode(self, features: np.ndarray) -> np.ndarray:
        x = self.convolution(self.convolution(features, "encoder/conv1", 1), "encoder/conv2", 2).T
        x = x + self.arrays["encoder/position_encodings/encodings"][: len(x)]
        for layer in range(LAYERS):
            x = x + self.self_attention(x, f"encoder/layer_{layer}/self_attention", np.zeros(len(x)))
            x = x + self.feed_forward(x, f"encoder/layer_{layer}/ffn")
        return self.norm(x, "encoder/layer_norm")

    def log_probs(self, heard: np.ndarray, weights: np.ndarray, tokens: list[int], mask: np.ndarray) -> np.ndarray:
        table = self.arrays["decoder/embeddings/weight"]
        x = table[tokens] + self.arrays["decoder/position_encodings/encodings"][: len(tokens)]
        causal = np.triu(np.full((len(x), len(x)), -1e9), 1)
        for layer in range(LAYERS):
            name = f"decoder/layer_{layer}"
            x = x + self.self_attention(x, f"{name}/self_attention", causal)
            query = self.linear(self.norm(x, f"{name}/attention/layer_norm"), f"{name}/attention/linear_0")
            key, value = np.split(self.linear(heard, f"{name}/attention/linear_1"), 2, -1)
            x = x + self.linear(self.attend(query, key, value, weights), f"{name}/attention/linear_2")
            x = x + self.feed_forward(x, f"{name}/ffn")
        logits = self.norm(x[-1], "decoder/layer_norm") @ table.T + mask
        return logits - np.logaddexp.reduce(logits)


def plain_log_probs(scorer: WhisperScorer, audio: Audio, tokens: list[int]) -> np.ndarray:
    """What numpy makes of it: the audio's own frames, then every fourth of those of 30 s of silence."""
    from ogam.asr.mel import log_mel

    plain = Plain(random_arrays(MULTILINGUAL))
    blocks = -(-(len(audio.samples) + 16_000) // 1280)
    own = plain.encode(log_mel(np.pad(audio.samples, (0, blocks * 1280 - len(audio.samples)))))
    silent = plain.encode(np.full((BANDS, 3000), whisper_graph.SILENCE))[4 * blocks + 2 :: 4]
    weights = np.concatenate([np.zeros(len(own)), np.full(len(silent), log(4))])
    return plain.log_probs(np.concatenate([own, silent]), weights, tokens, scorer.suppressed_first)


def test_scores_what_numpy_scores(scorer: WhisperScorer, audio: Audio) -> None:
    log_probs, _ = scorer.step(scorer.open(scorer.encode(audio)), np.array([scorer.prompt]))
    expected = plain_log_probs(scorer, audio, list(scorer.prompt))
    likely = expected > -100
    assert np.abs(log_probs[0] - expected)[likely].max() < 1e-3
    assert likely.sum() > 200


def test_eight_bits_score_nearly_the_same(folder: Path, scorer: WhisperScorer, audio: Audio) -> None:
    small = load_whisper(folder, CARD, precision="int8")
    tokens = np.array([scorer.prompt])
    exact, _ = scorer.step(scorer.open(scorer.encode(audio)), tokens)
    rough, _ = small.step(small.open(small.encode(audio)), tokens)
    assert np.corrcoef(exact[0, :256], rough[0, :256])[0, 1] > 0.99
    assert np.abs(exact - rough)[0, 8:32].max() < 1


def test_tokens_fed_at_once_or_one_by_one_score_the_same(scorer: WhisperScorer, audio: Audio) -> None:
    encoded = scorer.encode(audio)
    said = [*scorer.prompt, 65, 66, 67]
    state = scorer.open(encoded)
    for token in said:
        step, state = scorer.step(state, np.array([[token]]))
    _, after_prompt = scorer.step(scorer.open(encoded), np.array([scorer.prompt]))
    whole, _ = scorer.step(after_prompt, np.array([[65, 66, 67]]))
    assert np.abs(whole - step)[0, :256].max() < 1e-3


def test_hypotheses_do_not_disturb_each_other(scorer: WhisperScorer, audio: Audio) -> None:
    _, state = scorer.step(scorer.open(scorer.encode(audio)), np.array([scorer.prompt]))
    batch, both = scorer.step(state.select([0, 0]), np.array([[65], [97]]))
    alone = [scorer.step(state, np.array([[token]])) for token in (65, 97)]
    assert np.abs(batch - np.concatenate([log_probs for log_probs, _ in alone]))[:, :256].max() < 1e-3
    swapped, _ = scorer.step(both.select([1, 0, 1]), np.array([[66], [66], [66]]))
    expected = [scorer.step(alone[i][1], np.array([[66]]))[0] for i in (1, 0, 1)]
    assert np.abs(swapped - np.concatenate(expected))[:, :256].max() < 1e-3


def test_a_state_may_be_selected_again(scorer: WhisperScorer, audio: Audio) -> None:
    _, state = scorer.step(scorer.open(scorer.encode(audio)), np.array([scorer.prompt]))
    _, both = scorer.step(state.select([0, 0]), np.array([[65], [97]]))
    twice, _ = scorer.step(both.select([1, 0]).select([1, 1, 0]), np.array([[66], [67], [68]]))
    once, _ = scorer.step(both.select([0, 0, 1]), np.array([[66], [67], [68]]))
    np.testing.assert_array_equal(twice, once)


def test_a_step_leaves_the_state_before_it_as_it_was(scorer: WhisperScorer, audio: Audio) -> None:
    _, state = scorer.step(scorer.open(scorer.encode(audio)), np.array([scorer.prompt]))
    before, _ = scorer.step(state, np.array([[65]]))
    scorer.step(state.select([0, 0]), np.array([[97], [98]]))
    after, _ = scorer.step(state, np.array([[65]]))
    np.testing.assert_array_equal(before, after)


def test_log_probs_are_normalised_and_suppressed_tokens_never_come(scorer: WhisperScorer, audio: Audio) -> None:
    first, state = scorer.step(scorer.open(scorer.encode(audio)), np.array([scorer.prompt]))
    later, _ = scorer.step(state, np.array([[65]]))
    for log_probs in (first, later):
        assert np.exp(log_probs.astype(np.float64)).sum() == pytest.approx(1, abs=1e-4)
        assert max(log_probs[0, 7], log_probs[0, scorer.tokens.start]) < -1000
    assert max(first[0, 32], first[0, scorer.vocabulary.end]) < -1000
    assert min(later[0, 32], later[0, scorer.vocabulary.end]) > -100


def test_thirty_seconds_are_encoded_whole(scorer: WhisperScorer, audio: Audio) -> None:
    short, whole = scorer.encode(audio), replace(scorer, whole=True).encode(audio)
    long = scorer.encode(Audio(np.zeros(480_000, np.float32)))
    own = 4 * -(-(24_000 + 16_000) // 1280)
    assert short.frames["heard_weights"].shape == (own + (1500 - own) // 4,)
    assert whole.frames["heard_weights"].tolist() == long.frames["heard_weights"].tolist() == [0] * 1500


def test_languages_are_told_apart(scorer: WhisperScorer, audio: Audio) -> None:
    found = scorer.detect_language(scorer.encode(audio))
    assert found.keys() == {"en", "ko"}
    assert sum(found.values()) == pytest.approx(1)
    assert list(found.values()) == sorted(found.values(), reverse=True)


@pytest.mark.parametrize("language", ["ko", "KO", "ko-KR", "ko_KR"])
def test_a_language_can_be_written_in_several_ways(scorer: WhisperScorer, language: str) -> None:
    korean = scorer.for_language(language)
    tokens = korean.tokens
    assert korean.prompt == (tokens.start, tokens.languages["ko"], tokens.transcribe, tokens.no_timestamps)
    assert korean.network is scorer.network


def test_an_unknown_language_is_refused_with_those_that_are_known(scorer: WhisperScorer) -> None:
    with pytest.raises(ModelError, match=r"'xx'.*en, ko"):
        scorer.for_language("xx")


def test_a_model_of_english_knows_no_other(tmp_path: Path) -> None:
    write_tokenizer(tmp_path)
    tokens = read_tokens(tmp_path, ENGLISH)
    assert tokens.languages == {}
    assert tokens.prompt("en") == (tokens.start, tokens.no_timestamps)


def test_tokens_are_bytes_and_may_end_inside_a_syllable(scorer: WhisperScorer) -> None:
    vocabulary = scorer.vocabulary
    assert vocabulary.surfaces[256:259] == (b" turn", "켜".encode(), b"\xeb\xb6")
    assert vocabulary.text([258, 0x88, 32, 257]) == "불 켜"
    assert vocabulary.surfaces[vocabulary.end :] == (b"",) * (MULTILINGUAL - vocabulary.end)
    assert SortedTokens.of(vocabulary).written[258] == b"\xeb\xb6"


def test_every_byte_has_one_letter() -> None:
    letters = byte_letters()
    assert sorted(letters.values()) == list(range(256))
    assert (letters["A"], letters["Ġ"], letters["Ċ"]) == (65, 32, 10)


def test_graphs_are_built_once(folder: Path, monkeypatch: pytest.MonkeyPatch, scorer: WhisperScorer) -> None:
    monkeypatch.setattr(whisper_graph, "build_whisper", None)
    assert load_whisper(folder, CARD, "ko", precision="float32").language == "ko"


def test_another_model_is_refused(tmp_path: Path) -> None:
    write_model_bin(tmp_path / "model.bin", {"a/weight": np.ones((1, 1), np.float16)}, spec="TransformerSpec")
    with pytest.raises(ModelError, match="TransformerSpec"):
        load_whisper(tmp_path, CARD)
    assert not list((tmp_path / "derived").iterdir())


def test_quantised_weights_are_refused(tmp_path: Path) -> None:
    arrays = random_arrays(MULTILINGUAL) | {"decoder/layer_0/ffn/linear_0/weight": np.ones((4, 4), np.int8)}
    write_model_bin(tmp_path / "model.bin", arrays)
    with pytest.raises(ModelError, match="quantised"):
        load_whisper(tmp_path, CARD)


@pytest.mark.parametrize("name", ["tokenizer.json", "config.json"])
def test_a_broken_tokenizer_is_named(tmp_path: Path, name: str) -> None:
    write_tokenizer(tmp_path)
    (tmp_path / name).write_text("{}")
    with pytest.raises(ModelError, match="no tokenizer of Whisper"):
        read_tokens(tmp_path, MULTILINGUAL)

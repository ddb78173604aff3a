"""Whisper with its weights, on real recordings, beside faster-whisper, which runs the same weights."""

import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ogam.asr import SentenceList, SentenceRecognizer
from ogam.asr.mel import log_mel
from ogam.asr.transcription import free_beam
from ogam.asr.whisper import WhisperScorer, load_whisper
from ogam.audio import read
from ogam.core import Audio, ModelError
from ogam.grammar import language
from ogam.models import Store, model_card

DATA = Path(__file__).parents[3] / "shared" / "data"
pytestmark = pytest.mark.real


def model(name: str) -> Path:
    try:
        return Store().path(name)
    except ModelError as error:
        pytest.skip(str(error))


def korean(count: int) -> list[tuple[Audio, str]]:
    listed = DATA / "korean" / "transcripts.tsv"
    if not listed.is_file():
        pytest.skip(f"{listed} is not here")
    rows = [line.split("\t") for line in listed.read_text(encoding="utf-8").splitlines()[1:]]
    return [(read(listed.parent / row[0]), row[3]) for row in random.Random(3).sample(rows, count)]


def english(count: int) -> list[tuple[Audio, str]]:
    folder = DATA / "speech-to-phrase-en"
    if not folder.is_dir():
        pytest.skip(f"{folder} is not here")
    files = [path for path in sorted(folder.glob("*.flac")) if not path.stem.startswith("oov")]
    return [(read(path), path.stem) for path in random.Random(1).sample(files, count)]


def letters(text: str) -> str:
    return "".join(character for character in text.lower() if character.isalnum())


def text(scorer: WhisperScorer, audio: Audio) -> str:
    return scorer.vocabulary.text(free_beam(scorer, scorer.encode(audio), beam=1).tokens)


def test_hears_english_commands() -> None:
    scorer = load_whisper(model("whisper-tiny-en"), model_card("whisper-tiny-en"))
    heard = [letters(text(scorer, audio)) == letters(said) for audio, said in english(12)]
    assert sum(heard) >= 9


def test_finds_which_korean_sentence_was_said() -> None:
    scorer = load_whisper(model("whisper-base"), model_card("whisper-base"), "ko")
    utterances = korean(8)
    sentences = SentenceList([said for _, said in korean(100)], language("ko"))
    found = SentenceRecognizer(sentences, scorer).recognize([audio for audio, _ in utterances])
    for [observation], (_, said) in zip(found, utterances, strict=True):
        assert sentences.sentences.index(said) in sentences.meaning(observation.value)
        assert observation.details["accepted"]


def test_tells_korean_from_english() -> None:
    scorer = load_whisper(model("whisper-base"), model_card("whisper-base"))
    for code, utterances in (("ko", korean(6)), ("en", english(6))):
        found = [next(iter(scorer.detect_language(scorer.encode(audio)))) for audio, _ in utterances]
        assert found.count(code) >= 5


@pytest.mark.slow
@pytest.mark.parametrize(("name", "code"), [("whisper-base", "ko"), ("whisper-tiny-en", "en")])
def test_scores_what_faster_whisper_scores(name: str, code: str) -> None:
    """Whole 30 s of context, float32: the same log-probabilities within 0.01, and the same text."""
    peer = pytest.importorskip("faster_whisper").WhisperModel(str(model(name)), device="cpu", compute_type="float32")
    scorer = load_whisper(model(name), model_card(name), code, precision="float32", whole=True)
    utterances = korean(12) if code == "ko" else english(12)
    for audio, _ in utterances:
        tokens, theirs = peer_scores(peer, audio, scorer.prompt)
        ours = own_scores(scorer, audio, tokens)
        for row, logits in zip(ours, theirs, strict=True):
            allowed = row > -1000  # CTranslate2 gives its logits as they were before it suppresses any
            expected = logits - np.logaddexp.reduce(logits[allowed])
            assert np.abs(row - expected)[allowed & (expected > -15)].max() < 0.01
        assert free_beam(scorer, scorer.encode(audio), beam=1).tokens == tuple(tokens)


def peer_scores(peer: Any, audio: Audio, prompt: tuple[int, ...]) -> tuple[list[int], list[np.ndarray]]:
    """The tokens that CTranslate2 writes, and its logits before each of them and the end."""
    import ctranslate2

    features = log_mel(np.pad(audio.samples, (0, 480_000 - len(audio.samples))))[None]
    encoded = peer.model.encode(ctranslate2.StorageView.from_array(np.ascontiguousarray(features)))
    (result,) = peer.model.generate(encoded, [list(prompt)], beam_size=1, max_length=224, return_logits_vocab=True)
    return list(result.sequences_ids[0]), [np.asarray(row).ravel().astype(np.float64) for row in result.logits[0]]


def own_scores(scorer: WhisperScorer, audio: Audio, tokens: list[int]) -> list[np.ndarray]:
    rows = []
    state, fed = scorer.open(scorer.encode(audio)), list(scorer.prompt)
    for token in [*tokens, scorer.vocabulary.end]:
        log_probs, state = scorer.step(state, np.array([fed]))
        rows.append(log_probs[0].astype(np.float64))
        fed = [token]
    return rows

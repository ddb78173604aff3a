"""Moonshine: reading its files, and, with its weights, hearing real recordings."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from ogam.asr import SentenceList, SentenceRecognizer, default_scorer, transcribe
from ogam.asr.moonshine import log_softmax, read_pieces
from ogam.audio import read
from ogam.core import Audio, ModelError

BARISTA = Path(__file__).parents[3] / "shared" / "data" / "barista"


def test_pieces_have_lengths_of_one_or_two_bytes(tmp_path: Path) -> None:
    long = b"x" * 200
    (tmp_path / "tokenizer.bin").write_bytes(b"\x02ab\x00" + bytes([128 + 200 % 128, 1]) + long)
    assert read_pieces(tmp_path / "tokenizer.bin") == [b"ab", b"", long]


def test_log_softmax_is_normalised() -> None:
    logits = np.array([[1000.0, 1001.0, 999.0], [0.0, 0.0, 0.0]], np.float32)
    assert np.exp(log_softmax(logits)).sum(axis=1) == pytest.approx([1, 1], abs=1e-5)


@pytest.fixture(scope="module")
def scorer():
    from ogam.models import Store

    try:
        Store().path("moonshine-tiny-en")
    except ModelError as error:
        pytest.skip(str(error))
    if not BARISTA.is_dir():
        pytest.skip(f"{BARISTA} is not here")
    return default_scorer()


ORDERS = ["brew a large mocha with a bit of skim milk", "brew a small mocha", "can i get a dark roast latte"]


def orders() -> dict[str, dict[str, str]]:
    labels = json.loads((BARISTA / "labels.json").read_text())
    return {name: label["slots"] for name, label in sorted(labels.items())[:3]}


@pytest.mark.real
def test_hears_real_orders(scorer) -> None:
    for name, slots in orders().items():
        said = transcribe(read(BARISTA / name), scorer).lower()
        assert any(value.split()[-1] in said for value in slots.values()), said


@pytest.mark.real
def test_is_deterministic_and_thread_safe(scorer) -> None:
    hears = SentenceRecognizer(SentenceList(ORDERS), scorer)
    utterances = [read(BARISTA / name) for name in orders()] * 2
    alone = [hears.recognize([u])[0][0] for u in utterances]
    with ThreadPoolExecutor(3) as pool:
        together = list(pool.map(lambda u: hears.recognize([u])[0][0], utterances))
    assert [(o.value, o.confidence) for o in alone] == [(o.value, o.confidence) for o in together]


@pytest.mark.real
@pytest.mark.parametrize("seconds", [0.01, 0.3, 29.9])
def test_any_length_of_noise_is_heard_and_not_accepted(scorer, seconds: float) -> None:
    noise = np.random.default_rng(0).normal(0, 0.1, round(seconds * 16_000)).astype(np.float32)
    [[found]] = SentenceRecognizer(SentenceList(ORDERS), scorer).recognize([Audio(noise)])
    assert not found.details["accepted"]

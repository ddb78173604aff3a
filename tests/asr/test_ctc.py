"""The constrained search over frames, against the sum over every alignment of every spelling."""

from collections.abc import Sequence
from itertools import groupby, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ogam.asr import FakeCtcScorer, SentenceList, Vocabulary
from ogam.asr.ctc import CtcSettings, ctc_free_search, ctc_search
from ogam.asr.paths import TokenPaths
from ogam.asr.vocabulary import SortedTokens
from ogam.core import Audio

BLANK = 0
EXACT = CtcSettings(beam=100_000, at_one_place=100_000, width=1e9, depth=1e9)
SECOND = Audio(np.ones(16_000, np.float32), source="said")
WORDS = [
    "Turn",
    " on",
    " off",
    " the",
    " light",
    " lights",
    "Set",
    " heat",
    "ing",
    " to",
    " 20",
    ".5",
    "불",
    " 켜",
    "줘",
]


def decode(heard: str, sentences: Sequence[str], options: CtcSettings | None = None, **noise: float):
    scorer = FakeCtcScorer({"said": heard}, WORDS, **noise)
    paths = TokenPaths(SentenceList(sentences), SortedTokens.of(scorer.vocabulary))
    return ctc_search(scorer.score(SECOND), BLANK, paths, options)


TINY = Vocabulary((b"", b"a", b"b", b"ab", b" ", b" a"), end=BLANK)
SENTENCES = SentenceList(["a", "aa", "ab", "a b", "b", "ba"])
SORTED = SortedTokens.of(TINY)


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 4), st.integers(0, 10_000))
def test_equals_the_sum_over_all_alignments_and_spellings(frames: int, seed: int) -> None:
    logits = np.random.default_rng(seed).normal(0, 2, (frames, len(TINY)))
    log_probs = (logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)).astype(np.float32)
    expected: dict[str, float] = {}
    for path in product(range(len(TINY)), repeat=frames):
        written = "".join(TINY.surfaces[token].decode() for token, _ in groupby(path) if token != BLANK)
        if written.startswith("  ") or "  " in written:  # the grammar never reads a second space
            continue
        read = written.strip()
        if is_sentence(read):
            score = sum(float(log_probs[i, token]) for i, token in enumerate(path))
            expected[read] = np.logaddexp(expected.get(read, -np.inf), score)
    found = ctc_search(log_probs, BLANK, TokenPaths(SENTENCES, SORTED), EXACT).sentences
    assert {s.text: s.log_prob for s in found} == pytest.approx(expected, abs=1e-4)
    assert [s.text for s in found] == sorted(expected, key=lambda text: -expected[text])
    assert all(s.score == s.log_prob for s in found)


def is_sentence(text: str) -> bool:
    state = SENTENCES.start
    for byte in text.encode():
        state = SENTENCES.step(state, byte) if state >= 0 else -1
    return state >= 0 and SENTENCES.accepts(state)


def test_finds_what_was_said_whatever_its_case_and_punctuation() -> None:
    decoding = decode("Turn on, the lights.", ["turn on the lights", "turn off the lights", "turn on the light"])
    assert decoding.sentences[0].text == "turn on the lights"
    assert decoding.sentences[0].regret == pytest.approx(0, abs=0.1)


def test_the_free_path_is_what_the_model_hears() -> None:
    scorer = FakeCtcScorer({"said": "Turn on the lights."}, WORDS)
    free = ctc_free_search(scorer.score(SECOND), BLANK)
    assert scorer.vocabulary.text(free.tokens) == "Turn on the lights."
    assert free == decode("Turn on the lights.", ["open the door"]).free
    assert free.log_prob == pytest.approx(
        decode("Turn on the lights.", ["turn on the lights"]).sentences[0].log_prob, abs=0.2
    )


def test_another_sentence_is_found_but_far_below_the_free_path() -> None:
    decoding = decode("Set heating to 20", ["turn on the lights"], EXACT)
    [other] = decoding.sentences
    assert other.text == "turn on the lights"
    assert other.log_prob < decoding.free.log_prob - 20
    assert other.worst_regret > 5


def test_a_letter_said_twice_needs_a_blank_between() -> None:
    assert decode("aab", ["aab", "ab"]).sentences[0].text == "aab"
    assert decode("ab", ["aab", "ab"]).sentences[0].text == "ab"


def test_a_point_is_kept_inside_a_number_and_dropped_after_it() -> None:
    both = ["set heating to 20.5", "set heating to 20"]
    assert decode("Set heating to 20.5", both).sentences[0].text == "set heating to 20.5"
    assert decode("Set heating to 20.", both).sentences[0].text == "set heating to 20"


def test_alternatives_come_best_first_and_each_text_once() -> None:
    decoding = decode("Turn on the light", ["turn on the light", "turn on the lights"], EXACT)
    assert [s.text for s in decoding.sentences] == ["turn on the light", "turn on the lights"]


def test_nothing_fits_in_too_few_frames() -> None:
    assert decode("Turn", ["a" * 300]).sentences == ()


@settings(deadline=None, max_examples=25)
@given(
    st.lists(st.text("abc ", min_size=1, max_size=12).map(str.split).map(" ".join).filter(bool), min_size=1, max_size=6)
)
def test_every_sentence_of_a_grammar_is_found_when_it_is_said(sentences: list[str]) -> None:
    for sentence in sentences:
        assert decode(sentence.upper(), sentences).sentences[0].text == sentence

"""What a search gives."""

from hypothesis import given
from hypothesis import strategies as st

from ogam.asr.decodings import FreePath


@given(st.lists(st.integers(0, 3), max_size=4), st.lists(st.integers(0, 9), min_size=1, max_size=12))
def test_a_phrase_said_over_and_over_is_the_end(before: list[int], phrase: list[int]) -> None:
    path = FreePath((*before, *phrase * 12))
    assert path.is_over
    assert not path.ended


@given(st.permutations(range(40)))
def test_a_sentence_is_not_over_before_its_end(tokens: list[int]) -> None:
    path = FreePath()
    for token in tokens:
        assert not path.is_over
        path = path.extended(token, -0.5, end=99)
    path = path.extended(99, -0.5, end=99)
    assert path.is_over
    assert path.tokens == tuple(tokens)
    assert path.log_prob == -20.5


def test_a_word_said_three_times_is_no_circle() -> None:
    assert not FreePath((1, 7, 7, 7)).is_over
    assert not FreePath((3, 0, 3, 0, 3, 0)).is_over

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogam.biometrics import build_index, nearest
from ogam.biometrics.search import BITS, _where


def unit(count: int, dimensions: int, seed: int = 0, middle: float = 0.0) -> np.ndarray:
    vectors = np.random.default_rng(seed).standard_normal((count, dimensions)) + middle
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


@given(st.integers(1, 60), st.integers(1, 40), st.integers(0, 5))
def test_a_small_gallery_is_searched_exactly(count: int, dimensions: int, seed: int) -> None:
    vectors, probe = unit(count, dimensions, seed), unit(1, dimensions, seed + 100)[0]
    matches = nearest(build_index(vectors), probe, 5)
    expected = sorted(vectors @ probe, reverse=True)[:5]
    assert [match.similarity for match in matches] == pytest.approx(expected, abs=1e-6)
    assert nearest(build_index(vectors), probe)[0].similarity == pytest.approx(expected[0], abs=1e-6)


@pytest.mark.whole
@pytest.mark.parametrize(("dimensions", "middle"), [(192, 0.0), (128, 0.0), (1024, 0.0), (192, 1.0), (1024, 3.0)])
def test_a_large_gallery_finds_what_was_planted(dimensions: int, middle: float) -> None:
    """Also of embeddings that are all on one side of the sphere, as some models' are."""
    vectors = unit(20_000, dimensions, middle=middle)
    index = build_index(vectors, large=1)
    assert index.codes.shape == (BITS // 64, len(vectors))
    noise = np.random.default_rng(1).standard_normal((100, dimensions)) * 0.6 / np.sqrt(dimensions)
    found = 0
    for place in range(100):
        probe = (vectors[place * 7] + noise[place] * np.linalg.norm(vectors[0] - vectors.mean(axis=0))).astype(
            np.float32
        )
        probe /= np.linalg.norm(probe)
        (match,) = nearest(index, probe)
        found += match.position == int(np.argmax(vectors @ probe))
        assert match.similarity == pytest.approx(float(vectors[match.position] @ probe), abs=1e-5)
    assert found >= 98


def test_the_best_come_first_in_a_large_gallery_too() -> None:
    vectors = unit(5_000, 64)
    matches = nearest(build_index(vectors, large=1), vectors[123], 10)
    assert matches[0].position == 123
    assert [match.similarity for match in matches] == sorted((match.similarity for match in matches), reverse=True)
    assert len({match.position for match in matches}) == 10


def test_many_times_the_same_template_is_no_trouble() -> None:
    vectors = np.repeat(unit(1, 64), 3_000, axis=0)
    assert len(nearest(build_index(vectors, large=1), vectors[0], 3)) == 3


def test_nothing_is_found_in_nothing() -> None:
    assert nearest(build_index(np.zeros((0, 192), np.float32)), unit(1, 192)[0]) == []
    with pytest.raises(ValueError, match="is meant"):
        build_index(np.zeros(192, np.float32))


@given(st.lists(st.booleans(), max_size=70))
def test_where_is_flatnonzero(true: list[bool]) -> None:
    array = np.array(true, np.bool_)
    assert _where(array).tolist() == np.flatnonzero(array).tolist()

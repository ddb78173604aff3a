"""Embeddings and their contract."""

import numpy as np
import pytest

from ogam.biometrics import Embedding, EmbeddingContract, centroid, similarity
from ogam.core import BiometricsError

CAMPPLUS = EmbeddingContract("voice", "campplus@1", "00" * 32, "fbank-80/1", 3)
OTHER = EmbeddingContract("voice", "campplus@2", "01" * 32, "fbank-80/1", 3)


def embedding(*values: float, contract: EmbeddingContract = CAMPPLUS) -> Embedding:
    vector = np.array(values, np.float32)
    return Embedding(vector / np.linalg.norm(vector), contract, seconds=2.0, quality=0.5)


def test_similarity_is_the_cosine() -> None:
    assert similarity(embedding(1, 0, 0), embedding(1, 1, 0)) == pytest.approx(0.7071, abs=1e-4)


def test_embeddings_of_two_contracts_are_never_compared() -> None:
    with pytest.raises(BiometricsError, match="enrol again"):
        similarity(embedding(1, 0, 0), embedding(1, 0, 0, contract=OTHER))
    with pytest.raises(BiometricsError):
        centroid([embedding(1, 0, 0), embedding(1, 0, 0, contract=OTHER)])


def test_a_centroid_lies_between_and_has_length_one() -> None:
    middle = centroid([embedding(1, 0, 0), embedding(0, 1, 0)])
    assert middle.vector == pytest.approx([0.7071, 0.7071, 0], abs=1e-4)
    assert (middle.seconds, middle.quality, middle.contract) == (4.0, 0.5, CAMPPLUS)


def test_there_is_no_centroid_of_nothing() -> None:
    with pytest.raises(ValueError, match="no embeddings"):
        centroid([])

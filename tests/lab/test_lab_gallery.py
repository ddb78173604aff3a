import numpy as np
import pytest

from ogam.core import BiometricsError
from ogam.lab import gallery
from ogam.lab.gallery import ALIKE, measure, measure_gallery, planted_probes, random_templates


def test_the_figures_of_a_gallery_that_needs_codes() -> None:
    figures = measure_gallery(31_000, probes=50)
    assert figures["n"] == 31_000
    assert figures["recall_at_1"] >= 0.98
    assert set(figures["ms"]) == {"median", "p95"}


def test_probes_are_as_much_like_their_template_as_they_should_be() -> None:
    templates = random_templates(500, 0, lambda items, _: items)
    assert np.linalg.norm(templates, axis=1) == pytest.approx(1, abs=1e-5)
    best = [float(np.max(templates @ probe)) for probe in planted_probes(templates, 50, 0)]
    assert min(best) >= ALIKE[0] - 1e-3
    assert max(best) <= ALIKE[1] + 1e-3


def test_a_seed_fixes_them_and_another_gives_others() -> None:
    one, same, other = (random_templates(10, seed, lambda items, _: items) for seed in (1, 1, 2))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


def test_a_search_that_finds_something_else_is_told() -> None:
    probes = [np.zeros(3, np.float32)] * 4
    assert measure(lambda probe: 1, probes, [1, 2, 1, 3])["recall_at_1"] == 0.5


def test_a_peer_that_is_not_known_or_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BiometricsError, match="faiss: no such peer"):
        measure_gallery(10, peer="faiss")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(BiometricsError, match="needs usearch"):
        gallery.measure_usearch(np.eye(3, dtype=np.float32), [], [], lambda items, _: items)

"""Enrolment by files, learning in passing, and taking one's templates along."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogam.biometrics import Embedding, EmbeddingContract, Gallery, consider, open_gallery
from ogam.biometrics.candidates import DAYS, MOST, expire
from ogam.biometrics.embedders import find_embedder
from ogam.biometrics.enrolment import Sample, embed_files, enrol_samples
from ogam.biometrics.transfer import MAGIC, read_export, take_in, write_export, write_private
from ogam.core import Audio, AudioError, BiometricsError, ModelError, QualityError

CONTRACT = EmbeddingContract("voice", "voices 1", "00", "features 1", 64)
CHEAP = 10
"""A cost of scrypt that tests can pay."""


def voice(person: int, take: int = 0, noise: float = 0.5) -> Embedding:
    """One of a person's recordings: as much alike as those of a good model (cosine about 0.8)."""
    vector = direction(person) + noise * direction(1000 * person + take + 500)
    return Embedding((vector / np.linalg.norm(vector)).astype(np.float32), CONTRACT, 2.0, 0.9)


def direction(seed: int) -> np.ndarray:
    vector = np.random.default_rng(seed).standard_normal(CONTRACT.dimensions)
    return vector / np.linalg.norm(vector)


def samples(person: int, *takes: int) -> list[Sample]:
    return [Sample(f"{person}-{take}.wav", voice(person, take)) for take in takes]


@pytest.fixture
def gallery(tmp_path: Path) -> Gallery:
    opened = open_gallery(tmp_path, create=True)
    for name in ("Mina", "Jun"):
        opened.add(name)
    return opened


def test_samples_that_fit_together_are_enrolled(gallery: Gallery) -> None:
    kept, refusals = enrol_samples(gallery, "Mina", samples(1, 0, 1, 2))
    assert (len(kept), refusals) == (3, [])
    assert [template.source for template in gallery.templates("Mina")] == ["1-0.wav", "1-1.wav", "1-2.wav"]


def test_a_sample_of_someone_else_among_them_is_refused_with_the_reason(gallery: Gallery) -> None:
    kept, (refusal,) = enrol_samples(gallery, "Mina", [*samples(1, 0, 1), *samples(7, 0), *samples(1, 2)])
    assert refusal.source == "7-0.wav"
    assert "unlike the other samples" in refusal.reason
    assert len(kept) == 3


def test_a_sample_unlike_what_is_enrolled_is_refused(gallery: Gallery) -> None:
    enrol_samples(gallery, "Mina", samples(1, 0, 1, 2))
    kept, refusals = enrol_samples(gallery, "Mina", samples(7, 0, 1))
    assert kept == []
    assert [refusal.source for refusal in refusals] == ["7-0.wav", "7-1.wav"]


def test_nobody_is_enrolled_under_anothers_name(gallery: Gallery) -> None:
    """Not even as the first sample, where there is nothing of the person's own to compare with."""
    enrol_samples(gallery, "Jun", samples(2, 0, 1, 2, 3))
    kept, (refusal,) = enrol_samples(gallery, "Mina", [Sample("2-9.wav", voice(2, 9, noise=0.1))])
    assert kept == []
    assert refusal.reason.startswith("more like Jun than like Mina")
    enrol_samples(gallery, "Mina", samples(1, 0))
    kept, (refusal,) = enrol_samples(gallery, "Mina", samples(2, 8))
    assert kept == []


def test_one_person_in_two_models_is_two_sets(gallery: Gallery) -> None:
    enrol_samples(gallery, "Mina", samples(1, 0, 1, 2))
    other = EmbeddingContract("voice", "voices 2", "00", "features 1", 64)
    fresh = Sample("x.wav", Embedding(voice(7).vector, other))
    assert enrol_samples(gallery, "Mina", [fresh])[1] == []


class Hears:
    """An embedder that knows files by their names."""

    contract = CONTRACT

    def embed(self, signal: Audio) -> Embedding:
        if "short" in signal.source:
            raise QualityError(f"{signal.source}: 0.4 s of speech; 1 s is needed. Say a whole sentence.")
        return voice(1)


def read(path: Path) -> Audio:
    if "missing" in path.name:
        raise AudioError(f"{path}: no such file. Check the name and the folder.")
    return Audio(np.zeros(16), 0.0, str(path))


def test_files_that_cannot_be_used_are_told_one_by_one() -> None:
    kept, refusals = embed_files(Hears(), read, [Path("a.wav"), Path("short.wav"), Path("missing.wav")])
    assert [sample.source for sample in kept] == ["a.wav"]
    assert [(refusal.source, refusal.reason[:5]) for refusal in refusals] == [
        ("short.wav", "0.4 s"),
        ("missing.wav", "no su"),
    ]


def test_missing_weights_are_no_fault_of_a_file() -> None:
    class Lacks(Hears):
        def embed(self, signal: Audio) -> Embedding:
            raise ModelError("campplus: missing. Get it with: ogam models pull campplus")

    with pytest.raises(ModelError, match="ogam models pull"):
        embed_files(Lacks(), read, [Path("a.wav")])


def test_a_part_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ogam.biometrics.embedders.find_spec", lambda name: None)
    for modality, what in (("voice", "voices"), ("face", "faces")):
        with pytest.raises(BiometricsError, match=f"cannot tell {what} apart yet"):
            find_embedder(modality)


# learning in passing


def test_what_is_not_confirmed_is_not_held(gallery: Gallery) -> None:
    enrol_samples(gallery, "Mina", samples(1, 0, 1))
    assert consider(gallery, "Mina", voice(1, 5), confirmed=False, source="hall") is None
    held = consider(gallery, "Mina", voice(1, 5), confirmed=True, source="hall")
    assert held is not None
    assert held.pending
    assert [template.id for template in gallery.templates(pending=True)] == [held.id]
    assert len(gallery.templates("Mina")) == 2


def test_only_so_much_is_held_of_those_who_are_enrolled_and_of_nobody_else(gallery: Gallery) -> None:
    assert consider(gallery, "Mina", voice(1), confirmed=True, source="") is None
    enrol_samples(gallery, "Mina", samples(1, 0, 1))
    enrol_samples(gallery, "Jun", samples(2, 0, 1))
    assert consider(gallery, "Mina", voice(2, 5), confirmed=True, source="") is None
    held = [consider(gallery, "Mina", voice(1, take), confirmed=True, source="") for take in range(10, 18)]
    assert sum(one is not None for one in held) == MOST


def test_what_is_not_answered_in_time_goes(gallery: Gallery) -> None:
    enrol_samples(gallery, "Mina", samples(1, 0, 1))
    held = consider(gallery, "Mina", voice(1, 5), confirmed=True, source="")
    assert held is not None
    assert expire(gallery, held.created + (DAYS - 1) * 86_400) == []
    assert [template.id for template in expire(gallery, held.created + (DAYS + 1) * 86_400)] == [held.id]
    assert gallery.templates(pending=True) == []


# taking along


@given(st.text(min_size=1), st.text(min_size=8), st.integers(1, 4))
def test_an_export_is_read_as_it_was_written(name: str, passphrase: str, count: int) -> None:
    taken = [voice(1, take) for take in range(count)]
    export = read_export(write_export(name, taken, passphrase, CHEAP), passphrase)
    assert export.name == name
    assert [one.vector.tobytes() for one in export.embeddings] == [one.vector.tobytes() for one in taken]
    assert {(one.contract, one.seconds, one.quality) for one in export.embeddings} == {(CONTRACT, 2.0, 0.9)}


@given(st.integers(0, 10_000), st.integers(1, 255))
def test_an_export_that_was_changed_is_refused(at: int, flip: int) -> None:
    data = bytearray(write_export("Mina", [voice(1)], "passphrase", CHEAP))
    place = at % len(data)
    if place == len(MAGIC):
        flip = 1  # a cost of 11, which a test can pay
    data[place] ^= flip
    with pytest.raises(BiometricsError):
        read_export(bytes(data), "passphrase")


@given(st.binary(max_size=200))
def test_what_is_no_export_is_refused(data: bytes) -> None:
    with pytest.raises(BiometricsError, match="no export"):
        read_export(data, "passphrase")


def test_a_wrong_passphrase_a_newer_version_and_a_cut_file_are_told_apart() -> None:
    data = write_export("Mina", [voice(1)], "passphrase", CHEAP)
    for wrong in (data[:-1], data[:40]):
        with pytest.raises(BiometricsError, match="The passphrase is wrong, or the file is damaged"):
            read_export(wrong, "passphrase")
    with pytest.raises(BiometricsError, match="The passphrase is wrong"):
        read_export(data, "Passphrase")
    with pytest.raises(BiometricsError, match="has version 2; this Ogam knows 1"):
        read_export(data[:7] + b"\x02" + data[8:], "passphrase")
    with pytest.raises(BiometricsError, match="damaged"):
        read_export(data[:8] + b"\x3f" + data[9:], "passphrase")


def test_nothing_and_short_passphrases_are_not_exported() -> None:
    with pytest.raises(BiometricsError, match="8 characters or more"):
        write_export("Mina", [voice(1)], "short")
    with pytest.raises(BiometricsError, match="Nothing is enrolled of Mina"):
        write_export("Mina", [], "passphrase")


def test_an_export_is_written_for_its_owner_only_and_over_nothing(tmp_path: Path) -> None:
    write_private(tmp_path / "me", b"data")
    assert (tmp_path / "me").stat().st_mode & 0o777 == 0o600
    with pytest.raises(BiometricsError, match="is there already"):
        write_private(tmp_path / "me", b"other")
    with pytest.raises(BiometricsError, match="cannot be written"):
        write_private(tmp_path / "nowhere" / "me", b"data")


def test_an_export_is_taken_in_once(gallery: Gallery, tmp_path: Path) -> None:
    enrol_samples(gallery, "Mina", samples(1, 0, 1, 2))
    taken = [template.embedding for template in gallery.templates("Mina")]
    export = read_export(write_export("Mina", taken, "passphrase", CHEAP), "passphrase")
    with open_gallery(tmp_path / "other", create=True) as other:
        assert len(take_in(other, "Mina", export)[0]) == 3
        assert take_in(other, "mina", export) == ([], [])
        assert len(other.templates("Mina")) == 3
    assert take_in(gallery, "Mina", export) == ([], [])


def test_an_export_under_anothers_name_is_not_taken_in(gallery: Gallery) -> None:
    enrol_samples(gallery, "Jun", samples(2, 0, 1, 2))
    enrol_samples(gallery, "Mina", samples(1, 0, 1, 2))
    forged = read_export(write_export("Mina", [voice(2, 9)], "passphrase", CHEAP), "passphrase")
    kept, refusals = take_in(gallery, "Mina", forged)
    assert (kept, len(refusals)) == ([], 1)

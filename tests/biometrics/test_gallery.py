"""The gallery: what goes in comes out, whatever is done in between; and what was touched from outside does not."""

import os
import shutil
import sqlite3
import tempfile
import threading
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from ogam.biometrics import Embedding, EmbeddingContract, Gallery, open_gallery
from ogam.biometrics import schema as schema_module
from ogam.core import BiometricsError

VOICE = EmbeddingContract("voice", "voices 1", "00", "features 1", 8)
FACE = EmbeddingContract("face", "faces 1", "11", "crop 1", 8)


def embedding(seed: int, contract: EmbeddingContract = VOICE) -> Embedding:
    vector = np.random.default_rng(seed).standard_normal(contract.dimensions)
    return Embedding((vector / np.linalg.norm(vector)).astype(np.float32), contract, 2.5, 0.75)


def vectors(gallery: Gallery, name: str) -> set[bytes]:
    return {template.embedding.vector.tobytes() for template in gallery.templates(name)}


def edit(folder: Path, *statements: str) -> None:
    """Change the file as someone without the key would."""
    connection = sqlite3.connect(folder / "gallery.sqlite")
    connection.execute("PRAGMA foreign_keys = OFF")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A gallery of two people, three templates each."""
    with open_gallery(tmp_path / "gallery", create=True) as gallery:
        for number, name in enumerate(("민아", "Jun")):
            gallery.add(name)
            gallery.enrol(name, [embedding(10 * number + place) for place in range(3)], "a.wav")
    return tmp_path / "gallery"


def test_what_is_enrolled_comes_out_as_it_was(folder: Path) -> None:
    with open_gallery(folder) as gallery:
        (face,) = gallery.enrol("민아", [embedding(5, FACE)], "b.jpg")
        first, *_ = gallery.templates("민아", VOICE)
        assert (first.source, first.embedding.seconds, first.embedding.quality) == ("a.wav", 2.5, 0.75)
        assert first.embedding.contract == VOICE
        assert first.embedding.vector.tobytes() == embedding(0).vector.tobytes()
        assert [template.id for template in gallery.templates(contract=FACE)] == [face.id]
        assert len(gallery.templates()) == 7


def test_people_are_found_by_name_whatever_its_case_and_by_id(folder: Path) -> None:
    with open_gallery(folder) as gallery:
        jun = gallery.member("jUN ")
        assert gallery.member(jun.id) == gallery.member(jun.id[:6]) == jun
        with pytest.raises(BiometricsError, match=r"nobody called 'Alex', but: Jun, 민아\. To add"):
            gallery.member("Alex")
        with pytest.raises(BiometricsError, match="Jun is there already"):
            gallery.add("JUN")
        with pytest.raises(BiometricsError, match="no name"):
            gallery.add(" 💡 ")


@pytest.mark.parametrize(
    "vector", [np.full(8, np.nan), np.ones(8), np.zeros(8), np.ones(9) / 3, np.eye(8)], ids=lambda v: str(v.shape)
)
def test_what_is_no_embedding_is_refused_and_nothing_is_kept(folder: Path, vector: np.ndarray) -> None:
    with open_gallery(folder) as gallery:
        with pytest.raises(BiometricsError, match="An embedding of voices 1 must"):
            gallery.enrol("Jun", [embedding(1), Embedding(vector.astype(np.float32), VOICE)])
        assert len(gallery.templates("Jun")) == 3


def test_nobody_is_recognised_by_what_is_pending(folder: Path) -> None:
    with open_gallery(folder) as gallery:
        one, other = gallery.enrol("Jun", [embedding(20), embedding(21)], "hall", pending=True)
        assert len(gallery.templates("Jun")) == 3
        assert {template.id for template in gallery.templates(pending=True)} == {one.id, other.id}
        gallery.confirm(one.id[:8])
        gallery.discard(other.id)
        assert gallery.templates(pending=True) == []
        assert one.id in {template.id for template in gallery.templates("Jun")}
        with pytest.raises(BiometricsError, match="Nothing that waits"):
            gallery.confirm(one.id)


def test_no_name_and_no_file_name_stands_in_the_file(folder: Path) -> None:
    content = b"".join(path.read_bytes() for path in folder.iterdir())
    assert "민아".encode() not in content
    assert b"Jun" not in content
    assert b"a.wav" not in content


def test_all_files_are_their_owners_only(folder: Path) -> None:
    with open_gallery(folder):
        modes = {path.name: path.stat().st_mode & 0o077 for path in folder.iterdir() if path.name != "gallery.lock"}
        assert set(modes.values()) == {0}, modes


def test_every_change_is_seen_by_those_who_keep_templates_in_memory(folder: Path) -> None:
    with open_gallery(folder) as gallery, open_gallery(folder) as other:
        seen = [gallery.revision]
        for change in (
            lambda: other.add("Alex"),
            lambda: other.enrol("Alex", [embedding(9)]),
            other.rotate_key,
            lambda: other.forget("Alex"),
        ):
            change()
            seen.append(gallery.revision)
        assert sorted(set(seen)) == seen


def test_another_process_changes_the_key_and_this_one_goes_on(folder: Path) -> None:
    with open_gallery(folder) as one, open_gallery(folder) as other:
        before = vectors(one, "Jun")
        assert other.rotate_key() is True
        assert vectors(one, "Jun") == before
        assert other.forget("민아") is True
        assert [member.name for member in one.members()] == ["Jun"]


def test_threads_may_use_one_gallery(folder: Path) -> None:
    failures: list[Exception] = []

    def use(gallery: Gallery, seed: int) -> None:
        try:
            for place in range(5):
                gallery.enrol("Jun", [embedding(seed + place)])
                gallery.templates()
                if seed == 100:
                    gallery.rotate_key()
        except BiometricsError as error:
            failures.append(error)

    with open_gallery(folder) as one, open_gallery(folder) as other:
        threads = [threading.Thread(target=use, args=(one if n % 2 else other, 100 * n)) for n in range(1, 5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failures == []
        assert len(one.templates("Jun")) == 3 + 20
        assert one.problems() == []


def test_several_may_make_a_gallery_at_once(tmp_path: Path) -> None:
    failures: list[Exception] = []

    def make(number: int) -> None:
        try:
            with open_gallery(tmp_path / "new", create=True) as gallery:
                gallery.add(f"person {number}")
        except BiometricsError as error:
            failures.append(error)

    threads = [threading.Thread(target=make, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with open_gallery(tmp_path / "new") as gallery:
        assert len(gallery.members()) == 6


# what cannot be opened


def test_nothing_is_made_unless_asked_for(tmp_path: Path) -> None:
    with pytest.raises(BiometricsError, match="there is no gallery yet"):
        open_gallery(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_gallery_without_its_key_is_never_begun_anew(folder: Path) -> None:
    key = folder / "gallery.key"
    kept = key.read_text()
    key.unlink()
    for create in (False, True):
        with pytest.raises(BiometricsError, match="its key is not in"):
            open_gallery(folder, create=create)
    key.write_text(kept)
    key.chmod(0o600)
    with open_gallery(folder) as gallery:
        assert len(gallery.templates()) == 6


def test_a_key_without_its_gallery_is_never_begun_anew(folder: Path) -> None:
    (folder / "gallery.sqlite").rename(folder / "elsewhere")
    for create in (False, True):
        with pytest.raises(BiometricsError, match="the gallery is gone, but its key is there"):
            open_gallery(folder, create=create)
    assert not (folder / "gallery.sqlite").exists()


@pytest.mark.skipif(os.name != "posix", reason="modes of files")
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660])
def test_a_key_that_others_can_read_is_refused(folder: Path, mode: int) -> None:
    (folder / "gallery.key").chmod(mode)
    with pytest.raises(BiometricsError, match="chmod 600"):
        open_gallery(folder)


@pytest.mark.parametrize(
    "text", ["", "x", "[]", "{}", '{"version": 2, "keys": {}}', '{"version": 1, "keys": {"a": "00"}}']
)
def test_a_damaged_key_is_named(folder: Path, text: str) -> None:
    (folder / "gallery.key").write_text(text)
    with pytest.raises(BiometricsError, match=r"gallery\.key: this is no key of a gallery, or it is damaged"):
        open_gallery(folder)


def test_another_machines_key_opens_nothing(folder: Path, tmp_path: Path) -> None:
    open_gallery(tmp_path / "other", create=True).close()
    shutil.copy2(tmp_path / "other" / "gallery.key", folder / "gallery.key")
    with pytest.raises(BiometricsError, match="sealed with another key"):
        open_gallery(folder)


def test_a_key_of_the_right_name_and_the_wrong_bytes_opens_nothing(folder: Path) -> None:
    key = folder / "gallery.key"
    text = key.read_text()
    digit = text[-4]
    key.write_text(text[:-4] + ("0" if digit != "0" else "1") + text[-3:])
    with pytest.raises(BiometricsError, match="does not fit"):
        open_gallery(folder)


@pytest.mark.parametrize("share", [0.0, 0.001, 0.3, 0.6, 0.9])
def test_a_truncated_file_lets_nobody_in_and_is_left_as_it_is(folder: Path, share: float) -> None:
    path = folder / "gallery.sqlite"
    content = path.read_bytes()[: int(len(path.read_bytes()) * share)]
    path.write_bytes(content)
    with pytest.raises(BiometricsError, match=r"gallery\.sqlite: .*damaged"), open_gallery(folder) as gallery:
        gallery.templates()
    assert path.read_bytes() == content


@pytest.mark.parametrize("content", [b"hello " * 1000, b"\x00" * 8192, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_what_is_no_gallery_is_named(folder: Path, content: bytes) -> None:
    (folder / "gallery.sqlite").write_bytes(content)
    with pytest.raises(BiometricsError, match="no gallery of Ogam, or it is damaged"):
        open_gallery(folder)


def test_a_newer_gallery_is_refused(folder: Path) -> None:
    edit(folder, "PRAGMA user_version = 9")
    with pytest.raises(BiometricsError, match=r"a newer Ogam wrote this gallery \(schema 9"):
        open_gallery(folder)


def test_a_locked_gallery_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema_module, "PATIENCE", 0.05)
    with open_gallery(folder) as gallery:
        connection = sqlite3.connect(folder / "gallery.sqlite")
        connection.execute("BEGIN EXCLUSIVE")
        for change in (lambda: gallery.add("Alex"), lambda: gallery.forget("Jun"), gallery.rotate_key):
            with pytest.raises(BiometricsError, match="another process has kept the gallery locked"):
                change()
        connection.rollback()
        connection.close()
        assert len(gallery.templates("Jun")) == 3


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE templates SET sealed = (SELECT sealed FROM templates b WHERE b.id != templates.id)",
        "UPDATE templates SET sealed = x'00'",
        "UPDATE templates SET sealed = CAST(sealed || x'00' AS BLOB)",
        "UPDATE templates SET sealed = 'text'",
        "UPDATE templates SET contract = replace(contract, 'voices 1', 'voices 2')",
        "UPDATE templates SET contract = 'x'",
        "UPDATE templates SET person = (SELECT id FROM people b WHERE b.id != templates.person)",
        "UPDATE templates SET id = substr(id, 2) || substr(id, 1, 1)",
        "UPDATE people SET profile = (SELECT profile FROM people b WHERE b.id != people.id)",
        "UPDATE people SET sealed_key = (SELECT sealed_key FROM people b WHERE b.id != people.id)",
    ],
)
def test_rows_that_were_changed_or_exchanged_let_nobody_in(folder: Path, statement: str) -> None:
    edit(folder, statement)
    with open_gallery(folder) as gallery:
        with pytest.raises(BiometricsError, match="changed from outside"):
            assert gallery.members() != gallery.templates()
        assert gallery.problems()


def test_what_was_pending_cannot_be_made_enrolled_from_outside(folder: Path) -> None:
    with open_gallery(folder) as gallery:
        gallery.enrol("Jun", [embedding(30)], pending=True)
    edit(folder, "UPDATE templates SET state = 'enrolled'")
    with open_gallery(folder) as gallery, pytest.raises(BiometricsError, match="changed from outside"):
        gallery.templates()


def test_a_person_of_another_gallery_cannot_be_put_in(folder: Path, tmp_path: Path) -> None:
    with open_gallery(tmp_path / "other", create=True) as other:
        other.add("Mallory")
    connection = sqlite3.connect(folder / "gallery.sqlite")
    connection.execute(f"ATTACH '{tmp_path / 'other' / 'gallery.sqlite'}' AS other")
    connection.execute("INSERT INTO people SELECT * FROM other.people")
    connection.commit()
    connection.close()
    with open_gallery(folder) as gallery, pytest.raises(BiometricsError, match="changed from outside"):
        gallery.members()


def test_a_damaged_person_can_be_forgotten_by_id_and_the_others_stay(folder: Path) -> None:
    with open_gallery(folder) as gallery:
        jun = gallery.member("Jun")
    edit(folder, f"UPDATE people SET profile = x'0011' WHERE id = '{jun.id}'")
    with open_gallery(folder) as gallery:
        (problem,) = gallery.problems()
        assert f"ogam people forget {jun.id[:8]}" in problem
        gallery.forget(jun.id[:8])
        assert gallery.problems() == []
        assert len(gallery.templates("민아")) == 3


def test_templates_of_nobody_are_found(folder: Path) -> None:
    edit(folder, "DELETE FROM people")
    with open_gallery(folder) as gallery:
        assert sum("belongs to nobody" in problem for problem in gallery.problems()) == 6


# against a model


class GalleryAgainstDictionary(RuleBasedStateMachine):
    """Whatever is done, the gallery holds what a dictionary would."""

    names = st.sampled_from(["Mina", "민아", "Jun", "서준"])

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp()) / "gallery"
        self.gallery = open_gallery(self.folder, create=True)
        self.model: dict[str, set[bytes]] = {}

    @rule(name=names)
    def add(self, name: str) -> None:
        if name in self.model:
            with pytest.raises(BiometricsError, match="there already"):
                self.gallery.add(name)
        else:
            self.gallery.add(name)
            self.model[name] = set()

    @rule(name=names, seeds=st.lists(st.integers(0, 1000), max_size=3, unique=True), pending=st.booleans())
    def enrol(self, name: str, seeds: list[int], pending: bool) -> None:
        embeddings = [embedding(seed) for seed in seeds]
        if name not in self.model:
            with pytest.raises(BiometricsError, match="knows nobody"):
                self.gallery.enrol(name, embeddings)
            return
        kept = self.gallery.enrol(name, embeddings, pending=pending)
        for template in kept if pending else []:
            self.gallery.confirm(template.id)
        self.model[name] |= {one.vector.tobytes() for one in embeddings}

    @rule(name=names)
    def forget(self, name: str) -> None:
        if name in self.model:
            assert self.gallery.forget(name) is True
            del self.model[name]

    @rule()
    def rotate(self) -> None:
        assert self.gallery.rotate_key() is True

    @rule()
    def reopen(self) -> None:
        self.gallery.close()
        self.gallery = open_gallery(self.folder)

    @invariant()
    def they_hold_the_same(self) -> None:
        assert {member.name: vectors(self.gallery, member.name) for member in self.gallery.members()} == self.model
        assert self.gallery.problems() == []

    def teardown(self) -> None:
        self.gallery.close()
        shutil.rmtree(self.folder.parent)


GalleryAgainstDictionary.TestCase.settings = settings(
    max_examples=15, stateful_step_count=15, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
TestGalleryAgainstDictionary = GalleryAgainstDictionary.TestCase

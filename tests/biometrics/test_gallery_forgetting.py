"""Who is forgotten is gone: from every file, from older copies, and also when the power fails in between."""

import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from ogam.biometrics import Embedding, EmbeddingContract, open_gallery
from ogam.biometrics import schema as schema_module
from ogam.core import BiometricsError

CONTRACT = EmbeddingContract("voice", "voices 1", "00", "features 1", 192)
PIECE = 16
"""So many bytes in a row count as found: a template has 768, a sealed key 60."""


def embedding(seed: int) -> Embedding:
    vector = np.random.default_rng(seed).standard_normal(CONTRACT.dimensions)
    return Embedding((vector / np.linalg.norm(vector)).astype(np.float32), CONTRACT, 2.5, 0.75)


def secrets_of(folder: Path, name: str) -> list[bytes]:
    """All that is kept of a person: vectors as they are, and every sealed value of the person's rows."""
    with open_gallery(folder) as gallery:
        member = gallery.member(name)
        found = [t.embedding.vector.tobytes() for p in (False, True) for t in gallery.templates(name, pending=p)]
    connection = sqlite3.connect(folder / "gallery.sqlite")
    found += [row[0] for row in connection.execute("SELECT sealed FROM templates WHERE person = ?", (member.id,))]
    for row in connection.execute("SELECT sealed_key, profile FROM people WHERE id = ?", (member.id,)):
        found += row
    connection.close()
    return [*found, member.id.encode(), name.encode()]


def left(folder: Path, secrets: list[bytes]) -> list[str]:
    """The files in which a piece of the secrets is found."""
    pieces = {secret[at : at + PIECE] for secret in secrets for at in range(0, max(1, len(secret) - PIECE + 1), PIECE)}
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if any(piece in path.read_bytes() for piece in pieces)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with open_gallery(tmp_path / "gallery", create=True) as gallery:
        for number, name in enumerate(("Seojun Park", "Jun", "Mina")):
            gallery.add(name)
            gallery.enrol(name, [embedding(100 * number + place) for place in range(12)], f"{name}.wav")
            gallery.enrol(name, [embedding(100 * number + 50)], "hall", pending=True)
    return tmp_path / "gallery"


def test_the_search_finds_what_is_there(folder: Path) -> None:
    """The proof below would be worth nothing if it could not find anything."""
    secrets = secrets_of(folder, "Jun")
    assert left(folder, secrets) == ["gallery.sqlite"]
    (folder / "copy").write_bytes(b"x" * 1000 + secrets[0][: PIECE * 2] + b"y")
    assert sorted(left(folder, secrets)) == ["copy", "gallery.sqlite"]


def test_no_byte_of_a_forgotten_person_is_left_in_any_file(folder: Path) -> None:
    secrets = secrets_of(folder, "Jun")
    with open_gallery(folder) as gallery:
        assert gallery.forget("Jun") is True
        assert left(folder, secrets) == []  # while it is open: write-ahead log and shared memory are there
        with pytest.raises(BiometricsError, match="knows nobody called 'Jun'"):
            gallery.templates("Jun")
        assert len(gallery.templates()) == 24
    assert left(folder, secrets) == []


def test_nor_while_another_program_has_the_gallery_open(folder: Path) -> None:
    secrets = secrets_of(folder, "Jun")
    with open_gallery(folder) as other, open_gallery(folder) as gallery:
        assert len(other.templates()) == 36
        assert gallery.forget("Jun") is True
        assert left(folder, secrets) == []
        assert len(other.templates()) == 24
    assert left(folder, secrets) == []


def test_a_reader_in_the_middle_is_said_and_swept_up_after(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema_module, "PATIENCE", 0.1)
    secrets = secrets_of(folder, "Jun")
    reader = sqlite3.connect(folder / "gallery.sqlite", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM people").fetchall()
    with open_gallery(folder) as gallery:
        assert gallery.forget("Jun") is False
        assert {member.name for member in gallery.members()} == {"Seojun Park", "Mina"}
    reader.execute("COMMIT")
    reader.close()
    with open_gallery(folder) as gallery:
        assert left(folder, secrets) == []
        assert gallery.problems() == []


def test_older_copies_open_no_more(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "with key")
    shutil.copy2(folder / "gallery.sqlite", tmp_path / "copy.sqlite")
    with open_gallery(folder) as gallery:
        gallery.forget("Jun")
    new_key = tmp_path / "restored"
    shutil.copytree(folder, new_key)
    shutil.copy2(tmp_path / "copy.sqlite", new_key / "gallery.sqlite")
    with pytest.raises(BiometricsError, match="older than the last forgetting"):
        open_gallery(new_key)
    # What docs/gallery.md says of it: who copied the key too has copied all.
    with open_gallery(tmp_path / "with key") as gallery:
        assert len(gallery.templates("Jun")) == 12


def test_a_discarded_candidate_is_left_in_no_file(folder: Path) -> None:
    with open_gallery(folder) as gallery:
        (waiting,) = gallery.templates("Jun", pending=True)
        connection = sqlite3.connect(folder / "gallery.sqlite")
        (sealed,) = connection.execute("SELECT sealed FROM templates WHERE id = ?", (waiting.id,)).fetchone()
        connection.close()
        gallery.discard(waiting.id)
        assert left(folder, [sealed, waiting.embedding.vector.tobytes(), waiting.id.encode()]) == []


# power failures

STEPS = {
    "before the new key is saved": "vault.save_keys = die",
    "between the new key and the change": "save = vault.save_keys; vault.save_keys = lambda *a: (save(*a), die())",
    "after the change, before the old key goes": "vault.Vault.finish = die",
    "after the old key went, before the sweep": "schema.sweep = die",
    "after the sweep": "sweep = schema.sweep; schema.sweep = lambda c: (sweep(c), die())",
}
SCRIPT = """
import os, sys
from pathlib import Path
from ogam.biometrics import open_gallery, schema, vault
def die(*_):
    os._exit(7)
gallery = open_gallery(Path(sys.argv[1]))
{step}
gallery.{what}
"""
TAKES_EFFECT = list(STEPS)[2:]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("what", ["forget('Jun')", "rotate_key()"])
def test_a_crash_leaves_either_all_or_nothing(folder: Path, what: str, step: str) -> None:
    secrets = secrets_of(folder, "Jun")
    before = (folder / "gallery.key").read_text()
    run = subprocess.run([sys.executable, "-c", SCRIPT.format(step=STEPS[step], what=what), folder], check=False)
    assert run.returncode == 7
    with open_gallery(folder) as gallery:
        assert gallery.problems() == []
        names = {member.name for member in gallery.members()}
        forgotten = what.startswith("forget") and step in TAKES_EFFECT
        assert names == ({"Seojun Park", "Mina"} if forgotten else {"Seojun Park", "Mina", "Jun"})
        assert all(len(gallery.templates(name)) == 12 for name in names)
        assert (left(folder, secrets) == []) is forgotten
    key = (folder / "gallery.key").read_text()
    assert key.count('": "') == 1, "one key is left"
    assert (key == before) is (step not in TAKES_EFFECT)


def test_killed_at_any_moment_nothing_is_lost(folder: Path) -> None:
    """Rotating and forgetting again and again, killed without warning."""
    script = """
import sys
from pathlib import Path
from ogam.biometrics import open_gallery
with open_gallery(Path(sys.argv[1])) as gallery:
    print("ready", flush=True)
    while True:
        gallery.rotate_key()
        gallery.add("Guest")
        gallery.forget("Guest")
"""
    draw = random.Random(1)
    for _ in range(6):
        with subprocess.Popen([sys.executable, "-c", script, folder], stdout=subprocess.PIPE) as run:
            assert run.stdout is not None
            assert run.stdout.readline() == b"ready\n"
            time.sleep(draw.uniform(0, 0.1))
            run.send_signal(signal.SIGKILL)
        with open_gallery(folder) as gallery:
            assert gallery.problems() == []
            assert len(gallery.templates()) == 36
            if "Guest" in {member.name for member in gallery.members()}:
                gallery.forget("Guest")


@pytest.mark.parametrize("moment", ["connection.executemany", "save_keys(place_of", "new.replace"])
def test_a_gallery_that_was_half_made_is_made_or_begun_again(tmp_path: Path, moment: str) -> None:
    """Stopped before each of the three steps of making one."""
    source = Path(sys.modules["ogam.biometrics.opening"].__file__ or "").read_text(encoding="utf-8")
    assert source.count(moment) == 1
    step = {
        "connection.executemany": "opening.facts_of_key = die",
        "save_keys(place_of": "opening.save_keys = die",
        "new.replace": (
            "Path.replace = lambda own, to: die() if own.name == 'gallery.sqlite.new' else os.replace(own, to)"
        ),
    }[moment]
    script = f"""
import os, sys
from pathlib import Path
from ogam.biometrics import opening
def die(*_):
    os._exit(7)
{step}
opening.open_gallery(Path(sys.argv[1]), create=True)
"""
    run = subprocess.run([sys.executable, "-c", script, tmp_path / "gallery"], check=False)
    assert run.returncode == 7
    with open_gallery(tmp_path / "gallery", create=True) as gallery:
        gallery.add("Jun")
    with open_gallery(tmp_path / "gallery") as gallery:
        assert [member.name for member in gallery.members()] == ["Jun"]

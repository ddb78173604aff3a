"""`ogam people`: what it prints, keeps and forgets. Voices are told by the file's first letter, by a fake."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from ogam.biometrics import Embedding, EmbeddingContract, consider, open_gallery
from ogam.cli.main import app
from ogam.cli.people import spread
from ogam.core import Audio, QualityError, Signal
from ogam.hub import EventLog

CONTRACT = EmbeddingContract("voice", "voices 1", "00", "features 1", 64)
HOME = "areas: [kitchen]\npeople: [{name: Mina, aliases: [Mum]}, {name: Jun, role: child}]\n"


def direction(seed: int) -> np.ndarray:
    vector = np.random.default_rng(seed).standard_normal(64)
    return vector / np.linalg.norm(vector)


class FakeEmbedder:
    """A voice by the first letter of the file's name, a take by the rest."""

    contract = CONTRACT

    def embed(self, signal: Signal) -> Embedding:
        name = Path(signal.source).stem
        if name.startswith("short"):
            raise QualityError(f"{signal.source}: 0.4 s of speech; 1 s is needed. Say a whole sentence.")
        vector = direction(ord(name[0])) + 0.4 * direction(sum(name.encode()) + 1000)
        return Embedding((vector / np.linalg.norm(vector)).astype(np.float32), CONTRACT, 2.0, 0.9)


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with a home, a gallery of its own, and an embedder that needs no weights."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OGAM_HOME", str(tmp_path / "ogam"))
    monkeypatch.setattr("ogam.biometrics.embedders.find_embedder", lambda modality: FakeEmbedder())
    monkeypatch.setattr("ogam.biometrics.embedders.read_signal", lambda _, path: Audio(np.zeros(1), 0.0, str(path)))
    Path("home.yaml").write_text(HOME)


def run(*arguments: str, given: str | None = None) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["people", *arguments], input=given)
    return result.exit_code, result.stdout, result.stderr


def enrolled() -> None:
    assert run("add", "mum")[0] == 0
    assert run("enroll", "Mina", "--voice", "m1.wav", "m2.wav", "m3.wav")[0] == 0


def test_a_person_of_the_home_file_is_added_and_enrolled_and_listed() -> None:
    code, out, _ = run("add", "mum")
    assert (code, out) == (0, "Mina is added. Enrol with: ogam people enroll Mina --voice FILES --face FILES\n")
    code, out, err = run("enroll", "Mina", "--voice", "m1.wav", "m2.wav", "--voice=m3.wav")
    assert (code, err) == (0, "")
    assert out.startswith("3 of 3 enrolled.\nMina: 3 voice prints, since 20")
    code, out, _ = run("list")
    assert out.split()[:4] == ["Mina", "adult", "3", "voice"]
    (facts,) = json.loads(run("list", "--json")[1])
    assert (facts["name"], facts["role"], facts["voice"], facts["face"]) == ("Mina", "adult", 3, 0)
    assert facts["models"] == ["voices 1"]


def test_roles_are_the_home_files_to_say() -> None:
    code, _, err = run("add", "Jun", "--role", "owner")
    assert code == 2
    assert "In the home file Jun is child, not owner" in err
    code, _, err = run("add", "Alex", "--role", "adult")
    assert code == 2
    assert "people: [{name: Alex, role: adult}]" in err
    assert run("list")[1].startswith("Ogam knows nobody yet")
    code, out, _ = run("add", "Alex", "--role", "guest")
    assert code == 0
    assert "Alex is not in the home file and so a guest" in out
    assert json.loads(run("list", "--json")[1])[0]["role"] == "guest"


def test_each_file_that_is_refused_is_a_line_with_advice() -> None:
    run("add", "Mina")
    code, out, err = run("enroll", "Mina", "--voice", "m1.wav", "short.wav", "m2.wav", "m3.wav", "x1.wav")
    assert code == 1
    first, second = err.splitlines()
    assert first == "short.wav: 0.4 s of speech; 1 s is needed. Say a whole sentence."
    assert second.startswith("x1.wav: unlike the other samples")
    assert out.startswith("3 of 5 enrolled.")
    code, out, _ = run("enroll", "Mina", "--voice", "x1.wav", "--json")
    assert code == 2
    assert json.loads(out)["refused"][0]["file"] == "x1.wav"
    assert json.loads(out)["person"]["voice"] == 3


def test_enrolling_needs_files_and_somebody() -> None:
    assert "there is no gallery yet" in run("enroll", "Mina", "--voice", "m.wav")[2]
    run("add", "Mina")
    assert run("enroll", "Mina")[0] == 2
    code, _, err = run("enroll", "Alex", "--voice", "a.wav")
    assert code == 2
    assert "nobody called 'Alex', but: Mina" in err


def test_forgetting_asks_first_and_takes_the_log_along() -> None:
    enrolled()
    with EventLog("ogam/log.sqlite") as log:
        log.append("mic", "a", "command", {"speaker": "Mina", "sentence": "turn it on"})
        log.append("mic", "b", "reply", {"text": "Mum is not at home."})
        log.append("mic", "c", "command", {"speaker": "Jun"})
    assert run("forget", "Mina", given="n\n")[0] != 0
    assert len(json.loads(run("list", "--json")[1])) == 1
    code, out, _ = run("forget", "mina", given="y\n")
    assert code == 0
    assert out.splitlines()[-1].endswith("Mina is forgotten, and taken out of 2 events of the log.")
    assert json.loads(run("list", "--json")[1]) == []
    content = b"".join(path.read_bytes() for path in Path("ogam").rglob("*") if path.is_file())
    assert b"Mina" not in content
    assert b"Mum" not in content
    assert b"Jun" in content


def test_forgetting_without_a_log_and_as_json() -> None:
    enrolled()
    assert json.loads(run("forget", "Mina", "--yes", "--json")[1]) == {"forgotten": "Mina", "events": 0, "swept": True}
    code, _, err = run("forget", "Mina", "--yes")
    assert code == 2
    assert "nobody called 'Mina'" in err


def test_the_key_is_changed_and_older_copies_open_no_more() -> None:
    enrolled()
    shutil.copy2("ogam/gallery/gallery.sqlite", "copy")
    assert run("rotate-key")[1] == "The gallery has a new key. Copies of it made before open no more.\n"
    assert run("verify")[1] == "The gallery is whole. People: 1, templates: 3.\n"
    shutil.copy2("copy", "ogam/gallery/gallery.sqlite")
    code, _, err = run("list")
    assert code == 2
    assert "sealed with another key" in err


def test_a_damaged_gallery_is_said_with_its_person_and_what_to_do() -> None:
    import sqlite3

    enrolled()
    (facts,) = json.loads(run("list", "--json")[1])
    connection = sqlite3.connect("ogam/gallery/gallery.sqlite")
    connection.execute("UPDATE people SET profile = x'00'")
    connection.commit()
    connection.close()
    code, _, err = run("verify")
    assert code == 2
    assert f"ogam people forget {facts['id'][:8]}" in err
    code, out, _ = run("verify", "--json")
    assert code == 2
    assert len(json.loads(out)["problems"]) == 1
    assert run("forget", facts["id"][:8], "--yes")[0] == 0
    assert json.loads(run("verify", "--json")[1]) == {"problems": []}


def test_ones_templates_are_taken_along(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ogam.biometrics.transfer.COST", 10)
    enrolled()
    Path("secret").write_text("correct horse battery\n")
    code, out, _ = run("export", "Mina", "mina.ogam", "--passphrase-file", "secret")
    assert (code, out) == (0, "mina.ogam: 3 templates of Mina, sealed.\n")
    code, _, err = run("export", "Mina", "mina.ogam", "--passphrase-file", "secret")
    assert (code, err) == (2, "mina.ogam: this file is there already. Choose another name.\n")
    run("forget", "Mina", "--yes")
    code, _, err = run("import", "mina.ogam", given="something else\n")
    assert code == 2
    assert "The passphrase is wrong" in err
    code, out, _ = run("import", "mina.ogam", given="correct horse battery\n")
    assert code == 0
    assert out.endswith("3 templates of Mina taken in.\n")
    assert json.loads(run("import", "mina.ogam", "--passphrase-file", "secret", "--json")[1])["templates"] == 0


def test_what_waits_is_shown_and_kept_or_dropped() -> None:
    enrolled()
    assert run("pending")[1] == "Nothing waits.\n"
    with open_gallery() as gallery:
        held = [
            consider(
                gallery, "Mina", FakeEmbedder().embed(Audio(np.zeros(1), 0.0, f"m{n}")), confirmed=True, source="hall"
            )
            for n in (7, 8)
        ]
    one, other = (template.id for template in held if template)
    lines = run("pending")[1].splitlines()
    assert len(lines) == 3
    assert lines[0].split()[:3] == [one[:8], "Mina", "voice"]
    assert run("confirm", one[:8])[1] == "Enrolled for Mina.\n"
    assert json.loads(run("discard", other, "--json")[1]) == {"id": other, "name": "Mina", "kept": False}
    assert json.loads(run("list", "--json")[1])[0]["voice"] == 4
    code, _, err = run("confirm", one[:8])
    assert code == 2
    assert "Nothing that waits" in err


def test_it_speaks_korean() -> None:
    assert run("add", "Mina", "--lang", "ko")[1].startswith("Mina를 더했어요.")
    code, out, err = run("enroll", "Mina", "--voice", "m1.wav", "m2.wav", "m3.wav", "x1.wav", "--lang", "ko")
    assert code == 1
    assert "다른 녹음과 달라요" in err
    assert "4개 가운데 3개를 등록했어요." in out
    assert "목소리 3개" in run("list", "--lang", "ko")[1]
    assert run("forget", "Mina", "--yes", "--lang", "ko")[1].startswith("Mina를 잊었어요.")
    assert "아는 사람: " in run("enroll", "Alex", "--voice", "a.wav", "--lang", "ko")[2]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["Mina", "--voice", "a", "b"], ["Mina", "--voice", "a", "--voice", "b"]),
        (["--voice", "a", "b", "--json", "Mina"], ["--voice", "a", "--voice", "b", "--json", "Mina"]),
        (["--voice", "a", "--face", "b", "c"], ["--voice", "a", "--face", "b", "--face", "c"]),
        (["--voice"], ["--voice"]),
        ([], []),
    ],
)
def test_several_files_may_follow_one_option(words: list[str], expected: list[str]) -> None:
    assert spread(words, ("--voice", "--face")) == expected

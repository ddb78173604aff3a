from pathlib import Path

import pytest
from typer.testing import CliRunner

from ogam.cli.main import app
from ogam.home import load_home


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder to be in, and no home of the user's own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OGAM_HOME", str(tmp_path / "ogam"))


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["home", *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_init_writes_a_home_that_passes_the_check() -> None:
    code, out, _ = run("init")
    assert (code, out) == (0, "Wrote home.yaml. Change it into your home, then: ogam home check home.yaml\n")
    assert load_home("home.yaml").areas
    code, out, _ = run("check")
    assert code == 0
    assert out == "home.yaml: 8 areas, 34 devices, 2 people, 2 sentences of your own\nAll of it can be said.\n"


def test_init_replaces_nothing_unless_told_to() -> None:
    Path("mine.yaml").write_text("scenes: [night]")
    code, _, err = run("init", "mine.yaml")
    assert (code, err) == (
        2,
        "mine.yaml: this file is there already. To replace it: ogam home init mine.yaml --force\n",
    )
    assert Path("mine.yaml").read_text() == "scenes: [night]"
    assert run("init", "mine.yaml", "--force")[0] == 0
    assert len(Path("mine.yaml").read_text()) > 1000


def test_init_says_where_it_cannot_write() -> None:
    code, _, err = run("init", "nowhere/home.yaml")
    assert (code, err) == (2, "nowhere/home.yaml: the file cannot be written: No such file or directory.\n")


def test_check_prints_each_problem_with_its_line_and_exit_code_2() -> None:
    Path("home.yaml").write_text(
        "areas: [kitchen]\ndevices:\n  - {name: Ofen, domain: oven, area: Küche}\n  - {name: x}\n"
    )
    code, out, err = run("check")
    assert (code, out) == (2, "")
    assert [line.split(" ")[0] for line in err.splitlines()] == ["home.yaml:3:", "home.yaml:4:"]
    assert "Did you mean 'kitchen'?" in err


def test_check_says_how_emoji_names_are_spoken() -> None:
    Path("home.yaml").write_text("devices:\n  - {name: Lamp 💡, domain: light}\n")
    code, out, _ = run("check")
    assert code == 0
    assert out.startswith("home.yaml:2: device 'Lamp 💡' is spoken 'Lamp'.\nhome.yaml: 0 areas, 1 device,")


@pytest.mark.parametrize(
    "sentence",
    [
        "sentences: [{say: 'do [this', do: {intent: X}}]",
        "sentences: [{say: 'do {nothing_like_it}', do: {intent: X}}]",
        "sentences: [{say: 'do <a>', do: {intent: X}}]\nexpansion_rules: {a: '<b>', b: '<a>'}",
    ],
)
def test_check_finds_sentences_that_cannot_be_said(sentence: str) -> None:
    Path("home.yaml").write_text(f"scenes: [night]\n{sentence}\n")
    code, _, err = run("check")
    assert code == 2
    assert err.strip()
    assert "Traceback" not in err


def test_check_without_any_home_says_what_to_do() -> None:
    code, _, err = run("check")
    assert code == 2
    assert "ogam home init" in err


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"\x00", b"- a", b"a: [", b"&a [*a]", b"devices: 5", b"\x89PNG\r\n\x1a\n"]
)
def test_check_never_ends_in_a_traceback(content: bytes) -> None:
    Path("home.yaml").write_bytes(content)
    code, _, err = run("check")
    assert code == 2
    assert err.startswith("home.yaml:")

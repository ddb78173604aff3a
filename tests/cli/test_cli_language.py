"""`--lang`: what commands print, in Korean or English."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ogam.cli.language import columns, of_environment, take_language, wide
from ogam.cli.main import app


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OGAM_HOME", str(tmp_path / "ogam"))
    monkeypatch.delenv("OGAM_LANG", raising=False)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    Path("home.yaml").write_text(
        "language: ko\nareas: [거실]\ndevices: [{name: 거실 불, domain: light, area: 거실}]", encoding="utf-8"
    )


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, result.stdout, result.stderr


def test_a_turn_is_shown_in_korean() -> None:
    code, out, _ = run("say", "거실 불 켜줘", "--lang", "ko")
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()] == ["들음", "뜻", "함", "답"]
    assert "거실 불 → 켜져 있어요" in out
    assert "거실 불을 켰어요." in out
    assert len({columns(line.rpartition(" ms")[0]) for line in out.splitlines() if " ms" in line}) == 1


def test_the_home_decides_what_is_answered_and_the_reader_what_is_printed() -> None:
    _, out, _ = run("--lang=en", "say", "거실 불 켜줘")
    assert [line.split()[0] for line in out.splitlines()] == ["heard", "means", "did", "says"]
    assert "거실 불 → on" in out
    assert "거실 불을 켰어요." in out


def test_the_log_is_shown_in_the_language_of_its_reader() -> None:
    run("say", "거실 불 켜줘")
    assert "거실 불 → 켜져 있어요" in run("log", "--lang", "ko")[1]
    assert "거실 불 → on" in run("log", "--lang", "en")[1]


def test_the_locale_decides_where_nothing_else_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "ko_KR.UTF-8")
    assert "모두 말할 수 있어요." in run("home", "check")[1]
    monkeypatch.setenv("OGAM_LANG", "en")
    assert "All of it can be said." in run("home", "check")[1]


def test_errors_are_translated_and_name_the_line() -> None:
    Path("bad.yaml").write_text(
        "areas: [거실]\ndevices:\n  - {name: 불, domain: light, area: 거슬}\n", encoding="utf-8"
    )
    code, _, err = run("home", "check", "bad.yaml", "--lang", "ko")
    assert code == 2
    assert err.startswith("bad.yaml:3: ")
    assert "거슬" in err
    assert "declared" not in err


def test_an_unknown_language_is_a_usage_error() -> None:
    code, _, err = run("say", "x", "--lang", "xx")
    assert code == 2
    assert "en, ko" in err


def test_data_stays_data() -> None:
    _, out, _ = run("say", "거실 불 켜줘", "--lang", "ko", "--json")
    assert json.loads(out)["actions"][0]["effect"] == "on"


@pytest.mark.parametrize(
    ("arguments", "code", "rest"),
    [
        (["say", "x"], "", ["say", "x"]),
        (["--lang", "ko", "say", "x"], "ko", ["say", "x"]),
        (["say", "x", "--lang=ko-KR"], "ko", ["say", "x"]),
        (["say", "--", "--lang", "ko"], "", ["say", "--", "--lang", "ko"]),
    ],
)
def test_the_option_may_stand_anywhere(arguments: list[str], code: str, rest: list[str]) -> None:
    assert take_language(arguments) == code
    assert arguments == rest


@pytest.mark.parametrize(
    ("environment", "code"),
    [({}, "en"), ({"LANG": "ko_KR.UTF-8"}, "ko"), ({"LANG": "ko", "LC_ALL": "C"}, "en"), ({"LANG": "ko.utf8"}, "ko"),
     ({"LC_ALL": "", "LANG": "ko_KR"}, "ko")],
)  # fmt: skip
def test_the_language_of_an_environment(environment: dict[str, str], code: str) -> None:
    assert of_environment(environment) == code


def test_hangul_takes_two_columns() -> None:
    assert wide("불", 4) == "불  "
    assert columns("불 on") == 5


def test_a_korean_home_file_is_written_for_a_korean_reader() -> None:
    assert run("home", "init", "집.yaml", "--lang", "ko")[0] == 0
    assert Path("집.yaml").read_text(encoding="utf-8").startswith("# 오감이 알 집")
    code, out, err = run("home", "check", "집.yaml", "--lang", "ko")
    assert (code, err) == (0, "")
    assert out.endswith("모두 말할 수 있어요.\n")

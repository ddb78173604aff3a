import json
import unicodedata
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ogam.cli.main import app


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder to be in, and nothing of the user's own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OGAM_HOME", str(tmp_path / "ogam"))


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, result.stdout, result.stderr


def test_say_shows_what_it_means_what_is_done_and_the_reply() -> None:
    code, out, _ = run("say", "turn on the kitchen lights")
    assert code == 0
    lines = [line.split() for line in out.splitlines()]
    assert [words[0] for words in lines] == ["heard", "means", "did", "did", "says"]
    assert lines[1][1:4] == ["HassTurnOn", "area=kitchen", "domain=light"]
    assert " ".join(lines[4][1:8]) == "Ceiling light and counter lights are on."


def test_say_gives_the_same_as_data() -> None:
    code, out, _ = run("say", "turn on the lights", "--area", "study", "--json")
    turn = json.loads(out)
    assert code == 0
    assert (turn["area"], turn["command"]["intent"], turn["command"]["devices"]) == (
        "office",
        "HassTurnOn",
        ["light.desk_lamp"],
    )
    assert turn["actions"][0]["state"]["state"] == "on"
    assert turn["timings_ms"]["total"] > 0


def test_devices_stay_as_they_were_left() -> None:
    assert "No, it's unlocked." not in run("say", "is the front door locked")[1]
    run("say", "unlock the front door")
    assert "No, it's unlocked." in run("say", "is the front door locked")[1]


def test_say_uses_the_home_that_is_given() -> None:
    Path("other.yaml").write_text("devices: [{name: moon lamp, domain: light}]")
    assert "moon lamp → on" in run("say", "turn on the moon lamp", "--home", "other.yaml")[1]
    assert "I didn't get that" in run("say", "turn on the moon lamp")[1]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--area", "kitchn"], "this home has no area 'kitchn'. Areas: kitchen,"),
        (["--home", "none.yaml"], "none.yaml: there is no such file"),
        (["--log", "."], "this log cannot be opened"),
    ],
)
def test_say_says_what_is_wrong_with_exit_code_2(arguments: list[str], words: str) -> None:
    code, _, err = run("say", "turn on the lights", *arguments)
    assert code == 2
    assert words in err


@pytest.mark.parametrize("text", ["", " ", "?!", "\x00", "🙂", "a" * 10_000, "turn on the <area> {name} [x"])
def test_any_text_may_be_said(text: str) -> None:
    code, out, _ = run("say", text)
    assert code == 0
    assert "I didn't get that" in out


def test_log_shows_the_last_turns() -> None:
    run("say", "turn on the ceiling light")
    run("say", "what time is it")
    code, out, _ = run("log", "--last", "1")
    assert code == 0
    assert "what time is it" in out
    assert "ceiling light" not in out
    events = [json.loads(line) for line in run("log", "--json")[1].splitlines()]
    assert [event["kind"] for event in events[:6]] == ["turn", "observation", "command", "decision", "action", "reply"]


def test_replay_gives_the_same_or_names_the_difference_with_exit_code_1() -> None:
    run("say", "turn on the ceiling light", "--log", "log.sqlite")
    assert run("replay", "log.sqlite")[:2] == (0, "1 turns run again: all the same.\n")
    Path("other.yaml").write_text("devices: [{name: moon lamp, domain: light}]")
    code, out, _ = run("replay", "log.sqlite", "--home", "other.yaml")
    assert code == 1
    assert 'command intent\n   then  "HassTurnOn"\n   now   nothing' in out
    assert json.loads(run("replay", "log.sqlite", "--home", "other.yaml", "--json")[1])["differences"]


@pytest.mark.parametrize(
    "command", [["log"], ["log", "--log", "notes.txt"], ["replay", "none.sqlite"], ["replay", "notes.txt"]]
)
def test_logs_that_are_none_are_named_with_exit_code_2(command: list[str]) -> None:
    Path("notes.txt").write_text("These are my notes. " * 100)
    code, _, err = run(*command)
    assert code == 2
    assert "log" in err


KOREAN_HOME = """
language: ko
areas: [{name: 거실}]
devices: [{name: 거실등, domain: light, area: 거실}, {name: LG 스타일러, domain: styler, area: 거실}]
"""


@pytest.mark.parametrize(
    ("written", "done"),
    [
        (unicodedata.normalize("NFD", "거실 불 켜줘"), "거실등 → on"),  # decomposed, as files of a Mac are named
        ("ㄱㅓㅅㅣㄹ ㅂㅜㄹ ㅋㅕㅈㅝ", "거실등 → on"),
        ("ﾡￆﾵￜﾩ ﾲￓﾩ ﾻￊﾸￔ", "거실등 → on"),  # half-width
        ("거실 불 켜줘ㅋㅋ!!", "거실등 → on"),
        ("엘지 스타일러 켜줘", "LG 스타일러 → on"),
        ("ＬＧ스타일러 켜줘", "LG 스타일러 → on"),
        ("거실 light 켜줘", None),
        ("ㄱㅏ", None),
        ("ㅋㅋㅋ", None),
        ("照明をつけて", None),
    ],
)
def test_hangul_may_be_written_in_any_way(written: str, done: str | None) -> None:
    Path("home.yaml").write_text(KOREAN_HOME, encoding="utf-8")
    code, out, _ = run("say", written, "--home", "home.yaml")
    assert code == 0
    assert "→" not in out if done is None else done in out


def test_a_language_that_is_not_known_is_named() -> None:
    Path("home.yaml").write_text(KOREAN_HOME.replace("ko", "kp", 1), encoding="utf-8")
    code, _, err = run("say", "거실 불 켜줘", "--home", "home.yaml")
    assert code == 2
    assert "language 'kp' is not one that Ogam understands" in err
    assert "home.yaml:2" in err

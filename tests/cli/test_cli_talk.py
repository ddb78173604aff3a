"""`ogam talk`: a typed dialogue."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from ogam.cli.main import app

HOME = """
areas: [hall, kitchen]
devices:
  - {name: hall light, domain: light, area: hall}
  - {name: kitchen light, domain: light, area: kitchen}
  - {name: front door, domain: lock, area: hall, state: locked}
people: [{name: Mina, role: owner}, Jun, {name: Ara, role: child}]
"""


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("ogam.hub.default_log_path", lambda: tmp_path / "log.sqlite")
    Path("home.yaml").write_text(HOME)


def talk(*lines: str, options: tuple[str, ...] = ()) -> tuple[str, str]:
    result = CliRunner().invoke(app, ["talk", *options], input="".join(f"{line}\n" for line in lines))
    assert result.exit_code == 0, result.output
    return result.stdout, result.stderr


def turns(*lines: str, who: str = "Mina") -> list[dict[str, Any]]:
    out, _ = talk(*lines, options=("--as", who, "--json"))
    return [json.loads(line) for line in out.splitlines()]


def test_what_is_asked_back_can_be_answered() -> None:
    out, _ = talk("turn on the lights", "the kitchen", "", "turn off the hall light")
    assert "In which room: hall or kitchen?" in out
    assert "kitchen light → on" in out
    assert "hall light → off" in out
    assert "imulated" not in out


def test_a_terminal_alone_asks_for_nothing_that_it_has_not_got() -> None:
    Path("home.yaml").write_text(HOME + "permissions: on\n")
    out, _ = talk("unlock the front door")
    assert "says   I may not do that. Locks" in out
    assert "camera" not in out
    assert "phone" not in out


def test_somebody_simulated_is_marked_so() -> None:
    out, _ = talk("unlock the front door", "/look", options=("--as", "Mina"))
    assert out.startswith("Simulated: you are taken for Mina")
    assert "front door → unlocked" in out
    asked, done = turns("unlock the front door", "/look")
    assert (asked["session"], asked["who"]["details"]) == ("simulated", {"simulated": True})
    assert done["answers"] == asked["turn"]


def test_approval_is_simulated_too() -> None:
    asked, refused, done = turns("unlock the front door", "/approve Ara", "/approve Mina", who="Jun")
    assert asked["decision"]["needs"] == ["face", "challenge", "approval"]
    assert (refused["decision"]["effect"], refused["actions"]) == ("deny", [])
    assert [action["verb"] for action in done["actions"]] == ["unlock"]
    out, _ = talk("unlock the front door", "/decline Mina", options=("--as", "Jun"))
    assert "phone  Mina: no" in out


def test_a_child_is_not_asked() -> None:
    (refused,) = turns("unlock the front door", who="Ara")
    assert refused["decision"]["rule"] == "children-no-locks"


def test_wrong_digits_and_what_is_no_command() -> None:
    asked, wrong = turns("unlock the front door", "one")
    assert asked["challenge"]
    assert wrong["decision"]["rule"] == "challenge-other-digits"
    _, err = talk("/approve", "/nonsense", options=("--as", "Mina"))
    assert err.splitlines() == [
        "Nothing waits for approval.",
        "/look: you look at the camera · /approve NAME, /decline NAME: on a phone · /quit",
    ]


def test_it_ends_where_it_is_told_to() -> None:
    out, _ = talk("turn on the hall light", "/quit", "turn on the kitchen light")
    assert "hall light" in out
    assert "kitchen light" not in out


def test_an_unknown_person_is_named() -> None:
    result = CliRunner().invoke(app, ["talk", "--as", "Bob"], input="")
    assert result.exit_code == 2
    assert "this home has no person 'Bob'" in result.stderr


def test_in_korean() -> None:
    Path("home.yaml").write_text(
        "language: ko\nareas: [현관, 주방]\ndevices:\n  - {name: 현관문, domain: lock, area: 현관}\npeople: [민아]\n"
    )
    out, _ = talk("현관문 열어줘", "/decline", options=("--as", "민아", "--lang", "ko"))
    assert "흉내: 목소리로 민아 님을 알아본 것으로 해요." in out
    assert "’라고 말하거나 휴대폰에서 승인해 주세요." in out or "’이라고 말하거나" in out
    assert "민아 님이 휴대폰에서 거절했어요." in out


def test_a_replay_knows_that_permissions_counted() -> None:
    talk("unlock the front door", "/approve Mina", "turn on the lights", "kitchen", options=("--as", "Jun"))
    result = CliRunner().invoke(app, ["replay", "log.sqlite"])
    assert (result.exit_code, result.stdout) == (0, "4 turns run again: all the same.\n")

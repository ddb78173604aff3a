import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ogam.cli.main import app

HOME = """
areas: [hall]
devices:
  - {name: front door, domain: lock, area: hall}
  - {name: lamp, domain: light, area: hall}
permissions: on
people: [{name: Mina, role: owner}, {name: Ara, role: child}]
"""
TABLE = """- {who: Mina, seen: [voice, face], say: unlock the front door, expected: allow}
- {who: Ara, say: unlock the front door, expected: deny, rule: children-no-locks}
- {say: turn on the lamp, area: hall, at: "23:00", expected: allow}
"""


@pytest.fixture
def home(tmp_path: Path) -> str:
    path = tmp_path / "home.yaml"
    path.write_text(HOME, "utf-8")
    return str(path)


def ogam(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["policy", *arguments])
    return result.exit_code, result.output


def test_check(home: str) -> None:
    assert ogam("check", "--home", home) == (0, "20 rules, 0 of them your own. All are right.\n")
    assert json.loads(ogam("check", "--home", home, "--json")[1]) == {"rules": 20, "own": 0, "on": True}


def test_check_says_what_is_wrong(home: str) -> None:
    Path(home).write_text(HOME + "policies: ['permit (principal in Role::\"chld\", action, resource);']\n", "utf-8")
    code, printed = ogam("check", "--home", home)
    assert (code, "home.yaml:8: this home has no role 'chld'. Did you mean 'child'?" in printed) == (2, True)


def test_explain(home: str) -> None:
    code, printed = ogam("explain", "--home", home, "--who", "Mina", "--say", "unlock the front door", "--at", "22:00")
    assert code == 0
    assert "not yet · Locks" in printed
    assert "to look at the camera, to pass a challenge" in printed
    data = json.loads(ogam("explain", "--home", home, "--say", "unlock the front door", "--json")[1])
    assert (data["decision"]["effect"], data["decision"]["needs"]) == ("ask", ["face", "approval"])


def test_a_face_is_that_of_a_live_person_unless_it_is_still(home: str) -> None:
    asked = ("explain", "--home", home, "--who", "Mina", "--seen", "voice,face", "--say", "unlock the front door")
    _, live = ogam(*asked)
    assert ("may    yes" in live, "Simulated: the face of a live person" in live) == (True, True)
    _, still = ogam(*asked, "--still")
    assert ("not yet" in still, "Simulated: a face in a picture" in still) == (True, True)
    assert "to look at the camera" in still


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--who", "Mia"], "no person 'Mia'. People: Mina, Ara. Did you mean 'Mina'?"),
        (["--who", "Mina", "--seen", "fase"], "Did you mean 'face'?"),
        (["--liveness", "dead"], "'dead'"),
        (["--at", "25:00"], "'25:00' is no time of day"),
    ],
)
def test_explain_says_what_is_wrong(home: str, arguments: list[str], said: str) -> None:
    code, printed = ogam("explain", "--home", home, "--say", "turn on the lamp", *arguments)
    assert (code, said in printed) == (2, True)


def test_a_table(home: str, tmp_path: Path) -> None:
    table = tmp_path / "table.yaml"
    table.write_text(TABLE, "utf-8")
    assert ogam("test", str(table), "--home", home) == (0, "3 of 3 as expected.\n")
    table.write_text(TABLE.replace("allow", "deny", 1), "utf-8")
    code, printed = ogam("test", str(table), "--home", home)
    assert (code, "2 of 3 as expected." in printed) == (1, True)
    assert "table.yaml:1: “unlock the front door” should be deny, and is allow (adults-protected)." in printed


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("- {say: x, expected: maybe}", ":1: expected is one of allow, deny, ask, not 'maybe'."),
        ("- {say: x, expected: deny}\n- {who: Mia, say: x, expected: deny}", ":2: this home has no person 'Mia'"),
        ("- {expected: deny}", ":1: a row says nothing"),
        ("", ":1: the table is empty"),
    ],
)
def test_mistakes_in_a_table(home: str, tmp_path: Path, table: str, said: str) -> None:
    (tmp_path / "table.yaml").write_text(table, "utf-8")
    code, printed = ogam("test", str(tmp_path / "table.yaml"), "--home", home)
    assert (code, said in printed) == (2, True)


def test_show(home: str) -> None:
    assert (
        " - Children may not unlock doors or open the garage.  [children-no-locks]" in ogam("show", "--home", home)[1]
    )
    shown = json.loads(ogam("show", "--home", home, "--json")[1])
    assert {rule["effect"] for rule in shown} == {"permit", "forbid"}

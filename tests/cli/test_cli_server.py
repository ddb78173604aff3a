"""`ogam serve`, `accounts`, `service` and `doctor`: what they print, and what they refuse."""

import json
import subprocess
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ogam.cli.main import app


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OGAM_HOME", str(tmp_path / "ogam"))
    monkeypatch.setenv("OGAM_LANG", "en")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    Path("home.yaml").write_text("areas: [kitchen]\npeople: [{name: Mina, role: adult}]\n", "utf-8")


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, result.stdout, result.stderr


def test_settings_are_shown_as_they_would_be_read():
    code, out, _ = run("serve", "--show-settings", "--port", "9000")
    assert code == 0
    assert tomllib.loads(out)["port"] == 9000
    shown = run("serve", "--show-settings", "--hostname", "a.lan", "--hostname", "b.lan")[1]
    assert tomllib.loads(shown)["hosts"] == ["a.lan", "b.lan"]
    assert "이 서버의 이름." in run("serve", "--show-settings", "--lang", "ko")[1]


def test_plain_http_beyond_this_computer_is_refused_with_the_reason():
    code, _, err = run("serve", "--host", "0.0.0.0")
    assert code == 2
    assert "Use --tls" in err
    assert "--tls를 쓰세요" in run("serve", "--host", "0.0.0.0", "--lang", "ko")[2]


def test_services_that_are_wrong_are_told_before_anything_is_loaded():
    Path("ogam").mkdir()
    Path("ogam/services.toml").write_text("[wyomin]", "utf-8")
    code, _, err = run("serve", "--port", "0")
    assert code == 2
    assert "Did you mean 'wyoming'?" in err


def test_an_account_is_made_listed_and_removed():
    assert "no accounts yet" in run("accounts", "list")[1]
    code, out, _ = run("accounts", "invite", "mina", "--owner")
    assert code == 0
    assert "http://localhost:8765/#invitation=" in out
    [shown] = json.loads(run("accounts", "list", "--json")[1])
    assert shown == {"name": "mina", "person": "Mina", "owner": True, "password": False, "passkeys": 0}
    assert run("accounts", "invite", "eve", "--owner", "--only-first")[1] == ""
    assert run("accounts", "remove", "mina")[0] == 0
    assert run("accounts", "remove", "mina")[0] == 2


def test_an_invitation_is_for_where_the_web_app_is():
    assert "https://ogam.example/#invitation=" in run("accounts", "invite", "m", "--url", "https://ogam.example/")[1]


def test_the_unit_is_printed_and_nothing_done():
    code, out, _ = run("service", "install", "--system", "--print", "--home", "/etc/home.yaml", "--tls")
    assert code == 0
    assert "serve --home /etc/home.yaml --tls\n" in out
    assert not Path("config").exists()


def test_the_unit_is_written_and_started(monkeypatch):
    called = []
    monkeypatch.setattr("ogam.cli.service.shutil.which", lambda name: f"/bin/{name}")
    monkeypatch.setattr(
        "ogam.cli.service.subprocess.run",
        lambda command, **_: called.append(command) or subprocess.CompletedProcess(command, 0, "", ""),
    )
    assert run("service", "install", "--tls")[0] == 0
    unit = Path("config/systemd/user/ogam.service")
    assert "serve --tls" in unit.read_text("utf-8")
    assert called == [
        ["/bin/systemctl", "--user", "daemon-reload"],
        ["/bin/systemctl", "--user", "enable", "--now", "ogam.service"],
    ]
    assert run("service", "uninstall")[0] == 0
    assert not unit.exists()
    assert "nothing to remove" in run("service", "uninstall")[1]


def test_without_systemd_it_says_what_to_do(monkeypatch):
    monkeypatch.setattr("ogam.cli.service.shutil.which", lambda name: None)
    code, _, err = run("service", "install")
    assert code == 2
    assert "--print" in err


def test_the_doctor_says_what_to_do_and_fails_where_something_is_wrong():
    code, out, _ = run("doctor")
    assert code == 1
    assert "→ Get them: ogam models pull" in out
    findings = {one["name"]: one for one in json.loads(run("doctor", "--json")[1])}
    assert findings["weights"]["state"] == "problem"
    assert findings["home"]["state"] == "ok"
    korean = run("doctor", "--lang", "ko")[1]
    assert "→ 받으려면: ogam models pull" in korean


def test_the_doctor_names_what_is_wrong_with_the_home():
    Path("home.yaml").write_text("areas: 3", "utf-8")
    assert "home.yaml:1" in run("doctor")[1]


def test_a_broker_is_an_address():
    assert run("doctor", "--broker", "x:y")[0] == 2

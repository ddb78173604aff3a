import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ogam.server import unit
from ogam.server.unit import unit_text, user_folder

ODD = ["--home", '/etc/my "home" 100%.yaml', "--name", "a$b;c'd", "", "\\"]


@pytest.mark.parametrize("system", [False, True])
def test_systemd_finds_nothing_wrong_with_the_unit(tmp_path, system):
    verify = shutil.which("systemd-analyze")
    if verify is None:
        pytest.skip("there is no systemd here")
    path = tmp_path / unit.NAME
    path.write_text(unit_text(ODD, system), "utf-8")
    command = [verify, *([] if system else ["--user"]), "verify", "--recursive-errors=no", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={"XDG_RUNTIME_DIR": str(tmp_path)})
    assert (done.returncode, done.stderr) == (0, "")


def test_odd_words_are_quoted():
    line = next(line for line in unit_text(ODD).splitlines() if line.startswith("ExecStart="))
    assert line.endswith(r'serve --home "/etc/my \"home\" 100%%.yaml" --name "a$$b;c' + "'d" + r'" "" \\')


def test_the_system_unit_has_a_user_of_its_own_and_one_folder():
    text = unit_text(system=True)
    for line in ("DynamicUser=true", "StateDirectory=ogam", "Environment=OGAM_HOME=%S/ogam", "ProtectSystem=strict"):
        assert line in text.splitlines()
    assert "WantedBy=multi-user.target" in text
    assert "WantedBy=default.target" in unit_text()


def test_the_program_is_named_by_its_whole_path(monkeypatch, tmp_path):
    monkeypatch.setattr(unit.sys, "executable", str(tmp_path / "python"))
    assert f"ExecStart={tmp_path}/python -m ogam.cli.main serve" in unit_text()
    (tmp_path / "ogam").touch()
    assert f"ExecStart={tmp_path}/ogam serve" in unit_text()
    assert sys.executable


def test_units_of_a_user_lie_in_the_configuration_folder():
    assert user_folder(None, Path("/home/mina")) == Path("/home/mina/.config/systemd/user")
    assert user_folder("/conf", Path("/home/mina")) == Path("/conf/systemd/user")

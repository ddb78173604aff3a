"""Pulling over the web: whatever goes wrong on the way, only the right bytes are ever used."""

import errno
import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ogam.core import ModelError
from ogam.models import Store, ensure, pull

BODY = bytes(range(256)) * 4000
PULL = "import sys; from ogam.models import ensure; print(ensure('tiny'))"


def web(server, path="/a.bin"):
    return {"kind": "url", "url": server.url + path}


def one_file(home, server, *paths, **changes):
    home.catalogue({"a.bin": (BODY, [web(server, path) for path in paths or ["/a.bin"]])}, **changes)


def test_a_file_comes_whole_and_only_once(home, server, page, heard):
    server.pages["/a.bin"] = page(BODY)
    one_file(home, server)
    folder = ensure("tiny", progress=heard)
    assert (folder / "a.bin").read_bytes() == BODY
    assert folder == home.folder / "models" / "tiny" / "1"
    assert heard.seen[-1] == len(BODY)
    assert ensure("tiny") == folder
    assert server.count()["/a.bin"] == 1


def test_path_never_downloads(home, server, page):
    server.pages["/a.bin"] = page(BODY)
    one_file(home, server)
    with pytest.raises(ModelError, match="ogam models pull tiny"):
        Store().path("tiny")
    assert server.asked == []
    ensure("tiny")
    assert (Store().path("tiny") / "a.bin").is_file()


def test_hugging_face_comes_from_the_endpoint_that_is_set(home, server, page, monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", server.url)
    server.pages["/who/what/resolve/abc/on/a.bin"] = page(BODY)
    source = {"kind": "huggingface", "repo": "who/what", "revision": "abc", "file": "on/a.bin"}
    home.catalogue({"sub/a.bin": (BODY, [source])})
    assert (ensure("tiny") / "sub" / "a.bin").read_bytes() == BODY


def test_a_redirect_is_followed(home, server, page):
    server.pages["/a.bin"] = page(location=server.url + "/elsewhere")
    server.pages["/elsewhere"] = page(BODY)
    one_file(home, server)
    assert (ensure("tiny") / "a.bin").read_bytes() == BODY


def test_a_cut_connection_is_taken_up_where_it_ended(home, server, page):
    server.pages["/a.bin"] = page(BODY, cuts=[300_000, 10])
    one_file(home, server)
    assert (ensure("tiny") / "a.bin").read_bytes() == BODY
    assert [asked for _, asked in server.asked] == ["", "bytes=300000-", "bytes=300010-"]


def test_a_server_without_ranges_starts_again(home, server, page):
    server.pages["/a.bin"] = page(BODY, ranges=False, cuts=[300_000])
    one_file(home, server)
    assert (ensure("tiny") / "a.bin").read_bytes() == BODY


def test_what_arrived_is_kept_for_the_next_pull(home, server, page):
    server.pages["/a.bin"] = page(BODY, cuts=[1000, 0, 0, 0])
    one_file(home, server)
    with pytest.raises(ModelError, match="cut again and again"):
        ensure("tiny")
    assert not Store().folder_of(_tiny()).exists()
    assert (ensure("tiny") / "a.bin").read_bytes() == BODY
    assert server.asked[-1] == ("/a.bin", "bytes=1000-")


def test_wrong_bytes_left_from_another_source_are_not_held_against_the_next(home, server, page):
    server.pages["/bad.bin"] = page(b"\0" * len(BODY), cuts=[1000, 0, 0, 0])
    server.pages["/a.bin"] = page(BODY)
    one_file(home, server, "/bad.bin", "/a.bin")
    assert (ensure("tiny") / "a.bin").read_bytes() == BODY


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(body=st.binary(min_size=1, max_size=2000), cuts=st.lists(st.integers(1, 500), max_size=5))
def test_however_it_is_cut_the_file_is_right(home, server, page, body, cuts):
    server.pages["/a.bin"] = page(body, cuts=list(cuts))
    home.catalogue({"a.bin": (body, [web(server)])})
    assert (ensure("tiny") / "a.bin").read_bytes() == body


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        ({"status": 404}, "404"),
        ({"status": 403}, "403"),
        ({"status": 503}, "503"),
        ({"body": BODY[:-1]}, "the catalogue says 1024000"),
        ({"body": BODY + b"!"}, "the catalogue says 1024000"),
        ({"body": b"!" + BODY[1:]}, "SHA-256"),
        ({"body": b""}, "0 bytes"),
    ],
)
def test_a_bad_source_is_named_and_the_next_is_tried(home, server, page, heard, broken, says):
    server.pages["/bad.bin"] = page(**broken)
    server.pages["/a.bin"] = page(BODY)
    one_file(home, server, "/bad.bin", "/a.bin")
    assert (ensure("tiny", progress=heard) / "a.bin").read_bytes() == BODY
    assert len(heard.lines) == 1
    assert heard.lines[0].startswith(f"Skipped {server.url}/bad.bin: ")
    assert says in heard.lines[0]


def test_a_host_that_does_not_answer_is_asked_once_and_named_once(home, server, page, heard):
    dead = "http://127.0.0.1:9/gone"
    files = {}
    for name in ("a", "b", "c"):
        server.pages[f"/{name}"] = page(name.encode())
        files[name] = (name.encode(), [{"kind": "url", "url": dead}, web(server, f"/{name}")])
    home.catalogue(files)
    ensure("tiny", progress=heard)
    assert sum(what.endswith("127.0.0.1:9") for what in heard.begun) == 1
    assert [line.split(" (")[0] for line in heard.lines] == [f"Skipped {dead}: 127.0.0.1:9 cannot be reached"]


def test_when_no_source_helps_the_error_lists_them_and_says_what_to_do(home, server):
    one_file(home, server, "/x", "/y")
    with pytest.raises(ModelError) as error:
        ensure("tiny")
    text = str(error.value)
    assert "tiny: a.bin could not be had" in text
    assert f"{server.url}/x: " in text
    assert f"{server.url}/y: " in text
    assert "OGAM_MODELS_MIRROR" in text
    assert list((home.folder / "models").glob("tiny/**/*")) == []


def test_one_model_that_fails_does_not_keep_the_others_away(home, server, page):
    server.pages["/a.bin"] = page(BODY)
    one_file(home, server)
    own = home.folder / "catalog.toml"
    good = own.read_text(encoding="utf-8")
    own.write_text(good.replace('"tiny"', '"broken"').replace("/a.bin", "/none") + good, encoding="utf-8")
    with pytest.raises(ModelError, match=r"broken: a\.bin"):
        pull(["broken", "tiny"])
    assert Store().path("tiny")


@pytest.mark.parametrize("size_changes", [True, False])
def test_a_damaged_file_is_named_and_fetched_again(home, server, page, heard, size_changes):
    server.pages["/a.bin"] = page(BODY)
    one_file(home, server)
    path = ensure("tiny") / "a.bin"
    path.write_bytes(BODY[:-5] if size_changes else BODY[:-5] + b"wrong")
    with pytest.raises(ModelError, match="missing or damaged"):
        Store().path("tiny")
    ensure("tiny", progress=heard)
    assert path.read_bytes() == BODY
    assert heard.lines == [f"{path} is damaged; it is fetched again."]


def test_damage_that_keeps_size_and_time_is_found_by_a_pull(home, server, page):
    server.pages["/a.bin"] = page(BODY)
    one_file(home, server)
    path = ensure("tiny") / "a.bin"
    before = path.stat().st_mtime_ns
    path.write_bytes(b"?" + BODY[1:])
    os.utime(path, ns=(before, before))
    store = Store()
    assert store.faulty(_tiny(), thorough=True)
    pull(["tiny"])
    assert path.read_bytes() == BODY


def test_a_deleted_file_is_put_back_without_the_network(home, server, page):
    server.pages["/a.bin"] = page(BODY)
    one_file(home, server)
    path = ensure("tiny") / "a.bin"
    path.unlink()
    assert (ensure("tiny") / "a.bin").read_bytes() == BODY
    assert server.count()["/a.bin"] == 1


def test_where_there_are_no_hard_links_files_are_copied(home, server, page, monkeypatch):
    def refuse(*arguments, **options):
        raise OSError(errno.EOPNOTSUPP, "no links here")

    monkeypatch.setattr("os.link", refuse)
    server.pages["/a.bin"] = page(BODY)
    one_file(home, server)
    assert (ensure("tiny") / "a.bin").read_bytes() == BODY
    assert Store().path("tiny")


def test_a_local_path_beside_the_catalogue(home):
    (home.folder / "weights").mkdir()
    (home.folder / "weights" / "a.bin").write_bytes(BODY)
    home.catalogue({"a.bin": (BODY, [{"kind": "path", "path": "weights/a.bin"}])})
    assert (ensure("tiny") / "a.bin").read_bytes() == BODY


@pytest.mark.parametrize("over_http", [True, False])
def test_a_mirror_is_tried_first(home, server, page, tmp_path, monkeypatch, over_http):
    one_file(home, server)
    if over_http:
        server.pages["/models/tiny/1/a.bin"] = page(BODY)
        monkeypatch.setenv("OGAM_MODELS_MIRROR", f"{server.url}/models/")
    else:
        (tmp_path / "stick" / "tiny" / "1").mkdir(parents=True)
        (tmp_path / "stick" / "tiny" / "1" / "a.bin").write_bytes(BODY)
        monkeypatch.setenv("OGAM_MODELS_MIRROR", str(tmp_path / "stick"))
    assert (ensure("tiny") / "a.bin").read_bytes() == BODY
    assert "/a.bin" not in server.count()


def test_two_pulls_at_once_fetch_once(home, server, page):
    gate = threading.Event()
    server.pages["/a.bin"] = page(BODY, gate=gate)
    one_file(home, server)
    pulls = [subprocess.Popen([sys.executable, "-c", PULL], stderr=subprocess.PIPE, text=True) for _ in range(2)]
    waiting = next(line for process in _as_they_speak(pulls) for line in process.stderr)
    gate.set()
    assert "Another pull is running" in waiting
    assert [process.wait(20) for process in pulls] == [0, 0]
    for process in pulls:
        process.stderr.close()
    assert server.count()["/a.bin"] == 1
    assert (Store().path("tiny") / "a.bin").read_bytes() == BODY


def test_a_pull_that_is_killed_leaves_nothing_that_could_be_used(home, server, page):
    gate = threading.Event()
    server.pages["/a.bin"] = page(BODY, gate=gate)
    one_file(home, server)
    process = subprocess.Popen([sys.executable, "-c", PULL])
    part = Store().part_of(_tiny().files[0])
    deadline = time.monotonic() + 20
    while not (part.exists() and part.stat().st_size) and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    gate.set()
    assert 0 < part.stat().st_size < len(BODY)
    with pytest.raises(ModelError, match="missing or damaged"):
        Store().path("tiny")
    assert (ensure("tiny") / "a.bin").read_bytes() == BODY
    assert server.asked[-1][1].startswith("bytes=")


@pytest.mark.parametrize(
    ("code", "says"), [(errno.ENOSPC, "disk is full"), (errno.EACCES, "may not write"), (errno.EIO, "OGAM_HOME")]
)
def test_what_the_disk_refuses_is_said_plainly(home, server, page, monkeypatch, code, says):
    def refuse(path):
        raise OSError(code, os.strerror(code), str(path))

    monkeypatch.setattr("ogam.models.store.flush", refuse)
    server.pages["/a.bin"] = page(BODY)
    one_file(home, server)
    with pytest.raises(ModelError, match=says):
        ensure("tiny")


def test_a_home_that_is_a_file_is_said_plainly(home, server, monkeypatch):
    one_file(home, server)
    monkeypatch.setenv("OGAM_HOME", str(home.folder / "catalog.toml"))
    with pytest.raises(ModelError, match="Set OGAM_HOME to another folder"):
        ensure("silero-vad")


def _tiny():
    from ogam.models import find

    return find("tiny")


def _as_they_speak(processes):
    """The processes, in the order in which they first write to standard error."""
    import select

    ready, _, _ = select.select([process.stderr for process in processes], [], [], 20)
    return [process for process in processes if process.stderr in ready]

"""The process: how it begins, and how it ends, on purpose and otherwise."""

import asyncio
import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from ogam.core import OgamError
from ogam.hub import EventLog
from ogam.server import Server
from ogam.server.serving import Ready, check_exposure, serve
from ogam.server.settings import Settings

PROGRAM = Path(__file__).with_name("slow_house.py")
PATIENCE = 60


@contextmanager
def running(folder: Path, seconds: float, what: str) -> Iterator[subprocess.Popen[str]]:
    """The program, killed at the end if it still runs."""
    environment = {**os.environ, "OGAM_HOME": str(folder), "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, str(PROGRAM), str(folder), str(seconds), what]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        try:
            yield process
        finally:
            process.kill()


def lines_until(process: subprocess.Popen[str], wanted: str) -> list[str]:
    """What it prints, up to a line that begins so."""
    lines = []
    for line in process.stdout:
        lines.append(line.strip())
        if lines[-1].startswith(wanted):
            return lines
    raise AssertionError(f"it ended before it said {wanted!r}: {lines}")


def kinds(folder: Path) -> list[str]:
    with EventLog(folder / "log.sqlite", read_only=True) as log:
        return [event.kind for event in log.events()]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_cleanly_and_carries_out_what_it_has_heard(tmp_path, number):
    with running(tmp_path, 0.5, "speak") as process:
        lines_until(process, "acting")
        process.send_signal(number)
        assert lines_until(process, "closed")[-2:] == ["stream ended", "closed"]
        assert process.wait(PATIENCE) == 0
    assert not (tmp_path / "log.sqlite-wal").exists()
    assert kinds(tmp_path)[-2:] == ["action", "reply"]


def test_a_turn_in_which_it_was_killed_is_reported_and_not_done_again(tmp_path):
    with running(tmp_path, 60, "speak") as process:
        lines_until(process, "acting")
        process.kill()
        process.wait(PATIENCE)
    before = kinds(tmp_path)
    assert before == ["turn", "observation", "command", "decision"]
    with running(tmp_path, 0, "still") as process:
        assert lines_until(process, "http")[0] == "interrupted 1"
        process.terminate()
        assert process.wait(PATIENCE) == 0
    assert kinds(tmp_path) == [*before, "interrupted"]
    with EventLog(tmp_path / "log.sqlite", read_only=True) as log:
        last = list(log.events())[-1]
    assert (last.session, last.data) == ("tablet", {"decided": "allow", "done": []})
    with running(tmp_path, 0, "still") as process:
        assert lines_until(process, "http")[0].startswith("http")


def test_two_servers_do_not_share_a_folder(tmp_path):
    with running(tmp_path, 0, "still") as first:
        lines_until(first, "http")
        with running(tmp_path, 0, "still") as second:
            assert second.wait(PATIENCE) == 1
        first.terminate()
        assert first.wait(PATIENCE) == 0


def serving(server: Server, visit) -> object:
    """What `visit` gives, called with where a server answers; the server is stopped after it."""

    async def both() -> object:
        ready: asyncio.Future[Ready] = asyncio.get_running_loop().create_future()
        task = asyncio.create_task(serve(server, ready.set_result))
        done, _ = await asyncio.wait({task, ready}, return_when=asyncio.FIRST_COMPLETED)
        if task in done:
            return await task
        try:
            return await asyncio.to_thread(visit, ready.result())
        finally:
            server.stopping.set()
            await task

    return asyncio.run(both())


def test_it_says_where_it_is(server):
    server = replace(server, settings=Settings(port=0))
    said, answer = serving(server, lambda ready: (ready.url, httpx.get(f"{ready.url}healthz").json()))
    assert said.startswith("http://localhost:")
    assert answer == {"ok": True}


def test_it_serves_tls_that_its_own_authority_vouches_for(server, tmp_path, monkeypatch):
    monkeypatch.setenv("OGAM_HOME", str(tmp_path))
    server = replace(server, settings=Settings(port=0, tls=True))

    def visit(ready: Ready) -> int:
        trusting = ssl.create_default_context(cafile=str(ready.certificate.authority))
        return httpx.get(f"{ready.url}healthz", verify=trusting).status_code

    assert serving(server, visit) == 200


def test_a_certificate_is_renewed_while_it_runs(server, tmp_path, monkeypatch):
    monkeypatch.setenv("OGAM_HOME", str(tmp_path))
    monkeypatch.setattr("ogam.server.serving._RENEW_EVERY", 0.05)
    server = replace(server, settings=Settings(port=0, tls=True))

    def visit(ready: Ready) -> None:
        address = ("localhost", httpx.URL(ready.url).port)
        first = ssl.get_server_certificate(address)
        ready.certificate.path.unlink()
        for _ in range(200):
            if ssl.get_server_certificate(address) != first:
                return
            time.sleep(0.05)
        raise AssertionError("it serves the old certificate")

    serving(server, visit)


def test_memory_is_given_back_while_it_runs(server, monkeypatch):
    given = threading.Event()
    monkeypatch.setattr("ogam.server.serving._GIVE_BACK_EVERY", 0.01)
    monkeypatch.setattr("ogam.server.serving.give_back", given.set)
    assert serving(server, lambda _: given.wait(PATIENCE))


def test_a_port_that_is_taken_is_named(server):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        server = replace(server, settings=Settings(port=taken.getsockname()[1]))
        with pytest.raises(OgamError, match=rf"port {taken.getsockname()[1]}: .*--port"):
            serving(server, lambda ready: None)


def test_a_service_that_fails_takes_nothing_else_down(server, monkeypatch, caplog):
    async def failing(_: Server) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("ogam.server.serving.SERVICES", (failing,))
    server = replace(server, settings=Settings(port=0))
    assert serving(server, lambda ready: httpx.get(f"{ready.url}healthz").status_code) == 200
    assert "broken" in caplog.text


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "ogam.local"])
def test_plain_http_beyond_this_computer_is_refused(host):
    with pytest.raises(OgamError, match="Plain HTTP"):
        check_exposure(Settings(host=host))
    check_exposure(Settings(host=host, tls=True))
    check_exposure(Settings(host=host, insecure=True))


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_plain_http_on_this_computer_is_not(host):
    check_exposure(Settings(host=host))


def ends(connection: socket.socket) -> bool:
    """Whether the server closes a connection on which nothing is said, within a while."""
    connection.settimeout(PATIENCE)
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True


def test_a_connection_on_which_nothing_comes_is_closed(server, monkeypatch):
    monkeypatch.setattr("ogam.server.connections.PATIENCE", 0.1)
    server = replace(server, settings=Settings(port=0))

    def visit(ready: Ready) -> bool:
        address = ("127.0.0.1", httpx.URL(ready.url).port)
        with socket.create_connection(address) as silent, socket.create_connection(address) as slow:
            slow.sendall(b"GET /healthz HTTP/1.1\r\nHost:")
            return ends(silent) and ends(slow)

    assert serving(server, visit)


def test_one_computer_does_not_take_all_connections(server, monkeypatch):
    monkeypatch.setattr("ogam.server.connections.MOST_OF_ONE", 3)
    monkeypatch.setattr("ogam.server.connections.is_loopback", lambda host: False)
    server = replace(server, settings=Settings(port=0))

    def visit(ready: Ready) -> list[bool]:
        address = ("127.0.0.1", httpx.URL(ready.url).port)
        opened = [socket.create_connection(address) for _ in range(4)]
        last = ends(opened.pop())
        opened.pop().close()
        answers = httpx.get(f"{ready.url}healthz").json() == {"ok": True}
        for one in opened:
            one.close()
        return [last, answers]

    assert serving(server, visit) == [True, True]


def test_it_stays_up_under_more_connections_than_it_takes(server):
    """Those that are too many are told so; when they have gone, all is as before."""
    server = replace(server, settings=Settings(port=0, most_connections=200))

    def visit(ready: Ready) -> list[int]:
        address = ("127.0.0.1", httpx.URL(ready.url).port)
        opened = [socket.create_connection(address) for _ in range(300)]
        full = httpx.get(f"{ready.url}healthz").status_code
        for one in opened:
            one.close()
        for _ in range(200):
            if (status := httpx.get(f"{ready.url}healthz").status_code) == 200:
                break
            time.sleep(0.05)
        return [full, status]

    assert serving(server, visit) == [503, 200]

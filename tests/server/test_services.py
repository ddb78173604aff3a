"""What runs beside the web server, as a file says; and what is wrong in the file is said."""

import asyncio
import socket

import pytest

from ogam.core import OgamError
from ogam.server import services
from ogam.server.services import FILE, Services, load_services
from ogam.server.serving import SERVICES

WHOLE = """
[wyoming]
port = 10311
allow = ["192.168.1.20"]
socket = "/run/ogam.socket"
areas = { "192.168.1.30" = "kitchen" }
limits = { connections = 5 }

[[satellite]]
name = "kitchen"
uri = "tcp://192.168.1.30:10700"
wake_words = ["okay_nabu"]

[mqtt]
host = "broker"
username = "ogam"
password = "secret"
"""


def test_without_a_file_nothing_runs(tmp_path):
    assert load_services(tmp_path / FILE) == Services()


def test_a_whole_file(tmp_path):
    path = tmp_path / FILE
    path.write_text(WHOLE)
    found = load_services(path)
    assert found.wyoming is not None
    assert (found.wyoming.port, found.wyoming.allow, str(found.wyoming.socket)) == (
        10311,
        ("192.168.1.20",),
        "/run/ogam.socket",
    )
    assert found.wyoming.limits.connections == 5
    assert found.satellites[0].wake_words == ("okay_nabu",)
    assert found.mqtt is not None
    assert found.mqtt.password == "secret"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("[wyomin]\n", "there is no setting 'wyomin'. Did you mean 'wyoming'?"),
        ("[wyoming]\nprt = 1\n", "wyoming: there is no setting 'prt'. Did you mean 'port'?"),
        ('[wyoming]\nport = "many"\n', "wyoming: port: Input should be a valid integer"),
        ('[wyoming]\nallow = ["kitchen"]\n', "'kitchen' is no address or network"),
        ('[[satellite]]\nname = "kitchen"\n', "satellite 1: uri: "),
        ("mqtt = 3\n", "mqtt must be a table"),
        ("[mqtt\n", "cannot be read"),
    ],
)
def test_what_is_wrong(tmp_path, text, wrong):
    path = tmp_path / FILE
    path.write_text(text)
    with pytest.raises(OgamError) as error:
        load_services(path)
    assert wrong in str(error.value)


def test_the_server_runs_them(server, tmp_path, monkeypatch):
    monkeypatch.setenv("OGAM_HOME", str(tmp_path))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (tmp_path / FILE).write_text(f"[wyoming]\nport = {port}\n")

    async def scene() -> bytes:
        running = asyncio.create_task(services.wyoming(server))
        for _ in range(200):
            try:
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
                break
            except ConnectionError:
                await asyncio.sleep(0.02)
        writer.write(b'{"type": "describe"}\n')
        answer = await asyncio.wait_for(reader.readline(), 5)
        writer.close()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        return answer

    assert b'"info"' in asyncio.run(scene())
    assert services.wyoming in SERVICES

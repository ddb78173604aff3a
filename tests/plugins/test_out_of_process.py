"""Recognisers in processes of their own: they answer as those in this one do, and what goes wrong has a name."""

import json
import socket
import threading
import time
from contextlib import contextmanager

import numpy as np
import pytest

from ogam.core import Audio, AudioError, Image, ImageError, ModelCard, Observation, QualityError
from ogam.plugins import PluginError, PluginGone, PluginReplyError, PluginTimeout, open_recognizer
from ogam.plugins.echo import EchoRecognizer
from ogam.plugins.serving import serve

SOUND = Audio(np.full(16_000, 0.1, np.float32), 7.0, "kitchen")
CARD = {"name": "parrot", "version": "1", "task": "speech recognition"}


@contextmanager
def served(recognizer):
    with serve(recognizer, 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@contextmanager
def listening(*talks):
    """A server whose connections are handled by one function each, in turn; the last goes on."""
    ended = threading.Event()

    def run():
        at = 0
        while not ended.is_set():
            try:
                connection, _ = server.accept()
            except OSError:
                return
            with connection:
                talks[min(at, len(talks) - 1)](connection, ended)
            at += 1

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=run, daemon=True).start()
        yield server.getsockname()[1]
        ended.set()


def answering(body, status="200 OK"):
    def talk(connection, ended):
        connection.recv(65_536)
        connection.sendall(f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)

    return talk


def hanging(connection, ended):
    ended.wait(30)


def trickling(connection, ended):
    """A byte now and then, so that every single read is quick."""
    connection.recv(65_536)
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    while not ended.is_set():
        try:
            connection.sendall(b" ")
        except OSError:
            return
        time.sleep(0.05)


def crashing(connection, ended):
    connection.recv(100)


card = answering(json.dumps(CARD).encode())


def test_over_http_it_says_what_it_says_here():
    echo = EchoRecognizer({"": "hello"})
    with served(echo) as address:
        far = open_recognizer(address)
        assert far.card == echo.card
        [[heard]] = far.recognize([SOUND])
    assert (heard.value, heard.start, heard.end, heard.source) == ("hello", 7.0, 8.0, "kitchen")
    assert heard.model == far.card.label


class Picky:
    card = ModelCard("picky", "1", "face embedding")

    def recognize(self, signals):
        if isinstance(signals[0], Image):
            raise QualityError("two faces in it")
        raise AudioError("too long")


def test_what_it_refuses_is_refused_here_too():
    with served(Picky()) as address:
        far = open_recognizer(address)
        with pytest.raises(ImageError, match="two faces in it"):
            far.recognize([Image(np.zeros((8, 8, 3), np.uint8))])
        with pytest.raises(AudioError, match="too long"):
            far.recognize([SOUND])


class Broken:
    card = ModelCard("broken", "1", "speech recognition")

    def recognize(self, signals):
        raise ZeroDivisionError("division by zero")


def test_a_server_whose_recognizer_breaks_says_so_and_goes_on():
    with served(Broken()) as address:
        far = open_recognizer(address)
        for _ in range(2):
            with pytest.raises(PluginReplyError, match="status 500: ZeroDivisionError: division by zero"):
                far.recognize([SOUND])


@pytest.mark.parametrize(
    ("talk", "error", "said"),
    [
        (hanging, PluginTimeout, "no whole answer within 0.4 s"),
        (trickling, PluginTimeout, "no whole answer within 0.4 s"),
        (crashing, PluginGone, "ended the connection before it had answered"),
        (answering(b"<html>"), PluginReplyError, "not what the contract asks for"),
        (answering(b"{}", "500 Internal Server Error"), PluginReplyError, "status 500"),
        (answering(b'{"observations": [{"kind": "a", "value": "b", "confidence": 0.5, "end": 3}]}'), PluginReplyError,
         "in a signal of 1 s"),
    ],
    ids=["hangs", "trickles", "crashes", "no JSON", "error", "lies about its rate"],
)  # fmt: skip
def test_what_goes_wrong_over_http_has_a_name(talk, error, said):
    with listening(card, talk) as port:
        far = open_recognizer(f"http://127.0.0.1:{port}", timeout=0.4)
        with pytest.raises(error, match=said) as raised:
            far.recognize([SOUND])
        assert f"http://127.0.0.1:{port}" in str(raised.value)


@pytest.mark.parametrize(
    "body", [b"<html>", b"[]", b"{}", b'{"name": "a"}', b'{"name": "a", "version": "1", "task": 3}']
)
def test_a_wrong_card_is_a_wrong_answer(body):
    with listening(answering(body)) as port, pytest.raises(PluginReplyError):
        open_recognizer(f"http://127.0.0.1:{port}")


def test_where_nobody_listens():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    for scheme in ("http", "wyoming"):
        with pytest.raises(PluginGone, match="nobody listens there"):
            open_recognizer(f"{scheme}://127.0.0.1:{port}")


@pytest.mark.parametrize("address", ["ftp://x", "http://", "http://x:no", "wyoming://h?task=vision"])
def test_an_address_that_is_none(address):
    with pytest.raises(PluginError):
        open_recognizer(address)


def test_an_option_that_no_address_has():
    with pytest.raises(PluginError, match="no beam"):
        open_recognizer("http://127.0.0.1:1", beam=3)


def events(*sent):
    """A Wyoming server that reads until the client has said all, and then sends these."""

    def talk(connection, ended):
        stream = connection.makefile("rwb")
        while line := stream.readline():
            said = json.loads(line)
            stream.read(said.get("payload_length") or 0)
            if said["type"] in ("describe", "audio-stop"):
                break
        for one in sent:
            stream.write(one if isinstance(one, bytes) else json.dumps(one).encode() + b"\n")
        stream.flush()

    return talk


PROGRAM = {"name": "parrot", "version": "2", "attribution": {"name": "Polly"}, "models": [{"languages": ["en"]}]}
INFO = events({"type": "info", "data": {"asr": [PROGRAM], "wake": [{**PROGRAM, "name": "nose"}]}})


def test_speech_over_wyoming():
    talk = events({"type": "transcript-start"}, {"type": "transcript", "data": {"text": " hello "}})
    with listening(INFO, talk) as port:
        far = open_recognizer(f"wyoming://127.0.0.1:{port}?licence=MIT")
        [[heard]] = far.recognize([SOUND])
    assert far.card == ModelCard(
        "parrot", "2", "speech recognition", ("en",), "MIT", "Polly", "Audio, 16 kHz mono", "transcript"
    )
    assert heard == Observation("transcript", "hello", 1.0, 7.0, 8.0, "kitchen", "parrot", "parrot@2")


def test_wake_words_over_wyoming():
    talk = events({"type": "detection", "data": {"name": "okay", "timestamp": 600}})
    with listening(INFO, talk, events({"type": "not-detected"})) as port:
        far = open_recognizer(f"wyoming://127.0.0.1:{port}?task=wake")
        [[heard], nothing] = far.recognize([SOUND, SOUND])
    assert (heard.kind, heard.value, heard.start, heard.end) == ("wake", "okay", 7.0, 7.6)
    assert nothing == []


@pytest.mark.parametrize(
    ("talk", "error", "said"),
    [
        (hanging, PluginTimeout, "no whole answer within 0.4 s"),
        (events(), PluginGone, "ended the connection"),
        (events(b"hello\n"), PluginReplyError, "no event of Wyoming"),
        (events({"type": "transcript", "data_length": 10**12}), PluginReplyError, "no event of Wyoming"),
        (events(b'{"type": "transcript", "data_length": 50}\n{'), PluginGone, "ended the connection"),
        (events({"type": "error", "data": {"text": "out of memory"}}), PluginReplyError, "it says: out of memory"),
    ],
    ids=["hangs", "ends", "no JSON", "too long", "cut short", "error"],
)
def test_what_goes_wrong_over_wyoming_has_a_name(talk, error, said):
    with listening(INFO, talk) as port:
        far = open_recognizer(f"wyoming://127.0.0.1:{port}", timeout=0.4)
        with pytest.raises(error, match=said):
            far.recognize([SOUND])


def test_a_detection_after_the_end_is_a_lie_about_the_rate():
    with listening(INFO, events({"type": "detection", "data": {"name": "okay", "timestamp": 3000}})) as port:
        far = open_recognizer(f"wyoming://127.0.0.1:{port}?task=wake")
        with pytest.raises(PluginReplyError, match="3 s in a sound of 1 s"):
            far.recognize([SOUND])


def test_pictures_are_not_sent_over_wyoming():
    with listening(INFO) as port, pytest.raises(AudioError, match="takes sound"):
        open_recognizer(f"wyoming://127.0.0.1:{port}").recognize([Image(np.zeros((1, 1, 3), np.uint8))])

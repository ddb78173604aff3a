"""The real `openai` client against a running server; what it hears is made up."""

import base64
import io
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import openai
import pytest
import soundfile
import uvicorn

from ogam.biometrics import shipped_calibration
from ogam.biometrics.fakes import FakeSpeakerEmbedder
from ogam.server import Server, create_app
from ogam.server.openai.speakers import Voices


@pytest.fixture
def server(server: Server) -> Server:
    """The voices of this server are tones: 110 Hz is another speaker than 220 Hz."""
    return replace(server, voices=Voices(lambda: (FakeSpeakerEmbedder(), shipped_calibration("campplus"))))


@pytest.fixture
def client(server: Server) -> Iterator[openai.OpenAI]:
    server.auth.accounts.add("dictaphone", "Mina")
    _, secret = server.auth.tokens.add("dictaphone", "test", ("listen",))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    running = uvicorn.Server(uvicorn.Config(create_app(server), "127.0.0.1", port, log_level="warning"))
    thread = threading.Thread(target=running.run)
    thread.start()
    while not running.started:
        time.sleep(0.01)
    yield openai.OpenAI(api_key=secret, base_url=f"http://127.0.0.1:{port}/v1", max_retries=0)
    running.should_exit = True
    thread.join()


def hum(pitch: float, seconds: float = 3.0) -> np.ndarray:
    at = np.arange(round(seconds * 16_000)) / 16_000
    return (0.4 * np.sin(2 * np.pi * pitch * at) * (1 + np.sin(6 * np.pi * at))).astype(np.float32)


def wav(*parts: np.ndarray) -> tuple[str, bytes]:
    """A recording of the parts, a second of silence after each."""
    quiet = np.zeros(16_000, np.float32)
    file = io.BytesIO()
    soundfile.write(file, np.concatenate([piece for part in parts for piece in (part, quiet)]), 16_000, format="WAV")
    return "memo.wav", file.getvalue()


def test_models(client):
    assert [model.id for model in client.models.list()] == ["ogam"]


def test_json(client):
    assert client.audio.transcriptions.create(file=wav(hum(110)), model="whisper-1").text == "lamp on"


@pytest.mark.parametrize(
    ("form", "beginning"), [("text", "lamp on"), ("srt", "1\n00:00:0"), ("vtt", "WEBVTT\n\n00:00:0")]
)
def test_text_and_subtitles(client, form, beginning):
    answer = client.audio.transcriptions.create(file=wav(hum(110)), model="whisper-1", response_format=form)
    assert answer.startswith(beginning)


def test_verbose_json(client):
    answer = client.audio.transcriptions.create(
        file=wav(hum(110), hum(220)), model="whisper-1", response_format="verbose_json"
    )
    assert [segment.text for segment in answer.segments] == ["lamp on", "lamp on"]
    assert answer.segments[1].start == pytest.approx(3.7, abs=0.4)
    assert answer.duration == pytest.approx(8.0)
    assert answer.language == "en"


def test_each_speaker_has_a_letter(client):
    answer = client.audio.transcriptions.create(
        file=wav(hum(110), hum(220), hum(110)), model="whisper-1", response_format="diarized_json"
    )
    assert [segment.speaker for segment in answer.segments] == ["A", "B", "A"]


def test_speakers_whom_the_caller_knows_have_their_names(client):
    reference = "data:audio/wav;base64," + base64.b64encode(wav(hum(220))[1]).decode()
    answer = client.audio.transcriptions.create(
        file=wav(hum(110), hum(220)), model="whisper-1", response_format="diarized_json",
        known_speaker_names=["Jun"], known_speaker_references=[reference],
    )  # fmt: skip
    assert [segment.speaker for segment in answer.segments] == ["A", "Jun"]


def test_streaming(client):
    events = list(client.audio.transcriptions.create(file=wav(hum(110), hum(220)), model="whisper-1", stream=True))
    assert [event.type for event in events] == [
        "transcript.text.delta",
        "transcript.text.delta",
        "transcript.text.done",
    ]
    assert "".join(event.delta for event in events[:-1]) == events[-1].text == "lamp on lamp on"


def test_nothing_that_is_written_down_is_carried_out(client, server):
    client.audio.transcriptions.create(file=wav(hum(110)), model="whisper-1")
    assert list(server.house.hub.log.events()) == []


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"file": ("memo.wav", b"no sound")}, "memo.wav: not a sound file"),
        ({"timestamp_granularities": ["word"], "response_format": "verbose_json"}, "times of segments"),
        ({"known_speaker_names": ["Jun"]}, "belong together"),
        ({"known_speaker_names": ["Jun"], "known_speaker_references": ["data:,"]}, "data URL"),
    ],
)
def test_what_cannot_be_written_down_is_said(client, options, words):
    with pytest.raises(openai.UnprocessableEntityError, match=words):
        client.audio.transcriptions.create(**{"file": wav(hum(110)), "model": "whisper-1", **options})


def test_another_key_hears_nothing(client):
    with pytest.raises(openai.AuthenticationError):
        client.with_options(api_key="wrong").audio.transcriptions.create(file=wav(hum(110)), model="whisper-1")


def test_realtime_transcription(client):
    with client.realtime.connect(extra_query={"intent": "transcription"}) as connection:
        events = iter(connection)
        assert next(events).type == "session.created"
        connection.session.update(session={"type": "transcription", "audio": {"input": {"turn_detection": None}}})
        assert next(events).type == "session.updated"
        sound = np.repeat(hum(110), 2)[: 3 * 24_000]
        connection.input_audio_buffer.append(audio=base64.b64encode((sound * 32767).astype("<i2").tobytes()).decode())
        connection.input_audio_buffer.commit()
        found = [next(events) for _ in range(3)]
        assert [event.type.rpartition(".")[2] for event in found] == ["committed", "delta", "completed"]
        assert found[-1].transcript == "lamp on"
        connection.send({"type": "response.create"})
        assert next(events).error.code == "unknown_event"

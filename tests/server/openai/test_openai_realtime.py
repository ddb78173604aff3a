import asyncio
import base64
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogam.audio import EnergyVoiceActivity, Segmenter
from ogam.core import Audio, AudioError, LogError
from ogam.server.openai.passages import FakeWriter, Passage
from ogam.server.openai.realtime import RATE, RealtimeSession

SAID = (Passage("turn on the lights", 0.0, 0.5), Passage("please", 0.6, 0.9))


def session(writer: Any = None) -> RealtimeSession:
    return RealtimeSession(writer or FakeWriter(SAID), Segmenter(EnergyVoiceActivity()))


def update(turn_detection: Any) -> dict[str, Any]:
    return {"type": "session.update", "session": {"audio": {"input": {"turn_detection": turn_detection}}}}


MANUAL = update(None)


def send(client: RealtimeSession, *events: Mapping[str, Any]) -> list[dict[str, Any]]:
    async def collect() -> list[dict[str, Any]]:
        return [answer for event in events async for answer in client.accept(event)]

    return asyncio.run(collect())


def append(level: float, seconds: float = 1.0) -> dict[str, Any]:
    samples = np.full(round(seconds * RATE), level * 32767, "<i2")
    return {"type": "input_audio_buffer.append", "audio": base64.b64encode(samples.tobytes()).decode()}


def kinds(answers: list[dict[str, Any]]) -> list[str]:
    return [answer["type"].removeprefix("input_audio_buffer.").rpartition("transcription.")[2] for answer in answers]


def test_speech_is_found_committed_and_written_down():
    answers = send(session(), append(0), append(0.5), append(0), append(0))
    assert kinds(answers) == ["speech_started", "speech_stopped", "committed", "delta", "delta", "completed"]
    assert len({answer["item_id"] for answer in answers}) == 1
    assert answers[1]["audio_end_ms"] == pytest.approx(2_200, abs=60)
    assert (
        "".join(answer["delta"] for answer in answers[3:5]) == answers[5]["transcript"] == "turn on the lights please"
    )
    assert len({answer["event_id"] for answer in answers}) == len(answers)


def test_a_client_may_commit_by_itself():
    answers = send(session(), MANUAL, append(0.5), append(0.5), {"type": "input_audio_buffer.commit"})
    assert kinds(answers) == ["session.updated", "committed", "delta", "delta", "completed"]
    assert answers[-1]["usage"]["seconds"] == pytest.approx(2.0, abs=0.1)


def test_items_follow_each_other():
    answers = send(session(), MANUAL, *[append(0.5), {"type": "input_audio_buffer.commit"}] * 2)
    first, second = [answer for answer in answers if answer["type"].endswith("committed")]
    assert first["previous_item_id"] is None
    assert second["previous_item_id"] == first["item_id"]


def test_what_was_cleared_is_not_committed():
    answers = send(
        session(), MANUAL, append(0.5), {"type": "input_audio_buffer.clear"}, {"type": "input_audio_buffer.commit"}
    )
    assert kinds(answers) == ["session.updated", "cleared", "error"]
    assert answers[-1]["error"]["code"] == "input_audio_buffer_commit_empty"


def test_the_settings_that_hold_are_told():
    turns = {"type": "server_vad", "silence_duration_ms": 900, "threshold": 0.4}
    [answer] = send(session(), update(turns))
    told = answer["session"]["audio"]["input"]["turn_detection"]
    assert (told["silence_duration_ms"], told["threshold"]) == (900, 0.4)


@pytest.mark.parametrize(
    ("event", "param"),
    [
        ({"type": "response.create"}, "type"),
        ({}, "type"),
        ({"type": "input_audio_buffer.append", "audio": "!!"}, "audio"),
        ({"type": "input_audio_buffer.append", "audio": base64.b64encode(b"abc").decode()}, "audio"),
        ({"type": "input_audio_buffer.append"}, "audio"),
        ({"type": "session.update", "session": {"type": "realtime"}}, "session.type"),
        ({"type": "session.update", "session": 7}, "session"),
        (
            {"type": "session.update", "session": {"audio": {"input": {"format": {"type": "audio/pcmu"}}}}},
            "session.audio.input.format.type",
        ),
        (
            update({"type": "server_vad", "threshold": 7}),
            "session.audio.input.turn_detection.threshold",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_an_error_and_the_session_goes_on(event, param):
    client = session()
    [answer] = send(client, {**event, "event_id": "mine"})
    assert (answer["type"], answer["error"]["param"], answer["error"]["event_id"]) == ("error", param, "mine")
    assert "completed" in kinds(send(client, append(0.5), append(0)))


def test_a_client_that_never_commits_is_stopped():
    answers = send(session(), MANUAL, *[append(0.5, 50.0)] * 3)
    assert answers[-1]["error"]["code"] == "buffer_full"


def test_a_failure_belongs_to_its_item():
    class Broken:
        async def passages(self, audio: Audio) -> Any:
            raise AudioError("no sound in it")
            yield

    answers = send(session(Broken()), append(0.5), append(0))
    assert kinds(answers)[-1] == "failed"
    assert answers[-1]["error"]["message"] == "no sound in it"


NAMES = st.sampled_from(["type", "audio", "input", "format", "turn_detection", "transcription", "threshold", "rate"])
JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)


@given(kind=st.sampled_from(["session.update", "input_audio_buffer.append", "commit"]), rest=JSON)
def test_no_event_ends_a_session(kind, rest):
    client = session()
    for answer in send(client, {"type": kind, "session": rest, "audio": rest}):
        assert answer["type"] in ("error", "session.updated")
    assert "completed" in kinds(send(client, MANUAL, append(0.5), {"type": "input_audio_buffer.commit"}))


def test_a_log_that_cannot_be_written_fails_the_item_and_not_the_connection():
    class Full:
        async def passages(self, audio: Audio) -> Any:
            raise LogError("the disk is full. Make room and try again.")
            yield

    answers = send(session(Full()), append(0.5), append(0), append(0.5), append(0))
    assert kinds(answers).count("failed") == 2
    assert (answers[-1]["error"]["code"], "disk is full" in answers[-1]["error"]["message"]) == ("LogError", True)

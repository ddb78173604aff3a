"""Pictures over `/api/listen`: bounded, in their order, and prompts come back."""

import asyncio
import base64
import json
from io import BytesIO
from itertools import pairwise

import pytest
from PIL import Image as Pillow

from ogam.core import Image, ImageError
from ogam.hub import Prompt, Session, StreamClock
from ogam.server.api.frames import LARGEST, WAITING, Frames
from ogam.server.errors import Refused


def jpeg(width: int = 32) -> str:
    file = BytesIO()
    Pillow.new("RGB", (width, 24), "grey").save(file, "JPEG")
    return base64.b64encode(file.getvalue()).decode()


class Eye:
    """Stands in for a session."""

    name = "phone"

    def __init__(self) -> None:
        self.seen: list[Image] = []

    async def see(self, image: Image) -> None:
        self.seen.append(image)


def looked_at(messages: list[tuple[float, dict]]) -> tuple[Eye, Frames, list[ImageError]]:
    """After each (time of arrival, message); frames are looked at as they come."""
    eye, now, problems = Eye(), [0.0], []

    async def run() -> Frames:
        frames = Frames(eye, problems.append, lambda: now[0])  # type: ignore[arg-type]
        running = asyncio.create_task(frames.run())
        for arrival, message in messages:
            now[0] = arrival
            frames.accept(message)
            while not frames._waiting.empty():
                await asyncio.sleep(0.001)
        await asyncio.sleep(0.05)
        running.cancel()
        return frames

    return eye, asyncio.run(run()), problems


def test_frames_reach_the_session_with_their_times():
    eye, frames, problems = looked_at(
        [(number / 10, {"jpeg": jpeg(), "time": 70 + number / 10}) for number in range(9)]
    )
    assert [round(image.time, 6) for image in eye.seen] == [number / 10 for number in range(9)]
    assert {image.pixels.shape for image in eye.seen} == {(24, 32, 3)}
    assert (frames.dropped, problems) == (0, [])


def test_what_comes_too_fast_is_left_out():
    eye, frames, _ = looked_at([(number / 100, {"jpeg": jpeg(), "time": number / 100}) for number in range(100)])
    assert 10 <= len(eye.seen) <= 12 + WAITING + 1
    assert frames.dropped == 100 - len(eye.seen)


@pytest.mark.parametrize("data", [base64.b64encode(b"no picture").decode(), jpeg()[:200], jpeg(641)])
def test_what_is_no_frame_is_told_and_the_next_is_looked_at(data):
    eye, _, problems = looked_at([(0.0, {"jpeg": data, "time": 0.0}), (0.1, {"jpeg": jpeg(), "time": 0.1})])
    assert (len(eye.seen), len(problems)) == (1, 1)


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"jpeg": jpeg()},
        {"jpeg": jpeg(), "time": "now"},
        {"jpeg": jpeg(), "time": True},
        {"jpeg": jpeg(), "time": float("nan")},
        {"jpeg": "~~~~", "time": 0},
        {"jpeg": "A" * (LARGEST * 4 // 3 + 8), "time": 0},
    ],
)
def test_what_is_no_message_of_a_picture_is_refused(message):
    with pytest.raises(Refused):
        looked_at([(0.0, message)])


def test_a_network_that_delays_does_not_make_heads_jump_and_no_client_stretches_time():
    clock = StreamClock()
    late = [0.0, 0.05, 0.3, 0.02, 0.01]
    times = [clock.at(50 + number / 10, 10 + number / 10 + delay) for number, delay in enumerate(late)]
    assert all(0.08 <= after - before <= 0.12 for before, after in pairwise(times))
    stretched = [clock.at(60.0, 30.0 + seconds) for seconds in range(9)]
    assert all(30.0 + seconds - time <= 1.0 for seconds, time in enumerate(stretched))


def test_a_picture_goes_in_and_a_prompt_comes_out(live, server, monkeypatch):
    async def see(session: Session, image: Image) -> None:
        assert session.on_prompt is not None
        session.on_prompt(Prompt("t", "waiting", "turn_left", "Turn your head to the left.", True, 0, 2, 5.5))

    monkeypatch.setattr(Session, "see", see)

    async def look() -> None:
        async with live.socket("session=phone") as socket:
            assert json.loads(await socket.recv())["type"] == "ready"
            await socket.send(json.dumps({"type": "abilities", "camera": True}))
            await socket.send(json.dumps({"type": "spoken"}))
            await socket.send(json.dumps({"type": "image", "jpeg": jpeg(), "time": 1.5}))
            prompt = json.loads(await socket.recv())
            assert (prompt["type"], prompt["asked"], prompt["ready"], prompt["done"]) == (
                "challenge",
                "turn_left",
                True,
                0,
            )
            (session,) = server.house.sessions
            assert session.abilities.camera
            await socket.send(json.dumps({"type": "image", "jpeg": 5}))
            assert json.loads(await socket.recv())["code"] == "picture"

    asyncio.run(look())

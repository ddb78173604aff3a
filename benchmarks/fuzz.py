"""Coverage-guided fuzzing of what comes in over the wire (atheris, libFuzzer): a tool for developers, not a test.

    pip install atheris                       # Python 3.11 to 3.13, Linux
    python benchmarks/fuzz.py wyoming -max_total_time=60
    python benchmarks/fuzz.py realtime -max_total_time=60
    python benchmarks/fuzz.py multipart -max_total_time=60

It ends with an error where anything but the errors that are meant is raised. Other options are libFuzzer's.
"""

import asyncio
import json
import logging
import sys
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["ogam.server", "python_multipart"]):
    from starlette.datastructures import Headers
    from starlette.formparsers import MultiPartException, MultiPartParser

    from ogam.audio import EnergyVoiceActivity, Segmenter
    from ogam.core import Audio
    from ogam.server.openai.passages import Passage
    from ogam.server.openai.realtime import RealtimeSession
    from ogam.server.wyoming.frames import FrameError, read_event
    from ogam.server.wyoming.settings import Limits

LIMITS = Limits(header=4096, data=4096, payload=4096, idle=1.0)
BOUNDARY = b"boundary"


def wyoming(data: bytes) -> None:
    """Events of Wyoming, read within limits."""

    async def read() -> None:
        reader = asyncio.StreamReader(limit=LIMITS.header)
        reader.feed_data(data)
        reader.feed_eof()
        try:
            while await read_event(reader, LIMITS) is not None:
                pass
        except FrameError:
            return

    asyncio.run(read())


class Silent:
    """Writes nothing down."""

    async def passages(self, audio: Audio) -> AsyncIterator[Passage]:  # noqa: ARG002
        return
        yield


def realtime(data: bytes) -> None:
    """Events of OpenAI's realtime protocol; a line each."""

    async def talk() -> None:
        session = RealtimeSession(Silent(), Segmenter(EnergyVoiceActivity()))
        for line in data.splitlines():
            try:
                event = json.loads(line)
            except ValueError:
                continue
            if isinstance(event, dict):
                async for answer in session.accept(event):
                    json.dumps(answer)

    asyncio.run(talk())


def multipart(data: bytes) -> None:
    """Uploads of forms, as FastAPI takes them apart."""

    async def parts() -> AsyncIterator[bytes]:
        yield data

    async def parse() -> None:
        headers = Headers({"content-type": f"multipart/form-data; boundary={BOUNDARY.decode()}"})
        try:
            form = await MultiPartParser(headers, parts(), max_files=10, max_fields=10).parse()
        except MultiPartException:
            return
        await form.close()

    asyncio.run(parse())


TARGETS = {"wyoming": wyoming, "realtime": realtime, "multipart": multipart}
SEEDS = {
    "wyoming": (
        b'{"type": "ping", "data": {"text": "x"}}\n',
        b'{"type": "audio-chunk", "data_length": 14, "payload_length": 4}\n{"rate": 16000}abcd',
    ),
    "realtime": (
        b'{"type": "input_audio_buffer.append", "audio": "AAAAAAAA"}\n{"type": "input_audio_buffer.commit"}',
        b'{"type": "session.update", "session": {"audio": {"input": {"turn_detection": null}}}}',
    ),
    "multipart": (
        b'--boundary\r\nContent-Disposition: form-data; name="a"; filename="b"\r\n\r\nc\r\n--boundary--\r\n',
    ),
}
"""What each is like where it is right: libFuzzer changes it."""


def main() -> None:
    if len(sys.argv) < 2 or sys.argv[1] not in TARGETS:
        sys.exit(f"usage: fuzz.py {' | '.join(TARGETS)} [options of libFuzzer]")
    logging.disable()
    name = sys.argv.pop(1)
    with tempfile.TemporaryDirectory() as folder:
        for number, seed in enumerate(SEEDS[name]):
            (Path(folder) / str(number)).write_bytes(seed)
        atheris.Setup([*sys.argv, folder], TARGETS[name])
        atheris.Fuzz()


if __name__ == "__main__":
    main()

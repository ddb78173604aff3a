"""A simulated camera that speaks RTSP (RFC 2326), its pictures interleaved with the requests over one connection."""

import struct
import time
from collections.abc import Sequence
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Lock, Thread
from types import TracebackType
from typing import Literal, Self

from ogam.core import Image
from ogam.vision.simulator.http_server import login_of
from ogam.vision.simulator.passwords import Guard
from ogam.vision.simulator.rtp import CLOCK, description, encode, packet, payloads
from ogam.vision.simulator.stage import Stage

Codec = Literal["jpeg", "h264"]
PATH = "/stream"
_METHODS = "OPTIONS, DESCRIBE, SETUP, PLAY, GET_PARAMETER, TEARDOWN"


class RtspServer:
    """Shows pictures in turn, `rate` a second, at `address`. A context.

    codec: JPEG, or H.264, for which PyAV is needed; sizes are multiples of 8 for JPEG, of 2 for H.264.
    user: empty to let everybody in; digest: whether the password goes over the wire as a hash.
    """

    def __init__(
        self,
        images: Sequence[Image],
        rate: float = 5.0,
        codec: Codec = "jpeg",
        user: str = "",
        password: str = "",
        digest: bool = True,
        port: int = 0,
    ) -> None:
        self.stage = Stage(encode(images, codec, rate), rate)
        self._codec, self._guard = codec, Guard(user, password, digest)
        self._server = _Server(("127.0.0.1", port), _handler(self.stage, self._guard, codec))
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def address(self) -> str:
        """With the password."""
        return f"rtsp://{login_of(self._guard)}127.0.0.1:{self.port}{PATH}"

    def show(self, images: Sequence[Image]) -> None:
        """Others from now on, of another size too."""
        self.stage.show(encode(images, self._codec, self.stage.rate))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        self.stage.close()
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True


def _handler(stage: Stage, guard: Guard, codec: Codec) -> type[StreamRequestHandler]:
    class Handler(StreamRequestHandler):
        def handle(self) -> None:
            self._writes = Lock()
            try:
                while request := self._request():
                    if not self._answer(*request):
                        return
            except (OSError, ValueError, struct.error):
                return  # the one who looked has gone, or says what nobody understands

        def _request(self) -> tuple[str, str, dict[str, str]] | None:
            """Method, address and headers; receiver reports that lie between are skipped."""
            line = self.rfile.read(1)
            while line == b"$":
                self.rfile.read(struct.unpack("!xH", self.rfile.read(3))[0])
                line = self.rfile.read(1)
            line += self.rfile.readline(4096)
            if not line.strip():
                return None
            method, place, _ = line.decode("latin-1").split(" ", 2)
            headers = {}
            while (head := self.rfile.readline(4096).decode("latin-1").strip()) != "":
                key, _, value = head.partition(":")
                headers[key.strip().lower()] = value.strip()
            return method, place, headers

        def _answer(self, method: str, place: str, headers: dict[str, str]) -> bool:
            """Whether the connection goes on."""
            number = headers.get("cseq", "0")
            if method != "OPTIONS" and not guard.lets_in(headers.get("authorization"), method):
                self._say(number, "401 Unauthorized", **{"WWW-Authenticate": guard.challenge()})
            elif method == "OPTIONS":
                self._say(number, "200 OK", Public=_METHODS)
            elif PATH not in place:
                self._say(number, "404 Not Found")
            elif method == "DESCRIBE":
                self._say(number, "200 OK", description(codec), **{"Content-Type": "application/sdp"})
            elif method == "SETUP" and "interleaved" not in headers.get("transport", ""):
                self._say(number, "461 Unsupported Transport")
            elif method == "SETUP":
                self._say(number, "200 OK", Transport="RTP/AVP/TCP;unicast;interleaved=0-1", Session="1;timeout=60")
            elif method == "PLAY":
                self._say(number, "200 OK", Session="1", Range="npt=0.000-")
                Thread(target=self._play, daemon=True).start()
            else:
                self._say(number, "200 OK", Session="1")
            return method != "TEARDOWN"

        def _say(self, number: str, status: str, body: str = "", **headers: str) -> None:
            lines = [f"RTSP/1.0 {status}", f"CSeq: {number}", *(f"{key}: {value}" for key, value in headers.items())]
            lines += [f"Content-Length: {len(body)}"] if body else []
            with self._writes:
                self.wfile.write(("\r\n".join(lines) + "\r\n\r\n" + body).encode())

        def _play(self) -> None:
            take, number, sent, started = stage.take, 0, 0, time.monotonic()
            try:
                while stage.wait(started + number / stage.rate - time.monotonic(), take):
                    ticks = int((time.monotonic() - started) * CLOCK)
                    parts = list(payloads(stage.picture(number), codec))
                    for part in parts:
                        data = packet(part, codec, sent, ticks, part is parts[-1])
                        with self._writes:
                            self.wfile.write(struct.pack("!BBH", 0x24, 0, len(data)) + data)
                        sent += 1
                    number += 1
                self.connection.shutdown(2)
            except OSError:
                return  # the one who looked has gone

    return Handler

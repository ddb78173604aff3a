"""A simulated camera that speaks HTTP: MJPEG, and single JPEGs."""

import time
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

from ogam.core import Image
from ogam.vision.simulator.passwords import Guard
from ogam.vision.simulator.stage import Stage, jpegs

BOUNDARY = "frame"


class MjpegServer:
    """Shows pictures in turn, `rate` a second, at `address`; one at a time at `snapshot`. A context.

    user: empty to let everybody in; digest: whether the password goes over the wire as a hash; lengths: whether each
    picture's length is told, as most cameras do.
    """

    def __init__(
        self,
        images: Sequence[Image],
        rate: float = 5.0,
        user: str = "",
        password: str = "",
        digest: bool = False,
        lengths: bool = True,
        port: int = 0,
    ) -> None:
        self.stage = Stage(jpegs(images), rate)
        self._guard = Guard(user, password, digest)
        self._server = ThreadingHTTPServer(("127.0.0.1", port), _handler(self.stage, self._guard, lengths))
        self._server.daemon_threads = True
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def address(self) -> str:
        """With the password."""
        return f"http://{login_of(self._guard)}127.0.0.1:{self.port}/video"

    @property
    def snapshot(self) -> str:
        return f"http://{login_of(self._guard)}127.0.0.1:{self.port}/picture.jpg"

    def show(self, images: Sequence[Image]) -> None:
        """Others from now on, of another size too."""
        self.stage.show(jpegs(images))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        self.stage.close()
        self._server.shutdown()
        self._server.server_close()


def login_of(guard: Guard) -> str:
    """The part of an address before the host."""
    return f"{quote(guard.user, safe='')}:{quote(guard.password, safe='')}@" if guard.user else ""


def _handler(stage: Stage, guard: Guard, lengths: bool) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if not guard.lets_in(self.headers.get("Authorization"), "GET"):
                self.send_response(401)
                self.send_header("WWW-Authenticate", guard.challenge())
                self.send_header("Content-Length", "0")
                self.end_headers()
            elif self.path == "/video":
                self._stream()
            elif self.path == "/picture.jpg":
                self._picture()
            else:
                self.send_error(404)

        def _picture(self) -> None:
            if not stage.wait(0, stage.take):
                return
            data = stage.picture(int(time.monotonic() * stage.rate))
            self.send_response(200)
            self.send_header("Content-Type", "image/jpeg")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def _stream(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", f"multipart/x-mixed-replace; boundary={BOUNDARY}")
            self.end_headers()
            take, number, started = stage.take, 0, time.monotonic()
            try:
                self.wfile.write(f"--{BOUNDARY}\r\n".encode())
                while stage.wait(started + number / stage.rate - time.monotonic(), take):
                    self._part(stage.picture(number), time.monotonic() - started)
                    number += 1
            except OSError:
                return  # the one who looked has gone

        def _part(self, data: bytes, when: float) -> None:
            length = f"Content-Length: {len(data)}\r\n" if lengths else ""
            head = f"Content-Type: image/jpeg\r\n{length}X-Timestamp: {when:.6f}\r\n\r\n"
            self.wfile.write(head.encode() + data + f"\r\n--{BOUNDARY}\r\n".encode())

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (as http.server names it)
            """Nothing: a simulated camera talks to nobody else."""

    return Handler

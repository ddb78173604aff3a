"""Serves a recogniser by HTTP, as `http.py` describes it: for a plugin that needs an environment of its own.

It is also the example to write one in another language by: two requests, nothing but Python's own library.
"""

import json
from dataclasses import asdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from ogam.core import OgamError, Recognizer
from ogam.plugins.exchange import decode_signal, encode_observations

LARGEST = 100_000_000
"""Bytes of a signal."""


def serve(recognizer: Recognizer, port: int, host: str = "127.0.0.1") -> ThreadingHTTPServer:
    """A server that is bound, on a free port for 0; `serve_forever` runs it. There is no authentication: keep it on
    this machine, or behind something that asks who is there."""

    class Handler(_Handler):
        pass

    Handler.recognizer = recognizer
    return ThreadingHTTPServer((host, port), Handler)


class _Handler(BaseHTTPRequestHandler):
    recognizer: Recognizer
    timeout = 60
    """Seconds that a client may be silent while it sends."""

    def do_GET(self) -> None:
        if self.path != "/card":
            self._answer(404, {"error": "there are GET /card and POST /recognize"})
            return
        card = asdict(self.recognizer.card)
        self._answer(200, {name: value for name, value in card.items() if value})

    def do_POST(self) -> None:
        if self.path != "/recognize":
            self._answer(404, {"error": "there are GET /card and POST /recognize"})
            return
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or not 0 < int(length) <= LARGEST:
            self._answer(413, {"error": f"a signal has at most {LARGEST} bytes"})
            return
        try:
            signal = decode_signal(self.rfile.read(int(length)), self.headers.get("Content-Type", ""))
            [found] = self.recognizer.recognize([signal])
        except (OgamError, ValueError) as error:
            self._answer(422, {"error": str(error)})
            return
        except Exception as error:  # noqa: BLE001 - whoever asks must be told, whatever it is
            self._answer(500, {"error": f"{type(error).__name__}: {error}"})
            return
        self._send(200, encode_observations(found))

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - as http.server calls it
        """Nothing: who asks what is not written down."""

    def _answer(self, status: int, value: object) -> None:
        self._send(status, json.dumps(value, ensure_ascii=False).encode())

    def _send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

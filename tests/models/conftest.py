"""A home of its own for each test, catalogues to order, and a web server that can misbehave."""

import hashlib
import json
import threading
from collections import Counter
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest


@dataclass
class Page:
    """How one address of the server answers."""

    body: bytes = b""
    status: int = 200
    ranges: bool = True
    location: str = ""
    cuts: list[int] = field(default_factory=list)
    """Bytes after which each of the next answers is cut off."""
    gate: threading.Event | None = None
    """If set, only half of the bytes are sent until somebody opens it."""


class Server:
    def __init__(self):
        self.pages: dict[str, Page] = {}
        self.asked: list[tuple[str, str]] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                server.answer(self)

            def log_message(self, *arguments):
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True).start()

    def answer(self, handler):
        path, asked_range = handler.path.split("?")[0], handler.headers.get("Range", "")
        self.asked.append((path, asked_range))
        page = self.pages.get(path, Page(status=404))
        if page.location:
            handler.send_response(302)
            handler.send_header("Location", page.location)
            handler.send_header("Content-Length", "0")
            handler.end_headers()
            return
        start = int(asked_range.removeprefix("bytes=").rstrip("-")) if asked_range and page.ranges else 0
        if start >= len(page.body) > 0 and asked_range:
            handler.send_error(416)
            return
        rest = page.body[start:]
        handler.send_response(206 if start else page.status)
        handler.send_header("Content-Length", str(len(rest)))
        handler.send_header("Content-Type", "text/html" if path.endswith("/") else "application/octet-stream")
        handler.end_headers()
        if page.gate is not None and not page.gate.is_set():
            half = len(rest) // 2
            handler.wfile.write(rest[:half])
            handler.wfile.flush()
            page.gate.wait(20)
            rest = rest[half:]
        if page.cuts:
            handler.wfile.write(rest[: page.cuts.pop(0)])
            handler.wfile.flush()
            handler.close_connection = True
            handler.connection.close()
            return
        handler.wfile.write(rest)

    def count(self) -> Counter:
        return Counter(path for path, _ in self.asked)

    def close(self):
        self._http.shutdown()
        self._http.server_close()


@pytest.fixture
def server():
    running = Server()
    yield running
    running.close()


@pytest.fixture
def page():
    return Page


class Home:
    """Ogam's folder in a test, with a catalogue of the test's own."""

    def __init__(self, folder):
        self.folder = folder
        self.folder.mkdir()

    def catalogue(self, files, name="tiny", version="1", **changes):
        """Write a catalogue of one model. files: name → (bytes that are right, [sources])."""
        lines = [f'[[model]]\nname = "{name}"\nversion = "{version}"\ntask = "test"\nlicence = "MIT"\n']
        for file, (body, sources) in files.items():
            facts = {"size": len(body), "sha256": hashlib.sha256(body).hexdigest()} | changes
            listed = ",\n".join(f"  {_inline(source)}" for source in sources)
            lines.append(
                f'[[model.file]]\nname = "{file}"\nsize = {facts["size"]}\nsha256 = "{facts["sha256"]}"\n'
                f"sources = [\n{listed}\n]\n"
            )
        (self.folder / "catalog.toml").write_text("\n".join(lines), encoding="utf-8")


def _inline(value) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_inline(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_inline(item) for item in value) + "]"
    return json.dumps(str(value))


@pytest.fixture
def home(tmp_path, monkeypatch):
    folder = Home(tmp_path / "home")
    monkeypatch.setenv("OGAM_HOME", str(folder.folder))
    for name in ("HF_ENDPOINT", "OGAM_MODELS_MIRROR", "http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("ogam.models.downloading.time.sleep", lambda seconds: None)
    return folder


class Heard:
    """A progress that remembers."""

    def __init__(self):
        self.lines: list[str] = []
        self.begun: list[str] = []
        self.seen: list[int] = []

    def begin(self, what, total):
        self.begun.append(what)

    def update(self, done, total=None):
        self.seen.append(done)

    def end(self):
        pass

    def say(self, line):
        self.lines.append(line)


@pytest.fixture
def heard():
    return Heard()

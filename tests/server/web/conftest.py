"""A real Chromium (Debian's), and fakes of the server: one of an English home, one of a Korean one."""

import json
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

FAKE = Path(__file__).with_name("fake_api.py")
LOCALES = {"en": "en-GB", "ko": "ko-KR"}
FAKE_DEVICES = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")


def chromium_path() -> str:
    """Where Chromium is; skips the test where there is none."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    return found or pytest.skip("needs Chromium: apt-get install chromium")


@dataclass(frozen=True, slots=True)
class Site:
    """A fake server. url: without a slash at its end."""

    url: str
    language: str

    def change(self, keep: bool = False, **values: Any) -> None:
        """Make the fake know something else, and its data anew unless `keep`."""
        self._post({"set": values, "keep": keep})

    def publish(self, **event: Any) -> None:
        self._post({"publish": event})

    def asked(self) -> list[str]:
        """What was asked of it, as "GET /api/home"."""
        asked: list[str] = self._post({})["asked"]
        return asked

    def _post(self, body: dict[str, Any]) -> dict[str, Any]:
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.url}/fake", json.dumps(body).encode(), headers)
        with urllib.request.urlopen(request) as response:
            answer: dict[str, Any] = json.load(response)
        return answer


@contextmanager
def running(language: str) -> Iterator[Site]:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen([sys.executable, str(FAKE), "--port", str(port), "--language", language])
    site = Site(f"http://localhost:{port}", language)
    try:
        wait_for(site.url, process)
        yield site
    finally:
        process.terminate()
        process.wait(10)


def wait_for(url: str, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(url).close()
        except OSError:
            assert process.poll() is None, "the server has ended"
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(url)


@pytest.fixture(scope="session")
def sites() -> Iterator[dict[str, Site]]:
    with running("en") as english, running("ko") as korean:
        yield {"en": english, "ko": korean}


@pytest.fixture
def site(sites: dict[str, Site]) -> Site:
    """The English one, as it is at first."""
    sites["en"].change(
        signed_in=True,
        role="owner",
        first_run=False,
        empty=False,
        marked="",
        broken=False,
        approvals=[],
        passkeys=[],
        asked=[],
        ringing=[],
        coming=[],
        routines=[],
        phones=[],
        stops=False,
        drivers_found=None,
    )
    return sites["en"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One for each file of tests: Playwright keeps an event loop running for as long as it lives."""
    path = chromium_path()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", *FAKE_DEVICES])
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Any) -> Iterator[Callable[..., Any]]:
    """Opens a page of a site. At the end, a console error or a request to another origin fails the test."""
    contexts, wrong = [], []

    def open_page(site: Site, path: str = "now", width: int = 390, expected: str = "", **options: Any) -> Any:
        """expected: a part of the console errors that belong to the test."""
        context = browser.new_context(
            locale=LOCALES[site.language],
            viewport={"width": width, "height": 844},
            **{"permissions": ["microphone", "camera"], "service_workers": "block", **options},
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)

        def check(kind: str, text: str) -> None:
            if not (expected and expected in text):
                wrong.append(f"{kind}: {text}")

        page.on("console", lambda message: message.type == "error" and check("console", message.text))
        page.on("pageerror", lambda error: check("error", str(error)))
        page.on("request", lambda request: is_foreign(request.url, site) and check("foreign request", request.url))
        page.goto(f"{site.url}/#/{path}")
        page.wait_for_selector("main")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not wrong, "\n".join(wrong)


def is_foreign(url: str, site: Site) -> bool:
    return not url.startswith((f"{site.url}/", "blob:"))

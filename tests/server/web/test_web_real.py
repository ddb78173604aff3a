"""The app against `ogam serve` itself: a passkey, a spoken command, a voice that is enrolled and forgotten.

The voice is synthesised, and Chromium takes it for its microphone's.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

pytestmark = [pytest.mark.browser, pytest.mark.real]

HOME = """
language: en
permissions: off
areas: [kitchen]
devices:
  - {name: ceiling light, domain: light, area: kitchen, capabilities: [brightness]}
people: [{name: Mina, role: owner}]
"""
LONG = "In the morning I open the curtains, put the kettle on and look at what the weather is doing outside."


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The address of a server with a home of its own."""
    from ogam.models import Store

    folder = tmp_path_factory.mktemp("served")
    (folder / "home.yaml").write_text(HOME, encoding="utf-8")
    environment = {
        **os.environ,
        "OGAM_HOME": str(folder / "ogam"),
        "OGAM_MODELS_MIRROR": str(Store().folder),
        "HOME": str(folder),
    }
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-c", "from ogam.cli.main import main; main()", "serve"]
    command += ["--port", str(port), "--home", str(folder / "home.yaml")]
    process = subprocess.Popen(command, env=environment)
    url = f"http://localhost:{port}"
    try:
        wait_until_served(url, process)
        yield url
    finally:
        process.terminate()
        process.wait(30)


def wait_until_served(url, process):
    for _ in range(1200):
        try:
            urllib.request.urlopen(f"{url}/healthz").close()
        except OSError:
            assert process.poll() is None, "ogam serve has ended"
            time.sleep(0.25)
        else:
            return
    raise TimeoutError(url)


@pytest.fixture(scope="module")
def speech(tmp_path_factory):
    """Makes a recording of a text, with half a second of silence before it and some seconds after it."""
    from ogam.audio import write_wav
    from ogam.synthesis import Synthesizer

    synthesizer, folder = Synthesizer(), tmp_path_factory.mktemp("speech")

    def speech(text: str, silence: float) -> Path:
        spoken = synthesizer.speak(text)
        before = np.zeros(spoken.sample_rate // 2, np.float32)
        after = np.zeros(round(spoken.sample_rate * silence), np.float32)
        path: Path = folder / f"{len(text)}.wav"
        write_wav(path, np.concatenate([before, spoken.samples, after]), spoken.sample_rate)
        return path

    return speech


@contextmanager
def page_that_hears(url: str, recording: Path, state=None):
    """A page whose microphone is a recording, over and over; with an authenticator for passkeys."""
    from playwright.sync_api import sync_playwright

    arguments = ("--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=[*arguments, f"--use-file-for-fake-audio-capture={recording}"]
        )
        context = browser.new_context(locale="en-GB", permissions=["microphone"], storage_state=state)
        page = context.new_page()
        page.set_default_timeout(20_000)
        wrong = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda message: message.type == "error" and wrong.append(message.text))
        session = context.new_cdp_session(page)
        session.send("WebAuthn.enable")
        options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
        options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
        session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        page.goto(url)
        yield page
        browser.close()
    assert not wrong, wrong


def find_chromium() -> str:
    import shutil

    return shutil.which("chromium") or pytest.skip("needs Chromium: apt-get install chromium")


@pytest.fixture(scope="module")
def owner(server, speech):
    """The owner's account is made with a passkey, and opens again with it. What remains is the session's cookie."""
    with page_that_hears(server, speech("hello", 1.0)) as page:
        page.get_by_label("Your name").fill("Mina")
        page.get_by_role("button", name="Begin").click()
        page.locator(".talk-button").wait_for()
        page.evaluate("location.hash = '#/settings'")
        page.locator(".row", has_text="This device").wait_for()
        page.wait_for_function("() => !document.querySelector('.skeleton')")
        page.get_by_role("button", name="Sign out").click()
        page.get_by_role("button", name="Sign in with a passkey").click()
        page.get_by_role("heading", name="Settings", exact=True).wait_for()
        return page.context.storage_state()


def test_a_spoken_command_is_carried_out_and_explained(server, owner, speech):
    with page_that_hears(server, speech("turn on the kitchen lights", 4.0), owner) as page:
        box = page.locator(".talk-button").bounding_box()
        page.mouse.move(box["x"] + 40, box["y"] + 40)
        page.mouse.down()
        page.locator(".talk-status", has_text="I hear you").wait_for()
        page.locator(".turn .sentence", has_text="turn on the kitchen lights").wait_for()
        page.mouse.up()
        page.locator(".turn .acts", has_text="ceiling light").wait_for()
        page.get_by_role("link", name="Why").click()
        page.get_by_role("heading", name="In plain words").wait_for()
        page.get_by_role("button", name="Run again").click()
        page.get_by_text("The same command, decision and actions.").wait_for()
        page.evaluate("location.hash = '#/home'")
        page.locator(".device.on", has_text="ceiling light").wait_for()
        page.get_by_role("button", name="ceiling light: turn off").click()
        page.locator(".device:not(.on)", has_text="ceiling light").wait_for()


def test_a_voice_is_enrolled_and_forgotten(server, owner, speech):
    with page_that_hears(server, speech(LONG, 0.3), owner) as page:
        page.evaluate("location.hash = '#/people/Mina'")
        page.get_by_role("button", name="Add voice").click()
        for done in (1, 2, 3):
            page.locator(".talk-button").click()
            page.locator(".advice", has_text="that's enough").wait_for()
            page.wait_for_timeout(1500)
            page.locator(".talk-button").click()
            page.locator(".steps", has_text=f"{done} of 3").wait_for(timeout=60_000)
        page.get_by_role("link", name="Done").click()
        page.get_by_text("3 voice prints", exact=True).wait_for()
        page.get_by_role("button", name="Forget Mina").click()
        page.locator("dialog").get_by_role("button", name="Forget", exact=True).click()
        page.get_by_role("heading", name="Mina is forgotten").wait_for()
        assert "Still found afterwards\n0" in page.locator("dialog").inner_text()

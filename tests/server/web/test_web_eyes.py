"""The Eyes screen: looking through cameras of the house, pausing them, the sign that they watch, the own camera."""

import asyncio
import os
import shutil
import socket
import threading
import time
from pathlib import Path

import numpy as np
import pytest

pytestmark = pytest.mark.browser

DRAWN = "document.querySelector('.house-camera canvas')?.width ?? 0"
FACES = Path(__file__).parents[3] / ".." / "shared" / "data" / "faces" / "images"


@pytest.mark.parametrize(("language", "word"), [("en", "watching"), ("ko", "보고 있어요")])
def test_every_screen_says_that_a_camera_watches(open_page, sites, language, word):
    site = sites[language]
    site.change(signed_in=True, empty=False, role="owner")
    page = open_page(site, "now", width=320)
    for path in ("now", "home", "people", "log", "settings"):
        page.evaluate("path => { location.hash = '#/' + path }", path)
        sign = page.locator("header .sign")
        sign.get_by_text(word).wait_for()
        assert sign.locator(".red-dot").is_visible()
        assert "camera" in sign.locator("a").get_attribute("aria-label") or language == "ko"
    sign.locator("a").click()
    page.wait_for_selector(".house-camera")


def test_the_sign_goes_when_the_last_camera_is_paused_and_comes_back(open_page, site):
    page = open_page(site, "eyes")
    page.wait_for_selector(".sign .red-dot")
    for name in ("kitchen camera", "yard camera"):
        page.get_by_role("region", name=name).get_by_role("button", name="Pause for an hour").click()
        page.get_by_role("region", name=name).get_by_text("paused until").wait_for()
    page.wait_for_selector(".sign .red-dot", state="detached")
    page.get_by_role("region", name="yard camera").get_by_role("button", name="Watch again").click()
    page.wait_for_selector(".sign .red-dot")


def test_nothing_is_looked_at_before_somebody_asks(open_page, site):
    """Each look is in the log of the house: opening the screen is none."""
    page = open_page(site, "eyes")
    page.wait_for_selector(".house-camera")
    page.wait_for_timeout(1500)
    assert not [one for one in site.asked() if one.endswith(("/picture", "/seen"))]
    page.get_by_text("Whoever looks is noted in the log of the house, by name.").first.wait_for()


def test_looking_draws_what_is_seen_and_ends_with_the_screen(open_page, site):
    page = open_page(site, "eyes")
    kitchen = page.get_by_role("region", name="kitchen camera")
    kitchen.get_by_role("button", name="Look").press("Enter")
    kitchen.get_by_text("2 cups, 1 person: Mina").wait_for()
    assert page.evaluate(DRAWN) == 640
    assert page.evaluate("document.activeElement.innerText") == "Look away"
    assert kitchen.locator(".seen.person span").inner_text() == "Mina"
    assert kitchen.locator(".seen").count() == 3
    assert kitchen.locator(".zone-name").all_inner_texts() == ["table", "oven door"]
    box = kitchen.locator(".seen.person").bounding_box()
    whole = kitchen.locator("canvas").bounding_box()
    assert box["x"] - whole["x"] == pytest.approx(0.3 * whole["width"], abs=2)
    assert box["width"] == pytest.approx(0.12 * whole["width"], abs=2)
    page.evaluate("location.hash = '#/home'")
    page.wait_for_timeout(200)
    before = len(site.asked())
    page.wait_for_timeout(2500)
    assert not [one for one in site.asked()[before:] if one.endswith("/picture")]


def test_looking_away_leaves_no_picture_in_the_page(open_page, site):
    page = open_page(site, "eyes")
    kitchen = page.get_by_role("region", name="kitchen camera")
    kitchen.get_by_role("button", name="Look").click()
    kitchen.locator(".seen").first.wait_for()
    kitchen.get_by_role("button", name="Look away").click()
    kitchen.get_by_role("button", name="Look", exact=True).wait_for()
    assert kitchen.locator("canvas").count() == 0


def test_pausing_while_somebody_looks_ends_the_look(open_page, site):
    page = open_page(site, "eyes")
    kitchen = page.get_by_role("region", name="kitchen camera")
    kitchen.get_by_role("button", name="Look").click()
    kitchen.locator(".seen").first.wait_for()
    kitchen.get_by_role("button", name="Pause until I say so").click()
    kitchen.get_by_text("paused", exact=True).wait_for()
    assert kitchen.locator("canvas").count() == 0


def test_a_child_sees_that_cameras_watch_and_nothing_more(open_page, site):
    site.change(role="child")
    page = open_page(site, "eyes")
    page.get_by_text("Only adults of the house may look.").first.wait_for()
    assert page.locator(".sign .red-dot").is_visible()
    assert page.get_by_role("button", name="Look").count() == 0
    assert page.get_by_role("button", name="Pause").count() == 0
    page.get_by_role("button", name="Start camera").click()
    page.get_by_text("The picture stays on this device.").wait_for()
    page.wait_for_timeout(1500)
    assert "POST /api/see" not in site.asked()


def test_the_own_camera_is_looked_through_until_it_is_stopped(open_page, site):
    page = open_page(site, "eyes")
    page.get_by_role("button", name="Start camera").click()
    page.locator(".own .seen.person").wait_for()
    page.get_by_role("button", name="Stop camera").click()
    page.get_by_role("button", name="Start camera").wait_for()
    page.wait_for_timeout(700)
    asked = site.asked().count("POST /api/see")
    page.wait_for_timeout(1500)
    assert site.asked().count("POST /api/see") == asked > 0


def test_kept_pictures_are_said_shown_and_deleted(open_page, site):
    page = open_page(site, "eyes")
    page.get_by_text("Keeps a picture of this: somebody enters and a fall. For 7 days, then it is deleted.").wait_for()
    first = page.get_by_role("listitem").filter(has_text="somebody enters: Mina")
    assert page.locator("main canvas").count() == 0
    first.get_by_role("button", name="Look").click()
    first.locator("canvas").wait_for()
    first.get_by_role("button", name="Delete").click()
    page.get_by_text("1 picture is deleted, with its key.").wait_for()
    page.get_by_role("button", name="Delete all").click()
    page.get_by_role("heading", name="Kept pictures").wait_for(state="hidden")


@pytest.mark.real
def test_a_simulated_camera_is_looked_through_for_real(browser, tmp_path, monkeypatch):
    """A camera in the network and one of the device, both showing a photograph; Ogam's own eyes; a real browser."""
    import uvicorn

    from ogam.core import Image
    from ogam.grammar import compile_grammar
    from ogam.home import parse_home
    from ogam.hub import EventLog, House, open_hub
    from ogam.hub.open_sights import open_pictures, open_sights
    from ogam.server import Server, create_app
    from ogam.server.auth import Auth
    from ogam.vision import read_image
    from ogam.vision.simulator import MjpegServer, made_up_room
    from ogam.vision.simulator.stage import jpegs

    if not FACES.is_dir():
        pytest.skip("needs ../shared/data/faces")
    face = read_image(min(FACES.iterdir())).pixels
    shown = []
    for number, image in enumerate(made_up_room(20)):
        pixels = image.pixels.copy()
        pixels[100:350, 40 + 8 * number : 290 + 8 * number] = face
        shown.append(Image(pixels, image.time))
    film = tmp_path / "device.mjpeg"
    film.write_bytes(b"".join(jpegs(shown)))
    with MjpegServer(shown, rate=5) as camera, socket.socket() as listening:
        monkeypatch.setenv("CAMERA", camera.address)
        home = parse_home(
            "{areas: [hall], devices: [{name: lamp, domain: light, area: hall}], people: [{name: Mina, role: owner}], "
            "cameras: [{name: door camera, area: hall, address: 'env:CAMERA'}]}"
        )
        log = EventLog(None)
        house = House(open_hub(home, log, listen=False, grammar=compile_grammar(home)), None)  # type: ignore[arg-type]
        server = Server(house, Auth.open(None))
        server.auth.accounts.add("mina", "Mina", True)
        _, secret = server.auth.sessions.begin("mina")
        listening.bind(("localhost", 0))
        web = uvicorn.Server(uvicorn.Config(create_app(server), log_level="critical", lifespan="on"))

        async def serve() -> None:
            house.watch(open_pictures, open_sights(house.hub, tmp_path))
            await web.serve([listening])

        thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
        thread.start()
        while not web.started:
            time.sleep(0.02)
        url = f"http://localhost:{listening.getsockname()[1]}"
        try:
            look_through(browser, url, secret, film)
        finally:
            house.live.close()
            web.should_exit = True
            thread.join(20)
            house.close()
        looks = [event.data for event in log.events() if event.kind == "look"]
        assert {(one["what"], one["account"]) for one in looks} == {("picture", "mina"), ("seen", "mina")}
        assert np.asarray(shown[0].pixels).size > max(len(str(event.data)) for event in log.events())


def look_through(browser, url: str, secret: str, film: Path) -> None:
    """Look through the house's camera, and through the device's, which shows a film."""
    from ogam.server.auth.guards import COOKIE

    arguments = ["--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    device = browser.browser_type.launch(
        executable_path=shutil.which("chromium") or shutil.which("chromium-browser"),
        args=[*arguments, f"--use-file-for-fake-video-capture={film}"],
    )
    context = device.new_context(locale="en-GB", permissions=["camera"], service_workers="block")
    context.add_cookies([{"name": COOKIE, "value": secret, "url": url}])
    page, wrong = context.new_page(), []
    page.set_default_timeout(60_000)
    page.on("console", lambda message: message.type == "error" and wrong.append(message.text))
    page.goto(f"{url}/#/eyes")
    page.get_by_role("button", name="Look").click()
    page.locator(".house-camera .seen.person").first.wait_for()
    page.get_by_text("1 person").wait_for()
    page.get_by_role("button", name="Start camera").click()
    page.locator(".own .seen.person").first.wait_for()
    if folder := os.environ.get("OGAM_SHOTS"):
        page.screenshot(path=f"{folder}/eyes-real.png", full_page=True)
    device.close()
    assert wrong == []

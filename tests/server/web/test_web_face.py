"""The look into the camera: what is to be done is shown and said, and what else would be enough where there is none."""

import json

import pytest

pytestmark = pytest.mark.browser

ASKS = {"effect": "ask", "needs": ["face", "challenge"]}


@pytest.fixture
def ask(open_page, site):
    """Writes a command in a page, and is asked to look into the camera."""

    def ask(look, allowed=True):
        page = open_page(site, permissions=["camera"] if allowed else [])
        if not allowed:
            refuse = "() => Promise.reject(new DOMException('no', 'NotAllowedError'))"
            page.evaluate(f"() => {{ navigator.mediaDevices.getUserMedia = {refuse} }}")

        def answer(route):
            turn = route.fetch().json()
            turn["decision"] = {**(turn["decision"] or {}), **ASKS}
            route.fulfill(body=json.dumps({**turn, "look": look}), content_type="application/json")

        page.route("**/api/say", answer)
        page.get_by_label("Type", exact=False).first.fill("unlock the front door")
        page.keyboard.press("Enter")
        page.locator("dialog[open] h2", has_text="Look into the camera").wait_for()
        return page

    return ask


@pytest.mark.parametrize(
    ("look", "words"),
    [("turn_left", "Turn your head to the left."), ("blink_twice", "Blink twice.")],
)
def test_what_to_do_is_drawn_and_said(ask, look, words):
    page = ask(look)

    spoken = page.locator("dialog [aria-live=assertive]")
    assert spoken.inner_text() == words
    assert page.locator("dialog .face-sign path").get_attribute("d")
    page.wait_for_function("() => document.querySelector('dialog video').videoWidth > 0")
    assert "pass a challenge" in page.locator("dialog .hint").inner_text()
    page.keyboard.press("Escape")
    page.locator("dialog").wait_for(state="detached")


def test_a_camera_that_is_refused_says_what_else_is_enough(ask):
    page = ask("turn_right", allowed=False)
    page.locator("dialog [aria-live]", has_text="The camera isn't allowed").wait_for()
    assert "Or else: pass a challenge" in page.locator("dialog .hint").inner_text()

"""Talking: by holding, tapping, the space bar, hands-free and typing; and what can be said against what was done."""

import pytest

pytestmark = pytest.mark.browser

SAID = "turn on the kitchen lights"


@pytest.fixture
def page(open_page, site):
    page = open_page(site)
    page.wait_for_selector(".turn")
    return page


def hold(page, milliseconds):
    box = page.locator(".talk-button").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.wait_for_timeout(milliseconds)
    page.mouse.up()


def answered(page):
    page.locator(".talk-status.answered", has_text="Ceiling light is on.").wait_for()
    assert page.locator(".turn .where", has_text="this device").is_visible()
    assert page.locator(".turn .sentence").inner_text() == SAID


def test_hold_and_let_go(page):
    """What was said is complete when the button is let go, however short it was."""
    hold(page, 700)
    answered(page)
    assert page.locator(".talk-button").get_attribute("aria-pressed") == "false"


def test_a_tap_listens_until_something_was_understood(page):
    hold(page, 50)
    page.locator(".talk-button[aria-pressed=true]").wait_for()
    answered(page)


def test_the_space_bar_talks_but_still_writes_spaces(page):
    page.locator("h1").focus()
    page.keyboard.down("Space")
    page.locator(".talk-button[aria-pressed=true]").wait_for()
    page.wait_for_timeout(600)
    page.keyboard.up("Space")
    answered(page)
    page.get_by_label("Or type a command").press_sequentially("a b")
    assert page.get_by_label("Or type a command").input_value() == "a b"
    assert page.locator(".talk-button[aria-pressed=false]").count() == 1


def test_a_screen_reader_clicks(page):
    page.locator(".talk-button").focus()
    page.keyboard.press("Enter")
    page.locator(".talk-button[aria-pressed=true]").wait_for()
    answered(page)


def test_hands_free_goes_on_after_an_answer(page, site):
    page.get_by_role("switch", name="Hands-free").check()
    answered_twice = "() => document.querySelectorAll('.talk').length"
    for count in (1, 2):
        page.wait_for_function(
            f"() => fetch('/api/turns').then((r) => r.json()).then((p) => p.turns.length >= {40 + count})"
        )
    assert page.evaluate(answered_twice) == 1
    assert "until you switch" in page.locator(".talk-status").inner_text() or page.locator(".listening").count() == 1
    page.get_by_role("switch", name="Hands-free").uncheck()
    page.locator(".talk:not(.listening)").wait_for()


def test_a_question_is_answered_over_the_same_connection(page):
    """What Ogam asks back belongs to the session: the connection outlives the button."""
    opened = []
    page.on("websocket", lambda socket: opened.append(socket))
    for _ in range(2):
        hold(page, 700)
        page.locator(".talk-button[aria-pressed=false]", has_text="Hold to talk").wait_for()
    assert len(opened) == 1
    page.get_by_role("link", name="Home").click()
    page.wait_for_timeout(300)
    assert opened[0].is_closed()


def test_leaving_the_screen_closes_the_microphone(page):
    page.evaluate("""() => { window.tracks = []; const get = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
        navigator.mediaDevices.getUserMedia = async (wish) => { const stream = await get(wish); tracks.push(...stream.getTracks()); return stream; } }""")  # noqa: E501
    page.get_by_role("switch", name="Hands-free").check()
    page.wait_for_function("() => window.tracks.length === 1 && tracks[0].readyState === 'live'")
    page.get_by_role("link", name="Home").click()
    page.wait_for_function("() => tracks[0].readyState === 'ended'")


def test_a_microphone_that_is_refused_is_explained(open_page, site):
    page = open_page(site, permissions=[])
    refuse = "() => Promise.reject(new DOMException('no', 'NotAllowedError'))"
    page.evaluate(f"() => {{ navigator.mediaDevices.getUserMedia = {refuse} }}")
    hold(page, 50)
    page.locator(".notice.problem", has_text="Allow it in the browser's settings").wait_for()
    assert page.locator(".talk-button").get_attribute("aria-pressed") == "false"


def test_typing_does_the_same(page):
    page.get_by_label("Or type a command").fill("unlock the front door")
    page.keyboard.press("Enter")
    page.locator(".turn .badge.ask").wait_for()
    assert (
        "Enough would be: look at the camera or have an adult approve it on a phone."
        in page.locator(".turn").inner_text()
    )


def test_undo(page, site):
    page.get_by_role("button", name="Undo").click()
    page.locator(".notice", has_text="Undone: ceiling light.").wait_for()
    assert site.asked()[-1] == "POST /api/devices/light.0/act"


def test_no_i_meant(page, site):
    page.get_by_role("button", name="No, I meant").click()
    page.locator("dialog").get_by_label("Command").fill("close the curtains")
    page.get_by_role("button", name="Do this").click()
    page.locator(".turn .sentence", has_text="close the curtains").wait_for()
    assert [path for path in site.asked() if path.startswith("POST")][-2:] == [
        "POST /api/devices/light.0/act",
        "POST /api/say",
    ]


def test_that_was_not_me_is_noted_and_shows_on_what_it_rested(page, site):
    page.get_by_role("button", name="That was not me").click()
    sheet = page.locator("dialog")
    assert "97%" in sheet.inner_text()
    sheet.get_by_role("button", name="Note that").click()
    sheet.get_by_text("1 sample that I had learned of Mina from it is gone.").wait_for()
    assert any(path.startswith("POST /api/turns/") and path.endswith("/correction") for path in site.asked())
    sheet.get_by_role("link", name="See the evidence").click()
    page.get_by_role("heading", name="What happened").wait_for()


def test_what_happens_elsewhere_is_shown_and_said_to_screen_readers(page, site):
    def event(what, **data):
        site.publish(turn="t99", session="bedroom", kind=what, data=data)

    event("turn", area=None, medium="audio")
    event("observation", kind="sentence", value="good night", confidence=0.9, details={"heard": "good night"})
    page.locator(".turn .sentence", has_text="good night").wait_for()
    event("reply", text="Good night.", timings_ms={"total": 90})
    page.locator(".turn .reply", has_text="Good night.").wait_for()
    said = page.get_by_role("log", name="What was heard and done")
    assert "good night" in said.inner_text()
    assert said.get_attribute("aria-live") == "polite"


def test_a_lost_connection_is_said_and_mended(open_page, site):
    page = open_page(site, expected="503")
    page.wait_for_selector(".turn")
    site.change(keep=True, broken=True)
    page.locator(".connection", has_text="Connection lost").wait_for()
    site.change(keep=True, broken=False)
    page.wait_for_function("() => !document.querySelector('.connection').textContent")
    site.publish(turn="t100", session="hall", kind="reply", data={"text": "Back again."})
    page.locator(".turn .reply", has_text="Back again.").wait_for()


def test_replies_are_spoken_in_their_language_unless_that_is_off(page):
    page.evaluate("() => { window.said = []; speechSynthesis.speak = (one) => said.push([one.lang, one.text]) }")
    say = page.get_by_label("Or type a command")
    say.fill(SAID)
    page.keyboard.press("Enter")
    page.wait_for_function("() => said.length === 1")
    assert page.evaluate("said") == [["en-US", "Ceiling light is on."]]
    page.evaluate("location.hash = '#/settings'")
    page.get_by_role("switch", name="Speak replies").uncheck()
    page.evaluate("location.hash = '#/now'")
    page.get_by_label("Or type a command").fill("close the curtains")
    page.keyboard.press("Enter")
    page.locator(".talk-status.answered", has_text="Left curtain is closed.").wait_for()
    assert len(page.evaluate("said")) == 1

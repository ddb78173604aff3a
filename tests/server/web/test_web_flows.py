"""What people do with the app: sign in, approve, enrol, forget, change rules, look into the log, go offline."""

import time

import pytest

pytestmark = pytest.mark.browser

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def with_passkeys(page):
    """Chromium's virtual authenticator, in this page."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})


def test_the_first_run_makes_an_owner_with_a_passkey(open_page, site):
    site.change(signed_in=False, first_run=True)
    page = open_page(site)
    with_passkeys(page)
    page.get_by_label("Your name").fill("Mina")
    page.get_by_role("button", name="Begin").click()
    page.locator(".talk-button").wait_for()
    assert {"POST /api/setup", "POST /api/passkeys/register"} <= set(site.asked())


def test_a_wrong_password_is_said_where_it_was_typed(open_page, site):
    site.change(signed_in=False)
    page = open_page(site, expected="401")
    page.get_by_label("Name").fill("Mina")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in with password").click()
    page.get_by_role("alert").filter(has_text="The name or the password is wrong.").wait_for()
    page.get_by_label("Password").fill("right")
    page.keyboard.press("Enter")
    page.locator(".talk-button").wait_for()


def test_signing_in_and_out_with_a_passkey(open_page, site):
    page = open_page(site, "settings")
    with_passkeys(page)
    page.get_by_role("button", name="Add a passkey").click()
    page.locator(".row", has_text="This device").wait_for()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_role("heading", name="Settings", exact=True).wait_for()


def test_an_invitation_is_used_and_leaves_the_address(open_page, site):
    site.change(signed_in=False)
    page = open_page(site)
    page.goto("about:blank")
    page.goto(f"{site.url}/#invitation=SECRET")
    page.get_by_role("radio", name="A password").check()
    page.get_by_label("Password", exact=True).fill("a long sentence")
    page.get_by_role("button", name="Begin").click()
    page.locator(".talk-button").wait_for()
    assert "SECRET" not in page.url
    assert "POST /api/invitations" in site.asked()


def test_a_step_up_that_waits_comes_as_a_sheet_and_is_approved_by_passkey(open_page, site):
    page = open_page(site, "settings")
    with_passkeys(page)
    page.get_by_role("button", name="Add a passkey").click()
    page.locator(".row", has_text="This device").wait_for()
    now = time.time()
    site.change(keep=True, approvals=[waiting(now, now + 60)])
    site.publish(turn="turn39", session="hall", kind="approval", data={"id": "a1", "asked": now, "expires": now + 60})
    sheet = page.locator("dialog")
    sheet.get_by_text("“unlock the front door”").wait_for()
    sheet.get_by_role("button", name="Approve with passkey").click()
    sheet.wait_for(state="detached")
    assert "POST /api/approvals/a1" in site.asked()


def waiting(asked, expires):
    """A step-up, as the API tells of it."""
    return {
        "id": "a1",
        "turn": "turn39",
        "session": "hall",
        "sentence": "unlock the front door",
        "who": "Alex",
        "device": "lock.7",
        "device_name": "front door",
        "action": "unlock",
        "reason": "Locks are for adults.",
        "asked": asked,
        "expires": expires,
    }


def test_a_touch_that_waits_for_a_yes_asks_for_it_at_once(open_page, site):
    page = open_page(site, "home")
    button = page.get_by_role("button", name="front door: unlock")
    button.wait_for()
    site.change(keep=True, approvals=[waiting(time.time(), time.time() + 60)])
    button.click()
    page.get_by_role("heading", name="May this be done?").wait_for()
    assert page.locator(".notice.problem").count() == 0
    page.get_by_role("button", name="Decline").click()
    page.locator("dialog").wait_for(state="detached")


def test_an_approval_that_nobody_gave_in_time_goes(open_page, site):
    now = time.time()
    site.change(keep=True, approvals=[waiting(now, now + 3)])
    page = open_page(site)
    page.locator("dialog").wait_for()
    site.change(keep=True, approvals=[])
    page.locator("dialog").wait_for(state="detached")


def test_enrolling_a_voice_says_what_to_do_better(open_page, site):
    page = open_page(site, "people/p1/voice", expected="422")
    button = page.locator(".talk-button")
    button.click()
    page.wait_for_timeout(400)
    button.click()
    page.locator(".advice", has_text="Speak longer.").wait_for()
    assert "0 of 3" in page.locator(".steps").inner_text()
    for done in (1, 2, 3):
        button.click()
        page.wait_for_timeout(2600)
        button.click()
        page.locator(".steps", has_text=f"{done} of 3").wait_for()
    page.get_by_role("link", name="Add face").click()
    page.get_by_role("heading", name="Learn a face").wait_for()


def test_enrolling_a_face_takes_three_pictures_and_closes_the_camera(open_page, site):
    page = open_page(site, "people/p0/face")
    page.get_by_role("button", name="Start camera").click()
    for done in (1, 2, 3):
        page.get_by_role("button", name="Take picture").click()
        page.locator(".steps", has_text=f"{done} of 3").wait_for()
    assert page.evaluate("document.querySelector('video').srcObject") is None


def test_somebody_of_the_home_file_is_added_before_enrolment(open_page, site):
    page = open_page(site, "people")
    page.get_by_role("link", name="Ara").click()
    page.get_by_role("button", name="Add voice").click()
    page.get_by_role("heading", name="Learn a voice").wait_for()
    assert "POST /api/people" in site.asked()


def test_what_was_learned_in_passing_waits_for_a_yes(open_page, site):
    page = open_page(site, "people/p1")
    page.get_by_role("button", name="Keep").click()
    page.get_by_text("Learned in passing").wait_for(state="detached")


def test_forgetting_asks_first_and_shows_the_proof(open_page, site):
    page = open_page(site, "people/p0")
    page.get_by_role("button", name="Forget Mina").click()
    page.locator("dialog").get_by_role("button", name="Cancel").click()
    assert not any(path.startswith("DELETE") for path in site.asked())
    page.get_by_role("button", name="Forget Mina").click()
    page.locator("dialog").get_by_role("button", name="Forget", exact=True).click()
    page.get_by_role("heading", name="Mina is forgotten").wait_for()
    assert "Still found afterwards\n0" in page.locator("dialog").inner_text()


def test_a_rule_is_checked_before_it_is_kept(open_page, site):
    page = open_page(site, "people/permissions", expected="422")
    page.get_by_role("button", name="Add a rule").click()
    page.get_by_label("Name").fill("no-television")
    page.get_by_label("Rule, in Cedar").fill("forbid (principal, action);")
    page.get_by_role("button", name="Check and keep").click()
    page.get_by_role("alert").filter(has_text="'resource' is missing").wait_for()
    page.get_by_label("Rule, in Cedar").fill("forbid (principal, action, resource);")
    page.get_by_role("button", name="Check and keep").click()
    page.get_by_text("no-television").wait_for()


def test_what_if_does_nothing(open_page, site):
    page = open_page(site, "people/permissions")
    page.get_by_role("button", name="Try “what if”").click()
    page.get_by_label("… this person").select_option("Mina")
    page.get_by_label("… says this").fill("unlock the front door")
    page.get_by_role("button", name="What would happen?").click()
    page.locator(".answer .badge.ask").wait_for()
    assert [path for path in site.asked() if path.startswith("POST")] == ["POST /api/policy/what-if"]


def test_the_log_is_filtered_paged_and_opened_into_the_evidence(open_page, site):
    page = open_page(site, "log")
    page.locator(".turn-row").nth(29).wait_for()
    page.get_by_role("button", name="Older").click()
    page.locator(".turn-row").nth(39).wait_for()
    page.get_by_role("searchbox").fill("curtain")
    page.wait_for_function("() => document.querySelectorAll('.turn-row').length === 6")
    page.get_by_role("searchbox").fill("no such words")
    page.get_by_text("Nothing fits").wait_for()
    page.get_by_role("searchbox").fill("")
    page.locator(".turn-row").first.click()
    page.get_by_role("heading", name="In plain words").wait_for()
    assert "anyone-here" in page.locator("main").inner_text()
    page.get_by_role("button", name="Run again").click()
    page.get_by_text("It would come out otherwise").wait_for()


def test_a_touch_that_needs_more_says_why(open_page, site):
    page = open_page(site, "home")
    page.get_by_role("button", name="front door: unlock").click()
    page.locator(".notice.problem", has_text="I can't unlock the front door yet.").wait_for()


def test_a_device_is_told_numbers_within_its_limits(open_page, site):
    page = open_page(site, "home")
    page.locator(".device-open", has_text="thermostat").click()
    temperature = page.get_by_label("Temperature (°C)")
    temperature.fill("90")
    page.get_by_role("button", name="set temperature").click()
    assert not temperature.evaluate("input => input.validity.valid")
    temperature.fill("22.5")
    page.get_by_role("button", name="set temperature").click()
    page.locator("dialog .large", has_text="22.5°").wait_for()


def test_a_token_is_shown_once(open_page, site):
    page = open_page(site, "settings")
    page.get_by_role("button", name="Make a token").click()
    page.get_by_label("What it is for").fill("Node-RED")
    page.locator("dialog").get_by_role("button", name="Make", exact=True).click()
    page.get_by_text("ogam_fake_token_of_no_use").wait_for()


def test_a_child_sees_what_a_child_may(open_page, site):
    """Talking and devices; no log, nobody's data, and nothing is asked of the server that it would refuse."""
    site.change(role="child")
    page = open_page(site)
    page.get_by_text("Nothing was said yet").wait_for()
    hidden = page.get_by_role("link", name="Log").count() + page.get_by_role("link", name="People").count()
    assert hidden == 0
    page.get_by_label("Or type a command").fill("turn on the kitchen lights")
    page.keyboard.press("Enter")
    page.locator(".turn .acts", has_text="ceiling light").wait_for()
    page.evaluate("location.hash = '#/log'")
    page.locator(".talk-button").wait_for()
    page.evaluate("location.hash = '#/settings'")
    page.get_by_text("Signed in as Mina (Child).").wait_for()
    assert not {"GET /api/turns", "GET /api/people", "GET /api/settings", "GET /api/accounts"} & set(site.asked())


def test_without_a_network_the_app_opens_and_says_so(open_page, site):
    """The service worker keeps the app's files, and no answer of the server."""
    page = open_page(site, expected="ERR_INTERNET_DISCONNECTED", service_workers="allow")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    page.wait_for_selector(".turn")
    kept = page.evaluate(
        """async () => { const cache = await caches.open("ogam-shell");
        return (await cache.keys()).map((request) => new URL(request.url).pathname); }"""
    )
    assert "/js/main.js" in kept
    assert "/js/screens/now.js" in kept
    assert not [path for path in kept if path.startswith("/api")]
    page.context.set_offline(True)
    page.reload()
    page.get_by_text("Ogam can't be reached.").wait_for()
    page.context.set_offline(False)
    page.get_by_role("button", name="Try again").click()
    page.wait_for_selector(".talk-button")

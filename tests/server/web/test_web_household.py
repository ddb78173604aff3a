"""What rings is stopped in the app, what is to come is cancelled, and routines are run and written."""

import pytest

from .test_web_screens import violations

pytestmark = pytest.mark.browser

ALARM = {"id": "a1", "kind": "alarm", "text": "", "person": None, "area": None, "when": "today at 7:00 am", "due": 1.0}
REMINDER = {**ALARM, "id": "r1", "kind": "reminder", "text": "take the pills", "when": "tomorrow at 9:00 am"}
NIGHT = {
    "name": "good night",
    "say": ["good night", "sleep well"],
    "do": [{"sentence": "turn off the lights"}],
    "person": None,
    "role": None,
    "area": None,
    "when": {"at": "23:00", "days": ["weekdays"], "arrives": None},
    "reply": "",
}


def test_what_rings_is_seen_at_once_and_stopped(open_page, site):
    page = open_page(site, "now")
    page.get_by_role("heading", name="Last", exact=False).first.wait_for()
    assert page.locator(".ringing").count() == 0
    site.change(keep=True, ringing=[ALARM])
    site.publish(kind="ring", session="kitchen", turn="", data={"id": "a1", "kind": "alarm"})
    card = page.locator(".ringing")
    card.wait_for()
    assert violations(page) == []
    card.get_by_role("button", name="Stop").click()
    card.wait_for(state="detached")
    assert "POST /api/schedule/a1/stop" in site.asked()


def test_what_rings_comes_again_later(open_page, site):
    site.change(keep=True, ringing=[ALARM])
    page = open_page(site, "now")
    page.get_by_role("button", name="In 5 minutes").click()
    page.locator(".ringing").wait_for(state="detached")
    assert "POST /api/schedule/a1/snooze" in site.asked()


def test_what_is_to_come_is_cancelled(open_page, site):
    site.change(keep=True, coming=[REMINDER])
    page = open_page(site, "now")
    page.get_by_text("Reminder: take the pills").wait_for()
    page.get_by_text("tomorrow at 9:00 am").wait_for()
    page.get_by_role("button", name="Cancel: Reminder: take the pills").click()
    page.get_by_text("Reminder: take the pills").wait_for(state="detached")


def test_a_routine_is_written_run_and_deleted(open_page, site):
    page = open_page(site, "home", expected="422")
    page.get_by_role("button", name="Add a routine").click()
    sheet = page.locator("dialog")
    sheet.get_by_label("Name").fill("movie time")
    sheet.get_by_label("What is done").fill("nonsense")
    sheet.get_by_role("button", name="Save").click()
    sheet.get_by_text("I don't understand the step 'nonsense'").wait_for()
    sheet.get_by_label("What is done").fill("turn off the lights\nclose the blinds")
    sheet.get_by_label("By itself at").fill("20:15")
    assert violations(page) == []
    sheet.get_by_role("button", name="Save").click()
    page.get_by_text("turn off the lights, close the blinds").wait_for()
    page.get_by_role("button", name="Run: movie time").click()
    page.get_by_text("movie time: done.").wait_for()
    page.get_by_role("button", name="Change: movie time").click()
    page.get_by_role("button", name="Delete", exact=True).first.click()
    page.locator("dialog").last.get_by_role("button", name="Delete", exact=True).click()
    page.get_by_text("No routines yet.").wait_for()


def test_who_owns_no_home_only_runs_routines(open_page, site):
    site.change(role="guest", routines=[NIGHT])
    page = open_page(site, "home")
    page.get_by_text("turn off the lights · weekdays 23:00").wait_for()
    page.get_by_role("button", name="Run: good night").wait_for()
    assert page.get_by_role("button", name="Add a routine").count() == 0


def test_in_korean(open_page, sites):
    korean = sites["ko"]
    korean.change(keep=True, ringing=[{**ALARM, "kind": "timer", "text": "라면"}])
    page = open_page(korean, "now")
    page.get_by_text("타이머: 라면").wait_for()
    page.get_by_role("button", name="그만").click()
    page.locator(".ringing").wait_for(state="detached")

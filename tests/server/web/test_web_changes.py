"""Deleting from the log, saying that it was somebody else, and changing devices: as people do it in the app."""

import pytest

from .test_web_screens import CUT_OFF, SMALL, UNSAID, violations

pytestmark = pytest.mark.browser


def test_a_span_is_counted_asked_about_and_deleted(open_page, site):
    page = open_page(site, "log")
    page.locator(".turns li").first.wait_for()
    before = page.locator(".turns li").count()
    page.get_by_role("button", name="Delete a span of time").click()
    sheet = page.locator("dialog").first
    sheet.get_by_label("From").fill("2001-01-01T00:00")
    sheet.get_by_text("40 turns, 240 events of the log.").wait_for()
    assert violations(page) == []
    sheet.get_by_role("button", name="Delete", exact=True).click()
    page.get_by_role("button", name="Cancel").click()
    assert "POST /api/log/deletions" not in site.asked()
    sheet.get_by_role("button", name="Delete", exact=True).click()
    page.get_by_role("button", name="Delete for ever").click()
    sheet.get_by_text("240 events are gone; 0 of them are left.").wait_for()
    sheet.get_by_text("Deleted before").wait_for()
    page.keyboard.press("Escape")
    page.get_by_text("The log is empty").wait_for()
    assert before > 0


def test_a_span_that_ends_before_it_begins_is_not_asked_for(open_page, site):
    page = open_page(site, "log")
    page.get_by_role("button", name="Delete a span of time").click()
    sheet = page.locator("dialog")
    sheet.get_by_label("To").fill("2001-01-01T00:00")
    sheet.get_by_text("It must end after it begins.").wait_for()
    assert sheet.get_by_role("button", name="Delete", exact=True).is_disabled()


def test_one_turn_is_deleted(open_page, site):
    page = open_page(site, "log/turn39")
    page.get_by_role("button", name="Delete this turn").click()
    page.get_by_role("button", name="Delete for ever").click()
    page.get_by_role("heading", name="Log", exact=True).wait_for()
    page.get_by_text("6 events are gone; 0 of them are left.").wait_for()


def test_what_is_deleted_elsewhere_goes_from_the_screen(open_page, site):
    page = open_page(site, "now")
    page.locator(".turn").wait_for()
    site.change(keep=True, turns=[])
    site.publish(kind="deleted", session="log", turn="", data={"by": "Mina", "events": 6, "turns": 1})
    page.locator(".turn").wait_for(state="detached")


def test_a_device_is_renamed_moved_and_removed(open_page, site):
    page = open_page(site, "home")
    page.locator(".device-open").first.click()
    sheet = page.locator("dialog")
    sheet.get_by_text("Name, room, other names").click()
    assert violations(page) == []
    sheet.get_by_label("Name", exact=True).fill("counter light")
    sheet.get_by_label("Other names").fill("work light, big light")
    sheet.get_by_role("button", name="Save").click()
    page.locator(".device-name", has_text="counter light").wait_for()
    assert "PATCH /api/home/devices/light.0" in site.asked()
    page.locator(".device-open", has_text="counter light").click()
    sheet.get_by_text("Name, room, other names").click()
    assert sheet.get_by_label("Other names").input_value() == "work light, big light"
    sheet.get_by_role("button", name="Remove").click()
    page.get_by_role("button", name="Remove").last.click()
    page.locator(".device-name", has_text="counter light").wait_for(state="detached")


def test_a_device_is_added_and_what_is_wrong_is_said_beside_it(open_page, site):
    page = open_page(site, "home", expected="422")
    taken = page.locator(".device-name").first.inner_text()
    page.get_by_role("button", name="Add a device").click()
    sheet = page.locator("dialog")
    sheet.get_by_label("Name", exact=True).fill(taken)
    sheet.get_by_role("button", name="Add a device").click()
    sheet.get_by_role("alert").filter(has_text="and so can another").wait_for()
    sheet.get_by_label("Name", exact=True).fill("moon lamp")
    sheet.get_by_label("What it is").select_option("fan")
    sheet.get_by_role("button", name="Add a device").click()
    page.locator(".device-name", has_text="moon lamp").wait_for()


def test_who_may_not_change_devices_sees_no_way_to(open_page, site):
    site.change(role="child")
    page = open_page(site, "home")
    page.locator(".device-open").first.click()
    page.locator("dialog .large").wait_for()
    assert page.get_by_text("Name, room, other names").count() == 0
    assert page.get_by_role("button", name="Add a device").count() == 0


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_new_sheets_can_be_read_by_everybody(open_page, sites, language, scheme, tmp_path):
    site = sites[language]
    site.change(signed_in=True, empty=False, role="owner")
    page = open_page(site, "home", color_scheme=scheme)
    page.locator(".device-open").first.click()
    page.locator("dialog summary").click()
    look(page, tmp_path / f"device-{language}-{scheme}.png")
    page.keyboard.press("Escape")
    page.locator(".title-line .button").last.click()
    look(page, tmp_path / f"add-{language}-{scheme}.png")
    page.keyboard.press("Escape")
    page.evaluate("location.hash = '#/log'")
    page.locator(".tools .icon-button").last.click()
    page.locator("dialog [role=status]:not(:empty)").wait_for()
    look(page, tmp_path / f"span-{language}-{scheme}.png")
    page.keyboard.press("Escape")
    page.evaluate("location.hash = '#/now'")
    page.locator(".turn .button", has_text={"en": "not me", "ko": "제가 아니"}[language]).click()
    page.locator("dialog .button.main").click()
    page.locator("dialog .result").wait_for()
    look(page, tmp_path / f"not-me-{language}-{scheme}.png")


def look(page, path) -> None:
    """A picture for people, and what can be checked without them."""
    page.wait_for_timeout(300)
    page.screenshot(path=path)
    assert page.evaluate(UNSAID) == []
    assert page.evaluate(CUT_OFF) == []
    assert page.evaluate(SMALL) == []
    assert violations(page) == []

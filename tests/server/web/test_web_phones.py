"""Phones in the app: notifications turned on and off, a ring that is stopped, what is shared, STOP, devices found.

Chromium without a push service cannot subscribe, so `pushManager` is a fake here; that the worker shows what came is
tried with the browser's own tools in `test_a_message_becomes_a_notification`.
"""

import json

import pytest

from .test_web_screens import CUT_OFF, SMALL, violations

pytestmark = pytest.mark.browser

FAKE_PUSH = """
(() => {
  let made = null;
  const give = () => ({ toJSON: () => ({ endpoint: "https://push.example.net/1", keys: { p256dh: "BKey", auth: "secret" } }),
    unsubscribe: async () => { made = null; return true; } });
  const pushManager = { subscribe: async (options) => { window.subscribed = options; return (made = give()); }, getSubscription: async () => made };
  Object.defineProperty(navigator.serviceWorker, "ready", { get: () => Promise.resolve({ pushManager }) });
  window.Notification = Object.assign(function () {}, { requestPermission: async () => window.answer ?? "granted" });
})();
"""  # noqa: E501


CONTROLLED = """async () => void (await (navigator.serviceWorker.controller || new Promise((done) =>
    navigator.serviceWorker.addEventListener("controllerchange", done, { once: true }))))"""


@pytest.fixture
def page(open_page, site):
    page = open_page(site, "now")
    page.add_init_script(FAKE_PUSH)
    page.reload()
    page.wait_for_selector("main h1")
    return page


def settings(page):
    page.evaluate("location.hash = '#/settings'")
    return page.locator("section", has_text="This phone").first


def test_notifications_are_turned_on_tried_and_turned_off(page, site):
    card = settings(page)
    card.get_by_role("switch", name="Notifications").check()
    card.get_by_role("button", name="Send a test").click()
    page.get_by_text("It is on its way.").wait_for()
    assert page.evaluate("window.subscribed.userVisibleOnly") is True
    assert page.evaluate("window.subscribed.applicationServerKey.length") == 65
    assert violations(page) == []
    card.get_by_role("switch", name="Notifications").uncheck()
    card.get_by_role("button", name="Send a test").wait_for(state="detached")
    assert card.get_by_role("switch", name="This is my phone").is_checked()
    assert site.asked().count("PUT /api/phones/this") == 2


def test_a_browser_that_says_no_is_told_so(page, site):
    page.evaluate("window.answer = 'denied'")
    card = settings(page)
    card.get_by_role("switch", name="Notifications").click()
    page.get_by_text("The browser allows Ogam no notifications.").wait_for()
    card.get_by_role("switch", name="Notifications", checked=False).wait_for()
    assert "PUT /api/phones/this" not in site.asked()


def test_a_phone_is_forgotten_and_presence_is_each_persons_own_choice(page, site):
    card = settings(page)
    assert not card.get_by_role("switch", name="At home when this phone is").is_checked()
    card.get_by_role("switch", name="At home when this phone is").check()
    card.get_by_text("Not at home, as far as this phone tells.").wait_for()
    card.get_by_role("switch", name="This is my phone").uncheck()
    card.get_by_text("Not at home").wait_for(state="detached")
    assert "DELETE /api/phones/this" in site.asked()


@pytest.mark.parametrize(("language", "stop"), [("en", "Found: stop ringing"), ("ko", "찾았어요, 그만 울려요")])
def test_a_phone_that_is_looked_for_rings_until_it_is_found(open_page, sites, language, stop):
    site = sites[language]
    site.change(signed_in=True, role="owner", asked=[])
    page = open_page(site, "log")
    page.wait_for_function("document.querySelector('.connection') && true")
    page.wait_for_timeout(500)  # the stream of events is open
    site.publish(kind="phone", session="phones", turn="", data={"what": "ring", "ring": "r1", "seconds": 60})
    page.get_by_role("button", name=stop).wait_for()
    assert "POST /api/phones/rings/r1/heard" in site.asked()
    assert violations(page) == []
    page.get_by_role("button", name=stop).click()
    page.locator("dialog").wait_for(state="detached")
    page.wait_for_timeout(100)
    assert "POST /api/phones/still" in site.asked()


def test_it_is_still_when_it_was_found_elsewhere_or_nobody_comes(open_page, site):
    page = open_page(site, "now")
    page.wait_for_timeout(500)
    ring = {"what": "ring", "ring": "r1", "seconds": 60}
    site.publish(kind="phone", session="phones", turn="", data=ring)
    page.locator("dialog").wait_for()
    site.publish(kind="phone", session="phones", turn="", data={"what": "still", "ring": "", "seconds": 60})
    page.locator("dialog").wait_for(state="detached")
    site.publish(kind="phone", session="phones", turn="", data={**ring, "seconds": 0.5})
    page.locator("dialog").wait_for()
    page.locator("dialog").wait_for(state="detached")


@pytest.mark.parametrize(
    ("language", "name"), [("en", "Stop everything that moves"), ("ko", "움직이는 것 모두 멈추기")]
)
@pytest.mark.parametrize("width", [320, 1280])
def test_stop_is_in_reach_wherever_one_is(open_page, sites, language, name, width):
    site = sites[language]
    site.change(signed_in=True, role="owner", stops=True, asked=[])
    page = open_page(site, "now", width=width)
    button = page.locator(".halt").get_by_role("button", name=name)
    for path in ("now", "home", "people", "log", "settings"):
        page.evaluate("path => { location.hash = '#/' + path }", path)
        page.wait_for_timeout(150)
        assert button.is_visible(), path
        box = button.bounding_box()
        assert box["height"] >= 44
        assert 0 <= box["x"] <= width - box["width"]
        assert page.evaluate(CUT_OFF) == []
        assert page.evaluate(SMALL) == []
        assert violations(page) == []
    button.click()
    page.get_by_text("Stopped." if language == "en" else "멈췄어요.").first.wait_for()
    assert site.asked().count("POST /api/stop") == 1
    page.keyboard.press("Shift+Escape")
    page.wait_for_timeout(150)
    assert site.asked().count("POST /api/stop") == 2
    site.change(stops=False)


def test_stop_is_in_every_sheet_too_and_the_keyboard_finds_it_first(open_page, site):
    site.change(stops=True)
    page = open_page(site, "home")
    page.locator(".halt .stop").wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "stop"
    page.keyboard.press("Enter")
    page.wait_for_timeout(150)
    page.locator(".device-open").first.click()
    page.locator("dialog").get_by_role("button", name="Stop everything that moves").click()
    page.wait_for_timeout(150)
    assert site.asked().count("POST /api/stop") == 2
    assert page.locator("dialog").is_visible()


def test_a_home_in_which_nothing_moves_has_no_stop(open_page, site):
    page = open_page(site, "home")
    page.locator(".device-open").first.wait_for()
    assert page.locator(".stop").count() == 0


def test_found_devices_are_chosen_and_added(open_page, site):
    page = open_page(site, "home")
    page.get_by_role("button", name="Find devices").click()
    sheet = page.locator("dialog")
    sheet.get_by_text("2 new, 1 already here.").wait_for()
    sheet.get_by_text("ThinQ can't be reached.").wait_for()
    assert sheet.get_by_role("button", name="Choose some").is_disabled()
    sheet.get_by_label("hall lamp").first.check()
    assert violations(page) == []
    sheet.get_by_role("button", name="Add 1 device").click()
    page.get_by_text("1 device is here now.").wait_for()
    page.locator(".device-name", has_text="hall lamp").wait_for()
    assert "POST /api/home/devices" in site.asked()


def test_who_has_set_up_nothing_is_told_how(open_page, site):
    site.change(drivers_found=[])
    page = open_page(site, "home")
    page.get_by_role("button", name="Find devices").click()
    page.locator("dialog").get_by_text("Name one in drivers.toml").wait_for()


def shared(open_page, site, fields):
    """A page to which another app has shared something: through the app's own service worker, as Android does."""
    page = open_page(site, "now", service_workers="allow")
    page.evaluate(CONTROLLED)
    page.evaluate(
        """async (fields) => {
            const form = new FormData();
            for (const [name, value] of Object.entries(fields)) {
                if (typeof value === "string") form.append(name, value);
                else form.append(name, new File([Uint8Array.from(atob(value.data), (c) => c.charCodeAt(0))], value.name, { type: value.type }));
            }
            await fetch("/share", { method: "POST", body: form });
            location.hash = "#/share";
        }""",  # noqa: E501
        fields,
    )
    return page


def test_a_text_that_was_shared_goes_on_a_list(open_page, site):
    page = shared(open_page, site, {"title": "Soup", "text": "two onions", "url": "https://example.org/soup"})
    words = page.get_by_label("Text", exact=True)
    assert words.input_value() == "Soup\ntwo onions\nhttps://example.org/soup"
    words.fill("two onions")
    page.get_by_role("radio", name="To-do list").check()
    assert violations(page) == []
    page.get_by_role("button", name="Do it").click()
    page.get_by_text("tasks: two onions").first.wait_for()
    page.evaluate("location.hash = '#/now'; ")
    page.evaluate("location.hash = '#/share'")
    page.get_by_text("Nothing was shared.").wait_for()


def test_a_picture_that_was_shared_is_looked_at(open_page, site):
    import base64
    import io

    from PIL import Image

    file = io.BytesIO()
    Image.new("RGB", (1600, 900), "white").save(file, "PNG")
    picture = {"data": base64.b64encode(file.getvalue()).decode(), "name": "a.png", "type": "image/png"}
    page = shared(open_page, site, {"file": picture})
    page.get_by_role("button", name="What is on it?").click()
    page.get_by_text("I see: ").wait_for()
    assert violations(page) == []


def test_a_recording_that_was_shared_is_heard_and_other_files_are_not(open_page, site):
    page = shared(open_page, site, {"file": {"data": "AAAA", "name": "a.ogg", "type": "audio/ogg"}})
    page.get_by_role("button", name="Do what is said").click()
    page.get_by_text("I heard nothing that I understand.").wait_for()
    other = shared(open_page, site, {"file": {"data": "AAAA", "name": "a.exe", "type": "application/x-msdownload"}})
    other.get_by_text("Ogam has no use for this.").wait_for()


def test_a_message_becomes_a_notification(open_page, site, browser):
    """By Chromium's own tools, since no push service is asked: what the worker shows is what the server's words say."""
    page = open_page(site, "now", service_workers="allow", permissions=["notifications"])
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    tools = page.context.new_cdp_session(page)
    tools.send("ServiceWorker.enable")
    found = []
    tools.on("ServiceWorker.workerRegistrationUpdated", lambda event: found.extend(event["registrations"]))
    tools.send("ServiceWorker.disable")
    tools.send("ServiceWorker.enable")
    page.wait_for_timeout(500)
    message = {"kind": "find", "title": "Here I am!", "text": "Somebody looks", "tag": "find-1", "insists": True}
    registration = found[0]["registrationId"]
    tools.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": site.url, "registrationId": registration, "data": json.dumps(message)},
    )
    page.wait_for_timeout(500)
    shown = page.evaluate(
        "navigator.serviceWorker.ready.then((worker) => worker.getNotifications())"
        ".then((all) => all.map(({ title, body, tag, requireInteraction: stays }) => ({ title, body, tag, stays })))"
    )
    assert shown == [{"title": "Here I am!", "body": "Somebody looks", "tag": "find-1", "stays": True}]

"""Every screen: in both languages, light and dark, on small and large screens, for eyes, ears and keyboards."""

import json
from typing import Any

import pytest

pytestmark = pytest.mark.browser

SCREENS = (
    *("now", "home", "people", "people/p0", "people/permissions", "people/p1/voice", "people/p0/face"),
    *("eyes", "log", "log/turn39", "lab", "settings", "share"),
)
SIZES_ARE_TESTED_HERE = {"target-size": {"enabled": False}}
"""axe-core takes what lies behind the bar at the moment for a small target."""
AXE = {
    "rules": SIZES_ARE_TESTED_HERE,
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
UNSAID = """() => [...document.querySelectorAll("body *")].filter((element) => !element.children.length
    && /^[a-z]+\\.[a-zA-Z_.0-9]+$/.test(element.textContent) && !element.closest(".code, code, pre, .hint, .numbers")).map((element) => element.textContent)"""  # noqa: E501
CUT_OFF = """() => {
    const wide = [...document.querySelectorAll("main *, nav *")].filter((element) => {
        const box = element.getBoundingClientRect();
        return box.width > 0 && !element.closest(".hidden, .scroll, pre") && (box.right > innerWidth + 1 || box.left < -1);
    });
    return [document.documentElement.scrollWidth > innerWidth, ...wide.map((element) => element.outerHTML.slice(0, 120))].filter(Boolean);
}"""  # noqa: E501
SMALL = """() => [...document.querySelectorAll("button, nav a, main a, summary, select, label.toggle, input:not([type=radio], [type=checkbox])")]
    .filter((element) => element.checkVisibility() && !element.closest(".hidden, .skip"))
    .map((element) => [element.getBoundingClientRect(), element.outerHTML.slice(0, 100)])
    .filter(([box]) => box.height > 0 && (box.height < 43.5 || box.width < 43.5)).map(([box, html]) => `${box.width}x${box.height} ${html}`)"""  # noqa: E501


def go(page: Any, path: str) -> None:
    """To another screen, and wait until it has loaded."""
    page.evaluate("path => { location.hash = '#/' + path }", path)
    page.wait_for_timeout(50)
    page.wait_for_function("() => !document.querySelector('main .skeleton, main [role=status][aria-label=Loading]')")


def violations(page: Any) -> list[str]:
    """What axe-core finds, each as a line."""
    from axe_playwright_python.sync_playwright import Axe

    page.wait_for_timeout(250)  # what rises or fades in has done so
    found = Axe().run(page, options=AXE).response["violations"]
    return [f"{one['id']}: {node['html'][:200]} {node['any'][:1]}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_screens_can_be_read_by_everybody(open_page, sites, language, scheme):
    site = sites[language]
    site.change(signed_in=True, empty=False)
    page = open_page(site, width=390, color_scheme=scheme)
    assert page.evaluate("document.documentElement.lang") == language
    for path in SCREENS:
        go(page, path)
        assert page.evaluate(UNSAID) == [], path
        assert violations(page) == [], path
        assert page.title().endswith("Ogam" if language == "en" else "오감")


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_looking_can_be_read_by_everybody(open_page, sites, language, scheme):
    site = sites[language]
    site.change(signed_in=True, empty=False, role="owner")
    page = open_page(site, "eyes", width=320, color_scheme=scheme)
    page.wait_for_selector(".house-camera")
    page.locator(".house-camera .button.main").first.click()
    page.wait_for_selector(".seen")
    assert violations(page) == []
    assert page.evaluate(CUT_OFF) == []


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_is_cut_off_and_fingers_find_everything(open_page, sites, language, width):
    site = sites[language]
    site.change(signed_in=True, empty=False)
    page = open_page(site, width=width)
    for path in SCREENS:
        go(page, path)
        assert page.evaluate(CUT_OFF) == [], path
        assert page.evaluate(SMALL) == [], path


@pytest.mark.parametrize("language", ["en", "ko"])
def test_empty_screens_teach(open_page, sites, language):
    site = sites[language]
    site.change(signed_in=True, empty=True)
    page = open_page(site)
    for path in ("now", "home", "people", "log", "lab", "eyes"):
        go(page, path)
        assert page.locator("main .empty-title").first.inner_text()
        assert violations(page) == [], path
    site.change(empty=False)


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("first_run", [True, False])
def test_the_entrance_can_be_read_by_everybody(open_page, sites, language, first_run):
    site = sites[language]
    site.change(signed_in=False, first_run=first_run)
    page = open_page(site, width=320)
    assert page.locator("h1").inner_text()
    assert violations(page) == []
    assert page.evaluate(CUT_OFF) == []
    site.change(signed_in=True, first_run=False)


@pytest.mark.parametrize(
    "sheet",
    [
        "device",
        "what if",
        "rule",
        "add a person",
        "token",
        "meant",
        "not me",
        "forget",
        "add a device",
        "delete a span",
    ],
)
def test_sheets_keep_the_focus_and_give_it_back(open_page, site, sheet):
    path, opener = {
        "device": ("home", page_button(".device-open")),
        "what if": ("people/permissions", page_button(".actions .button.main")),
        "rule": ("people/permissions", page_button("button.row")),
        "add a person": ("people", page_button(".title-line .button")),
        "token": ("settings", lambda page: page.get_by_role("button", name="Make a token")),
        "meant": ("now", lambda page: page.get_by_role("button", name="No, I meant")),
        "not me": ("now", lambda page: page.get_by_role("button", name="That was not me")),
        "add a device": ("home", page_button(".title-line .button")),
        "delete a span": ("log", lambda page: page.get_by_role("button", name="Delete a span of time")),
        "forget": ("people/p0", lambda page: page.get_by_role("button", name="Forget Mina")),
    }[sheet]
    page = open_page(site)
    go(page, path)
    button = opener(page)
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog[open] h2")
    assert violations(page) == []
    assert page.evaluate("document.querySelector('dialog').contains(document.activeElement)")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="detached")
    assert button.evaluate("element => element === document.activeElement")


def page_button(selector: str) -> Any:
    return lambda page: page.locator(selector).first


def test_a_walk_with_the_keyboard(open_page, site):
    """Skip link, screens, a device's switch: without a mouse, and the focus is always to be seen."""
    page = open_page(site, width=1280)
    page.wait_for_selector(".turn")
    page.keyboard.press("Tab")
    assert focused(page)["text"] == "Skip to content"
    seen = []
    for _ in range(12):
        page.keyboard.press("Tab")
        at = focused(page)
        assert at["outline"] != "none", at
        seen.append(at["text"])
    assert [text for text in seen if text in ("Home", "People", "Eyes")] == ["Home", "People", "Eyes"]
    page.get_by_role("link", name="Home").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".device")
    assert page.evaluate("document.activeElement.tagName") == "H1"
    page.get_by_role("button", name="ceiling light: turn off").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="ceiling light: turn on").wait_for()
    assert focused(page)["label"] == "ceiling light: turn on"


def focused(page: Any) -> dict[str, str]:
    found: dict[str, str] = page.evaluate(
        """() => { const element = document.activeElement; return { text: element.innerText, label: element.ariaLabel,
        outline: getComputedStyle(element.matches(".choices input") ? element.nextSibling : element).outlineStyle } }"""
    )
    return found


@pytest.mark.parametrize("probe", ["<img src=x onerror=alert(1)>", "\"'><script>alert(1)</script>", "{{7*7}}${7*7}"])
def test_a_hostile_name_is_a_name(open_page, site, probe):
    """Names of people, rooms, devices and what was said: shown as they are, never run."""
    site.change(marked=probe)
    page = open_page(site)
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    for path in SCREENS[:-2]:
        go(page, path)
        assert page.locator("main img[src=x], main script").count() == 0
    go(page, "people")
    assert page.get_by_text(f"{probe}Mina").first.is_visible()
    assert json.loads(page.evaluate("JSON.stringify([...document.scripts].map((script) => script.src))"))[0].startswith(
        site.url
    )


def test_light_or_dark_can_be_chosen_and_stays(open_page, site):
    page = open_page(site, "settings", color_scheme="light")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.get_by_role("radio", name="Dark").check()
    dark = page.evaluate(ground)
    page.reload()
    page.wait_for_selector("main h1")
    assert light != dark == page.evaluate(ground)


def test_the_language_can_be_chosen_and_stays(open_page, site):
    page = open_page(site, "settings")
    page.get_by_role("radio", name="한국어").click()
    page.get_by_role("heading", name="설정").wait_for()
    page.reload()
    page.get_by_role("heading", name="설정").wait_for()
    assert page.evaluate("document.documentElement.lang") == "ko"


def test_nothing_moves_for_those_who_want_no_motion(open_page, site):
    page = open_page(site, "home", reduced_motion="reduce")
    page.locator(".device-open").first.click()
    moving = "getComputedStyle(document.querySelector('dialog')).animationDuration"
    assert page.evaluate(moving) == "1e-05s"

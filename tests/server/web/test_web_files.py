"""The app's files, as they lie there: complete, small, and without a way for data to become HTML."""

import io
import json
import re
import runpy
from pathlib import Path

import pytest
from PIL import Image

WEB = Path(__file__).parents[3] / "src" / "ogam" / "server" / "web"
SCRIPTS = sorted(WEB.rglob("*.js"))
KEY = re.compile(r'(?:^|, |  )"?([a-zA-Z]\w*(?:\.\w+)*)"?: (?:"|\{ (?:one|other): )', re.MULTILINE)
PLURALS = {"one", "other"}


def dictionary(language: str) -> set[str]:
    return set(KEY.findall(words(language))) - PLURALS


def words(language: str) -> str:
    """All files of a language."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted((WEB / "js" / "text").glob(f"*{language}.js")))


def used_keys() -> set[str]:
    """Keys that are written out in the scripts; those put together from parts are looked for in the browser tests."""
    written = re.compile(r'\bt\(\s*"([^"]+)"')
    dotted = re.compile(r'"((?:talk|camera|enrol|person|promise|replay|lab|eyes|needs|log|proof)\.[\w.]+)"')
    found: set[str] = set()
    for script in SCRIPTS:
        text = script.read_text(encoding="utf-8")
        found |= set(written.findall(text)) | set(dotted.findall(text))
    return found


def test_both_languages_say_the_same_things():
    assert len(dictionary("en")) > 300
    assert dictionary("en") == dictionary("ko")


def test_whatever_is_said_is_in_the_dictionary():
    assert not used_keys() - dictionary("en")


def test_placeholders_are_the_same_in_both_languages():
    def placeholders(language: str) -> dict[str, set[str]]:
        entries = re.findall(r'"?([\w.]+)"?: (?:\{ (?:one: "[^"]*", )?other: )?"([^"]*)"', words(language))
        return {key: set(re.findall(r"\{(\w+)[|}]", said)) for key, said in entries}

    english, korean = placeholders("en"), placeholders("ko")
    assert {key: found for key, found in english.items() if found != korean.get(key, set())} == {}


def test_every_icon_that_is_used_is_in_the_sprite():
    sprite = (WEB / "icons" / "lucide.svg").read_text(encoding="utf-8")
    there = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    used = set()
    for script in SCRIPTS:
        text = script.read_text(encoding="utf-8")
        used |= set(re.findall(r'(?:icon\(|iconName: )"([a-z0-9-]+)"', text))
    devices = (WEB / "js" / "model" / "devices.js").read_text(encoding="utf-8")
    used |= set(re.findall(r'\w+: "([a-z0-9-]+)"', devices.split("const OPENINGS")[0]))
    assert len(used) > 30
    assert not used - there


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_no_data_becomes_html_or_code(script):
    text = script.read_text(encoding="utf-8")
    for forbidden in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function",
        "srcdoc",
    ):
        assert forbidden not in text
    assert not re.findall(r"https?://(?!www\.w3\.org/2000/svg|html\.spec\.whatwg\.org)", text)


@pytest.mark.parametrize("path", [*SCRIPTS, *WEB.rglob("*.css")], ids=lambda path: path.name)
def test_files_are_small(path):
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines < (500 if path.parent.name == "text" else 300)


def test_everything_that_is_imported_or_kept_is_there():
    for script in SCRIPTS:
        for name in re.findall(r'(?:from|import\() ?"(\.[^"]+)"', script.read_text(encoding="utf-8")):
            assert (script.parent / name).is_file(), f"{script.name} imports {name}"
    page = (WEB / "index.html").read_text(encoding="utf-8")
    worker = (WEB / "service-worker.js").read_text(encoding="utf-8")
    named = re.findall(r'(?:href|src)="([^"#]+)"', page) + re.findall(r'"((?:css|js|icons)/[^"]+)"', worker)
    assert all((WEB / name).is_file() for name in named)
    assert set(re.findall(r"css/\w+\.css", page)) == set(re.findall(r"css/\w+\.css", worker))


def test_the_page_has_nothing_that_a_strict_policy_blocks():
    page = (WEB / "index.html").read_text(encoding="utf-8")
    assert not re.findall(r"<style|style=|\son\w+=|<script>", page)


def test_the_app_can_be_installed():
    manifest = json.loads((WEB / "manifest.webmanifest").read_text(encoding="utf-8"))
    assert manifest["display"] == "standalone"
    sizes = {icon["sizes"] for icon in manifest["icons"]}
    assert {"192x192", "512x512"} <= sizes
    assert all((WEB / icon["src"]).is_file() for icon in manifest["icons"])
    assert sum(path.stat().st_size for path in (WEB / "icons").glob("*.png")) < 20_000


@pytest.mark.parametrize("size", [192, 512])
def test_the_icons_are_those_that_are_drawn(size):
    kept = Image.open(io.BytesIO((WEB / "icons" / f"ogam-{size}.png").read_bytes())).convert("RGB")
    drawn = runpy.run_path(str(Path(__file__).with_name("draw_icons.py")))["draw"](size).convert("RGB")
    assert kept.size == drawn.size
    different = sum(a != b for a, b in zip(kept.tobytes(), drawn.tobytes(), strict=True))
    assert different < size * size * 0.01  # another version of Pillow may round otherwise

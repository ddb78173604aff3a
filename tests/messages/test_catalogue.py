"""Messages in other languages: they fit the code's own, and a finished English text is found again."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ogam
from ogam.korean.filling import placeholders
from ogam.messages import LANGUAGES, catalogue, say, translate

SOURCE = Path(ogam.__file__).parent
MESSAGES = tomllib.loads((SOURCE / "messages" / "ko.toml").read_text("utf-8"))["messages"]
JOINED = {
    # put together by the code from parts that are no templates of its own
    "{text} Did you mean '{name}'?",
    "device '{name}' is in area '{area}', which is not declared. Areas: {areas}.",
    "area '{name}' is on floor '{floor}', which is not declared. Floors: {floors}.",
    "a {what} has no name. Give it one.",
    "an {what} has no name. Give it one.",
    "device '{name}' can be called '{called}', and so can '{other}' ({where}), both {place}. "
    "Rename one of them, or remove the alias.",
    "device '{name}' can be called '{called}', and so can '{other}' ({where}), and one of them has no area. "
    "Give both an area, or rename one.",
    "The {device} goes from {lowest} to {highest} %, not to {value}.",
    "The {device} goes from {lowest} to {highest} °C, not to {value}.",
    "The {device} can't change its brightness.",
    "The {device} can't change its color.",
    "The {device} can't change its color temperature.",
    "role '{name}' is like '{said}', which is not a role. Roles: {names}.",
    "person '{person}' has role '{said}', which is not declared. Roles: {names}.",
    "person '{name}' has room '{area}', which is not declared. Areas: {areas}.",
    "camera '{name}' is in area '{area}', which is not declared. Areas: {areas}.",
    "device '{name}' is seen by camera '{camera}', which is not declared. Cameras: {cameras}.",
    "device '{name}' is seen in zone '{zone}', which camera '{camera}' has not. Zones: {zones}.",
    "gesture '{gesture}' counts for camera '{name}', which is not declared. Cameras: {cameras}.",
    *(f"this home has no {kind} '{{name}}'." for kind in ("person", "role", "device", "action", "kind")),
}


def shape(template: str) -> str:
    """A template without the names of its placeholders."""
    texts = (fixed + ("{}" if name is not None else "") for fixed, name, *_ in Formatter().parse(template))
    return unnamed("".join(texts))


def unnamed(text: str) -> str:
    return re.sub(r"\{\w*(:[^{}]*)?\}", "{}", text)


def strings_of(node: ast.AST) -> Iterator[str]:
    """All texts of a module; f-strings as templates."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.JoinedStr):
            yield "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in inner.values)
        elif isinstance(inner, ast.Constant) and isinstance(inner.value, str):
            yield inner.value


@pytest.fixture(scope="module")
def in_the_code() -> str:
    """Every text of the code, its placeholders without names."""
    texts = (text for path in SOURCE.rglob("*.py") for text in strings_of(ast.parse(path.read_text("utf-8"))))
    return "\n".join(map(unnamed, texts))


@pytest.mark.parametrize("template", sorted(set(catalogue("ko")) - JOINED))
def test_every_message_is_one_of_the_code(template: str, in_the_code: str) -> None:
    assert shape(template) in in_the_code


@pytest.mark.parametrize("template", sorted(catalogue("ko")))
def test_a_translation_has_no_placeholder_of_its_own(template: str) -> None:
    assert placeholders(catalogue("ko")[template]) <= placeholders(template)


@pytest.mark.parametrize("template", sorted(MESSAGES))
def test_a_finished_message_is_found_again(template: str) -> None:
    fields = dict.fromkeys(placeholders(template), "X")
    assert translate(say("en", template, **fields), "ko") == say("ko", template, **fields)


def test_particles_follow_what_stands_before_them() -> None:
    assert translate("The 불 doesn't answer.", "ko") == "불이 응답하지 않아요."
    assert translate("The TV doesn't answer.", "ko") == "TV가 응답하지 않아요."


def test_lines_and_places_stay() -> None:
    problems = "home.yaml:3: devices has no key 'nam'. Keys: name. Did you mean 'name'?\nhome.yaml:4: new and unknown"
    first, second = translate(problems, "ko").splitlines()
    assert first.startswith("home.yaml:3: devices에는 ‘nam’ 키가 없어요.")
    assert first.endswith("‘name’ 말인가요?")
    assert second == "home.yaml:4: new and unknown"


@given(st.text())
def test_what_is_unknown_is_left_alone(text: str) -> None:
    assert translate(text, "en") == text
    assert isinstance(translate(text, "ko"), str)


def test_english_needs_no_table() -> None:
    assert LANGUAGES == ("en", "ko")
    assert catalogue("en") == catalogue("../ko") == {}
    assert say("en", "{path}: empty. Delete it.", path="a") == "a: empty. Delete it."

"""In which language the command line speaks: `--lang`, else OGAM_LANG, else the locale, else English."""

import os
from collections.abc import Iterator, Mapping, MutableSequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import typer

OPTION = "--lang"
_asked = ContextVar("asked_language", default="")
_VARIABLES = ("OGAM_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
"""Environment variables, the first that is set decides; POSIX for the last three."""


def take_language(arguments: MutableSequence[str]) -> str:
    """Take `--lang CODE` out of a command line, wherever it stands before `--`; empty where it is not there."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    for at, argument in enumerate(arguments[:end]):
        if argument.startswith(f"{OPTION}="):
            del arguments[at]
            return known_language(argument.partition("=")[2])
        if argument == OPTION:
            if at + 1 >= end:
                raise typer.BadParameter(f"give one of: {', '.join(known_languages())}.", param_hint=OPTION)
            code = arguments[at + 1]
            del arguments[at : at + 2]
            return known_language(code)
    return ""


def known_language(code: str) -> str:
    """ "ko" for "ko", "KO" and "ko-KR". Raises a usage error for a language that Ogam does not speak."""
    short = _short(code)
    if short not in known_languages():
        known = ", ".join(known_languages())
        text = say("language '{language}' is not one that Ogam speaks. Languages: {known}.", language=code, known=known)
        raise typer.BadParameter(text, param_hint=OPTION)
    return short


def known_languages() -> tuple[str, ...]:
    """The languages of messages."""
    from ogam.messages import LANGUAGES

    return LANGUAGES


def of_environment(environment: Mapping[str, str]) -> str:
    """The language of an environment; English where it names none that Ogam speaks."""
    named = next((environment[name] for name in _VARIABLES if environment.get(name)), "")
    return _short(named) if _short(named) in known_languages() else "en"


def asked_language() -> str:
    """What `--lang` said in the command that runs; empty where it was not given."""
    return _asked.get()


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """For as long as the block runs, `code` is what `--lang` said."""
    token = _asked.set(code)
    try:
        yield
    finally:
        _asked.reset(token)


def spoken() -> str:
    """The language of the command that runs."""
    return asked_language() or of_environment(os.environ)


def say(template: str, /, **fields: Any) -> str:
    """A message in the language of the command that runs."""
    from ogam import messages

    return messages.say(spoken(), template, **fields)


def told(text: str) -> str:
    """A finished English message, such as an error's, in the language of the command that runs."""
    from ogam import messages

    return messages.translate(text, spoken())


def wide(text: str, width: int) -> str:
    """The text with spaces after it up to a width in columns; a Hangul syllable takes two."""
    return text + " " * (width - columns(text))


def columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    from unicodedata import east_asian_width

    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _short(code: str) -> str:
    return code.replace("_", "-").partition("-")[0].partition(".")[0].lower()

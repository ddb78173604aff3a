"""What LG's cloud answers when it does not do something → an error in words for people, in English and Korean."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TypeVar

from ogam.core import DeviceError, DeviceSilent
from ogam.korean.filling import fill
from ogam.korean.particles import with_particle

Kind = TypeVar("Kind", bound=DeviceError)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a code means.

    texts: by language, with {device} in them. unsure: what was told may have been done all the same.
    account: it is about the account, not about a device. token: the token is no longer good.
    pause: seconds in which nothing more should be sent.
    """

    texts: Mapping[str, str]
    unsure: bool = False
    account: bool = False
    token: bool = False
    pause: float = 0


@cache
def answers() -> Mapping[str, Answer]:
    """All codes that are known, with what they mean."""
    table = tomllib.loads((files("ogam.devices.thinq") / "errors.toml").read_text("utf-8"))
    texts = ("en", "ko")
    return {
        code: Answer({name: row[name] for name in texts}, **{name: row[name] for name in row if name not in texts})
        for code, row in table.items()
    }


def answer_of(code: str) -> Answer:
    """What a code means; what an unknown failure means for a code that LG does not document."""
    return answers().get(code, answers()["0000"])


def error_of(code: str, device: str) -> DeviceError:
    """The error to raise for a code; `DeviceSilent` where it may have been done. device: its name."""
    answer = answer_of(code)
    kind = DeviceSilent if answer.unsure else DeviceError
    return _in_words(kind, answer.texts["en"], answer.texts["ko"], device)


def unreachable(device: str) -> DeviceError:
    """Nothing was sent: LG's cloud cannot be reached. device: the name of the one that was meant, if any."""
    if not device:
        return DeviceError("LG's service can't be reached.", {"ko": "LG 서비스에 연결할 수 없어요."})
    return _in_words(
        DeviceError,
        "LG's service can't be reached, so the {device} wasn't told. Is the internet there?",
        "LG 서비스에 연결할 수 없어서 {device}에 전하지 못했어요. 인터넷을 확인해 주세요.",
        device,
    )


def unconfirmed(device: str) -> DeviceSilent:
    """It was sent, and what came back says nothing."""
    return _in_words(
        DeviceSilent,
        "The {device} didn't confirm it. Look whether it did it.",
        "{device:이} 응답하지 않았어요. 했는지 확인해 주세요.",
        device,
    )


def unreadable(device: str) -> DeviceError:
    """What LG tells of a device makes no sense, or is far too much. device: its name, if it is about one."""
    if not device:
        return DeviceError("What LG's service tells can't be read.", {"ko": "LG 서비스의 답을 읽을 수 없어요."})
    return _in_words(
        DeviceError,
        "What LG tells of the {device} can't be read.",
        "LG가 알려 준 {device}의 상태를 읽을 수 없어요.",
        device,
    )


def too_many(seconds: float) -> DeviceError:
    """More commands than LG takes. seconds: until the next may be told."""
    later = max(1, round(seconds))
    return DeviceError(
        f"One moment: LG takes a command every few seconds. Say it again in {later} seconds.",
        {"ko": f"잠시만요. LG는 몇 초에 한 번만 명령을 받아요. {later}초 뒤에 다시 말해 주세요."},
    )


def only_some_done(done: Mapping[str, str], error: DeviceError) -> DeviceError:
    """Of several settings some were made, and then one failed. done: those that were, in words, by language."""
    texts = {language: _after(done[language], error.others.get(language, str(error)), language) for language in done}
    return type(error)(texts.pop("en"), texts)


def _after(done: str, error: str, language: str) -> str:
    return f"{done}까지는 했어요. {error}" if language == "ko" else f"Only {done} was done. {error}"


def _in_words(kind: type[Kind], english: str, korean: str, device: str) -> Kind:
    return kind(_filled(english, device), {"ko": _filled(korean, device)})


def _filled(template: str, device: str) -> str:
    return fill(template, lambda value, form: with_particle(str(value), form) if form else str(value), device=device)

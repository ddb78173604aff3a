"""What goes wrong with Home Assistant, in words for people, in English and Korean."""

from collections.abc import Mapping
from typing import Any, TypeVar

from ogam.core import DeviceError, DeviceSilent
from ogam.korean.filling import fill
from ogam.korean.particles import with_particle

Kind = TypeVar("Kind", bound=DeviceError)

_MOST_TOLD = 200
"""Letters of a message of Home Assistant's that are told on."""

_ANSWERS: Mapping[str, tuple[str, str]] = {
    "unauthorized": (
        "Home Assistant doesn't let this user do that with the {device}.",
        "Home Assistant가 이 사용자에게 {device:을} 맡기지 않았어요.",
    ),
    "not_found": (
        "Home Assistant can't do that with the {device} ({reason}).",
        "Home Assistant에서 {device:은} 그렇게 할 수 없어요. ({reason})",
    ),
    "service_validation_error": (
        "Home Assistant didn't take that for the {device}: {reason}",
        "Home Assistant가 {device}에 보낸 값을 받지 않았어요. ({reason})",
    ),
    "invalid_format": (
        "Home Assistant didn't take that for the {device}: {reason}",
        "Home Assistant가 {device}에 보낸 값을 받지 않았어요. ({reason})",
    ),
    "home_assistant_error": (
        "Home Assistant couldn't do that with the {device}: {reason}",
        "Home Assistant가 {device:을} 움직이지 못했어요. ({reason})",
    ),
}
"""What Home Assistant answers when it has not done something, by its code."""


def refused(code: str, reason: str, device: str) -> DeviceError:
    """The error for an answer of Home Assistant's. With any other code than those it documents for a call that was not
    made (`unknown_error`, `timeout`), it may have been made all the same: DeviceSilent."""
    if code in _ANSWERS:
        english, korean = _ANSWERS[code]
        return in_words(DeviceError, english, korean, device, reason[:_MOST_TOLD].strip())
    return in_words(
        DeviceSilent,
        "Home Assistant failed with the {device} ({reason}). Look whether it did it.",
        "Home Assistant에서 오류가 났어요. ({reason}) {device:이} 했는지 확인해 주세요.",
        device,
        (reason or code)[:_MOST_TOLD].strip(),
    )


def unreachable(url: str, why: str = "") -> DeviceError:
    """Nothing was sent."""
    reason = f" ({why})" if why else ""
    return DeviceError(
        f"Home Assistant can't be reached at {url}{reason}, so nothing was done.",
        {"ko": f"Home Assistant에 연결할 수 없어서 아무것도 하지 못했어요. ({url})"},
    )


def not_let_in() -> DeviceError:
    """The token is not good."""
    return DeviceError(
        "Home Assistant doesn't take the token. Make a new one in your profile there (Security, long-lived access "
        "tokens) and put it where drivers.toml says.",
        {
            "ko": "Home Assistant가 토큰을 받지 않았어요. 프로필의 보안에서 장기 액세스 토큰을 새로 만들어 "
            "drivers.toml에 적힌 곳에 넣어 주세요."
        },
    )


def unconfirmed(device: str) -> DeviceSilent:
    """It was sent, and no answer came."""
    return in_words(
        DeviceSilent,
        "Home Assistant didn't confirm it. Look whether the {device} did it.",
        "Home Assistant가 확인해 주지 않았어요. {device:이} 했는지 봐 주세요.",
        device,
    )


def not_there(device: str) -> DeviceError:
    """Home Assistant has no such entity."""
    return in_words(
        DeviceError,
        "Home Assistant doesn't have the {device} any more. To look what has changed: ogam home import homeassistant",
        "Home Assistant에 {device:이} 더는 없어요. 바뀐 것을 보려면: ogam home import homeassistant",
        device,
    )


def unavailable(device: str) -> DeviceError:
    """Home Assistant has the entity and cannot reach the device."""
    return in_words(
        DeviceError,
        "Home Assistant can't reach the {device} just now.",
        "지금은 Home Assistant가 {device:을} 찾지 못해요.",
        device,
    )


def jammed(device: str) -> DeviceError:
    """A lock that was told, and got stuck."""
    return in_words(
        DeviceError,
        "The {device} is jammed: it is neither locked nor unlocked for sure. Look at it.",
        "{device:이} 걸렸어요. 잠겼는지 열렸는지 알 수 없으니 직접 봐 주세요.",
        device,
    )


def not_told(device: str) -> DeviceError:
    """Home Assistant does not know what was asked for."""
    return in_words(
        DeviceError,
        "Home Assistant doesn't know that of the {device} yet.",
        "Home Assistant가 {device}에 대해 그건 아직 몰라요.",
        device,
    )


def only_some_done(done: Mapping[str, str], error: DeviceError) -> DeviceError:
    """Of several settings some were made, and then one failed. done: those that were, in words, by language."""
    korean = error.others.get("ko", str(error))
    return type(error)(f"Only {done['en']} was done. {error}", {"ko": f"{done['ko']}까지는 했어요. {korean}"})


def in_words(kind: type[Kind], english: str, korean: str, device: str, reason: str = "") -> Kind:
    """An error in both languages; in Korean the particle after a name ({device:은}) takes its right form."""
    texts = [_filled(template, device=device, reason=reason) for template in (english, korean)]
    return kind(texts[0], {"ko": texts[1]})


def _filled(template: str, **fields: Any) -> str:
    return fill(template, lambda value, form: with_particle(str(value), form) if form else str(value), **fields)

"""Errors of drivers, in every language that there are messages in."""

from typing import Any, TypeVar

from ogam.core import DeviceError, DeviceSilent
from ogam.messages import LANGUAGES, say

Kind = TypeVar("Kind", bound=DeviceError)


def failure(template: str, **values: Any) -> DeviceError:
    """What was not done, and why. template: a message that the catalogues have."""
    return _failure(DeviceError, template, values)


def unsure(template: str, **values: Any) -> DeviceSilent:
    """What may have been done, or not."""
    return _failure(DeviceSilent, template, values)


def unconfirmed(device: str) -> DeviceSilent:
    """A device was told, and did not say that it did it."""
    return unsure("The {device} didn't confirm it; look whether it did.", device=device)


def _failure(kind: type[Kind], template: str, values: dict[str, Any]) -> Kind:
    texts = {language: say(language, template, **values) for language in LANGUAGES}
    return kind(texts.pop("en"), texts)

"""Small pieces of English that replies are made of."""

from collections.abc import Sequence

from ogam.core import Device
from ogam.devices.timers import say_duration

say_seconds = say_duration


def join(words: Sequence[str], last: str = "and") -> str:
    """ "a", "a and b", "a, b and c"."""
    return f" {last} ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else "".join(words)


def capital(text: str) -> str:
    """With a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]


def be(device: Device) -> str:
    """ "are" after a name in the plural ("counter lights"), else "is"."""
    return "are" if device.name.endswith("s") and not device.name.endswith(("ss", "us", "is")) else "is"


def call(device: Device) -> str:
    """The name with its verb: "kitchen light's", "counter lights are", "TV is"."""
    if be(device) == "are":
        return f"{device.name} are"
    return f"{device.name} is" if device.name.endswith("s") or not device.name.isascii() else f"{device.name}'s"

"""Addresses of cameras, and what of them may be shown: never a user, a password, or what may be one."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import SplitResult, unquote, urlsplit

from ogam.core import ImageError

Kind = Literal["usb", "rtsp", "http", "picture", "folder", "film"]
PICTURES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".bmp", ".gif", ".tif", ".tiff"})
_KINDS: dict[str, Kind] = {"rtsp": "rtsp", "rtsps": "rtsp", "http": "http", "https": "http"}
_CODES = "A camera's address cannot be read. In its password, write @ as %40, / as %2F, # as %23, ? as %3F, : as %3A."


@dataclass(frozen=True, slots=True)
class Address:
    """where: the number, the path or the whole address, with its password; shown: what people and logs may see."""

    kind: Kind
    where: str = field(repr=False)
    shown: str


@dataclass(frozen=True, slots=True)
class Login:
    """user, password: empty if the address has none."""

    user: str
    password: str = field(repr=False)


def read_address(address: int | str | Path) -> Address:
    """Raises ImageError for what is no address of a camera, and for a file that is not there."""
    text = str(address).strip()
    number = text.removeprefix("usb:")
    if number.isascii() and number.isdigit() and len(number) <= 4:
        return Address("usb", number, f"camera {int(number)}")
    scheme, separator, _ = text.partition("://")
    if separator:
        return _network(text, scheme.lower())
    return _path(Path(text))


def login(parts: SplitResult) -> Login:
    """Who an address says one is."""
    return Login(unquote(parts.username or ""), unquote(parts.password or ""))


def without_login(parts: SplitResult) -> str:
    """The whole address but for user and password, as it is asked for."""
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def _network(text: str, scheme: str) -> Address:
    if scheme not in _KINDS:
        raise ImageError(
            f"{scheme}:// leads to no camera. Give a number, a path, rtsp://… or http(s)://…."
            if scheme.isalnum()
            else _CODES
        )
    if any(ord(one) <= 32 for one in text):
        raise ImageError(_CODES)
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise ImageError(_CODES) from None
    # An @ behind the host is most likely that of a password with a / or # in it: its beginning would pass for a host.
    if not host or "@" in text[text.index(parts.netloc) + len(parts.netloc) :]:
        raise ImageError(_CODES)
    place = f"[{host}]" if ":" in host else host
    path = "/…" if parts.path.strip("/") or parts.query else ""
    return Address(_KINDS[scheme], text, f"{scheme}://{place}{'' if port is None else f':{port}'}{path}")


def _path(path: Path) -> Address:
    try:
        is_folder, is_file = path.is_dir(), path.is_file()
    except OSError:  # a name longer than any file's
        is_folder = is_file = False
    if is_folder:
        return Address("folder", str(path), str(path))
    if not is_file:
        shown = "It" if "@" in str(path) else str(path)  # an address with a password, in which the // is missing
        raise ImageError(f"{shown}: no such camera, and no such file. Give a number, a path, rtsp://… or http(s)://….")
    kind: Kind = "picture" if path.suffix.lower() in PICTURES else "film"
    return Address(kind, str(path), str(path))

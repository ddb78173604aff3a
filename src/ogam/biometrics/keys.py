"""Where the gallery's key lies: in the system's keyring, or in a file that only its owner can read.

While the key is being changed there are two, the old one and the new one; the gallery says which one it is sealed with.
"""

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal, Protocol

from ogam.biometrics.crypto import KEY_BYTES, new_key
from ogam.core import BiometricsError

Place = Literal["file", "keyring"]
_SERVICE = "ogam gallery"
_VERSION = 1
_KEY_ID_BYTES = 16


@dataclass(frozen=True, slots=True)
class GalleryKey:
    """A key and its random name (hexadecimal), which is no secret."""

    id: str
    secret: bytes = field(repr=False)


class KeyPlace(Protocol):
    """Keeps one small text. read gives None where there is none; write replaces it in one step."""

    @property
    def name(self) -> str: ...

    def read(self) -> str | None: ...

    def write(self, text: str) -> None: ...


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A key file, mode 0600. Refused if others than its owner may read it."""

    path: Path

    @property
    def name(self) -> str:
        return str(self.path)

    def read(self) -> str | None:
        try:
            if os.name == "posix" and self.path.stat().st_mode & 0o077:
                raise BiometricsError(
                    f"{self.path}: others on this computer can read this key. Take that away: chmod 600 {self.path}"
                )
            return self.path.read_text(encoding="ascii")
        except FileNotFoundError:
            return None
        except UnicodeDecodeError:
            return ""
        except OSError as error:
            raise BiometricsError(f"{self.path}: the key cannot be read: {error.strerror or error}.") from error

    def write(self, text: str) -> None:
        temporary = self.path.with_name(f"{self.path.name}.new")
        try:
            temporary.unlink(missing_ok=True)
            number = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(number, "w", encoding="ascii") as stream:
                stream.write(text)
                stream.flush()
                os.fsync(stream.fileno())
            temporary.replace(self.path)
            flush_folder(self.path.parent)
        except OSError as error:
            raise BiometricsError(f"{self.path}: the key cannot be written: {error.strerror or error}.") from error


@dataclass(frozen=True, slots=True)
class Keyring:
    """The system's keyring, by the package `keyring`. gallery: the gallery's name in it."""

    gallery: str

    @property
    def name(self) -> str:
        return "the system's keyring"

    def read(self) -> str | None:
        backend = _keyring()
        try:
            text: str | None = backend.get_password(_SERVICE, self.gallery)
        except backend.errors.KeyringError as error:
            raise BiometricsError(f"The system's keyring does not give the key: {error}. Unlock it.") from error
        return text

    def write(self, text: str) -> None:
        backend = _keyring()
        try:
            backend.set_password(_SERVICE, self.gallery, text)
        except backend.errors.KeyringError as error:
            raise BiometricsError(f"The system's keyring does not keep the key: {error}. Unlock it.") from error


def place_of(place: str, gallery: str, folder: Path) -> KeyPlace:
    """The place that a gallery names."""
    return Keyring(gallery) if place == "keyring" else KeyFile(folder / "gallery.key")


def new_gallery_key() -> GalleryKey:
    """A random key with a random name."""
    return GalleryKey(secrets.token_hex(_KEY_ID_BYTES), new_key())


def load_keys(place: KeyPlace) -> dict[str, GalleryKey]:
    """The keys in a place by their names: one, or two while the key is being changed. Empty where there is none.

    Raises BiometricsError for what is no key.
    """
    text = place.read()
    if text is None:
        return {}
    try:
        data = json.loads(text)
        version, secrets_of = data["version"], data["keys"]
        keys = {name: GalleryKey(name, bytes.fromhex(secret)) for name, secret in secrets_of.items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BiometricsError(f"{place.name}: this is no key of a gallery, or it is damaged. Restore it.") from None
    if version != _VERSION or any(len(key.secret) != KEY_BYTES for key in keys.values()):
        raise BiometricsError(f"{place.name}: this is no key of a gallery, or it is damaged. Restore it.")
    return keys


def save_keys(place: KeyPlace, keys: Mapping[str, GalleryKey]) -> None:
    """Let a place hold exactly these keys; what it held before is gone."""
    held = {key.id: key.secret.hex() for key in keys.values()}
    place.write(json.dumps({"version": _VERSION, "keys": held}))


def flush_folder(folder: Path) -> None:
    """Make sure that a file's new name is on the disk. Windows cannot and need not."""
    if os.name != "posix":
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _keyring() -> Any:
    if find_spec("keyring") is None:
        raise BiometricsError("The system's keyring needs a package. Install it: pip install 'ogam[keyring]'")
    import keyring
    import keyring.errors

    return keyring

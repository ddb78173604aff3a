"""Snapshots: pictures that a camera keeps when something happens, where the home file says so; else none.

Each is sealed with a key of its own (AES-256-GCM, as the gallery's rows), which lies in a file that only its owner can
read. To delete one is to destroy that key first: what is left of the file then opens for nobody.
"""

import io
import json
import secrets
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Lock

from ogam.biometrics.crypto import SealBroken, new_key, seal, unseal
from ogam.biometrics.keys import GalleryKey, KeyFile, load_keys, save_keys
from ogam.core import Image, ImageError

FOLDER, KEYS, ENDING = "snapshots", "snapshots.key", ".snapshot"
MOST = 200
"""Kept at once; the oldest goes when another comes."""
QUALITY = 85  # of JPEG
DAY = 86_400.0
_ID_BYTES = 12
_LENGTH = 4  # bytes of the length of what is said of a picture, before it


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What is said of a picture that is kept. id: random, hexadecimal. what: why, as of `SceneChange`; value: whom or
    what that concerned, empty for somebody unknown. taken, expires: seconds of the Unix clock."""

    id: str
    camera: str
    area: str | None
    what: str
    value: str
    taken: float
    expires: float


@dataclass(frozen=True, slots=True)
class SnapshotsDeleted:
    """The proof. deleted: pictures; keys_left, files_left: of those, looked for afterwards: 0 if all is well."""

    deleted: int
    keys_left: int
    files_left: int


class Snapshots:
    """Those of one folder, made with the first one. Safe to use from threads of one process. clock: the Unix clock.

    Raises ImageError for what cannot be read or written, BiometricsError for a file of keys that others may read.
    """

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        self._folder, self._clock = folder, clock
        self._keys = KeyFile(folder / KEYS)
        self._lock = Lock()

    def keep(self, image: Image, camera: str, area: str | None, what: str, value: str, days: float) -> Snapshot:
        """Keep a picture for so many days."""
        now = self._clock()
        kept = Snapshot(secrets.token_hex(_ID_BYTES), camera, area, what, value, now, now + days * DAY)
        key = GalleryKey(kept.id, new_key())
        with self._lock:
            self._remove(self._over(now))
            self._make_folder()
            save_keys(self._keys, {**load_keys(self._keys), kept.id: key})
            self._write(kept, _packed(kept, _jpeg(image)), key)
        return kept

    def all(self) -> tuple[Snapshot, ...]:
        """What is kept now, the newest first. What has expired is deleted."""
        with self._lock:
            self._remove(self._expired(self._clock()))
            return tuple(sorted((told for told, _ in self._opened()), key=lambda one: -one.taken))

    def picture(self, identifier: str) -> bytes:
        """One picture as a JPEG. Raises ImageError for one that is not there any more."""
        with self._lock:
            self._remove(self._expired(self._clock()))
            found = next((jpeg for told, jpeg in self._opened([identifier]) if told.id == identifier), None)
        if found is None:
            raise ImageError("This snapshot is not there any more.")
        return found

    def delete(self, identifiers: Iterable[str] | None = None) -> SnapshotsDeleted:
        """Delete those, or all of them, with the proof."""
        with self._lock:
            there = set(load_keys(self._keys)) | {path.stem for path in self._files()}
            chosen = there if identifiers is None else there & set(identifiers)
            self._remove(chosen)
            keys = set(load_keys(self._keys)) & chosen
            return SnapshotsDeleted(len(chosen), len(keys), sum(self._path(one).exists() for one in chosen))

    def forget(self, name: str) -> SnapshotsDeleted:
        """Delete every picture that was kept because of a person."""
        return self.delete([one.id for one in self.all() if one.value == name])

    def sweep(self) -> None:
        """Delete what has expired."""
        if self._folder.is_dir():
            self.all()

    def _over(self, now: float) -> set[str]:
        """What has to go before another comes."""
        told = sorted((one for one, _ in self._opened()), key=lambda one: -one.taken)
        return {one.id for one in told if one.expires <= now} | {one.id for one in told[MOST - 1 :]}

    def _expired(self, now: float) -> set[str]:
        return {one.id for one, _ in self._opened() if one.expires <= now}

    def _remove(self, identifiers: set[str]) -> None:
        """The keys first: if this is broken off, what is left is unreadable."""
        if not identifiers:
            return
        save_keys(self._keys, {name: key for name, key in load_keys(self._keys).items() if name not in identifiers})
        for one in identifiers:
            self._path(one).unlink(missing_ok=True)

    def _opened(self, only: Sequence[str] | None = None) -> list[tuple[Snapshot, bytes]]:
        """Each with its JPEG; what cannot be opened is left out."""
        found = []
        for name, key in load_keys(self._keys).items():
            if only is not None and name not in only:
                continue
            try:
                packed = unseal(key.secret, self._path(name).read_bytes(), _place(name))
                found.append(_unpacked(packed))
            except (OSError, SealBroken, ValueError):
                continue
        return found

    def _make_folder(self) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise ImageError(f"{self._folder}: cannot be written ({error.strerror or error}).") from error

    def _write(self, kept: Snapshot, packed: bytes, key: GalleryKey) -> None:
        try:
            path = self._path(kept.id)
            path.touch(mode=0o600)
            path.write_bytes(seal(key.secret, packed, _place(kept.id)))
        except OSError as error:
            raise ImageError(f"{self._folder}: cannot be written ({error.strerror or error}).") from error

    def _files(self) -> list[Path]:
        return list(self._folder.glob(f"*{ENDING}")) if self._folder.is_dir() else []

    def _path(self, identifier: str) -> Path:
        return self._folder / f"{identifier}{ENDING}"


def _place(identifier: str) -> bytes:
    return f"snapshot/{identifier}".encode()


def _packed(kept: Snapshot, jpeg: bytes) -> bytes:
    told = json.dumps(asdict(kept), ensure_ascii=False).encode()
    return len(told).to_bytes(_LENGTH) + told + jpeg


def _unpacked(packed: bytes) -> tuple[Snapshot, bytes]:
    """Raises ValueError for other bytes."""
    end = _LENGTH + int.from_bytes(packed[:_LENGTH])
    try:
        return Snapshot(**json.loads(packed[_LENGTH:end])), packed[end:]
    except TypeError as error:
        raise ValueError(str(error)) from error


def _jpeg(image: Image) -> bytes:
    from PIL import Image as Pillow

    file = io.BytesIO()
    Pillow.fromarray(image.pixels).save(file, "JPEG", quality=QUALITY)
    return file.getvalue()

"""The gallery's file and its key: transactions under the right key, and the change from one key to the next."""

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from ogam.biometrics import schema
from ogam.biometrics.crypto import SealBroken, seal, unseal
from ogam.biometrics.keys import GalleryKey, KeyPlace, load_keys, new_gallery_key, save_keys
from ogam.biometrics.sealing import seal_key, unseal_key
from ogam.core import BiometricsError

_TRIES = 20
_CHECK = b"this is the key"


class Vault:
    """One file, usable from several threads and next to other processes. Raises BiometricsError as `Gallery` says."""

    def __init__(self, path: Path, connection: sqlite3.Connection, place: KeyPlace) -> None:
        self.path = path
        self.connection = connection
        self._place = place
        self._lock = threading.RLock()
        self._keys: dict[str, GalleryKey] = {}
        with self.transaction():
            self.id = self.fact("gallery")

    @contextmanager
    def transaction(self, kind: Literal["DEFERRED", "IMMEDIATE"] = "DEFERRED") -> Iterator[bytes]:
        """All or nothing, on one state of the file; gives the key that this state is sealed with."""
        with self._lock, self._errors():
            try:
                yield self._begin(kind)
                self.connection.execute("COMMIT")
            finally:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")

    def rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Run one SQL statement inside a transaction; its rows, if it has any."""
        return self.connection.execute(statement, values).fetchall()

    def fact(self, name: str) -> str:
        """A fact about the gallery, by its name."""
        rows = self.rows("SELECT value FROM facts WHERE name = ?", name)
        if not rows:
            raise BiometricsError(f"{self.path}: {schema.DAMAGED}")
        return str(rows[0][0])

    def set_fact(self, name: str, value: str) -> None:
        self.rows("UPDATE facts SET value = ? WHERE name = ?", value, name)

    def changed(self) -> None:
        """Say to everyone that the gallery is another one now."""
        self.rows("UPDATE facts SET value = CAST(value AS INTEGER) + 1 WHERE name = 'revision'")

    def own_key(self, key: bytes, member: str) -> bytes:
        """A person's own key, by the gallery's key and the person's id."""
        rows = self.rows("SELECT sealed_key FROM people WHERE id = ?", member)
        with self.seal_of(member):
            if not rows:
                raise SealBroken
            return unseal_key(key, self.id, member, rows[0][0])

    @contextmanager
    def seal_of(self, member: str) -> Iterator[None]:
        """Whatever cannot be opened in this block was not written by Ogam."""
        try:
            yield
        except (SealBroken, ValueError, KeyError, TypeError):
            raise BiometricsError(
                f"{self.path}: what is kept of person {member[:8]} was changed from outside and is not used. "
                f"Restore the file from a copy, or enrol anew after: ogam people forget {member[:8]}"
            ) from None

    def seal_anew(self, key: bytes) -> None:
        """Every person's key sealed with a new key. Both keys are kept until this transaction is known to be done."""
        fresh = new_gallery_key()
        keys = {self.fact("key"): self._keys[self.fact("key")], fresh.id: fresh}
        for (member,) in self.rows("SELECT id FROM people"):
            sealed = seal_key(fresh.secret, self.id, member, self.own_key(key, member))
            self.rows("UPDATE people SET sealed_key = ? WHERE id = ?", sealed, member)
        for name, value in facts_of_key(self.id, fresh).items():
            self.set_fact(name, value)
        self.set_fact("unswept", "1")
        self.changed()
        save_keys(self._place, keys)
        self._keys = keys

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Only one process at a time makes a gallery, changes its key, or sweeps it."""
        with schema.alone(self.path):
            yield

    def unfinished(self) -> bool:
        """Whether a change of keys or a removal was broken off after it had taken effect."""
        with self.transaction():
            return len(load_keys(self._place)) > 1 or self.fact("unswept") == "1"

    def finish(self) -> bool:
        """Drop keys that are in use no more, and sweep removed rows out of the file. False if others are reading."""
        with self.transaction():
            current = self.fact("key")
        keys = load_keys(self._place)
        if len(keys) > 1:
            save_keys(self._place, {current: keys[current]})
        self._keys = {current: keys[current]}
        with self._lock, self._errors():
            if schema.sweep(self.connection) == "busy":
                return False
        with self.transaction("IMMEDIATE"):
            self.set_fact("unswept", "0")
        return True

    def close(self) -> None:
        with self._lock:
            self.connection.close()

    def _begin(self, kind: str) -> bytes:
        """Another process may change the key between our look at the file and our look at the key: look again."""
        for _ in range(_TRIES):
            self.connection.execute(f"BEGIN {kind}")
            wanted = self.fact("key")
            if wanted not in self._keys:
                self._keys = load_keys(self._place)
            if wanted in self._keys:
                return self._checked(self._keys[wanted])
            self.connection.execute("ROLLBACK")
        raise BiometricsError(
            f"{self.path}: sealed with another key than {self._place.name} has. It is another machine's, or older than "
            "the last forgetting or change of key. Put its own key there, or enrol anew in another folder."
        )

    def _checked(self, key: GalleryKey) -> bytes:
        place = _check_place(self.fact("gallery"), key.id)
        try:
            if unseal(key.secret, bytes.fromhex(self.fact("check")), place) == _CHECK:
                return key.secret
        except (SealBroken, ValueError):
            pass
        raise BiometricsError(f"{self.path}: the key in {self._place.name} does not fit. Restore one of the two.")

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise BiometricsError(f"{self.path}: {schema.explain(error)}") from error


def facts_of_key(gallery: str, key: GalleryKey) -> dict[str, str]:
    """What the file says of the key that it is sealed with: its name, and a proof that it is the one."""
    return {"key": key.id, "check": seal(key.secret, _CHECK, _check_place(gallery, key.id)).hex()}


def _check_place(gallery: str, key: str) -> bytes:
    return json.dumps(["ogam gallery", "check", gallery, key]).encode()

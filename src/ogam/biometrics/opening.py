"""Opening a gallery; and making one, only where there is none and only when asked to."""

import os
import secrets
import sqlite3
from pathlib import Path

from ogam.biometrics import schema
from ogam.biometrics.gallery import Gallery
from ogam.biometrics.keys import Place, flush_folder, load_keys, new_gallery_key, place_of, save_keys
from ogam.biometrics.vault import Vault, facts_of_key
from ogam.core import BiometricsError

FILE, NEW, KEY = "gallery.sqlite", "gallery.sqlite.new", "gallery.key"
_ID_BYTES = 16


def default_gallery_folder() -> Path:
    """The gallery of this user: in the folder `OGAM_HOME` names, else in the user's data folder."""
    if folder := os.environ.get("OGAM_HOME"):
        return Path(folder) / "gallery"
    from platformdirs import user_data_path

    return user_data_path("ogam") / "gallery"


def gallery_exists(folder: Path | None = None) -> bool:
    """Whether there is a gallery, of whatever state."""
    chosen = folder or default_gallery_folder()
    return (chosen / FILE).exists() or (chosen / KEY).exists()


def open_gallery(folder: Path | None = None, create: bool = False, place: Place = "file") -> Gallery:
    """The gallery in a folder. What was broken off in it is finished first.

    create: make one if there is none; place: where the key of a new one shall lie. BiometricsError where there is none
    and none may be made, where only half of one is left, or where it cannot be used.
    """
    chosen = folder or default_gallery_folder()
    path = chosen / FILE
    if not path.exists():
        _come_into_being(chosen, create, place)
    try:
        if schema.is_cut_short(path):
            raise BiometricsError(f"{path}: {schema.DAMAGED}")
        connection = schema.connect(path)
    except OSError as error:
        raise BiometricsError(f"{path}: the gallery cannot be read: {error.strerror or error}.") from error
    except sqlite3.Error as error:
        raise BiometricsError(f"{path}: {schema.explain(error)}") from error
    try:
        gallery = _opened(path, connection)
    except BaseException:
        connection.close()
        raise
    return gallery


def _opened(path: Path, connection: sqlite3.Connection) -> Gallery:
    try:
        schema.check(connection, path)
        facts = dict(connection.execute("SELECT name, value FROM facts WHERE name IN ('gallery', 'place')").fetchall())
    except sqlite3.Error as error:
        raise BiometricsError(f"{path}: {schema.explain(error)}") from error
    if len(facts) != 2:
        raise BiometricsError(f"{path}: {schema.DAMAGED}")
    place = place_of(facts["place"], facts["gallery"], path.parent)
    if not load_keys(place):
        raise BiometricsError(f"{path}: its key is not in {place.name}. Restore it: nobody opens a gallery without.")
    vault = Vault(path, connection, place)
    if vault.unfinished():
        with vault.alone():
            vault.finish()
    return Gallery(vault)


def _come_into_being(folder: Path, create: bool, place: Place) -> None:
    """Make a gallery; in an order in which a crash leaves nothing that looks like a gallery that lost its data."""
    path, new = folder / FILE, folder / NEW
    if not create and not (folder / KEY).exists():
        raise BiometricsError(f"{path}: there is no gallery yet. Begin with: ogam people add NAME")
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with schema.alone(path):
            if path.exists():
                return
            if not (folder / KEY).exists():
                new.unlink(missing_ok=True)
                _make(new, place)
            elif not new.exists():
                raise BiometricsError(
                    f"{path}: the gallery is gone, but its key is there. Restore the gallery from a copy; "
                    f"to begin anew, move {folder / KEY} away."
                )
            new.replace(path)
            flush_folder(folder)
    except OSError as error:
        raise BiometricsError(f"{path}: the gallery cannot be made: {error.strerror or error}.") from error


def _make(new: Path, place: Place) -> None:
    """An empty gallery under another name, closed; then its key."""
    os.close(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    gallery, key = secrets.token_hex(_ID_BYTES), new_gallery_key()
    facts = {"gallery": gallery, "place": place, "revision": "0", "unswept": "0", **facts_of_key(gallery, key)}
    connection = schema.connect(new)
    try:
        schema.make(connection)
        connection.executemany("INSERT INTO facts VALUES (?, ?)", list(facts.items()))
    finally:
        connection.close()
    save_keys(place_of(place, gallery, new.parent), {key.id: key})

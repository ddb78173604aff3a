"""Where weights lie: by content under `blobs/`, and by model as `<name>/<version>/<file>`."""

import os
import shutil
from pathlib import Path
from typing import Literal

from ogam.core import ModelError
from ogam.models.catalogs import find
from ogam.models.disk import flush, sha256_of, write_whole
from ogam.models.entries import Model, ModelFile
from ogam.models.folders import ogam_home

_STAMP = ".verified"


class Store:
    """The weights on this computer. It reads and files them; it never downloads.

    A file is in the store when its bytes have been verified. A stamp beside the blob remembers size and time of
    change at that moment, so that a file that was touched since is hashed again before it is used.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder if folder is not None else ogam_home() / "models"

    def path(self, name: str) -> Path:
        """Folder of a model whose files are all there. Never downloads; ModelError if something is missing."""
        model = find(name)
        faulty = self.faulty(model)
        if faulty:
            names = ", ".join(file.name for file in faulty)
            raise ModelError(f"{name}: {names}: missing or damaged. Get it with: ogam models pull {name}")
        return self.folder_of(model)

    def folder_of(self, model: Model) -> Path:
        """Where the model's files are or will be."""
        return self.folder / model.place

    def file_of(self, model: Model, file: ModelFile) -> Path:
        return self.folder_of(model) / file.name

    def blob_of(self, file: ModelFile) -> Path:
        return self.folder / "blobs" / file.sha256

    def part_of(self, file: ModelFile) -> Path:
        """Where the file grows while it is fetched; never used as a model."""
        return self.folder / "parts" / f"{file.sha256}.part"

    def faulty(self, model: Model, *, thorough: bool = False) -> list[ModelFile]:
        """The files that are missing or damaged. thorough: hash every file, whatever its stamp says."""
        return [file for file in model.files if not self._is_good(model, file, thorough)]

    def state(self, model: Model) -> Literal["here", "absent", "damaged"]:
        """Whether a model can be used: damaged means that some files are there, but not all of them and right."""
        if not self.faulty(model):
            return "here"
        return "damaged" if any(self.file_of(model, file).exists() for file in model.files) else "absent"

    def adopt(self, file: ModelFile, part: Path) -> None:
        """Take a fetched file into the store, if its bytes are right; else remove it and raise ModelError."""
        size = part.stat().st_size
        if size != file.size:
            part.unlink()
            raise ModelError(f"{file.name}: {size} bytes came, the catalogue says {file.size}")
        digest = sha256_of(part)
        if digest != file.sha256:
            part.unlink()
            raise ModelError(f"{file.name}: SHA-256 is {digest[:12]}…, the catalogue says {file.sha256[:12]}…")
        blob = self.blob_of(file)
        blob.parent.mkdir(parents=True, exist_ok=True)
        flush(part)
        part.replace(blob)
        self._stamp(file)

    def place(self, model: Model, file: ModelFile) -> None:
        """Give a blob, which must be there, its name in the model's folder."""
        target = self.file_of(model, file)
        target.parent.mkdir(parents=True, exist_ok=True)
        if not (target.exists() and target.samefile(self.blob_of(file))):
            _link(self.blob_of(file), target)

    def has_blob(self, file: ModelFile) -> bool:
        """Whether the verified bytes are there; a damaged blob is removed."""
        blob = self.blob_of(file)
        if not blob.is_file():
            return False
        if blob.stat().st_size == file.size and sha256_of(blob) == file.sha256:
            self._stamp(file)
            return True
        blob.unlink()
        return False

    def _is_good(self, model: Model, file: ModelFile, thorough: bool) -> bool:
        path = self.file_of(model, file)
        if not path.is_file() or path.stat().st_size != file.size:
            return False
        if not thorough and self._stamp_of(file) == _mark(path):
            return True
        return sha256_of(path) == file.sha256

    def _stamp_of(self, file: ModelFile) -> str:
        stamp = self.blob_of(file).with_suffix(_STAMP)
        return stamp.read_text(encoding="ascii") if stamp.is_file() else ""

    def _stamp(self, file: ModelFile) -> None:
        blob = self.blob_of(file)
        write_whole(blob.with_suffix(_STAMP), _mark(blob))


def _mark(path: Path) -> str:
    status = path.stat()
    return f"{status.st_size} {status.st_mtime_ns}"


def _link(blob: Path, target: Path) -> None:
    """A hard link, or a copy where the file system has none; in one step either way."""
    temporary = target.with_name(f".{target.name}.{os.getpid()}.new")
    temporary.unlink(missing_ok=True)
    try:
        os.link(blob, temporary)
    except OSError:
        shutil.copy2(blob, temporary)
    temporary.replace(target)

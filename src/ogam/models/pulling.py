"""Pulling: fetch what is missing or damaged, verify it, and only then put it in its place."""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ogam.core import ModelError
from ogam.models.catalogs import find
from ogam.models.disk import disk_errors
from ogam.models.entries import Model, ModelFile, Source
from ogam.models.progress import Progress, QuietProgress
from ogam.models.store import Store

if TYPE_CHECKING:
    from ogam.models.sources import Fetcher

_ADVICE = (
    "Check the network connection and try again: what has arrived is kept. Without a network, copy the folder "
    "of another computer's models and name it in OGAM_MODELS_MIRROR (see docs/models.md)."
)


def ensure(name: str, *, store: Store | None = None, progress: Progress | None = None) -> Path:
    """The folder with the model's files, by their names of the catalogue; pulls them if they are not there.

    Raises ModelError, with what to do, if the model is unknown or cannot be had.
    """
    store = store or Store()
    model = find(name)
    if store.faulty(model):
        pull([name], store=store, progress=progress)
    return store.folder_of(model)


def pull(names: Sequence[str], *, store: Store | None = None, progress: Progress | None = None) -> list[Path]:
    """Fetch what is missing or damaged of several models, and check every byte of the rest. Returns their folders.

    Two pulls into one store wait for each other. Every model is tried before a failure is raised.
    """
    return pull_models([find(name) for name in names], store or Store(), progress or QuietProgress())


def pull_models(models: Sequence[Model], store: Store, progress: Progress) -> list[Path]:
    """The same for models that no catalogue needs to know."""
    from ogam.models.sources import Fetcher

    failures = []
    with disk_errors(store.folder), _locked(store, progress), _scratch(store) as folder:
        fetcher = Fetcher(folder, progress)
        said: set[str] = set()
        for model in models:
            try:
                _pull_model(model, store, fetcher, progress, said)
            except ModelError as error:
                failures.append(str(error))
    if failures:
        raise ModelError("\n".join([*failures, _ADVICE]))
    return [store.folder_of(model) for model in models]


def _pull_model(model: Model, store: Store, fetcher: "Fetcher", progress: Progress, said: set[str]) -> None:
    for file in model.files:
        if not store.has_blob(file):
            if store.file_of(model, file).exists():
                progress.say(f"{store.file_of(model, file)} is damaged; it is fetched again.")
            _fetch_file(model, file, store, fetcher, progress, said)
        store.place(model, file)


def _fetch_file(
    model: Model, file: ModelFile, store: Store, fetcher: "Fetcher", progress: Progress, said: set[str]
) -> None:
    from ogam.models.sources import sources_of

    part = store.part_of(file)
    part.parent.mkdir(parents=True, exist_ok=True)
    reasons = []
    for source in sources_of(model, file):
        try:
            _take(source, file, store, fetcher, part)
            return
        except ModelError as error:
            reasons.append(f"  {source}: {error}")
            line = f"Skipped {source}: {error}"
            if line not in said:
                progress.say(line)
                said.add(line)
    raise ModelError("\n".join([f"{model.name}: {file.name} could not be had:", *reasons]))


def _take(source: Source, file: ModelFile, store: Store, fetcher: "Fetcher", part: Path) -> None:
    """Fetch and verify; if the bytes are wrong and some were left from another attempt, once more from the start."""
    continued = part.exists()
    fetcher.fetch(source, file, part)
    try:
        store.adopt(file, part)
    except ModelError:
        if not continued:
            raise
        fetcher.fetch(source, file, part)
        store.adopt(file, part)


@contextlib.contextmanager
def _locked(store: Store, progress: Progress) -> Iterator[None]:
    import filelock

    store.folder.mkdir(parents=True, exist_ok=True)
    lock = filelock.FileLock(store.folder / ".lock")
    try:
        lock.acquire(timeout=0)
    except filelock.Timeout:
        progress.say("Another pull is running; waiting for it.")
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


@contextlib.contextmanager
def _scratch(store: Store) -> Iterator[Path]:
    """A folder for the packages of this pull. What a killed pull left behind is removed: nobody else holds the lock."""
    base = store.folder / "scratch"
    shutil.rmtree(base, ignore_errors=True)
    base.mkdir(parents=True)
    try:
        yield Path(tempfile.mkdtemp(dir=base))
    finally:
        shutil.rmtree(base, ignore_errors=True)

"""Pulling from partners: what was verified is shown, asked for where its licence asks, and put beside what is there."""

import shutil
from collections.abc import Callable
from pathlib import Path

from ogam.core import ModelError
from ogam.models.disk import disk_errors
from ogam.models.folders import ogam_data
from ogam.models.installed import Installed, installed_package
from ogam.models.layouts import NAME, Place
from ogam.models.licences import asks_of
from ogam.models.partners import Package, find_package
from ogam.models.progress import Progress, QuietProgress
from ogam.models.pulling import pull_models
from ogam.models.store import Store
from ogam.models.trust import Trust, read_trust

LARGEST = 4_000_000_000
"""Bytes of a package's weights that are taken without a word."""

Accept = Callable[[Package, str], bool]
"""Whether a person accepts a package's licence; the text says what it asks."""


def pull_package(
    reference: str,
    place: Place,
    accept: Accept,
    *,
    trust: Trust | None = None,
    store: Store | None = None,
    progress: Progress | None = None,
    allow_older: bool = False,
    largest: int = LARGEST,
) -> Package:
    """Verify a package, fetch its results and weights, and let the catalogue know it.

    accept: asked where the licence is not a permissive one. allow_older: take it although a newer one was here.
    largest: bytes that its weights may have. Raises ModelError, with what to do, for whatever is not right; then
    nothing that was there before is touched.
    """
    package = find_package(reference, place, trust or read_trust())
    model = package.model
    _check_age(package, allow_older)
    if model.size > largest:
        raise ModelError(
            f"{model.name}: its weights have {model.size / 1e9:.1f} GB, at most {largest / 1e9:.1f} GB are taken. If "
            f"you want them: --largest {int(model.size / 1e9) + 1}"
        )
    asks = asks_of(model.licence)
    if asks and not accept(package, asks):
        raise ModelError(
            f"{model.name}: its licence is {model.licence or 'unknown'}: {asks}. If you agree, add --accept-licence."
        )
    results = {one.annotations[NAME]: place.read_blob(one, one.size) for one in package.results}
    pull_models([model], store or Store(), progress or QuietProgress())
    _keep_results(results, results_of(model.name))
    record_of(package, place).save()
    return package


def results_of(name: str) -> Path:
    """Where the results lie that came with a partner's package."""
    return ogam_data() / "partners" / f"{name}.results"


def record_of(package: Package, place: Place) -> Installed:
    return Installed(
        package.partner,
        package.entry,
        package.serial,
        package.digest,
        str(package.key),
        str(place),
        package.plugin,
        package.measured,
    )


def _check_age(package: Package, allow_older: bool) -> None:
    """An older package is what somebody sends who wants its old faults back: it is taken only on purpose."""
    known = installed_package(package.model.name)
    if known is None or allow_older or (package.serial, package.digest) == (known.serial, known.digest):
        return
    name, version = package.model.name, package.model.version
    if package.serial < known.serial:
        raise ModelError(
            f"{name}: version {version} there is older than {known.model.version}, which you have. It is refused; if "
            "you want it on purpose, add --allow-older."
        )
    if package.serial == known.serial:
        raise ModelError(
            f"{name}: two different packages have the number {known.serial}. It is refused; ask {package.partner} "
            "which is right."
        )


def _keep_results(results: dict[str, bytes], folder: Path) -> None:
    with disk_errors(folder):
        shutil.rmtree(folder, ignore_errors=True)
        for name, data in results.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)

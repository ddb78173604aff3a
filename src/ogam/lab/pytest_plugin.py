"""The kit under pytest: `pytest --ogam-plugin NAME` runs each check as a test of its own.

It comes with Ogam by an entry point of pytest, and does nothing, and imports nothing, without the option. In
pyproject.toml:

    [tool.pytest.ini_options]
    addopts = ["--ogam-plugin=my-lab/parrot"]
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from ogam.lab.conformance.verdicts import Report, Verdict

_REPORTS: "pytest.StashKey[dict[str, Report]]" = pytest.StashKey()


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("ogam", "Ogam's conformance kit")
    group.addoption(
        "--ogam-plugin",
        action="append",
        default=[],
        metavar="NAME",
        help="Run the conformance kit on this recogniser, by its name or address; may be given again.",
    )
    group.addoption(
        "--ogam-sample",
        action="append",
        default=[],
        metavar="FILE",
        help="A sound or picture in which it finds something, instead of the kit's own signals; may be given again.",
    )


def pytest_collection_modifyitems(session: pytest.Session, config: pytest.Config, items: list[pytest.Item]) -> None:
    config.stash[_REPORTS] = {}
    for plugin in config.getoption("--ogam-plugin"):
        items.extend(_items(session, plugin))


def _items(session: pytest.Session, plugin: str) -> Iterator[pytest.Item]:
    from ogam.lab.conformance.checks import CHECKS

    for check in CHECKS:
        yield CheckItem.from_parent(session, name=f"{plugin}: {check.name}", plugin=plugin, check=check.name)


class CheckItem(pytest.Item):
    """One check of one plugin. The first that is run runs all of them: they share processes."""

    def __init__(self, *, plugin: str, check: str, **others: Any) -> None:
        super().__init__(**others)
        self._plugin = plugin
        self._check = check

    def runtest(self) -> None:
        verdict = self._verdict()
        if verdict.result == "skipped":
            pytest.skip(verdict.says)
        if verdict.result == "failed":
            pytest.fail(f"{verdict.says}\n{verdict.advice}", pytrace=False)

    def reportinfo(self) -> tuple[Path, None, str]:
        return self.path, None, self.name

    def _verdict(self) -> "Verdict":
        from ogam.lab.conformance.running import check_plugin

        reports = self.config.stash[_REPORTS]
        if self._plugin not in reports:
            samples = [Path(path) for path in self.config.getoption("--ogam-sample")]
            reports[self._plugin] = check_plugin(self._plugin, samples=samples)
        return next(verdict for verdict in reports[self._plugin].verdicts if verdict.check == self._check)

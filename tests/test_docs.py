"""The README and the guides are true: their examples run and print what they say, their links lead somewhere.

A block is fenced as `console` or `python` and run in a new folder, all of a page one after the other. After the
language may stand `real` (it needs weights) or `example` (it is not run: a microphone, a clone, a long measurement).
Lines of a console block after a command are what it prints; times may differ. A page that does not make a home file
finds the example there.
"""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
FENCE = re.compile(r"^```(\w+) *(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
CHANGING = re.compile(r"\d+(\.\d+)? m?s\b|\d+ %|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")


class Block(NamedTuple):
    language: str
    mark: str
    text: str


def blocks(page: Path) -> list[Block]:
    found = [Block(*match.groups()) for match in FENCE.finditer(page.read_text(encoding="utf-8"))]
    return [block for block in found if block.language in ("console", "python") and block.mark != "example"]


def pages_with(mark: str) -> list[Path]:
    return [page for page in PAGES if any(block.mark == mark for block in blocks(page))]


@pytest.fixture
def shell(tmp_path):
    """Runs a command in a new folder, as a newcomer would; weights are taken from the user's own store."""
    from ogam.models import Store

    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "OGAM_HOME": str(tmp_path / "ogam"),
        "OGAM_MODELS_MIRROR": str(Store().folder),
        "COLUMNS": "100",
    }

    def run(command: str | list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            shell=isinstance(command, str),
            cwd=tmp_path,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )

    return run


def run_page(page: Path, marks: tuple[str, ...], shell) -> None:
    """The page's blocks with one of the marks, in order."""
    if not any("$ ogam home init" in block.text for block in blocks(page)):
        shell("ogam home init")
    for block in blocks(page):
        if block.mark in marks:
            run_block(block, shell)


def run_block(block: Block, shell) -> None:
    if block.language == "python":
        result = shell([sys.executable, "-c", block.text])
        assert result.returncode == 0, f"{block.text}\n{result.stdout}"
        return
    for step in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
        command, _, expected = step.partition("\n")
        check(command, [plain(line) for line in expected.splitlines() if line.strip()], shell(command))


def check(command: str, expected: list[str], result: subprocess.CompletedProcess[str]) -> None:
    printed = [plain(line) for line in result.stdout.splitlines()]
    missing = [line for line in expected if line not in printed]
    assert not missing, f"$ {command}\n{result.stdout}\ndoes not print:\n" + "\n".join(missing)
    assert expected or result.returncode == 0, f"$ {command}\n{result.stdout}"


def plain(line: str) -> str:
    """A line without what changes from run to run."""
    return " ".join(CHANGING.sub("#", line).split())


@pytest.mark.parametrize("page", pages_with(""), ids=lambda page: page.name)
def test_examples(page, shell):
    run_page(page, ("",), shell)


@pytest.mark.real
@pytest.mark.parametrize("page", pages_with("real"), ids=lambda page: page.name)
def test_examples_that_need_weights(page, shell):
    run_page(page, ("", "real"), shell)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    links = LINK.findall(page.read_text(encoding="utf-8"))
    missing = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert not missing


def test_the_readme_has_examples():
    assert blocks(ROOT / "README.md")


def test_an_example_that_prints_something_else_is_found(shell):
    with pytest.raises(AssertionError, match="does not print"):
        run_block(Block("console", "", "$ ogam --version\nogam 99\n"), shell)

"""docs/security.md: each threat names tests, and they are there."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROWS = [
    line for line in (ROOT / "docs" / "security.md").read_text("utf-8").splitlines()
    if line.startswith("| ") and not line.startswith(("| threat", "| ---"))
]  # fmt: skip
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split("|")[1].strip())
def test_each_threat_has_tests_that_are_there(row):
    named = NAMED.findall(row)
    assert named
    for path, name in named:
        functions = [node.name for node in ast.walk(ast.parse((ROOT / path).read_text("utf-8")))
                     if isinstance(node, ast.FunctionDef)]  # fmt: skip
        assert name in functions, f"{path} has no {name}"


def test_there_are_threats():
    assert len(ROWS) > 20

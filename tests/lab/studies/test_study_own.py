"""The studies of this repository can be read, and ask for what there is."""

from pathlib import Path

import pytest

from ogam.lab.protocols import protocol
from ogam.lab.studies import StudyError, load_study

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("path", sorted((ROOT / "benchmarks/studies").glob("*.yaml")), ids=lambda path: path.stem)
def test_a_study_of_this_repository(path):
    try:
        study = load_study(path)
    except StudyError as error:
        if all("is no file" in problem for problem in error.problems):
            pytest.skip("needs ../shared")
        raise
    assert [protocol(one.protocol, **one.options).name for one in study.protocols]

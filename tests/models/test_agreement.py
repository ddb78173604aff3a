"""Every model that comes from TensorFlow.js answers as TensorFlow.js itself does, within a thousandth."""

from pathlib import Path

import pytest

from ogam.core import ModelError
from ogam.lab.agreement import RANGES, differences, read_references
from ogam.models.converted import CONVERSIONS, open_converted

REFERENCES = Path(__file__).with_name("references")
FROM_TFJS = sorted(name for name, conversion in CONVERSIONS.items() if conversion.outputs)
MOST = 1e-3
"""Of the largest value of an output, or of 1 for a probability."""


@pytest.mark.parametrize("name", FROM_TFJS)
def test_every_converted_model_has_references_of_all_its_outputs(name: str) -> None:
    """Without one: `benchmarks/tfjs_reference/make.py`."""
    assert name in RANGES
    references = read_references(REFERENCES / f"{name}.json")
    assert set(references.outputs) == set(CONVERSIONS[name].outputs)
    assert all(one.scale > 0 for one in references.outputs.values())


@pytest.mark.real
@pytest.mark.parametrize("name", FROM_TFJS)
def test_a_converted_model_agrees_with_tensorflow_js(name: str) -> None:
    try:
        session = open_converted(name)
    except ModelError as error:
        pytest.skip(f"the weights cannot be had here: {error}")
    found = differences(session, name, read_references(REFERENCES / f"{name}.json"))
    assert max(found.values()) <= MOST, found

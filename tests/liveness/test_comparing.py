"""Yes, no, or no answer."""

import pytest

from ogam.liveness import is_same


@pytest.mark.parametrize(
    ("ratio", "same"), [(2.4, True), (2.2, None), (0.0, None), (-4.5, None), (-4.7, False), (99, True), (-99, False)]
)
def test_only_what_is_sure_is_an_answer(ratio: float, same: bool | None) -> None:
    assert is_same(ratio) is same

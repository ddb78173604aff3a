"""Raw samples of every width, against what they were made from."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogam.core import AudioError
from ogam.server.wyoming.sound import PcmStream, to_pcm

TONE = (0.5 * np.sin(2 * np.pi * 440 * np.arange(1600) / 16_000)).astype(np.float32)


def raw(samples: np.ndarray, width: int) -> bytes:
    if width == 1:
        return (samples * 127 + 128).round().astype(np.uint8).tobytes()
    whole = (samples.astype(np.float64) * (2 ** (8 * width - 1) - 1)).round().astype("<i8")
    return whole.view(np.uint8).reshape(-1, 8)[:, :width].tobytes()


@pytest.mark.parametrize(("width", "error"), [(1, 0.01), (2, 1e-4), (3, 1e-6), (4, 1e-6)])
@pytest.mark.parametrize("channels", [1, 2])
def test_widths(width, error, channels):
    found = PcmStream(16_000, width, channels).accept(raw(np.repeat(TONE, channels), width))
    assert np.abs(found - TONE).max() < error


@given(st.lists(st.integers(1, 300), min_size=1, max_size=6))
def test_the_chunks_change_nothing(sizes):
    wire = to_pcm(np.tile(TONE, 3))
    whole, pieces = PcmStream(44_100, 2, 1), PcmStream(44_100, 2, 1)
    expected = np.concatenate([whole.accept(wire), whole.finish()])
    found, at = [], 0
    while at < len(wire):
        size = 2 * sizes[len(found) % len(sizes)]
        found.append(pieces.accept(wire[at : at + size]))
        at += size
    assert np.array_equal(np.concatenate([*found, pieces.finish()]), expected)


def test_loud_samples_are_clipped():
    assert to_pcm(np.array([2.0, -2.0], np.float32)) == b"\xff\x7f\x01\x80"


def test_half_a_sample():
    with pytest.raises(AudioError, match="no whole number"):
        PcmStream(16_000, 2, 2).accept(b"\0\0")

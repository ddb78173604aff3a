import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogam.core import Audio
from ogam.devices.stopping import frames
from ogam.devices.stopping.frames import Frame, Kind, encoded, read_frame

FRAMES = st.builds(
    Frame,
    st.sampled_from(Kind),
    st.integers(0, 2**32 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.binary(max_size=200),
)


@given(st.lists(FRAMES, max_size=5))
def test_what_is_written_is_read(given_frames):
    file = io.BytesIO(b"".join(map(encoded, given_frames)))
    assert [read_frame(file) for _ in given_frames] == given_frames
    assert read_frame(file) is None


@given(FRAMES, st.data())
def test_what_is_cut_short_is_no_frame(frame, data):
    whole = encoded(frame)
    assert read_frame(io.BytesIO(whole[: data.draw(st.integers(0, len(whole) - 1))])) is None


def test_sound_comes_as_it_went():
    chunk = Audio(np.linspace(-1, 1, 320, dtype=np.float32), 2.5, "tablet")
    frame = read_frame(io.BytesIO(encoded(frames.sound(7, chunk))))
    assert frame is not None
    assert (frame.kind, frame.stream, frame.audio().start) == (Kind.SOUND, 7, 2.5)
    assert np.array_equal(frame.audio().samples, chunk.samples)


@pytest.mark.parametrize("header", [b"\x09" + bytes(16), b"\x00" + bytes(12) + b"\xff" * 4])
def test_what_is_no_frame_is_refused(header):
    with pytest.raises(ValueError, match=r"frame|Kind"):
        read_frame(io.BytesIO(header))

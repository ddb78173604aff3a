"""The words for what is taken now."""

from ogam.cli.sources import pictures_of
from ogam.vision.simulator import MjpegServer, made_up_room


def test_a_camera_has_any_address() -> None:
    """Also in a still room all pictures are taken: who is enrolled may sit still."""
    with MjpegServer(made_up_room(3), rate=20) as server:
        pictures = pictures_of(f"camera:{server.address}")
        taken = [next(pictures) for _ in range(6)]
        assert taken[5].time - taken[0].time < 3

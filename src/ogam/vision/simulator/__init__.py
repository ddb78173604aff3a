"""Cameras that are simulated: servers on this machine that send made-up pictures, and fail when they are told to.

For tests, and for trials without a camera. They are no protection of anything: they listen on the loopback alone.
"""

from ogam.vision.simulator.http_server import MjpegServer
from ogam.vision.simulator.rtsp_server import RtspServer
from ogam.vision.simulator.scenes import made_up_room

__all__ = ["MjpegServer", "RtspServer", "made_up_room"]

"""What a house pays for its eyes: python benchmarks/watching.py [FACES] [--seconds 60] [--cameras 4] [--moving 1]

FACES  a folder with images/ (Labeled Faces in the Wild), as for cameras.py.

Simulated cameras in a process of their own, 640×480, 5 pictures a second as MJPEG; some show somebody's face carried
through the room, the others a still room with photographs on the wall. The watching of `ogam serve` looks at all:
faces that are followed, things, all recognisers as they are by default. Printed is processor time ÷ time in % of one
core, after what is seen first has been looked at; and how many pictures came, were looked at, and were dropped.
"""

import argparse
import asyncio
import json
import multiprocessing
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from cameras import scene
from ogam.home import parse_home
from ogam.hub import House, open_hub
from ogam.hub.open_sights import open_pictures, open_sights
from ogam.vision.simulator import MjpegServer

SETTLES = 20.0
"""Seconds before it is measured."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("faces", nargs="?", type=Path)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--cameras", type=int, default=4)
    parser.add_argument("--moving", type=int, default=1)
    parser.add_argument("--sees", default="people, objects")
    wanted = parser.parse_args()
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    cameras = context.Process(target=serve, args=(wanted.faces, wanted.cameras, wanted.moving, theirs), daemon=True)
    cameras.start()
    print(json.dumps(asyncio.run(watch(ours.recv(), wanted.sees, wanted.seconds)), indent=1))
    cameras.terminate()


def serve(faces: Path | None, count: int, moving: int, told: Connection) -> None:
    """The cameras; the first `moving` of them show somebody who moves."""
    servers = [MjpegServer(scene(faces, number < moving), rate=5) for number in range(count)]
    for server in servers:
        server.__enter__()
    told.send([server.address for server in servers])
    while True:
        time.sleep(60)


async def watch(addresses: list[str], sees: str, seconds: float) -> dict[str, Any]:
    lines = [
        f"  - {{name: camera {number}, area: room {number}, address: '{address}', rate: 5, sees: [{sees}]}}"
        for number, address in enumerate(addresses, 1)
    ]
    areas = ", ".join(f"room {number}" for number in range(1, len(addresses) + 1))
    home = parse_home("\n".join([f"areas: [{areas}]", "permissions: false", "cameras:", *lines]))
    hub = open_hub(home, listen=False)
    house = House(hub, None)  # type: ignore[arg-type]  # nobody listens here
    house.watch(open_pictures, open_sights(hub))
    await asyncio.sleep(SETTLES)
    before = {camera.name: counts(camera) for camera in house.cameras}
    used, began = time.process_time(), time.perf_counter()
    await asyncio.sleep(seconds)
    share = (time.process_time() - used) / (time.perf_counter() - began)
    rows = {
        camera.name: {name: value - before[camera.name][name] for name, value in counts(camera).items()}
        for camera in house.cameras
    }
    await asyncio.to_thread(house.close)
    return {"percent_of_a_core": round(100 * share, 1), "seconds": seconds, "cameras": rows}


def counts(camera: Any) -> dict[str, int]:
    found = camera.counts
    return {name: getattr(found, name) for name in found.__slots__ if isinstance(getattr(found, name), int)}


if __name__ == "__main__":
    main()

"""What cameras cost: python benchmarks/cameras.py [FACES] [--seconds 20] [--only ours]

FACES  a folder with images/ (Labeled Faces in the Wild): photographs that hang in the room and move through it; without
       one, the simulator's made-up room.

Cameras are simulated in a process of their own: 640×480, 5 frames a second, with a sensor's noise, over the loopback as
MJPEG, and as RTSP with H.264 (RTSP with JPEG where PyAV is missing). Each row is a new process that only watches; its
share is processor time ÷ time, in % of one core, after the cameras have opened. "looked at" is the pictures a second
that were unpacked and given to `work`. The peer reads every frame with OpenCV's VideoCapture and asks
createBackgroundSubtractorMOG2, on the whole picture and on a quarter of each side; `work` gets what it says has moved.

`measure(..., work)` takes what is done with each picture and what moved in it.
"""

import argparse
import json
import multiprocessing
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from importlib.util import find_spec
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread
from typing import Any

import numpy as np

from ogam.core import Image
from ogam.vision import Motion, open_camera, read_image
from ogam.vision.simulator import MjpegServer, RtspServer, made_up_room

RATE, WIDTH, HEIGHT, COUNT = 5.0, 640, 480, 50
MOVED = 0.005
"""Share of the picture from which on the peer says that something moved."""
SETTLES = 6.0
"""Seconds before it is measured: streams open, and what is seen first is looked at."""
Work = Callable[[Image, Motion | None], object]


def nothing(_: Image, __: Motion | None) -> None:
    """In the place of what recognises."""


def scene(faces: Path | None, moving: bool) -> list[Image]:
    """Photographs on the wall, and if it moves, one that is carried through the room and back."""
    room = made_up_room(COUNT, moving and faces is None, WIDTH, HEIGHT, RATE)
    if faces is None:
        return room
    photographs = [read_image(path).pixels for path in sorted((faces / "images").glob("*.jpg"))[:4]]
    chance = np.random.default_rng(1)
    for number, image in enumerate(room):
        clean = [(photographs[one][::2, ::2], 180 + 150 * one, 40) for one in range(3)]
        if moving:
            there = 1 - abs(1 - 2 * number / COUNT)
            clean.append((photographs[3], int(there * (WIDTH - photographs[3].shape[1])), 200))
        for pixels, left, top in clean:
            noisy = pixels + chance.normal(0, 4, pixels.shape)
            part = image.pixels[top : top + pixels.shape[0], left : left + pixels.shape[1]]
            part[:] = np.clip(noisy, 0, 255).astype(np.uint8)[: part.shape[0], : part.shape[1]]
    return room


def serve(kind: str, faces: Path | None, moving: Sequence[bool], told: Connection) -> None:
    """Cameras in a process of their own, until it is told to end."""
    servers: list[MjpegServer | RtspServer] = []
    for one in moving:
        images = scene(faces, one)
        codec: Any = "h264" if find_spec("av") else "jpeg"
        servers.append(MjpegServer(images, RATE) if kind == "mjpeg" else RtspServer(images, RATE, codec))
        servers[-1].__enter__()
    told.send([server.address for server in servers])
    told.recv()


def ours(addresses: Sequence[str], seconds: float, work: Work) -> dict[str, float]:
    """One thread a camera, as the product has it."""
    looked = [0] * len(addresses)
    cameras = [open_camera(address, rate=RATE) for address in addresses]

    def watch(number: int) -> None:
        for image in cameras[number]:
            looked[number] += 1
            work(image, cameras[number].motion)

    return costs([partial(watch, number) for number in range(len(cameras))], looked, seconds, partial(close, cameras))


def close(cameras: Sequence[Any]) -> None:
    for camera in cameras:
        camera.close()


def opencv(addresses: Sequence[str], seconds: float, work: Work, reduced: int = 1) -> dict[str, float]:
    """What is usual: every frame is unpacked and shown to MOG2, and what it says has moved is looked at."""
    import cv2

    looked, stopped = [0] * len(addresses), [False]

    def watch(number: int) -> None:
        capture, gate = cv2.VideoCapture(addresses[number]), cv2.createBackgroundSubtractorMOG2()
        while not stopped[0]:
            taken, pixels = capture.read()
            if taken:
                small = cv2.resize(pixels, (WIDTH // reduced, HEIGHT // reduced)) if reduced > 1 else pixels
                moved = np.count_nonzero(gate.apply(small)) / small[:, :, 0].size
                if moved > MOVED:
                    work(Image(pixels[:, :, ::-1]), None)
                    looked[number] += 1
        capture.release()

    def stop() -> None:
        stopped[0] = True

    return costs([partial(watch, number) for number in range(len(addresses))], looked, seconds, stop)


def costs(
    watchers: Sequence[Callable[[], None]], looked: list[int], seconds: float, stop: Callable[[], None]
) -> dict[str, float]:
    """Share of a core, in %, and pictures a second that were looked at."""
    threads = [Thread(target=watcher, daemon=True) for watcher in watchers]
    for thread in threads:
        thread.start()
    time.sleep(SETTLES)
    used, began, before = time.process_time(), time.monotonic(), sum(looked)
    time.sleep(seconds)
    share = 100 * (time.process_time() - used) / (time.monotonic() - began)
    per_second = (sum(looked) - before) / seconds
    stop()
    for thread in threads:
        thread.join(5)
    return {"share of a core": round(share, 2), "looked at": round(per_second, 2)}


WATCHERS: dict[str, Callable[..., dict[str, float]]] = {
    "ours": ours,
    "OpenCV + MOG2": opencv,
    "OpenCV + MOG2 on 160×120": partial(opencv, reduced=4),
}


def answer(who: str, addresses: Sequence[str], seconds: float, work: Work, told: Connection) -> None:
    told.send(WATCHERS[who](addresses, seconds, work))


def measure(
    who: str, kind: str, faces: Path | None, moving: Sequence[bool], seconds: float, work: Work = nothing
) -> dict[str, float]:
    """A row: cameras in one process, whoever watches in another. work: must be importable from another process."""
    processes = multiprocessing.get_context("spawn")
    here, there = processes.Pipe()
    cameras = processes.Process(target=serve, args=(kind, faces, moving, there), daemon=True)
    cameras.start()
    watcher = processes.Process(target=answer, args=(who, here.recv(), seconds, work, there), daemon=True)
    watcher.start()
    found: dict[str, float] = here.recv()
    watcher.join()
    here.send("end")
    cameras.join(5)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("faces", nargs="?", type=Path)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--only", choices=list(WATCHERS))
    arguments = parser.parse_args()
    scenes = {"a still camera": [False], "four, one moving": [True, False, False, False]}
    for name, moving in scenes.items():
        for kind in ("mjpeg", "rtsp"):
            for who in [arguments.only] if arguments.only else WATCHERS:
                found = measure(who, kind, arguments.faces, moving, arguments.seconds)
                print(json.dumps({"scene": name, "over": kind, "who": who, **found}, ensure_ascii=False))
                sys.stdout.flush()


if __name__ == "__main__":
    main()

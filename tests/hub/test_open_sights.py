"""Ogam's own eyes, as far as they need no weights: cameras by their address, and what each is to see."""

import sys
import time
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from watched_homes import seen

from ogam.core import DeviceError
from ogam.home import Camera, CameraZone, parse_home
from ogam.home.things import THINGS
from ogam.hub import Eye, Scene, WatchedCamera, open_hub
from ogam.hub.open_sights import open_pictures, open_sights, state_path
from ogam.vision.coco import CLASSES
from ogam.vision.simulator import MjpegServer, made_up_room


def test_what_can_be_asked_for_is_what_is_recognised() -> None:
    assert set(THINGS) == set(CLASSES)


def test_a_camera_in_the_network_is_watched_and_its_password_is_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    with MjpegServer(made_up_room(20, moving=True), rate=20, user="me", password="hunter2") as server:
        monkeypatch.setenv("CAMERA_PASSWORD", "hunter2")
        address = server.address.replace("hunter2", "${CAMERA_PASSWORD}")
        camera = Camera("hall camera", address, rate=20)
        scene, failures = Scene([camera]), list[str]()
        eye = Eye("objects", "motion", 0.0, lambda image: {"object": [seen("object", "cup")]})
        watched = WatchedCamera(
            camera, scene, open_pictures, lambda camera: [eye], on_failure=lambda *args: failures.append(str(args[2]))
        )
        with watched:
            deadline = time.monotonic() + 20
            while watched.counts.pictures < 3:
                assert time.monotonic() < deadline, watched.reason
                time.sleep(0.01)
            assert (watched.state, failures) == ("watching", [])
            assert [one.what for one in scene.view("hall camera").things] == ["cup"]
            latest = watched.latest()
            assert latest is not None
            assert latest[0].source == "hall camera"
        assert "hunter2" not in f"{watched.reason}{scene.now()}{camera}"


def test_a_secret_that_is_not_there_is_said_without_it() -> None:
    with pytest.raises(DeviceError, match="NO_SUCH_VARIABLE is not set"):
        open_pictures(Camera("eye", "rtsp://me:${NO_SUCH_VARIABLE}@192.168.0.20/"))


def test_there_are_eyes_for_what_a_camera_is_to_see(tmp_path: Path) -> None:
    home = parse_home("areas: [hall]\ncameras: [{name: eye, area: hall, address: 0}]")
    kit = open_sights(open_hub(home, listen=False), tmp_path)
    zone = CameraZone("oven door", ((0, 0), (1, 0), (1, 1)), opens=True)
    assert [eye.name for eye in kit.eyes(Camera("eye", "0", sees=("people", "objects")))] == ["faces", "objects"]
    assert [eye.name for eye in kit.eyes(Camera("eye", "0", sees=("objects",), zones=(zone,)))] == [
        "objects",
        "openings",
    ]
    assert state_path(tmp_path, Camera("Kitchen camera", "0"), "oven door").name == "kitchen_camera.oven_door.json"

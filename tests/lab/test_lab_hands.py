"""Drawn hands and simulated lives: the labels are right, seeds decide, and what is drawn lies where it says."""

import json
import struct
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from ogam.core import ModelError
from ogam.lab.body_life import DAILY, FALLS, poses, room_camera
from ogam.lab.hand_life import (
    MOVEMENTS,
    ErrorBank,
    SeenHands,
    between,
    matrix_of,
    normalised,
    ordinary,
    quaternion,
    scene,
    showing,
    views,
)
from ogam.lab.hand_pictures import HandMesh, draw_hand, joints_seen, read_mesh
from ogam.lab.hand_sets import DIRECTIONS, hand_look, hand_view, posture
from ogam.vision import GESTURES, FallWatch
from ogam.vision.gestures import Gesture
from ogam.vision.hand_features import direction_from_up
from ogam.vision.hand_kinematics import rotation, skeleton


def triangle_mesh() -> HandMesh:
    """One triangle that hangs on the middle finger, to the camera."""
    places = skeleton().places[[10, 11, 15]] - (0, 0, 15)
    weights = np.zeros((3, 25))
    weights[:, 10] = 1
    normals = np.tile([0.0, 0, -1], (3, 1))
    return HandMesh(places, normals, np.array([[0, 2, 1], [0, 1, 2]]), weights, -np.ones(3), np.zeros(3))


@pytest.mark.parametrize("gesture", GESTURES)
def test_a_posture_points_where_its_label_says_on_both_hands(gesture: Gesture) -> None:
    for seed in range(12):
        random = np.random.default_rng(seed)
        held = posture(gesture, random)
        joints = joints_seen(held.shape, hand_view(held, 640, 480, random))
        assert joints.shape == (21, 3)
        assert joints[:, :2].min() > 0
        along = joints[4] - joints[2] if gesture.startswith("thumbs") else joints[8] - joints[5]
        wanted = {**DIRECTIONS, "thumbs_up": 0.0, "thumbs_down": 180.0}.get(gesture)
        if wanted is not None:
            away = abs((direction_from_up(along[:2])[1] - wanted + 180) % 360 - 180)
            assert away < 40, (seed, held.mirrored)


def test_the_same_seed_draws_the_same_hand() -> None:
    background = np.full((120, 160, 3), 200, np.uint8)
    pictures = []
    for _ in range(2):
        random = np.random.default_rng(4)
        held = posture("open_palm", random)
        view = hand_view(held, 160, 120, random)
        pictures.append(draw_hand(background, triangle_mesh(), held.shape, view, hand_look(random), random))
    assert np.array_equal(*pictures)
    assert (pictures[0] != background).any()
    assert (pictures[0] == background).mean() > 0.3


def test_what_is_no_mesh_is_an_error_of_ours(tmp_path: Path) -> None:
    broken = tmp_path / "right.glb"
    document = json.dumps({"accessors": []}).encode()
    for data in (b"", b"glTF" + bytes(20), bytes(12) + struct.pack("<I", len(document)) + bytes(4) + document):
        broken.write_bytes(data)
        with pytest.raises(ModelError, match="not a mesh of a hand"):
            read_mesh(broken)


@pytest.mark.parametrize("degrees", [0, 30, 90, 179, 180])
def test_turns_survive_as_quaternions(degrees: float) -> None:
    axis = np.array([0.36, -0.48, 0.8])
    matrix = rotation(axis, degrees)
    assert matrix_of(quaternion(matrix)) == pytest.approx(matrix, abs=1e-6)


@pytest.mark.parametrize("name", MOVEMENTS)
def test_every_movement_goes_forward_in_time(name: str) -> None:
    for seed in range(5):
        keys = MOVEMENTS[name][1](3.0, np.random.default_rng(seed))
        times = [key.at for key in keys]
        assert times[0] == 3.0
        assert all(one < other for one, other in pairwise(times))
        assert all(np.linalg.norm(key.turn) == pytest.approx(1) for key in keys)


def test_an_hour_is_an_hour() -> None:
    played = list(ordinary(600, np.random.default_rng(0)))
    assert 600 <= played[-1][1][-1].at < 800
    assert len({name for name, _ in played}) > 6


def test_a_gesture_that_is_shown_is_held_in_between() -> None:
    random = np.random.default_rng(1)
    seen = scene(random)
    keys = showing("thumbs_up", 0.0, random, seen.mirrored)
    held = between(keys, (keys[1].at + keys[2].at) / 2)[1]
    assert abs(held @ keys[1].turn) == pytest.approx(1)
    times = np.arange(0, keys[-1].at, 0.125)
    assert len(list(views(keys, times, seen, random))) == len(times)


def test_without_errors_a_hand_is_seen_as_it_is() -> None:
    random = np.random.default_rng(2)
    held = posture("victory", random)
    view = hand_view(held, 640, 480, random)
    joints = joints_seen(held.shape, view)
    bank = ErrorBank(np.repeat(normalised(joints, joints, view.mirrored)[None], 20, axis=0), np.zeros((20, 2, 21, 3)))
    hand = SeenHands(bank, random).accept(held.shape, view)
    assert hand.landmarks[:, :2] == pytest.approx(joints[:, :2], abs=1e-3)
    assert hand.side == ("left" if view.mirrored else "right")


@pytest.mark.parametrize("name", [*FALLS, *DAILY])
def test_simulated_bodies_fall_or_do_not(name: str) -> None:
    """Of twenty, as bounds only: the figures are in docs/benchmarks.md."""
    said = 0
    for seed in range(20):
        random = np.random.default_rng([9, seed])
        keys, camera = ({**FALLS, **DAILY})[name](0.0, random), room_camera(random)
        watch = FallWatch()
        said += any(watch.accept(pose, time) for time, pose in poses(keys, 8.0, camera, random))
    assert said >= 9 if name in FALLS else said <= 6

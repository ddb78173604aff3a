"""Poses, falls, and where people point."""

import numpy as np
import pytest

from ogam.core import Box, Image, ModelCard, Recognizer
from ogam.vision import (
    FakePoseEstimator,
    FallWatch,
    Place,
    Pose,
    PoseFollower,
    PoseRecognizer,
    Ray,
    arm_ray,
    face_ray,
    finger_ray,
    made_up_face,
    made_up_hand,
    made_up_pose,
    pointed_at,
)
from ogam.vision.pointing import angle_to
from ogam.vision.poses import (
    COUNT,
    GRID,
    LEFT_HIP,
    LEFT_SHOULDER,
    NOSE,
    RIGHT_ELBOW,
    RIGHT_HIP,
    RIGHT_SHOULDER,
    RIGHT_WRIST,
    MoveNet,
    crop_of_pose,
    decoded,
)


def maps(row: int = 20, column: int = 30) -> list[np.ndarray]:
    """A body at a place of the grid, all of whose points are two places to the right of it."""
    heat, centre = np.zeros((GRID, GRID, COUNT), np.float32), np.zeros((GRID, GRID, 1), np.float32)
    regressions, offsets = np.zeros((GRID, GRID, 34), np.float32), np.zeros((GRID, GRID, 34), np.float32)
    centre[row, column] = 1
    regressions[row, column] = np.tile([0, 2], COUNT)
    heat[row, column + 2], heat[2, 2] = 0.8, 0.9  # another body, hotter, is far away
    offsets[row, column + 2] = np.tile([0.5, 0.25], COUNT)
    return [heat, centre, regressions, offsets]


def test_points_are_those_of_the_body_in_the_middle() -> None:
    points, scores = decoded(*maps())
    assert points == pytest.approx(np.tile([32.25 / GRID, 20.5 / GRID], (COUNT, 1)))
    assert scores == pytest.approx(np.full(COUNT, 0.8))


class Network:
    def run(self, outputs: list[str], feeds: dict[str, np.ndarray]) -> list[np.ndarray]:
        assert feeds["input"].shape == (1, 192, 192, 3)
        return [one[None] for one in maps()]


def test_a_pose_is_given_in_pixels_of_the_picture() -> None:
    image = Image(np.zeros((240, 480, 3), np.uint8))
    whole = MoveNet(Network()).estimate(image)
    assert whole is not None
    assert whole.points[0] == pytest.approx([32.25 * 10, 20.5 * 10 - 120], abs=0.1)
    part = MoveNet(Network()).estimate(image, Box(100, 50, 96, 96))
    assert part is not None
    assert part.points[0] == pytest.approx([100 + 32.25 * 2, 50 + 20.5 * 2], abs=0.1)
    assert MoveNet(Network(), least=18).estimate(image) is None


def upright(x: float = 300, top: float = 150) -> Pose:
    return made_up_pose(
        {
            NOSE: (x, top - 40),
            LEFT_SHOULDER: (x + 20, top),
            RIGHT_SHOULDER: (x - 20, top),
            LEFT_HIP: (x + 12, top + 80),
            RIGHT_HIP: (x - 12, top + 80),
        }
    )


def lying(x: float = 300, y: float = 380) -> Pose:
    return made_up_pose(
        {
            NOSE: (x - 60, y),
            LEFT_SHOULDER: (x - 40, y - 5),
            RIGHT_SHOULDER: (x - 40, y + 5),
            LEFT_HIP: (x + 40, y - 5),
            RIGHT_HIP: (x + 40, y + 5),
        }
    )


def between(one: Pose, other: Pose, share: float) -> Pose:
    seen = np.flatnonzero(one.scores > 0)
    return made_up_pose({int(i): tuple((1 - share) * one.points[i] + share * other.points[i]) for i in seen})


def watched(down: float, stays: float, end: Pose | None = None, step: float = 0.1) -> list[float]:
    """When a fall is said: a body stands for two seconds, goes down in so many, lies, and may get up."""
    watch, found = FallWatch(), []
    for time in np.arange(0, 2 + down + stays + 3, step):
        if time < 2:
            pose = upright()
        elif time < 2 + down:
            pose = between(upright(), lying(), (time - 2) / down)
        else:
            pose = lying() if time < 2 + down + stays or end is None else end
        found += watch.accept(pose, float(time), "hall")
    assert all((one.kind, one.value, one.source) == ("fall", "fall", "hall") for one in found)
    assert all(0.5 < one.confidence <= 1 for one in found)
    return [one.end for one in found]


def test_a_fall_is_said_once_when_nobody_got_up_for_three_seconds() -> None:
    (when,) = watched(down=0.6, stays=8)
    assert 5 < when < 6.5


def test_lying_down_slowly_is_no_fall() -> None:
    assert watched(down=2.5, stays=8) == []


def test_getting_up_at_once_is_no_fall() -> None:
    assert watched(down=0.6, stays=1.5, end=upright()) == []


def test_sitting_down_quickly_is_no_fall() -> None:
    watch, found = FallWatch(), []
    for time in np.arange(0, 8, 0.1):
        found += watch.accept(upright(top=150 + 80 * min(max(time - 2, 0) / 0.5, 1)), float(time))
    assert found == []


def test_a_fall_needs_no_pose_in_every_frame_and_none_at_all_is_none() -> None:
    watch, found = FallWatch(), []
    for number, time in enumerate(np.arange(0, 9, 0.1)):
        pose = upright() if time < 2 else between(upright(), lying(), min((time - 2) / 0.6, 1))
        found += watch.accept(None if number % 3 == 0 else pose, float(time))
    assert len(found) == 1
    assert FallWatch().accept(made_up_pose({NOSE: (1, 1)}), 0.0) == []


def test_who_was_gone_may_fall_again() -> None:
    watch, found = FallWatch(), []
    for begin in (0.0, 20.0):
        for time in np.arange(0, 9, 0.1):
            pose = upright() if time < 2 else between(upright(), lying(), min((time - 2) / 0.6, 1))
            found += watch.accept(pose, begin + float(time))
    assert len(found) == 2


def test_who_kneels_is_not_on_the_floor() -> None:
    """The trunk is as low and came down as fast, but the feet were seen, and the shoulders are well above them."""
    feet = {15: (310.0, 500.0), 16: (290.0, 500.0)}

    def with_feet(pose: Pose) -> Pose:
        return made_up_pose({int(i): tuple(pose.points[i]) for i in np.flatnonzero(pose.scores > 0)} | feet)

    for floor, falls in ((380, 0), (470, 1)):
        watch, found = FallWatch(), []
        for time in np.arange(0, 9, 0.1):
            pose = upright() if time < 2 else between(upright(), lying(y=floor), min((time - 2) / 0.6, 1))
            found += watch.accept(with_feet(pose), float(time))
        assert len(found) == falls


def test_a_far_body_is_too_small_to_be_judged() -> None:
    watch, found = FallWatch(), []
    for time in np.arange(0, 9, 0.1):
        pose = upright() if time < 2 else between(upright(), lying(), min((time - 2) / 0.6, 1))
        small = made_up_pose({int(i): tuple(pose.points[i] / 8) for i in np.flatnonzero(pose.scores > 0)})
        found += watch.accept(small, float(time))
    assert found == []


def test_what_is_looked_at_follows_the_body() -> None:
    part = crop_of_pose(upright())
    assert part is not None
    assert (part.left + part.width / 2, part.top + part.height / 2) == pytest.approx((300, 230))
    assert part.height > 2 * 1.2 * 120
    assert crop_of_pose(made_up_pose({NOSE: (5, 5)})) is None
    follower = PoseFollower(FakePoseEstimator({"a": upright()}))
    empty = np.zeros((8, 8, 3), np.uint8)
    assert follower.accept(Image(empty, 0.0, "a")) is not None
    assert follower.accept(Image(empty, 0.1, "b")) is None


def test_poses_are_observations() -> None:
    recognizer = PoseRecognizer(FakePoseEstimator({"a": upright()}), ModelCard("poses", "1", "pose"))
    assert isinstance(recognizer, Recognizer)
    empty = np.zeros((8, 8, 3), np.uint8)
    (one,), none = recognizer.recognize([Image(empty, 1.0, "a"), Image(empty, 1.0, "b")])
    assert (one.kind, one.details["nose"][:2], none) == ("pose", [300.0, 110.0], [])


LAMP, WINDOW, DOOR = (
    Place("lamp", Box(500, 100, 40, 40)),
    Place("window", Box(50, 50, 80, 80)),
    Place("door", Box(300, 460, 1, 1)),
)


def pointing(wrist: tuple[float, float], elbow: tuple[float, float]) -> Pose:
    return made_up_pose({NOSE: (300, 140), RIGHT_SHOULDER: (280, 190), RIGHT_ELBOW: elbow, RIGHT_WRIST: wrist})


def test_an_outstretched_arm_points_along_the_line_from_the_head() -> None:
    ray = arm_ray(pointing((200, 120), (240, 155)))
    assert ray is not None
    first, *_ = pointed_at(ray, [LAMP, WINDOW, DOOR])
    assert first.name == "window"
    assert first.confidence > 0.6


def test_an_arm_that_hangs_or_is_bent_points_at_nothing() -> None:
    assert arm_ray(pointing((282, 330), (281, 260))) is None
    assert arm_ray(pointing((290, 150), (220, 200))) is None
    assert arm_ray(made_up_pose({NOSE: (300, 140)})) is None


def test_what_lies_behind_and_what_lies_aside_is_not_meant() -> None:
    ray = Ray(300, 120, 1, 0, 9)
    found = {one.name: one.confidence for one in pointed_at(ray, [LAMP, WINDOW, DOOR])}
    assert set(found) == {"lamp"}
    assert found["lamp"] > 0.9
    assert sum(one.confidence for one in pointed_at(Ray(300, 120, 0.7, 0.714, 9), [LAMP, DOOR])) < 0.2
    twice = pointed_at(ray, [LAMP, Place("television", Box(480, 100, 60, 60))])
    assert [one.confidence for one in twice] == pytest.approx([0.49, 0.49], abs=0.02)
    assert pointed_at(ray, []) == []


def test_angles_are_to_the_nearest_of_a_box() -> None:
    assert angle_to(Ray(0, 0, 1, 0, 9), Box(10, -5, 10, 10)) == 0
    assert angle_to(Ray(0, 0, 1, 0, 9), Box(10, 10, 0, 0)) == pytest.approx(45)
    assert angle_to(Ray(0, 0, 1, 0, 9), Box(-20, -1, 2, 2)) > 170
    assert angle_to(Ray(5, 5, 1, 0, 9), Box(0, 0, 10, 10)) == 0


@pytest.mark.parametrize(("gesture", "wanted"), [("point_left", (-1, 0)), ("point_down", (0, 1))])
def test_a_finger_points(gesture: str, wanted: tuple[float, float]) -> None:
    ray = finger_ray(made_up_hand(gesture))  # type: ignore[arg-type]
    assert ray is not None
    assert (ray.dx, ray.dy) == pytest.approx(wanted, abs=0.1)


def test_a_head_that_is_turned_looks_somewhere() -> None:
    left = face_ray(made_up_face(Box(100, 100, 80, 80), yaw=40))
    assert left is not None
    assert left.dx > 0.9  # the person's left is the picture's right
    up = face_ray(made_up_face(Box(100, 100, 80, 80), pitch=30))
    assert up is not None
    assert up.dy < -0.9
    assert face_ray(made_up_face(Box(100, 100, 80, 80))) is None

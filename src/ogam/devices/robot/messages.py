"""ROS 2's messages, as far as a household robot needs them: poses, velocities, batteries, goals."""

import math
from collections.abc import Mapping
from typing import Any

from ogam.devices.robot.protocol import Message

Pose = tuple[float, float, float]
"""x and y in metres on the robot's map, and the heading in degrees, counted from the x axis to the left."""

TWIST, TWIST_STAMPED = "geometry_msgs/msg/Twist", "geometry_msgs/msg/TwistStamped"
BATTERY = "sensor_msgs/msg/BatteryState"
POSE_TYPES = {"amcl_pose": "geometry_msgs/msg/PoseWithCovarianceStamped", "odom": "nav_msgs/msg/Odometry"}
CANCEL_GOALS = "action_msgs/srv/CancelGoal"

EXECUTING, SUCCEEDED, CANCELED, ABORTED = 2, 4, 5, 6
"""States of a goal (action_msgs/msg/GoalStatus)."""

EVERY_GOAL: Mapping[str, Any] = {"goal_info": {"goal_id": {"uuid": [0] * 16}, "stamp": {"sec": 0, "nanosec": 0}}}
"""What cancels all goals of an action, whoever set them: an id and a time of zero (action_msgs/srv/CancelGoal)."""


def pose_message(pose: Pose) -> Message:
    """geometry_msgs/msg/Pose."""
    x, y, heading = pose
    half = math.radians(heading) / 2
    turned = {"x": 0.0, "y": 0.0, "z": math.sin(half), "w": math.cos(half)}
    return {"position": {"x": float(x), "y": float(y), "z": 0.0}, "orientation": turned}


def pose_goal(pose: Pose, frame: str) -> Message:
    """The goal of nav2's NavigateToPose. An empty `stamp` stands for now."""
    return {"pose": {"header": {"frame_id": frame}, "pose": pose_message(pose)}}


def twist(forward: float, left: float, stamped: bool = False) -> Message:
    """A velocity: metres and radians a second."""
    plain = {"linear": {"x": forward, "y": 0.0, "z": 0.0}, "angular": {"x": 0.0, "y": 0.0, "z": left}}
    return {"header": {"frame_id": "base_link"}, "twist": plain} if stamped else plain


def read_twist(message: Any) -> tuple[float, float] | None:
    """Metres and radians a second of a velocity, plain or stamped; None for what is none."""
    try:
        plain = message.get("twist", message)
        forward, left = float(plain["linear"]["x"]), float(plain["angular"]["z"])
    except (AttributeError, KeyError, TypeError, ValueError):
        return None
    return (forward, left) if math.isfinite(forward) and math.isfinite(left) else None


def read_pose(message: Any) -> Pose | None:
    """The pose of a PoseWithCovarianceStamped, an Odometry or a PoseStamped; None for what is none, or no number."""
    try:
        pose = message["pose"]
        pose = pose.get("pose", pose)
        x, y = float(pose["position"]["x"]), float(pose["position"]["y"])
        z, w = float(pose["orientation"]["z"]), float(pose["orientation"]["w"])
    except (AttributeError, KeyError, TypeError, ValueError):
        return None
    if not all(map(math.isfinite, (x, y, z, w))):
        return None
    return x, y, math.degrees(2 * math.atan2(z, w))


def read_battery(message: Any) -> int | None:
    """Per cent of a BatteryState, whose `percentage` is a share; None where the robot does not measure it."""
    try:
        share = float(message["percentage"])
    except (KeyError, TypeError, ValueError):
        return None
    return round(100 * share) if 0 <= share <= 1 else None

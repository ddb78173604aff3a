"""How a robot is reached, and what its topics and actions are called: nav2's names where nothing else is said."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """The table [robot] of drivers.toml.

    url: of its rosbridge, `ws://192.168.1.30:9090`. name: what a robot that is discovered is called.
    frame: the map's. navigate, dock, follow: names of actions, empty where it has none; a robot without `dock` goes
    to the place `home` instead. velocity: the topic of velocities; stamped: whether they are TwistStamped.
    pose, pose_type: the topic that tells where it is ("amcl_pose" or "odom"); battery: the topic that tells the charge.
    speed, turn: metres and radians a second of the small moves; move_seconds: how long each is, at most 2 s.
    place_within: metres from a place within which it counts as being there.
    """

    url: str
    name: str = "robot"
    frame: str = "map"
    navigate: str = "/navigate_to_pose"
    navigate_type: str = "nav2_msgs/action/NavigateToPose"
    dock: str = ""
    dock_type: str = "nav2_msgs/action/DockRobot"
    dock_id: str = "home_dock"
    home: str = ""
    follow: str = ""
    follow_type: str = "nav2_msgs/action/FollowObject"
    velocity: str = "/cmd_vel"
    stamped: bool = False
    pose: str = "/amcl_pose"
    pose_type: str = "amcl_pose"
    battery: str = "/battery_state"
    speed: float = 0.2
    turn: float = 0.8
    move_seconds: float = 1.0
    place_within: float = 1.5

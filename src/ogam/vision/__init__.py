"""What a camera sees: images, the faces, hands and bodies in them, and what these do."""

from ogam.vision.faces import Face, FaceDetector, cut_out, load_faces
from ogam.vision.fakes import FakeFaceDetector, made_up_face
from ogam.vision.falls import FallSettings, FallWatch
from ogam.vision.gesture_watch import GestureWatch, WatchSettings
from ogam.vision.gestures import GESTURES, Gesture, GestureReading, read_gesture
from ogam.vision.hands import Hand, HandDetector, HandFollower, load_hands
from ogam.vision.images import read_image, read_jpeg
from ogam.vision.landmarks import HeadPose, eye_distance, eye_openness, head_pose, mouth_openness
from ogam.vision.late import LateFaceDetector
from ogam.vision.pointing import Place, PointedAt, Ray, arm_ray, face_ray, finger_ray, pointed_at
from ogam.vision.poses import Pose, PoseEstimator, PoseFollower, load_poses

__all__ = [
    "GESTURES",
    "Face",
    "FaceDetector",
    "FakeFaceDetector",
    "FallSettings",
    "FallWatch",
    "Gesture",
    "GestureReading",
    "GestureWatch",
    "Hand",
    "HandDetector",
    "HandFollower",
    "HeadPose",
    "LateFaceDetector",
    "Place",
    "PointedAt",
    "Pose",
    "PoseEstimator",
    "PoseFollower",
    "Ray",
    "WatchSettings",
    "arm_ray",
    "cut_out",
    "eye_distance",
    "eye_openness",
    "face_ray",
    "finger_ray",
    "head_pose",
    "load_faces",
    "load_hands",
    "load_poses",
    "made_up_face",
    "mouth_openness",
    "pointed_at",
    "read_gesture",
    "read_image",
    "read_jpeg",
]

"""What a camera sees: images, the faces, hands, bodies and things in them, what these do, and what is open."""

from ogam.vision.faces import Face, FaceDetector, cut_out, load_faces
from ogam.vision.fakes import FakeFaceDetector, FakeObjectRecognizer, made_up_face
from ogam.vision.falls import FallSettings, FallWatch
from ogam.vision.gesture_watch import GestureWatch, WatchSettings
from ogam.vision.gestures import GESTURES, Gesture, GestureReading, read_gesture
from ogam.vision.hand_fakes import FakeHandDetector, FakePoseEstimator, made_up_hand, made_up_pose
from ogam.vision.hands import Hand, HandDetector, HandFollower, load_hands
from ogam.vision.images import read_image, read_jpeg
from ogam.vision.landmarks import HeadPose, eye_distance, eye_openness, head_pose, mouth_openness
from ogam.vision.late import LateFaceDetector
from ogam.vision.objects import ObjectRecognizer, load_objects
from ogam.vision.pointing import Place, PointedAt, Ray, arm_ray, face_ray, finger_ray, pointed_at
from ogam.vision.poses import Pose, PoseEstimator, PoseFollower, load_poses
from ogam.vision.recognizers import GestureRecognizer, PoseRecognizer, load_gestures, load_pose_recognizer
from ogam.vision.states import StateRecognizer, learn_state, load_state, save_state, zone_features
from ogam.vision.tracking import Track, Tracker, TrackingSettings
from ogam.vision.zones import Zone, masked, zones_of

__all__ = [
    "GESTURES",
    "Face",
    "FaceDetector",
    "FakeFaceDetector",
    "FakeHandDetector",
    "FakeObjectRecognizer",
    "FakePoseEstimator",
    "FallSettings",
    "FallWatch",
    "Gesture",
    "GestureReading",
    "GestureRecognizer",
    "GestureWatch",
    "Hand",
    "HandDetector",
    "HandFollower",
    "HeadPose",
    "LateFaceDetector",
    "ObjectRecognizer",
    "Place",
    "PointedAt",
    "Pose",
    "PoseEstimator",
    "PoseFollower",
    "PoseRecognizer",
    "Ray",
    "StateRecognizer",
    "Track",
    "Tracker",
    "TrackingSettings",
    "WatchSettings",
    "Zone",
    "arm_ray",
    "cut_out",
    "eye_distance",
    "eye_openness",
    "face_ray",
    "finger_ray",
    "head_pose",
    "learn_state",
    "load_faces",
    "load_gestures",
    "load_hands",
    "load_objects",
    "load_pose_recognizer",
    "load_poses",
    "load_state",
    "made_up_face",
    "made_up_hand",
    "made_up_pose",
    "masked",
    "mouth_openness",
    "pointed_at",
    "read_gesture",
    "read_image",
    "read_jpeg",
    "save_state",
    "zone_features",
    "zones_of",
]

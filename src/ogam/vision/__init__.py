"""What a camera sees: what moves, faces, hands, bodies, things and writing, where these go, and what they do."""

from ogam.vision.cameras import Camera, FakeCamera, WrongPassword, open_camera
from ogam.vision.drawing import Drawn, draw_seen
from ogam.vision.faces import Face, FaceDetector, FaceFollower, cut_out, load_faces
from ogam.vision.fakes import FakeFaceDetector, FakeObjectRecognizer, made_up_face
from ogam.vision.falls import FallSettings, FallWatch
from ogam.vision.gesture_watch import GestureWatch, WatchSettings
from ogam.vision.gestures import GESTURES, Gesture, GestureReading, read_gesture
from ogam.vision.hand_fakes import FakeHandDetector, FakePoseEstimator, made_up_hand, made_up_pose
from ogam.vision.hands import Hand, HandDetector, HandFollower, load_hands
from ogam.vision.images import read_image, read_jpeg
from ogam.vision.labels import LabelDate, Quantity, find_dates, find_quantities
from ogam.vision.landmarks import HeadPose, eye_distance, eye_openness, head_pose, mouth_openness
from ogam.vision.late import LateFaceDetector
from ogam.vision.motion_gate import Motion, MotionGate
from ogam.vision.objects import ObjectRecognizer, load_objects
from ogam.vision.pointing import Place, PointedAt, Ray, arm_ray, face_ray, finger_ray, pointed_at
from ogam.vision.poses import Pose, PoseEstimator, PoseFollower, load_poses
from ogam.vision.recognizers import GestureRecognizer, PoseRecognizer, load_gestures, load_pose_recognizer
from ogam.vision.states import StateRecognizer, learn_state, load_state, save_state, zone_features
from ogam.vision.text import FakeTextReader, TextReader, load_text_reader, read_text
from ogam.vision.tracking import Track, Tracker, TrackingSettings
from ogam.vision.zones import Zone, masked, zones_of

__all__ = [
    "GESTURES",
    "Camera",
    "Drawn",
    "Face",
    "FaceDetector",
    "FaceFollower",
    "FakeCamera",
    "FakeFaceDetector",
    "FakeHandDetector",
    "FakeObjectRecognizer",
    "FakePoseEstimator",
    "FakeTextReader",
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
    "LabelDate",
    "LateFaceDetector",
    "Motion",
    "MotionGate",
    "ObjectRecognizer",
    "Place",
    "PointedAt",
    "Pose",
    "PoseEstimator",
    "PoseFollower",
    "PoseRecognizer",
    "Quantity",
    "Ray",
    "StateRecognizer",
    "TextReader",
    "Track",
    "Tracker",
    "TrackingSettings",
    "WatchSettings",
    "WrongPassword",
    "Zone",
    "arm_ray",
    "cut_out",
    "draw_seen",
    "eye_distance",
    "eye_openness",
    "face_ray",
    "find_dates",
    "find_quantities",
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
    "load_text_reader",
    "made_up_face",
    "made_up_hand",
    "made_up_pose",
    "masked",
    "mouth_openness",
    "open_camera",
    "pointed_at",
    "read_gesture",
    "read_image",
    "read_jpeg",
    "read_text",
    "save_state",
    "zone_features",
    "zones_of",
]

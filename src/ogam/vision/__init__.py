"""What a camera sees: what moves, the faces, things and writing in it, where these go, and what is open."""

from ogam.vision.cameras import Camera, FakeCamera, WrongPassword, open_camera
from ogam.vision.faces import Face, FaceDetector, FaceFollower, cut_out, load_faces
from ogam.vision.fakes import FakeFaceDetector, FakeObjectRecognizer, made_up_face
from ogam.vision.images import read_image, read_jpeg
from ogam.vision.labels import LabelDate, Quantity, find_dates, find_quantities
from ogam.vision.landmarks import HeadPose, eye_distance, eye_openness, head_pose, mouth_openness
from ogam.vision.late import LateFaceDetector
from ogam.vision.motion_gate import Motion, MotionGate
from ogam.vision.objects import ObjectRecognizer, load_objects
from ogam.vision.states import StateRecognizer, learn_state, load_state, save_state, zone_features
from ogam.vision.text import FakeTextReader, TextReader, load_text_reader, read_text
from ogam.vision.tracking import Track, Tracker, TrackingSettings
from ogam.vision.zones import Zone, masked, zones_of

__all__ = [
    "Camera",
    "Face",
    "FaceDetector",
    "FaceFollower",
    "FakeCamera",
    "FakeFaceDetector",
    "FakeObjectRecognizer",
    "FakeTextReader",
    "HeadPose",
    "LabelDate",
    "LateFaceDetector",
    "Motion",
    "MotionGate",
    "ObjectRecognizer",
    "Quantity",
    "StateRecognizer",
    "TextReader",
    "Track",
    "Tracker",
    "TrackingSettings",
    "WrongPassword",
    "Zone",
    "cut_out",
    "eye_distance",
    "eye_openness",
    "find_dates",
    "find_quantities",
    "head_pose",
    "learn_state",
    "load_faces",
    "load_objects",
    "load_state",
    "load_text_reader",
    "made_up_face",
    "masked",
    "mouth_openness",
    "open_camera",
    "read_image",
    "read_jpeg",
    "read_text",
    "save_state",
    "zone_features",
    "zones_of",
]

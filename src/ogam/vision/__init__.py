"""What a camera sees: images, what moves, and the faces in them."""

from ogam.vision.cameras import Camera, FakeCamera, WrongPassword, open_camera
from ogam.vision.faces import Face, FaceDetector, cut_out, load_faces
from ogam.vision.fakes import FakeFaceDetector, made_up_face
from ogam.vision.images import read_image, read_jpeg
from ogam.vision.landmarks import HeadPose, eye_distance, eye_openness, head_pose, mouth_openness
from ogam.vision.late import LateFaceDetector
from ogam.vision.motion import Motion, MotionGate

__all__ = [
    "Camera",
    "Face",
    "FaceDetector",
    "FakeCamera",
    "FakeFaceDetector",
    "HeadPose",
    "LateFaceDetector",
    "Motion",
    "MotionGate",
    "WrongPassword",
    "cut_out",
    "eye_distance",
    "eye_openness",
    "head_pose",
    "load_faces",
    "made_up_face",
    "mouth_openness",
    "open_camera",
    "read_image",
    "read_jpeg",
]

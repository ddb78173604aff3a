"""What a camera sees: images, and the faces in them."""

from ogam.vision.faces import Face, FaceDetector, FaceFollower, cut_out, load_faces
from ogam.vision.fakes import FakeFaceDetector, made_up_face
from ogam.vision.images import read_image, read_jpeg
from ogam.vision.landmarks import HeadPose, eye_distance, eye_openness, head_pose, mouth_openness
from ogam.vision.late import LateFaceDetector

__all__ = [
    "Face",
    "FaceDetector",
    "FaceFollower",
    "FakeFaceDetector",
    "HeadPose",
    "LateFaceDetector",
    "cut_out",
    "eye_distance",
    "eye_openness",
    "head_pose",
    "load_faces",
    "made_up_face",
    "mouth_openness",
    "read_image",
    "read_jpeg",
]

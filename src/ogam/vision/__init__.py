"""What a camera sees: images, the faces in them, and what is written there."""

from ogam.vision.faces import Face, FaceDetector, cut_out, load_faces
from ogam.vision.fakes import FakeFaceDetector, made_up_face
from ogam.vision.images import read_image, read_jpeg
from ogam.vision.labels import LabelDate, Quantity, find_dates, find_quantities
from ogam.vision.landmarks import HeadPose, eye_distance, eye_openness, head_pose, mouth_openness
from ogam.vision.late import LateFaceDetector
from ogam.vision.text import FakeTextReader, TextReader, load_text_reader, read_text

__all__ = [
    "Face",
    "FaceDetector",
    "FakeFaceDetector",
    "FakeTextReader",
    "HeadPose",
    "LabelDate",
    "LateFaceDetector",
    "Quantity",
    "TextReader",
    "cut_out",
    "eye_distance",
    "eye_openness",
    "find_dates",
    "find_quantities",
    "head_pose",
    "load_faces",
    "load_text_reader",
    "made_up_face",
    "mouth_openness",
    "read_image",
    "read_jpeg",
    "read_text",
]

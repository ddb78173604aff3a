"""Ogam's own recognisers of pictures, as plugins."""

from ogam.core import Recognizer
from ogam.vision.objects import load_objects
from ogam.vision.recognizers import load_gestures, load_pose_recognizer
from ogam.vision.text import load_text_reader


def open_nanodet(threads: int = 1) -> Recognizer:
    """Things, by NanoDet. Raises ModelError for missing weights."""
    return load_objects("nanodet", threads)


def open_centernet(threads: int = 1) -> Recognizer:
    """Things, by CenterNet. Raises ModelError for missing weights."""
    return load_objects("centernet", threads)


def open_gestures(threads: int = 1) -> Recognizer:
    """Shapes of hands. Raises ModelError for missing weights."""
    return load_gestures(threads=threads)


def open_poses(threads: int = 1) -> Recognizer:
    """The body in a picture. Raises ModelError for missing weights."""
    return load_pose_recognizer(threads)


def open_text(threads: int = 1) -> Recognizer:
    """What is written, in English and Korean (the extra `text`). Raises ModelError for what is missing."""
    return load_text_reader(threads=threads)

"""face_recognition (dlib) as a plugin for Ogam: face embeddings."""

from ogam_face_recognition.recognizer import FaceRecognizer, open_recognizer

__all__ = ["FaceRecognizer", "open_recognizer"]

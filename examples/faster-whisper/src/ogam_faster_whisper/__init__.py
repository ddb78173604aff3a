"""faster-whisper as a plugin for Ogam: speech recognition."""

from ogam_faster_whisper.recognizer import WhisperRecognizer, open_recognizer

__all__ = ["WhisperRecognizer", "open_recognizer"]

"""Ogam's own recognisers of speech, as plugins."""

from ogam.asr.recognizers import Transcriber
from ogam.models import ensure, model_card


def open_moonshine(threads: int = 1) -> Transcriber:
    """English, by Moonshine tiny. Raises ModelError for missing weights."""
    from ogam.asr.moonshine import MODEL, load_moonshine

    return Transcriber(load_moonshine(ensure(MODEL), model_card(MODEL), threads))


def open_whisper(threads: int = 1, language: str = "ko") -> Transcriber:
    """One of Whisper base's languages. Raises ModelError for missing weights or a language that it does not know."""
    return _whisper("whisper-base", language, threads)


def open_whisper_english(threads: int = 1) -> Transcriber:
    """English, by Whisper tiny.en. Raises ModelError for missing weights."""
    return _whisper("whisper-tiny-en", "en", threads)


def _whisper(model: str, language: str, threads: int) -> Transcriber:
    from ogam.asr.whisper import load_whisper

    return Transcriber(load_whisper(ensure(model), model_card(model), language, threads))

"""Opening a house: what is slow is done side by side, and once, so that the first command is as quick as the next."""

import gc
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from ogam.asr import Transcriber, load_scorers, recognizer_of
from ogam.asr.intake import near_silence
from ogam.audio import SileroVoiceActivity
from ogam.audio.speech_embedding import MODEL as STOP_MODEL
from ogam.audio.stop_words import StopWords
from ogam.biometrics import Gallery, gallery_exists, open_gallery, open_household
from ogam.core import Recognizer, StreamingRecognizer
from ogam.devices.known import with_known
from ogam.devices.stopping import ProcessStopEars, StopEars, ThreadStopEars
from ogam.grammar import compile_home
from ogam.home import Home
from ogam.hub import EventLog, Grammar, House, Hub, open_hub
from ogam.models import ensure
from ogam.server.settings import data_folder


def open_house(home: Home, log: EventLog, threads: int = 1) -> House:
    """A house that is warm: its grammar compiled, its models loaded and used once.

    Raises GrammarError, ModelError and BiometricsError for what cannot be loaded.
    """
    home = with_known(home, data_folder())
    languages = list(dict.fromkeys((home.language, *home.languages)))
    with _nothing_collected(), ThreadPoolExecutor(3, thread_name_prefix="opening") as workers:
        scorers = workers.submit(_warm_scorers, languages, threads)
        detector = workers.submit(SileroVoiceActivity, threads)
        household = workers.submit(open_household, None, home.people, threads) if gallery_exists() else None
        grammar = compile_home(home)
        recognizer = recognizer_of(grammar, threads, scorers.result())
        identifier = household.result() if household else None
        listening = detector.result()
        warm(recognizer, grammar, listening)
    hub = open_hub(
        home,
        log,
        threads=threads,
        grammar=grammar,
        recognizer=recognizer,
        identifier=identifier,
        anyone_enrolled=bool(identifier and identifier.names),
        hold=identifier.hold if identifier else None,
        folder=data_folder(),
    )
    return House(hub, listening, stop_ears(hub, languages) if hub.stops else None)


def stop_ears(hub: Hub, languages: Sequence[str]) -> StopEars:
    """What hears stop words in a process of its own, and brakes what has a brake. Raises ModelError."""
    ensure(STOP_MODEL)
    return ProcessStopEars(languages, hub.brakes, lambda: ThreadStopEars(StopWords(languages)))


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Without the garbage collector: what is made while opening stays, and to look through it again and again takes a
    fifth of the time. Nor is it looked through later."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _warm_scorers(languages: Sequence[str], threads: int) -> dict[str, Any]:
    """The acoustic models, each used once: onnxruntime does that beside the grammar, which is Python's work."""
    scorers = load_scorers(languages, threads)
    for scorer in scorers.values():
        Transcriber(scorer).recognize([near_silence()])
    return scorers


def open_own_gallery() -> Gallery | None:
    """The gallery of those who are enrolled, if there is one."""
    return open_gallery() if gallery_exists() else None


def warm(recognizer: Recognizer, grammar: Grammar, detector: StreamingRecognizer) -> Sequence[object]:
    """Use everything once, on faint noise: what is made at the first use is made now. Nothing is done or logged."""
    noise = near_silence()
    ears = detector.open()
    return [*ears.accept(noise), *ears.finish(), *recognizer.recognize([noise]), grammar.interpret("")]

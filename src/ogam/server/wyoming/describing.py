"""What Ogam says of itself when a Wyoming client asks."""

from collections.abc import Sequence

from wyoming.event import Event
from wyoming.info import (
    AsrModel,
    AsrProgram,
    Attribution,
    HandleModel,
    HandleProgram,
    Info,
    IntentModel,
    IntentProgram,
    WakeModel,
    WakeProgram,
)

from ogam import __version__
from ogam.audio import WakeWord
from ogam.home import Home

_SENTENCES = "The sentences of this home"
_OGAM = Attribution("Ogam", "https://pypi.org/project/ogam/")
_MICRO = Attribution("microWakeWord, Kevin Ahrendt", "https://github.com/kahrendt/microWakeWord")


def describe(home: Home, words: Sequence[WakeWord] = (), intents: bool = False) -> Event:
    """The answer to `describe`: made once, so that it never waits. words, intents: what is offered besides."""
    languages: list[str] = list(home.languages or (home.language,))
    asr = AsrProgram(
        "ogam",
        _OGAM,
        installed=True,
        description="Hears the sentences of this home, and who says them",
        version=__version__,
        models=[AsrModel("home", _OGAM, True, _SENTENCES, __version__, languages)],
        supports_transcript_streaming=True,
    )
    handle = HandleProgram(
        "ogam",
        _OGAM,
        installed=True,
        description="Carries out what the speaker may do",
        version=__version__,
        models=[HandleModel("home", _OGAM, True, _SENTENCES, __version__, languages)],
        supports_home_control=True,
    )
    intent = IntentProgram(
        "ogam",
        _OGAM,
        installed=True,
        description="Says what a sentence of this home means, and carries out nothing",
        version=__version__,
        models=[IntentModel("home", _OGAM, True, _SENTENCES, __version__, languages)],
    )
    wake = WakeProgram("microwakeword", _MICRO, True, "microWakeWord", "2", [_wake_model(word) for word in words])
    return Info(asr=[asr], handle=[handle], intent=[intent] if intents else [], wake=[wake] if words else []).event()


def _wake_model(word: WakeWord) -> WakeModel:
    return WakeModel(word.name, _MICRO, True, word.phrase, "2", list(word.languages), word.phrase)

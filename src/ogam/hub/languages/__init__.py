"""The languages that Ogam speaks, one file each."""

from ogam.core import Command
from ogam.home import Home
from ogam.hub.languages import en_seeing, ko_seeing
from ogam.hub.languages.en import ENGLISH
from ogam.hub.languages.ko import KOREAN
from ogam.hub.languages.seeing import SeeingWords
from ogam.hub.wording import Wording

_WORDINGS = {known.code: known for known in (ENGLISH, KOREAN)}
_SEEING = {"en": en_seeing.WORDS, "ko": ko_seeing.WORDS}


def wording(code: str) -> Wording:
    """The wording of a language; English for one that has none."""
    return _WORDINGS.get(code, ENGLISH)


def wording_in(home: Home, code: str) -> Wording:
    """The wording of a language; of the home's own where none is named."""
    return wording(code or home.language)


def seeing_words(code: str) -> SeeingWords:
    """The words of a language for what cameras see; English for one that has none."""
    return _SEEING.get(code, en_seeing.WORDS)


def wording_for(home: Home, command: Command | None = None) -> Wording:
    """In which language to answer: that of the command, else that of the home."""
    return wording(home.language if command is None else command.language)

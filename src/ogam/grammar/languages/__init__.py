"""The languages that Ogam knows, one file each."""

from ogam.core import GrammarError
from ogam.grammar.language import Language
from ogam.grammar.languages.en import ENGLISH
from ogam.grammar.languages.ko import KOREAN

_LANGUAGES = {known.code: known for known in (ENGLISH, KOREAN)}


def language(code: str) -> Language:
    """The language of a code ("en"). Raises GrammarError where Ogam does not know it."""
    if code not in _LANGUAGES:
        raise GrammarError(f"language {code!r} is not known to Ogam. Languages: {', '.join(sorted(_LANGUAGES))}.")
    return _LANGUAGES[code]

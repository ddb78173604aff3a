"""The grammars of a home where several languages are spoken: one for each."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ogam.grammar.grammar import Grammar, Interpretation, compile_grammar
from ogam.home import Home


@dataclass(frozen=True, slots=True)
class Grammars:
    """A grammar for each language, by its code; the home's own language first."""

    by_language: Mapping[str, Grammar]

    def interpret(self, text: str, area: str | None = None) -> Interpretation:
        """What a text means in the first language that has a meaning for it."""
        found = [grammar.interpret(text, area) for grammar in self.by_language.values()]
        return next((meaning for meaning in found if meaning.command is not None), found[0])


def compile_home(home: Home) -> Grammar | Grammars:
    """The grammar of a home, or one for each language that is spoken in it.

    All names are in all of them. The owner's own sentences are written in the home's own language, and only there.
    """
    own = compile_grammar(home)
    others = [code for code in home.languages if code != home.language]
    if not others:
        return own
    plain = replace(home, sentences=(), intents={}, lists={}, expansion_rules={})
    return Grammars({home.language: own, **{code: compile_grammar(replace(plain, language=code)) for code in others}})

"""Every sentence that this home understands: templates × the home's names → automaton; text → command."""

from ogam.grammar.acceptor import DEAD, Acceptor
from ogam.grammar.bilingual import Grammars, compile_home
from ogam.grammar.grammar import Grammar, Interpretation, compile_grammar, compile_intents
from ogam.grammar.language import Language
from ogam.grammar.languages import language
from ogam.grammar.normalise import normalise
from ogam.grammar.sampling import Sample, sample

__all__ = [
    "DEAD",
    "Acceptor",
    "Grammar",
    "Grammars",
    "Interpretation",
    "Language",
    "Sample",
    "compile_grammar",
    "compile_home",
    "compile_intents",
    "language",
    "normalise",
    "sample",
]

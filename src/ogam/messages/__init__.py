"""Messages in the reader's language. They are written in English where they arise; a catalogue has the others."""

from ogam.messages.catalogue import LANGUAGES, catalogue, say, translate

__all__ = ["LANGUAGES", "catalogue", "say", "translate"]

"""Korean for whoever speaks or writes it: how words are read, how they sound, which particle they take."""

from ogam.korean.particles import with_particle
from ogam.korean.pronunciation import pronounce
from ogam.korean.reading import read_out

__all__ = ["pronounce", "read_out", "with_particle"]

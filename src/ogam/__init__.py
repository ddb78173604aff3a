"""Ogam (오감, the five senses): an assistant that hears, sees, knows who speaks, and acts, on your own machine.

Importing this package loads nothing heavy: the parts (`ogam.hub`, `ogam.asr`, …) are imported where they are used.
"""

__version__ = "0.1.0"

"""Licences: which are taken without a question, and what the others ask."""

import re

PERMISSIVE = frozenset(
    {
        *("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC-BY-3.0", "CC-BY-4.0", "CC0-1.0"),
        *("ISC", "MIT", "MIT-0", "Unlicense", "Zlib"),
    }
)
"""SPDX identifiers of licences that let anybody use, change and sell, and ask for no more than to be named."""


def asks_of(licence: str) -> str:
    """What a licence asks beyond naming its authors, as the end of a sentence; empty where it asks nothing."""
    if licence in PERMISSIVE:
        return ""
    plain = licence.lower()
    if re.search(r"\bnc\b|non-?commercial|research|academic", plain):
        return "it forbids commercial use"
    if re.search(r"gpl|\bsa\b|eupl|mpl|sharealike|share-alike", plain):
        return "what is built on it may have to be given away under the same licence"
    if not licence.strip():
        return "its publisher names no licence, so nothing is allowed but to look at it"
    return "Ogam does not know what it asks; read it first"

"""The eighty classes of COCO, and how people call them, in English and in Korean.

Lin et al., "Microsoft COCO: Common Objects in Context", 2014 (arXiv 1405.0312). The table is `coco.tsv`.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Names:
    """One class. english: as COCO has it, and as observations carry it; plural: of several.

    also_english, also_korean: what else people say. Korean nouns have no plural that one must use. A word may stand
    for more than one class (가방 is a handbag or a backpack): who asks means any of them.
    """

    english: str
    plural: str
    korean: str
    also_english: tuple[str, ...] = ()
    also_korean: tuple[str, ...] = ()


def _read() -> dict[str, Names]:
    lines = files("ogam.vision").joinpath("coco.tsv").read_text(encoding="utf-8").splitlines()
    rows = csv.reader(lines[1:], delimiter="\t")
    return {
        english: Names(english, plural, korean, _words(also_english), _words(also_korean))
        for english, plural, korean, also_english, also_korean in rows
    }


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(";") if word.strip())


NAMES: Mapping[str, Names] = MappingProxyType(_read())
"""By the English name, in COCO's order: the place of a class in it is its number in the networks."""
CLASSES = tuple(NAMES)
COUNT = len(CLASSES)

"""Grammars written as Picovoice Rhino's expressions, turned into hassil's form."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ogam.core import GrammarError

COMMA = re.compile(r"\s*,\s*")
SLOT = re.compile(r"\$(\w+):(\w+)")


def read_expressions(path: Path) -> dict[str, Any]:
    """An `expressions.yaml` as intents in hassil's form. Raises GrammarError if it is not one."""
    import yaml

    try:
        context = yaml.safe_load(path.read_text(encoding="utf-8"))["context"]
        return convert(context["expressions"], context["slots"])
    except (yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise GrammarError(
            f"{path}: not a grammar of expressions ({error}). It needs `context: expressions: … slots: …`."
        ) from error


def convert(expressions: Mapping[str, list[str]], slots: Mapping[str, list[str]]) -> dict[str, Any]:
    """Expressions by intent and values by slot, in hassil's form, in English."""
    return {
        "language": "en",
        "intents": {
            intent: {"data": [{"sentences": [convert_sentence(line) for line in lines]}]}
            for intent, lines in expressions.items()
        },
        "lists": {name: {"values": list(values)} for name, values in slots.items()},
    }


def convert_sentence(expression: str) -> str:
    """`[a, an] $size:cup (please)` → `(a|an) {size:cup} [please]`: choice, list with the slot it fills, optional."""
    brackets = expression.translate(str.maketrans("[]()", "()[]"))
    return SLOT.sub(r"{\1:\2}", COMMA.sub("|", brackets))

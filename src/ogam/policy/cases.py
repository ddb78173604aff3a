"""A table of what should be decided, in YAML: who says what, and whether it may be done."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from typing import get_args

from yaml.nodes import Node

from ogam.core import Identity, Liveness, Modality, PolicyError
from ogam.home import Home, nodes, suggestion
from ogam.home.nodes import Problems

EFFECTS = ("allow", "deny", "ask")
_KEYS = ("who", "say", "seen", "liveness", "challenge", "approved_by", "area", "at", "expected", "rule")


@dataclass(frozen=True, slots=True)
class Case:
    """One row. expected: "allow", "deny" or "ask"; rule: the rule's name, empty for any; where: `table.yaml:3`."""

    say: str
    expected: str
    who: Identity
    area: str | None = None
    at: time = time(12)
    rule: str = ""
    where: str = ""


def read_cases(text: str, path: str, home: Home) -> tuple[Case, ...]:
    """The rows of a table. Raises PolicyError with every problem, each with its line."""
    problems = Problems(path)
    root = nodes.compose(text, problems)
    cases = tuple(case for item in nodes.items(root, "the table", problems) for case in _case(item, home, problems))
    if not cases and not problems.errors:
        problems.errors.append(f"{path}:1: the table is empty. Write rows such as: - {{say: …, expected: allow}}")
    if problems.errors:
        raise PolicyError("\n".join(problems.sorted_errors()))
    return cases


def identity(
    home: Home,
    who: str,
    seen: tuple[str, ...] | None = None,
    liveness: str = "",
    challenge: bool = False,
    approved_by: str = "",
) -> Identity:
    """Somebody of the home as if recognised for certain; nobody known where `who` is empty.

    seen: "voice", "face"; by voice where it is None. liveness: "live", "unknown", "attack"; where it is empty, a face
    that was seen is that of a live person, and not one in a picture. Raises PolicyError for a name or a word that is
    not known.
    """
    for said, known in ((who, [p.name for p in home.people]), (approved_by, [p.name for p in home.people])):
        if said and said not in known:
            people = ", ".join(known) or "none yet"
            raise PolicyError(f"this home has no person '{said}'. People: {people}.{suggestion(said, known)}")
    for said in seen or ():
        _known("seen", said, get_args(Modality))
    liveness = liveness or ("live" if who and seen is not None and "face" in seen else "unknown")
    _known("liveness", liveness, get_args(Liveness))
    by = tuple(one for one in get_args(Modality) if one in (("voice",) if seen is None else seen))
    sure: Liveness = next(one for one in get_args(Liveness) if one == liveness)
    return Identity(who or None, 1.0 if who else 0.0, by if who else (), sure, challenge, approved_by or None)


def time_of_day(said: str) -> time:
    """ "22:00" as a time. Raises PolicyError."""
    try:
        return time.fromisoformat(said)
    except ValueError:
        raise PolicyError(f"'{said}' is no time of day. Write it as in 22:00.") from None


def _known(what: str, said: str, known: tuple[str, ...]) -> None:
    if said not in known:
        raise PolicyError(
            f"'{said}' is nothing that {what} can be. Known: {', '.join(known)}.{suggestion(said, known)}"
        )


def _case(node: Node, home: Home, problems: Problems) -> Iterator[Case]:
    before = len(problems.errors)
    found = nodes.entries(node, "a row", _KEYS, problems)
    words = {name: nodes.text(value, name, problems) for name, value in found.items() if name != "seen"}
    if not words.get("say"):
        problems.error(node, "a row says nothing. Write what is said, as in `say: turn on the lights`.")
    if words.get("expected") not in EFFECTS:
        problems.error(node, f"expected is one of {', '.join(EFFECTS)}, not '{words.get('expected', '')}'.")
    seen = tuple(word for _, word in nodes.texts(found.get("seen"), "seen", problems)) if "seen" in found else None
    passed = words.get("challenge", "") in ("passed", "true", "yes")
    try:
        liveness, approver = words.get("liveness", ""), words.get("approved_by", "")
        who = identity(home, words.get("who", ""), seen, liveness, passed, approver)
        at = time_of_day(words.get("at") or "12:00")
    except PolicyError as error:
        problems.error(node, str(error))
        return
    if len(problems.errors) == before:
        area, rule = words.get("area") or None, words.get("rule", "")
        yield Case(words["say"], words["expected"], who, area, at, rule, problems.where(node))

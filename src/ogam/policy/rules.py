"""Cedar text → rules, each with its name, its sentences for people and its line; mistakes are said with theirs."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from typing import Any, Literal

from ogam.core import PolicyError
from ogam.home import DOMAINS, Home, PolicyText, suggestion
from ogam.policy.entities import role_parents, schema_text

_TOKEN = re.compile(r'"(?:\\.|[^"\\])*"|//[^\n]*|;|[^\s";/]+|/')
_NAMED = re.compile(r"`([^`]+)`")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. id: its `@id`, else where it stands; sentences: what it says, for people, by language ("en", "ko").

    text: the rule in Cedar; where: `home.yaml:12`; built_in: whether it is one of Ogam's own.
    """

    id: str
    effect: Literal["permit", "forbid"]
    text: str
    where: str
    sentences: Mapping[str, str] = field(default_factory=dict)
    built_in: bool = False

    def sentence(self, language: str) -> str:
        """What it says, in a language; in any other that it has; else where it stands."""
        first = next(iter(self.sentences.values()), f"The rule '{self.id}' ({self.where}).")
        return self.sentences.get(language) or self.sentences.get("en") or first


def read_rules(home: Home) -> tuple[Rule, ...]:
    """The rules that count in a home: the built-in ones and the owner's own, checked.

    A rule of the owner's own with the `@id` of a built-in one takes its place. Raises PolicyError with every problem.
    """
    problems: list[str] = []
    own = [rule for text in home.policies for rule in _rules(text, problems)]
    seen: dict[str, Rule] = {}
    for rule in own:
        if rule.id in seen:
            problems.append(f"{rule.where}: there is another rule '{rule.id}' ({seen[rule.id].where}). Rename one.")
        seen[rule.id] = rule
    if not problems:
        problems += [problem for rule in own for problem in _check(rule, home)]
    if problems:
        raise PolicyError("\n".join(problems))
    return (*(rule for rule in built_in_rules() if rule.id not in seen), *own)


def parse_rules(source: PolicyText) -> tuple[Rule, ...]:
    """The rules of one text, whatever home they are for. Raises PolicyError for what is not Cedar."""
    problems: list[str] = []
    rules = tuple(_rules(source, problems))
    if problems:
        raise PolicyError("\n".join(problems))
    return rules


def built_in_rules() -> tuple[Rule, ...]:
    """Ogam's own rules."""
    text = (resources.files("ogam.policy") / "builtin.cedar").read_text("utf-8")
    problems: list[str] = []
    rules = tuple(_rules(PolicyText(text, "builtin.cedar"), problems, built_in=True))
    if problems:
        raise PolicyError("\n".join(problems))
    return rules


def _rules(source: PolicyText, problems: list[str], built_in: bool = False) -> Iterator[Rule]:
    from cedarpy import policies_to_json_str

    for line, text in _statements(source):
        where = f"{source.path}:{line}"
        try:
            parsed = json.loads(policies_to_json_str(text))
        except ValueError as error:
            problems.append(f"{where}: this rule is not Cedar: {_one_line(error)}.")
            continue
        if parsed["templates"]:
            problems.append(f"{where}: a rule may have no '?principal' or '?resource'. Name who and what is meant.")
            continue
        for rule in parsed["staticPolicies"].values():
            notes = rule.get("annotations", {})
            sentences = {language: notes[language] for language in ("en", "ko") if notes.get(language)}
            yield Rule(notes.get("id") or where, rule["effect"], text, where, sentences, built_in)


def _statements(source: PolicyText) -> Iterator[tuple[int, str]]:
    """Each rule's first line and text; a semicolon in a string or a comment ends nothing."""
    start: int | None = None
    for token in _TOKEN.finditer(source.text):
        if token[0].startswith("//"):
            continue
        if start is None:
            start = token.start()
        if token[0] == ";":
            yield source.line + source.text[:start].count("\n"), source.text[start : token.end()]
            start = None
    if start is not None:
        yield source.line + source.text[:start].count("\n"), source.text[start:]


def _check(rule: Rule, home: Home) -> list[str]:
    """What a rule says that this home does not have: people, roles, devices, actions, attributes."""
    from cedarpy import policies_to_json_str, validate_policies

    known, found = _names(home), []
    for kind, name in dict.fromkeys(_entities(json.loads(policies_to_json_str(rule.text)))):
        if kind in known and name not in known[kind]:
            quoted = json.dumps(name, ensure_ascii=False)
            text = f"this home has no {kind.lower()} '{name}'.{suggestion(name, known[kind])}"
            found.append(f"{_place(rule, quoted)}: {text}")
    for error in validate_policies(rule.text, schema_text(home)).errors:
        text = _one_line(error.error).removeprefix("for policy `policy0`, ")
        if found and ("unrecognized action" in text or "unable to find an applicable action" in text):
            continue  # it follows from what was said already
        words = [word for word in _NAMED.findall(text) if word in rule.text]
        found.append(f"{_place(rule, words[0] if words else '')}: the rule '{rule.id}' is wrong: {text}.")
    return list(dict.fromkeys(found))


def _names(home: Home) -> Mapping[str, Sequence[str]]:
    """What rules may name, by type."""
    from ogam.policy.actions import GROUPS
    from ogam.policy.entities import own_intents

    actions = (*GROUPS, *(name for names in GROUPS.values() for name in names), *own_intents(home))
    return {
        "Person": [person.name for person in home.people],
        "Role": list(role_parents(home)),
        "Area": [area.name for area in home.areas],
        "Device": [device.id for device in home.devices],
        "Kind": sorted(DOMAINS),
        "Action": list(actions),
    }


def _entities(node: Any) -> Iterator[tuple[str, str]]:
    """Every entity that a parsed rule names."""
    if isinstance(node, dict):
        if isinstance(node.get("type"), str) and isinstance(node.get("id"), str):
            yield node["type"], node["id"]
        for value in node.values():
            yield from _entities(value)
    elif isinstance(node, list):
        for value in node:
            yield from _entities(value)


def _place(rule: Rule, word: str) -> str:
    """The file and line of a word of a rule; of the rule where the word is not in it."""
    path, _, line = rule.where.rpartition(":")
    at = rule.text.find(word) if word else 0
    return f"{path}:{int(line) + rule.text[: max(at, 0)].count(chr(10))}"


def _one_line(error: object) -> str:
    return " ".join(str(error).split()).rstrip(".")

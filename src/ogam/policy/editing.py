"""Changing the owner's own rules in the home file: checked as a whole before anything is written."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from ogam.core import PolicyError
from ogam.home import Home, PolicyText, load_home, parse_home
from ogam.home.editing import replace_file, with_policy, without_policy
from ogam.home.parsing import read_text
from ogam.policy.rules import Rule, parse_rules, read_rules


def put_rule(path: Path, identifier: str, text: str) -> Home:
    """Write one rule of the owner's own: in the place of that of the same name, or as one more. The home as it is then.

    text: one rule in Cedar; the name is put into it where it has none. Raises PolicyError for a rule that is wrong, or
    that makes others wrong, and HomeError where the file cannot be changed; then nothing is changed.
    """
    rule = _one_rule(identifier, text)
    home = load_home(path)
    old, place = _find(home, identifier)
    if old is not None and place is not None:
        return _change(path, home, place, home.policies[place].text.replace(old.text, rule, 1))
    _checked(replace(home, policies=(*home.policies, PolicyText(rule, str(path)))))
    files = [at for at, source in enumerate(home.policies) if source.path.endswith(".cedar")]
    if files and len(files) == len(home.policies):
        return _change(path, home, files[-1], f"{home.policies[files[-1]].text.rstrip()}\n\n{rule}\n")
    return _write_home(path, lambda before: with_policy(before, None, rule, str(path)))


def remove_rule(path: Path, identifier: str) -> Home:
    """Take one rule of the owner's own out of the home file. The home as it is then.

    Raises PolicyError where the owner has no rule of that name, and HomeError as `put_rule` does.
    """
    home = load_home(path)
    old, place = _find(home, identifier)
    if old is None or place is None:
        raise PolicyError(f"There is no rule of your own called '{identifier}'. Built-in ones can only be replaced.")
    source = home.policies[place]
    rest = source.text.replace(old.text, "", 1)
    if rest.strip() or source.path.endswith(".cedar"):
        return _change(path, home, place, rest)
    return _write_home(path, lambda before: without_policy(before, place, str(path)))


def _one_rule(identifier: str, text: str) -> str:
    """The text of the one rule in it, with its name."""
    rules = parse_rules(PolicyText(text.strip(), "rule"))
    if len(rules) != 1:
        raise PolicyError(f"One rule is changed at a time; this text has {len(rules)}.")
    rule = rules[0]
    if "@id(" not in rule.text:
        return f"@id({json.dumps(identifier, ensure_ascii=False)})\n{rule.text}"
    if rule.id != identifier:
        raise PolicyError(f"The rule calls itself '{rule.id}', not '{identifier}'. Change its @id.")
    return rule.text


def _find(home: Home, identifier: str) -> tuple[Rule | None, int | None]:
    """The owner's rule of that name, and in which of the home's policies it stands."""
    rule = next((rule for rule in read_rules(home) if rule.id == identifier and not rule.built_in), None)
    place = None if rule is None else next(at for at, source in enumerate(home.policies) if rule.text in source.text)
    return rule, place


def _change(path: Path, home: Home, place: int, text: str) -> Home:
    """Put a text in the place of one of the home's policies: in the home file, or in the file that it names."""
    source = home.policies[place]
    changed = (*home.policies[:place], replace(source, text=text), *home.policies[place + 1 :])
    _checked(replace(home, policies=changed))
    if source.path.endswith(".cedar"):
        replace_file(Path(source.path), source.text, text)
        return load_home(path)
    return _write_home(path, lambda before: with_policy(before, place, text, str(path)))


def _write_home(path: Path, edit: Callable[[str], str]) -> Home:
    before = read_text(path)
    after = edit(before)
    home = _checked(parse_home(after, str(path)))
    replace_file(path, before, after)
    return home


def _checked(home: Home) -> Home:
    read_rules(home)
    return home

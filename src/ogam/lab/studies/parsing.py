"""STUDY.yaml → `Study`, with every problem of the file said at once, each with its line. docs/lab.md describes it.

name: orders in noise
seed: 7
datasets:
  orders: ../data/orders/manifest.jsonl           # a manifest, or a name of `ogam lab data list`
  visitors: {place: visitors, split: test, limit: 600}
recognizers:
  small: ogam/moonshine-tiny-en                   # a plugin (`ogam plugins list`), or an address
  theirs: {plugin: "http://192.168.1.20:8000", options: {timeout: 20}}
noises:
  kitchen: ../data/kitchen.flac
conditions:
  - as recorded
  - {noise: kitchen, snr_db: [6, 12, 18]}         # lists are multiplied: each noise at each level in each room
  - {room: small, device: telephone}
protocols:
  - transcription
  - {protocol: verification, datasets: visitors, recognizers: [small], options: {}}
limits: {seconds: 30, load_seconds: 300, memory_mb: 4096, failures: 20}
machine: a mini-PC without a fan
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import fields
from itertools import product
from pathlib import Path
from typing import TypeVar, cast, get_args

from yaml.nodes import MappingNode, Node, ScalarNode

from ogam.home.names import suggestion
from ogam.home.nodes import Problems, compose, entries, items, number, plain_mapping, text, texts
from ogam.lab.data import Ratio
from ogam.lab.outcomes import Condition
from ogam.lab.studies.study import DatasetChoice, Limits, ProtocolChoice, RecognizerChoice, Study, StudyError

KEYS = ("name", "seed", "datasets", "recognizers", "noises", "ratio", "conditions", "protocols", "limits", "machine")
AS_RECORDED = "as recorded"
Choice = TypeVar("Choice")


def load_study(path: Path) -> Study:
    """The study of a file. Raises StudyError with all that is wrong in it."""
    try:
        written = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise StudyError([f"{path}: no such file. Check the name and the folder."]) from None
    except (OSError, UnicodeDecodeError) as error:
        raise StudyError([f"{path}: cannot be read ({error}). A study is a text file in UTF-8."]) from error
    return parse_study(written, path)


def parse_study(written: str, path: Path) -> Study:
    """The study of a text; files in it lie relative to `path`. Raises StudyError with all that is wrong."""
    problems = Problems(str(path))
    root = compose(written, problems)
    if root is None:
        raise StudyError(problems.errors or [f"{path}:1: the file is empty. docs/lab.md shows a study."])
    study = _study(root, path, problems)
    if problems.errors:
        raise StudyError(problems.sorted_errors())
    return study


def _study(root: Node, path: Path, problems: Problems) -> Study:
    parts = entries(root, "the study", KEYS, problems)
    for key in ("name", "datasets", "recognizers", "protocols"):
        if key not in parts:
            problems.error(root, f"the study has no {key}. docs/lab.md shows a study.")
    folder = path.parent
    datasets = _named(
        parts.get("datasets"), "datasets", lambda name, value: _dataset(name, value, folder, problems), problems
    )
    recognizers = _named(
        parts.get("recognizers"), "recognizers", lambda name, value: _recognizer(name, value, problems), problems
    )
    noises = _named(parts.get("noises"), "noises", lambda name, value: _noise(name, value, folder, problems), problems)
    names = ([one.name for one in datasets], [one.name for one in recognizers])
    return Study(
        name=_required(parts.get("name"), "the name of the study", problems),
        datasets=datasets,
        recognizers=recognizers,
        protocols=_protocols(parts.get("protocols"), *names, problems),
        conditions=_conditions(parts.get("conditions"), dict(noises), problems),
        noises=dict(noises),
        ratio=_ratio(parts.get("ratio"), problems),
        seed=_whole(parts.get("seed"), "the seed", problems, least=0) or 0,
        limits=_limits(parts.get("limits"), problems),
        machine=text(parts.get("machine"), "machine", problems),
        path=path,
    )


def _named(node: Node | None, what: str, read: Callable[[str, Node], Choice], problems: Problems) -> tuple[Choice, ...]:
    """What a mapping of names gives, in its order."""
    if node is None:
        return ()
    found = entries(node, what, None, problems)
    if not found and isinstance(node, MappingNode):
        problems.error(node, f"there are no {what}. Name at least one.")
    for name, value in found.items():
        if "#" in name or not name.strip():
            problems.error(value, f"'{name}' cannot be a name in {what}: it must be a word without '#'.")
    return tuple(read(name, value) for name, value in found.items())


def _dataset(name: str, node: Node, folder: Path, problems: Problems) -> DatasetChoice:
    if isinstance(node, ScalarNode):
        return DatasetChoice(name, _place(_required(node, f"the data set {name}", problems), folder))
    parts = entries(node, f"the data set {name}", ("place", "split", "limit"), problems)
    place = _required(parts.get("place", node), f"the place of {name}", problems) if "place" in parts else ""
    if "place" not in parts:
        problems.error(node, f"the data set {name} has no place. Name its manifest.")
    limit = _whole(parts.get("limit"), f"the limit of {name}", problems, least=1)
    return DatasetChoice(name, _place(place, folder), text(parts.get("split"), f"the split of {name}", problems), limit)


def _place(written: str, folder: Path) -> str | Path:
    """A manifest's path where it looks like one, else a name."""
    return folder / written if "/" in written or written.endswith(".jsonl") else written


def _recognizer(name: str, node: Node, problems: Problems) -> RecognizerChoice:
    if isinstance(node, ScalarNode):
        return RecognizerChoice(name, _required(node, f"the recogniser {name}", problems))
    parts = entries(node, f"the recogniser {name}", ("plugin", "options"), problems)
    if "plugin" not in parts:
        problems.error(node, f"the recogniser {name} has no plugin. Name one of `ogam plugins list`, or an address.")
    plugin = text(parts.get("plugin"), f"the plugin of {name}", problems)
    return RecognizerChoice(name, plugin, plain_mapping(parts.get("options"), f"the options of {name}", problems))


def _noise(name: str, node: Node, folder: Path, problems: Problems) -> tuple[str, Path]:
    path = folder / _required(node, f"the noise {name}", problems)
    if not path.is_file():
        problems.error(node, f"the noise {name} is no file: {path}. Check the name and the folder.")
    return name, path


def _conditions(node: Node | None, noises: Mapping[str, Path], problems: Problems) -> tuple[Condition, ...]:
    found = [
        condition for block in items(node, "conditions", problems) for condition in _block(block, noises, problems)
    ]
    return tuple(dict.fromkeys(found)) or (Condition(),)


def _block(node: Node, noises: Mapping[str, Path], problems: Problems) -> list[Condition]:
    """All conditions of one entry: what it lists is multiplied."""
    if isinstance(node, ScalarNode):
        if (said := text(node, "a condition", problems)) != AS_RECORDED:
            problems.error(
                node, f"'{said}' is no condition. Write '{AS_RECORDED}', or a mapping: noise, snr_db, room, device."
            )
        return [Condition()]
    parts = entries(node, "a condition", ("noise", "snr_db", "room", "device"), problems)
    named = _words(parts.get("noise"), "noise", problems)
    for noise in named:
        _check_known(parts.get("noise", node), noise, "noise", noises, problems)
    levels = _levels(parts.get("snr_db"), problems)
    if bool(named) != bool(levels):
        problems.error(node, "noise and snr_db belong together. Give both, or neither.")
    rooms = _words(parts.get("room"), "room", problems)
    devices = _words(parts.get("device"), "device", problems)
    return [
        Condition(noise, level, room, device)
        for noise, level, room, device in product(named or [""], levels or [None], rooms or [""], devices or [""])
    ]


def _levels(node: Node | None, problems: Problems) -> list[float | None]:
    """The numbers of a list, or one alone."""
    if node is None:
        return []
    each = [node] if isinstance(node, ScalarNode) else items(node, "snr_db", problems)
    return [number(one, "snr_db", problems) for one in each]


def _ratio(node: Node | None, problems: Problems) -> Ratio:
    said = text(node, "ratio", problems) or "active"
    for known in get_args(Ratio):
        if said == known:
            return cast("Ratio", known)
    if node is not None:
        problems.error(node, f"'{said}' is no ratio. There are: {', '.join(get_args(Ratio))}.")
    return "active"


def _protocols(
    node: Node | None, datasets: Collection[str], recognizers: Collection[str], problems: Problems
) -> tuple[ProtocolChoice, ...]:
    found = [_protocol(one, datasets, recognizers, problems) for one in items(node, "protocols", problems)]
    if node is not None and not found:
        problems.error(node, "there are no protocols. Name at least one.")
    return tuple(found)


def _protocol(
    node: Node, datasets: Collection[str], recognizers: Collection[str], problems: Problems
) -> ProtocolChoice:
    if isinstance(node, ScalarNode):
        return ProtocolChoice(_required(node, "a protocol", problems))
    parts = entries(node, "a protocol", ("protocol", "options", "datasets", "recognizers"), problems)
    if "protocol" not in parts:
        problems.error(node, "this protocol has no name. Write `protocol: transcription`, for example.")
    name = text(parts.get("protocol"), "the protocol", problems)
    chosen = {}
    for key, known in (("datasets", datasets), ("recognizers", recognizers)):
        chosen[key] = tuple(_words(parts.get(key), key, problems))
        for one in chosen[key]:
            _check_known(parts[key], one, f"name in {key}", known, problems)
    return ProtocolChoice(name, plain_mapping(parts.get("options"), f"the options of {name}", problems), **chosen)


def _limits(node: Node | None, problems: Problems) -> Limits:
    if node is None:
        return Limits()
    known = [one.name for one in fields(Limits)]
    given = {}
    parts = entries(node, "limits", known, problems)
    failures = _whole(parts.pop("failures", None), "failures", problems, least=1)
    for name, value in parts.items():
        limit = number(value, name, problems)
        if limit is not None and limit <= 0:
            problems.error(value, f"{name} must be more than 0, not {limit:g}.")
        elif limit is not None:
            given[name] = limit
    return Limits(**given, failures=failures or Limits().failures)


def _required(node: Node | None, what: str, problems: Problems) -> str:
    said = text(node, what, problems)
    if node is not None and isinstance(node, ScalarNode) and not said:
        problems.error(node, f"{what} is empty.")
    return said


def _words(node: Node | None, what: str, problems: Problems) -> list[str]:
    return [] if node is None else [word for _, word in texts(node, what, problems)]


def _whole(node: Node | None, what: str, problems: Problems, least: int) -> int | None:
    value = number(node, what, problems)
    if node is None or value is None:
        return None
    if value != int(value) or value < least:
        problems.error(node, f"{what} must be a whole number of at least {least}, not {value:g}.")
        return None
    return int(value)


def _check_known(node: Node, name: str, what: str, known: Collection[str], problems: Problems) -> None:
    if name not in known:
        there = ", ".join(known) or "none"
        problems.error(node, f"'{name}' is no {what} of this study. There are: {there}.{suggestion(name, known)}")

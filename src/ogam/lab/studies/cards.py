"""Model cards from results: what a model is, on what it was tried, and how it did, also where it did badly.

Everything in them is taken from a study's folder, nothing is written by hand.
"""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from ogam.lab.studies.environment import machine_line
from ogam.lab.studies.results import Judged, Results
from ogam.lab.studies.study import StudyError
from ogam.lab.studies.telling import digits, part_of, with_interval


def card_data(results: Results, recognizer: str) -> dict[str, Any]:
    """A model card as JSON. Raises StudyError for a recogniser that the results do not have."""
    if recognizer not in results.cards:
        there = ", ".join(results.cards) or "none"
        raise StudyError(
            [f"{results.folder}: it has no recogniser '{recognizer}' that was loaded. There are: {there}."]
        )
    environment = results.environment
    speed = results.speeds.get(recognizer)
    return {
        **results.cards[recognizer],
        "plugin": environment["plugins"][recognizer],
        "study": {"name": results.study, "seed": results.seed, **environment["study"]},
        "conditions": [str(one) for one in results.conditions],
        "data": {
            name: data
            for name, data in environment["datasets"].items()
            if any(one.dataset == name for one in _own(results, recognizer))
        },
        "figures": [
            {"protocol": one.protocol, "dataset": one.dataset, **asdict(figure)}
            for one in _own(results, recognizer)
            for figure in one.assessment.figures
        ],
        "worst": [
            {"protocol": one.protocol, "dataset": one.dataset, **asdict(one.assessment.worst)}
            for one in _own(results, recognizer)
            if one.assessment.worst
        ],
        "left_out": [asdict(one) for one in results.omissions if one.recognizer in (recognizer, "")],
        "speed": {"machine": environment["machine"], **asdict(speed)} if speed else None,
        "when": environment["when"],
        "commit": environment["commit"],
    }


def card_markdown(results: Results, recognizer: str) -> str:
    """The same for people."""
    data = card_data(results, recognizer)
    return "\n".join(_lines(results, recognizer, data)) + "\n"


def _own(results: Results, recognizer: str) -> list[Judged]:
    return [one for one in results.judged if one.recognizer == recognizer]


def _lines(results: Results, recognizer: str, data: dict[str, Any]) -> Iterator[str]:
    yield f"# {data['name']} {data['version']}"
    yield ""
    yield f"{data['task']} · {', '.join(data['languages']) or 'no language'} · {data['licence'] or 'no licence said'}"
    yield ""
    facts = (("Made by", "attribution"), ("Takes", "inputs"), ("Gives", "outputs"), ("Plugin", "plugin"))
    yield from (f"- {title}: {data[name]}" for title, name in facts if data[name])
    yield from (f"- {file}: SHA-256 {digest}" for file, digest in data["files"].items())
    yield ""
    yield "## How good it is"
    for judged in _own(results, recognizer):
        yield from _judged(judged)
    yield from _left_out(data)
    yield from _speed(data)
    yield ""
    yield "## How it was measured"
    yield ""
    study = data["study"]
    yield f"- Study: {study['name']}, seed {study['seed']}, SHA-256 {study['sha256']}"
    yield f"- Conditions: {'; '.join(data['conditions'])}"
    for name, dataset in data["data"].items():
        licence = dataset["licence"] or "no licence said"
        yield f"- Data: {name} ({dataset['items']} items, {licence}), SHA-256 {dataset['sha256']}"
        yield f"  - Consent: {dataset['consent'] or 'nobody says how the people in it agreed'}"
    yield f"- Taken on {data['when'][:10]}, commit {data['commit'] or 'unknown'}"
    yield ""
    yield "This card was made from the results of the study by `ogam lab card`; nothing in it was written by hand."


def _judged(judged: Judged) -> Iterator[str]:
    yield ""
    yield f"### {judged.protocol}, {judged.dataset}"
    yield ""
    yield "| figure | part | value (95 % interval) | of how many |"
    yield "| --- | --- | --- | --- |"
    for figure in judged.assessment.figures:
        yield f"| {figure.name} | {part_of(figure) or 'all'} | {with_interval(figure)} | {figure.count:g} |"
    if worst := judged.assessment.worst:
        yield ""
        yield f"**It fares worst with {part_of(worst)}: {worst.name} {with_interval(worst)}.**"


def _left_out(data: dict[str, Any]) -> Iterator[str]:
    if not data["left_out"]:
        return
    yield ""
    yield "## What was left out, and what failed"
    yield ""
    for one in data["left_out"]:
        yield f"- {one['dataset']}: {one['count']} {one['status']}: {one['why']}"


def _speed(data: dict[str, Any]) -> Iterator[str]:
    speed = data["speed"]
    if not speed:
        return
    yield ""
    yield "## How fast it is"
    yield ""
    yield f"On {machine_line(speed['machine'])}, one thread:"
    yield ""
    yield f"- for one item {digits(speed['median_ms'])} ms, 95 of 100 within {digits(speed['p95_ms'])} ms"
    if speed["real_time_factor"] is not None:
        yield f"- {digits(speed['real_time_factor'])} s for a second of sound"
    yield f"- {speed['memory_mb']:.0f} MB of memory at most; {digits(speed['load_seconds'])} s to load"

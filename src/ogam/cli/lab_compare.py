"""`ogam lab compare`: two recognisers on the same items, and whether their difference could be chance."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ogam.cli.language import say

if TYPE_CHECKING:
    from ogam.lab.studies import Results
    from ogam.lab.studies.comparing import Compared

Side = typer.Argument(metavar="FOLDER[#NAME]", help="A folder of results, and a recogniser in it.", show_default=False)


def compare(
    first: Annotated[str, Side],
    second: Annotated[str, Side],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """Compare two recognisers, of one study or of two: differences with intervals, and McNemar's test."""
    from ogam.lab.studies.comparing import compare as compare_results

    (left, one), (right, other) = _side(first), _side(second)
    names = (_only(left, one), _only(right, other)) if one or other or left.folder == right.folder else None
    found = compare_results(left, right, names)
    if as_json:
        typer.echo(json.dumps([asdict(line) for line in found], ensure_ascii=False, indent=2))
        return
    for line in found:
        _show(line)


def _side(text: str) -> "tuple[Results, str]":
    from ogam.lab.studies import load_results

    folder, _, name = text.partition("#")
    return load_results(Path(folder)), name


def _only(results: "Results", name: str) -> str:
    """The recogniser that was named, or the only one."""
    from ogam.lab.studies import StudyError

    there = results.recognizers
    if name in there:
        return name
    if not name and len(there) == 1:
        return there[0]
    raise StudyError([f"{results.folder}: say which recogniser: FOLDER#NAME. There are: {', '.join(there)}."])


def _show(line: "Compared") -> None:
    from ogam.lab.studies.telling import with_interval

    typer.echo(f"{line.protocol} · {line.dataset}")
    for name, figure in (line.first, line.second):
        typer.echo(f"  {name}: " + (f"{figure.name} {with_interval(figure)}" if figure else "–"))
    found, test = line.difference, line.mcnemar
    if found is None:
        typer.echo("  " + say("No items in common."))
        return
    told = (
        "second less first, per item (above 0: the second is better): {difference} ({low} to {high}), "
        "of {count} in common, {people} people; p = {p}"
    )
    low, high = ("–" if end is None else f"{end:+.4f}" for end in (found.low, found.high))
    difference, p = f"{found.value:+.4f}", f"{found.p:.2g}"
    fields = {"low": low, "high": high, "count": found.count, "people": found.people, "p": p}
    typer.echo("  " + say(told, difference=difference, **fields))
    if test is not None:
        told = "right only in the first: {first}, only in the second: {second}; McNemar p = {p}"
        typer.echo("  " + say(told, first=test.first_only, second=test.second_only, p=f"{test.p:.2g}"))
    typer.echo("  " + say("By 95 %, this is no chance." if line.is_sure else "This could be chance."))

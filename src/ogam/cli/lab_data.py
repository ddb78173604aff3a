"""`ogam lab data`: data sets by name, registered where they lie."""

import json
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ogam.cli.language import say, told, wide

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ogam.lab.data.facts import Facts
    from ogam.lab.items import Dataset, Problem
    from ogam.models import Progress

app = typer.Typer(
    help="Data sets: add, list, verify, slice, remove. They stay where they lie.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)

CHANGED = 1
"""Exit code of `verify` where something is not as it was."""
SHOWN = 10
"""Problems that are printed; --all prints the rest."""
Name = Annotated[str, typer.Argument(help="A data set by name, as `ogam lab data list` shows it.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
Everything = Annotated[bool, typer.Option("--all", help="Print every problem, not the first ten.")]
Replace = Annotated[bool, typer.Option("--replace", help="Take the place of the data set of that name.")]


@app.command()
def add(
    path: Annotated[Path, typer.Argument(help="A manifest, or a file or folder as others lay data sets out.")],
    layout: Annotated[str, typer.Option("--format", help="Which layout it is, of `ogam lab data formats`.")] = "",
    name: Annotated[str, typer.Option("--name", help="What it shall be called; else as it calls itself.")] = "",
    media: Annotated[
        Path | None, typer.Option("--media", metavar="DIR", help="Where the sounds or pictures lie, if elsewhere.")
    ] = None,
    licence: Annotated[str, typer.Option("--licence", help="What may be done with it: CC-BY-4.0 …")] = "",
    consent: Annotated[str, typer.Option("--consent", help="How the people in it agreed, in a sentence.")] = "",
    homepage: Annotated[str, typer.Option("--homepage", help="Where it comes from.")] = "",
    strict: Annotated[bool, typer.Option("--strict", help="Add it only if all of it can be used.")] = False,
    replace: Replace = False,
    everything: Everything = False,
    as_json: AsJson = False,
) -> None:
    """Add a data set: check it, take checksums, and remember where it lies. What is broken off goes on next time."""
    from ogam.lab.data import add_dataset
    from ogam.lab.data.facts import facts_of

    said = {"licence": licence, "consent": consent, "homepage": homepage}
    with _bar() as progress:
        dataset = add_dataset(path, name, layout, media, said, strict=strict, replacing=replace, progress=progress)
    if as_json:
        _print_json(_with_problems(dataset))
        return
    typer.echo(_line(facts_of(dataset)))
    _show_problems(dataset.left_out, everything)
    if not dataset.licence or not dataset.consent:
        typer.echo(
            say("Say what may be done with it and how its people agreed: again with --licence, --consent, --replace.")
        )


@app.command("list")
def list_data(as_json: AsJson = False) -> None:
    """Show the data sets that were added."""
    from ogam.core import DatasetError
    from ogam.lab.data import names, open_dataset
    from ogam.lab.data.facts import facts_of

    every = []
    for name in names():
        try:
            every.append(facts_of(open_dataset(name, depth="lines")))
        except DatasetError as error:  # one that is damaged hides no other
            typer.echo(told(str(error)), err=True)
    if as_json:
        _print_json([facts.as_json() for facts in every])
        return
    for facts in every:
        typer.echo(_line(facts))
    if not names():
        typer.echo(say("There are no data sets yet. Add one with: ogam lab data add PATH"))


@app.command()
def show(name: Name, everything: Everything = False, as_json: AsJson = False) -> None:
    """Show what a data set holds: its splits and groups, and what of it is left out now."""
    from ogam.lab.data import open_dataset
    from ogam.lab.data.facts import facts_of

    dataset = open_dataset(name)
    if as_json:
        _print_json(_with_problems(dataset))
        return
    facts = facts_of(dataset)
    typer.echo(_line(facts))
    for title, text in ((say("licence"), facts.licence), (say("consent"), facts.consent), ("", facts.homepage)):
        if text:
            typer.echo(f"  {title}{': ' if title else ''}{text}")
    for key, count in [*facts.splits.items(), *facts.groups.items()]:
        typer.echo(f"  {wide(key, 32)} {count:>7}")
    _show_problems(dataset.left_out, everything)


@app.command()
def verify(name: Name, everything: Everything = False, as_json: AsJson = False) -> None:
    """Compare every byte with what it was when the data set was added, and tell what has changed."""
    from ogam.lab.data import verify_dataset

    with _bar() as progress:
        found = verify_dataset(name, progress)
    problems = found.checked.left_out
    if as_json:
        changes = {"added": list(found.added), "gone": list(found.gone)}
        _print_json({"name": name, "unchanged": len(found.checked.items), "problems": _told(problems), **changes})
    else:
        count = len(found.checked.items)
        typer.echo(say("{name}: {count} of {all} as they were.", name=name, count=count, all=count + len(problems)))
        _show_problems(problems, everything)
        _show_ids(say("New at its source:"), found.added, everything)
        _show_ids(say("No longer at its source:"), found.gone, everything)
    if problems or found.added or found.gone:
        if not as_json:
            typer.echo(say("Take it as it is now with: ogam lab data add … --name {name} --replace", name=name))
        raise typer.Exit(CHANGED)


@app.command("slice")
def slice_data(
    name: Name,
    where: Annotated[
        list[str] | None,
        typer.Option("--where", metavar="KEY=VALUE", help="sex=female, age=60-69|70-79, language!=en; all must hold."),
    ] = None,
    split: Annotated[str, typer.Option("--split", help="Of this split only.")] = "",
    take: Annotated[int | None, typer.Option("--take", min=1, help="So many, drawn by the seed.")] = None,
    seed: Annotated[int, typer.Option("--seed", help="Which are drawn, and who is in which split.")] = 0,
    divide: Annotated[
        str, typer.Option("--divide", metavar="SPLIT=SHARE,…", help="Divide it anew by people: train=0.8,test=0.2.")
    ] = "",
    called: Annotated[str, typer.Option("--name", help="Add the slice under this name.")] = "",
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write the slice's manifest there.")] = None,
    replace: Replace = False,
    as_json: AsJson = False,
) -> None:
    """Take a part of a data set: show what it holds, and with --name or --out keep it."""
    from dataclasses import replace as change

    from ogam.lab.data import open_dataset, parse_where, register, slice_dataset, split_by_speaker, write_manifest
    from ogam.lab.data.facts import facts_of

    dataset = open_dataset(name)
    if divide:
        dataset = split_by_speaker(dataset, _shares(divide), seed)
    part = slice_dataset(dataset, [parse_where(text) for text in where or []], split, take, seed)
    part = change(part, name=called or part.name)
    if called:
        register(part, replace)
    if out is not None:
        write_manifest(part, out)
    if as_json:
        _print_json(_with_problems(part))
        return
    facts = facts_of(part)
    typer.echo(_line(facts))
    for key, count in [*facts.splits.items(), *facts.groups.items()]:
        typer.echo(f"  {wide(key, 32)} {count:>7}")
    if not called and out is None:
        typer.echo(say("Keep it with: --name NAME, or --out FILE.jsonl"))


@app.command()
def remove(name: Name) -> None:
    """Forget a data set. Its files stay where they lie."""
    from ogam.lab.data import remove_dataset

    remove_dataset(name)
    typer.echo(say("{name}: forgotten. Its files are where they were.", name=name))


@app.command()
def formats() -> None:
    """Show the layouts that are known."""
    from ogam.lab.data import FORMATS

    for name, one in FORMATS.items():
        typer.echo(f"{name:<14} {say(one.summary)}")


@contextmanager
def _bar() -> "Iterator[Progress]":
    """How far it is, on a terminal; nothing where nobody looks."""
    from ogam.models import QuietProgress, terminal_progress

    if not sys.stderr.isatty():
        yield QuietProgress()
        return
    with terminal_progress(told) as progress:
        yield progress


def _shares(text: str) -> dict[str, float]:
    try:
        return {name.strip(): float(share) for name, share in (part.split("=") for part in text.split(","))}
    except ValueError:
        raise typer.BadParameter("write it as train=0.8,test=0.2", param_hint="--divide") from None


def _line(facts: "Facts") -> str:
    """A data set in a line."""
    parts = []
    if facts.recordings:
        parts.append(
            say("recordings: {count} ({hours} h)", count=facts.recordings, hours=f"{facts.seconds / 3600:.2f}")
        )
    if facts.pictures:
        parts.append(say("pictures: {count}", count=facts.pictures))
    if facts.people:
        parts.append(say("people: {count}", count=facts.people))
    if facts.pairs:
        parts.append(say("pairs: {count}", count=facts.pairs))
    if facts.left_out:
        parts.append(say("left out: {count}", count=facts.left_out))
    parts.append(facts.licence or say("licence unknown"))
    return " · ".join([facts.name, *parts])


def _show_problems(problems: "tuple[Problem, ...]", everything: bool) -> None:
    if problems:
        typer.echo(say("Left out:"))
    _show_some(_told(problems), everything)


def _show_ids(title: str, ids: tuple[str, ...], everything: bool) -> None:
    if ids:
        typer.echo(title)
    _show_some(list(ids), everything)


def _show_some(lines: list[str], everything: bool) -> None:
    shown = lines if everything else lines[:SHOWN]
    for line in shown:
        typer.echo(f"  {line}")
    if len(lines) > len(shown):
        typer.echo("  " + say("… and {count} more (--all).", count=len(lines) - len(shown)))


def _told(problems: "tuple[Problem, ...]") -> list[str]:
    return [f"{problem.place}: {told(problem.what)}" for problem in problems]


def _with_problems(dataset: "Dataset") -> dict[str, Any]:
    from ogam.lab.data.facts import facts_of

    return {**facts_of(dataset).as_json(), "problems": _told(dataset.left_out)}


def _print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))

"""`ogam lab check`: whether a recogniser keeps to the contract, check by check, and what to do where it does not."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ogam.cli.language import say, told, wide

if TYPE_CHECKING:
    from ogam.lab.conformance import Report, Verdict

MARKS = {"passed": ("✓", "green"), "failed": ("✗", "red"), "skipped": ("–", "yellow")}


def check(
    plugin: Annotated[str, typer.Argument(help="A recogniser, by its name or its address.")],
    sample: Annotated[
        list[Path] | None,
        typer.Option("--sample", exists=True, dir_okay=False, help="A sound or picture in which it finds something."),
    ] = None,
    only: Annotated[list[str] | None, typer.Option("--only", help="Make this check only; may be given again.")] = None,
    timeout: Annotated[float, typer.Option("--timeout", min=1.0, help="Seconds that one check may take.")] = 120.0,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object, at the end.")] = False,
) -> None:
    """Check that a recogniser keeps to the contract of plugins. Ends with 1 where it does not."""
    from ogam.core import OgamError
    from ogam.lab.conformance import CHECKS, check_plugin

    unknown = sorted(set(only or ()) - {one.name for one in CHECKS})
    if unknown:
        raise OgamError(f"there is no check '{unknown[0]}'. Checks: {', '.join(one.name for one in CHECKS)}.")
    samples = [path.resolve() for path in sample or ()]
    report = check_plugin(plugin, samples=samples, only=only or (), timeout=timeout, tell=None if as_json else _show)
    if as_json:
        typer.echo(json.dumps({**asdict(report), "passed": report.passed}, ensure_ascii=False, indent=2))
    else:
        _conclude(report)
    if not report.passed:
        raise typer.Exit(1)


def _show(verdict: "Verdict") -> None:
    mark, colour = MARKS[verdict.result]
    typer.echo(f"{typer.style(mark, fg=colour)} {wide(say(verdict.check), 15)} {told(verdict.says)}".rstrip())
    if verdict.advice:
        typer.echo(f"  {' ' * 15} {typer.style('→', fg=colour)} {told(verdict.advice)}")


def _conclude(report: "Report") -> None:
    passed, failed, skipped = (len(report.of(result)) for result in ("passed", "failed", "skipped"))
    counts = say("{passed} passed, {failed} failed, {skipped} skipped", passed=passed, failed=failed, skipped=skipped)
    verdict = "{plugin} keeps to the contract." if report.passed else "{plugin} does not keep to the contract yet."
    typer.echo(f"\n{say(verdict, plugin=report.plugin)} {counts}.")

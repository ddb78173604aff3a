"""`ogam lab check`: whether a recogniser keeps to the contract, check by check, and what to do where it does not."""

import json
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ogam.cli.language import say, told, wide

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ogam.lab.conformance import Report, Verdict

MARKS = {"passed": ("✓", "green"), "failed": ("✗", "red"), "skipped": ("–", "yellow")}


def check(
    plugin: Annotated[str, typer.Argument(help="A recogniser, by its name, its address, or its folder.")],
    sample: Annotated[
        list[Path] | None,
        typer.Option("--sample", exists=True, dir_okay=False, help="A sound or picture in which it finds something."),
    ] = None,
    option: Annotated[
        list[str] | None,
        typer.Option("--option", metavar="NAME=VALUE", help="What it is opened with; may be given again."),
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
    with _found(plugin) as name:
        report = check_plugin(
            name,
            options=_options(option or ()),
            samples=samples,
            only=only or (),
            timeout=timeout,
            tell=None if as_json else _show,
        )
    if as_json:
        typer.echo(json.dumps({**asdict(report), "passed": report.passed}, ensure_ascii=False, indent=2))
    else:
        _conclude(report)
    if not report.passed:
        raise typer.Exit(1)


def _options(given: "Sequence[str]") -> dict[str, Any]:
    """`language=ko`, `beam=5`: a value that is JSON is what it is there, else a text."""
    options: dict[str, Any] = {}
    for one in given:
        name, equals, value = one.partition("=")
        if not equals:
            raise typer.BadParameter("give it as NAME=VALUE, like language=ko.", param_hint="--option")
        try:
            options[name] = json.loads(value)
        except ValueError:
            options[name] = value
    return options


@contextmanager
def _found(plugin: str) -> "Iterator[str]":
    """The name of a recogniser, that of a folder made findable. A name that there is not is no plugin that fails."""
    from ogam.plugins import PluginError, find_plugin
    from ogam.plugins.unpacked import as_if_installed

    if "://" in plugin:
        yield plugin
    elif (Path(plugin) / "pyproject.toml").is_file():
        with as_if_installed(Path(plugin)) as names:
            if len(names) > 1:
                raise PluginError(
                    f"{plugin}: it has several recognizers: {', '.join(names)}. Install it, and name one."
                )
            find_plugin("recognizer", names[0])
            yield names[0]
    else:
        find_plugin("recognizer", plugin)
        yield plugin


def _show(verdict: "Verdict") -> None:
    """What was not made because another failed is only counted."""
    if verdict.result == "skipped" and verdict.says.endswith("' failed"):
        return
    mark, colour = MARKS[verdict.result]
    typer.echo(f"{typer.style(mark, fg=colour)} {wide(say(verdict.check), 15)} {told(verdict.says)}".rstrip())
    if verdict.advice and verdict.result == "failed":
        typer.echo(f"  {' ' * 15} {typer.style('→', fg=colour)} {told(verdict.advice)}")


def _conclude(report: "Report") -> None:
    passed, failed, skipped = (len(report.of(result)) for result in ("passed", "failed", "skipped"))
    counts = say("{passed} passed, {failed} failed, {skipped} skipped", passed=passed, failed=failed, skipped=skipped)
    missing = list(dict.fromkeys(verdict.advice for verdict in report.of("skipped") if verdict.advice))
    if not report.passed:
        verdict = say("{plugin} does not keep to the contract yet.", plugin=report.plugin)
    elif missing:
        verdict = say("{plugin} keeps to the contract as far as it could be checked.", plugin=report.plugin)
    else:
        verdict = say("{plugin} keeps to the contract.", plugin=report.plugin)
    typer.echo(f"\n{verdict} {counts}.")
    for advice in missing:
        typer.echo(f"{typer.style('→', fg='yellow')} {told(advice)}")

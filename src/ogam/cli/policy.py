"""`ogam policy`: who may do what. Check the rules, explain a decision, test a table of them, show them as sentences."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ogam.cli.language import say, spoken, told
from ogam.cli.say import Area, HomeFile, Json

if TYPE_CHECKING:
    from ogam.home import Home
    from ogam.hub import Hub, Turn

EXIT_FAILED = 1

app = typer.Typer(
    help="Who may do what: check, explain, test and show the rules.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)


@app.command()
def check(home: HomeFile = None, as_json: Json = False) -> None:
    """Say what is wrong with the home's rules, each problem with its line; or how many there are."""
    from ogam.home import find_home
    from ogam.policy import permissions_are_on, read_rules

    house = find_home(home, spoken())
    rules = read_rules(house)
    own = sum(not rule.built_in for rule in rules)
    on = permissions_are_on(house)
    if as_json:
        _print({"rules": len(rules), "own": own, "on": on})
        return
    typer.echo(say("{count} rules, {own} of them your own. All are right.", count=len(rules), own=own))
    if not on:
        typer.echo(say(_OFF))


@app.command()
def explain(
    sentence: Annotated[str, typer.Option("--say", help="What is said.", metavar="SENTENCE")],
    who: Annotated[str, typer.Option("--who", help="Who says it, by name; without it somebody unknown.")] = "",
    seen: Annotated[str, typer.Option("--seen", help="Recognised by: voice, face, or both with a comma.")] = "voice",
    liveness: Annotated[str, typer.Option("--liveness", help="live, unknown or attack; a face is live.")] = "",
    still: Annotated[bool, typer.Option("--still", help="The face is in a picture: nobody live was seen.")] = False,
    challenge: Annotated[bool, typer.Option("--challenge", help="A challenge was passed.")] = False,
    approved_by: Annotated[str, typer.Option("--approved-by", help="Who approved it on a phone.")] = "",
    area: Area = None,
    at: Annotated[str, typer.Option("--at", help="The time of day, as in 22:00; else now.")] = "",
    home: HomeFile = None,
    as_json: Json = False,
) -> None:
    """Say what would be decided, by which rule, why, and what more would be enough. Nothing is done."""
    from ogam.home import find_home
    from ogam.hub import known_area
    from ogam.policy import permissions_are_on
    from ogam.policy.cases import identity, time_of_day

    house = find_home(home, spoken())
    by = tuple(word.strip() for word in seen.split(",") if word.strip())
    person = identity(house, who, by, "unknown" if still else liveness, challenge, approved_by)
    when = time_of_day(at) if at else None
    turn = _what_if(house).consider(sentence, known_area(house, area), person, when)
    if as_json:
        from ogam.hub import turn_data

        _print(turn_data(turn))
        return
    for text in _explanation(turn):
        typer.echo(text)
    if "face" in by:
        typer.echo(say(_STILL if still else _LIVE))
    if not permissions_are_on(house):
        typer.echo(say(_OFF))


@app.command("test")
def run_table(
    path: Annotated[Path, typer.Argument(help="A table in YAML: rows of who, say, expected …", metavar="FILE")],
    home: HomeFile = None,
    as_json: Json = False,
) -> None:
    """Decide every row of a table, and say which come out otherwise than expected (exit code 1)."""
    from ogam.home import find_home
    from ogam.home.parsing import read_text
    from ogam.hub import known_area
    from ogam.policy.cases import read_cases

    house = find_home(home, spoken())
    cases = read_cases(read_text(path), str(path), house)
    hub = _what_if(house)
    failed = []
    for case in cases:
        decision = hub.consider(case.say, known_area(house, case.area), case.who, case.at).decision
        effect, rule = (decision.effect, decision.rule) if decision else ("not understood", "")
        if effect != case.expected or (case.rule and rule != case.rule):
            failed.append(
                {"where": case.where, "say": case.say, "expected": case.expected, "got": effect, "rule": rule}
            )
    if as_json:
        _print({"cases": len(cases), "failed": failed})
    for one in [] if as_json else failed:
        typer.echo(say("{where}: “{say}” should be {expected}, and is {got} ({rule}).", **one))
    if not as_json:
        typer.echo(say("{right} of {count} as expected.", right=len(cases) - len(failed), count=len(cases)))
    if failed:
        raise typer.Exit(EXIT_FAILED)


@app.command()
def show(home: HomeFile = None, as_json: Json = False) -> None:
    """Show the rules as sentences, with their names."""
    from ogam.home import find_home
    from ogam.policy import read_rules

    rules = read_rules(find_home(home, spoken()))
    if as_json:
        told_as = [{"id": r.id, "effect": r.effect, "sentences": dict(r.sentences), "where": r.where} for r in rules]
        _print(told_as)
        return
    for rule in rules:
        mark = typer.style("+", fg="green") if rule.effect == "permit" else typer.style("-", fg="red")
        typer.echo(f" {mark} {rule.sentence(spoken())}  [{rule.id}]")
    typer.echo(say("What no rule permits is denied; what one forbids, no other permits."))


_OFF = "Permissions are off in this home: everyone may do everything. To turn them on, write `permissions: on`."

_LIVE = "Simulated: the face of a live person, as after a challenge. For one in a picture: --still."
_STILL = "Simulated: a face in a picture, of which nobody knows whether it is live."


def _what_if(home: "Home") -> "Hub":
    """A hub with the home's permissions on, no devices, and a log in memory."""
    from dataclasses import replace

    from ogam.grammar import compile_home
    from ogam.hub import EventLog, Hub, permissions_of

    return Hub(home, compile_home(home), None, {}, EventLog(None), permissions_of(replace(home, permissions=True)))


def _explanation(turn: "Turn") -> list[str]:
    from ogam.cli.turns import line, may_line, say_command

    person = turn.who.person if turn.who else None
    lines = [line("who", person or say("nobody I know"))]
    if turn.command is not None:
        lines.append(line("means", say_command(turn.command)))
    if turn.decision is not None:
        lines += [may_line(turn.decision), line("rule", turn.decision.rule)]
        if turn.decision.needs:
            lines.append(line("enough", ", ".join(say(_NEEDS[need]) for need in turn.decision.needs)))
    if turn.reply:
        lines.append(line("says", told(turn.reply), colour="cyan"))
    return lines


_NEEDS = {
    "voice": "to be heard",
    "face": "to look at the camera",
    "challenge": "to pass a challenge",
    "approval": "an adult's approval on a phone",
}


def _print(data: Any) -> None:
    typer.echo(json.dumps(data, ensure_ascii=False))

"""`ogam doctor`: what is well, what is not, and what to do."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from ogam.cli.say import HomeFile, Json

if TYPE_CHECKING:
    from pathlib import Path

    from ogam.core import OgamError
    from ogam.home import Home
    from ogam.server.checks import Finding

_MARKS = {"ok": ("✓", "green"), "note": ("·", "yellow"), "problem": ("✗", "red")}


def doctor(
    home: HomeFile = None,
    broker: Annotated[
        str, typer.Option("--broker", help="An MQTT broker; else that of the settings.", metavar="HOST[:PORT]")
    ] = "",
    as_json: Json = False,
) -> None:
    """Check microphone, weights, port, certificate, broker, clock and disk. Exit code 1 if something must be mended."""
    from ogam.server.checks import Patient, examine
    from ogam.server.settings import FILE, data_folder, load_settings

    settings = load_settings(data_folder() / FILE)
    findings = examine(Patient(settings, _home(home), _address(broker) or _own_broker()))
    if as_json:
        typer.echo(json.dumps([_told(one) for one in findings], ensure_ascii=False))
    for finding in [] if as_json else findings:
        _show(finding)
    if any(one.state == "problem" for one in findings):
        raise typer.Exit(1)


def _home(path: "Path | None") -> "Home | OgamError":
    from ogam.cli.language import spoken
    from ogam.core import OgamError
    from ogam.home import find_home

    try:
        return find_home(path, spoken())
    except OgamError as error:
        return error


def _own_broker() -> tuple[str, int] | None:
    from ogam.server.services import FILE, load_services
    from ogam.server.settings import data_folder

    mqtt = load_services(data_folder() / FILE).mqtt
    return None if mqtt is None else (mqtt.host, mqtt.port)


def _address(said: str) -> tuple[str, int] | None:
    if not said:
        return None
    host, _, port = said.partition(":")
    if port and not port.isdecimal():
        raise typer.BadParameter(f"'{said}' is not HOST:PORT.", param_hint="--broker")
    return host, int(port or 1883)


def _told(finding: "Finding") -> dict[str, str]:
    from ogam.cli.language import told

    return {**asdict(finding), "detail": told(finding.detail), "advice": told(finding.advice)}


def _show(finding: "Finding") -> None:
    from ogam.cli.language import say, told, wide

    mark, colour = _MARKS[finding.state]
    typer.echo(f" {typer.style(mark, fg=colour)} {wide(say(finding.name), 12)} {told(finding.detail)}")
    if finding.advice:
        typer.echo(f"   {wide('', 12)} → {told(finding.advice)}")

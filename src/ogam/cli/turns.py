"""A turn and a log, as lines in a terminal: what was heard, what it means, what was done, what is answered."""

import json
import time
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import typer

from ogam.cli.language import say, spoken, told, wide

if TYPE_CHECKING:
    from ogam.core import Command, Decision, Event
    from ogam.hub import Turn

_MOST_DEVICES = 6
_DELETED = "{by} deleted {events} events of {turns} turns here."


def print_turn(turn: "Turn", as_json: bool = False) -> None:
    """Print a turn, as lines or as one line of JSON."""
    if as_json:
        from ogam.hub import turn_data

        typer.echo(json.dumps(turn_data(turn), ensure_ascii=False))
        return
    for text in turn_lines(turn):
        typer.echo(text)


def turn_lines(turn: "Turn") -> Iterator[str]:
    """What is said about one turn, coloured; `typer.echo` takes the colours out where there is no terminal."""
    from ogam.hub.turns import act_data

    sentence, timings = turn.sentence, turn.timings
    if turn.answers:
        yield from answer_lines(turn)
    elif sentence is not None:
        heard = sentence.details.get("heard") or sentence.value
        accepted = sentence.details.get("accepted", True) and turn.command is not None
        said = (sentence.value if accepted else heard) or say("nothing")
        sure = _percent(sentence.confidence) if "recognise" in timings else ""
        yield line("heard", said, sure, timings.get("recognise"), dim=not accepted)
    if turn.who is not None:
        yield who_line(turn.who.person, turn.who.probability, timings.get("identify"))
    if turn.command is not None:
        yield line("means", say_command(turn.command), "", timings.get("interpret"))
    if turn.decision is not None and (turn.who is not None or turn.decision.effect != "allow"):
        yield may_line(turn.decision)
    for act in turn.acts[:_MOST_DEVICES]:
        yield _act_line(act_data(act))
    if len(turn.acts) > _MOST_DEVICES:
        yield line("", say("and {count} more", count=len(turn.acts) - _MOST_DEVICES))
    if turn.error:
        yield line("error", told(turn.error), colour="red")
    yield line("says", turn.reply, "", timings.get("total"), colour="cyan")


def answer_lines(turn: "Turn") -> Iterator[str]:
    """What answered a question: words, or somebody on a phone; nothing where somebody was recognised."""
    last = turn.observations[-1]
    if last.kind == "approval":
        yield phone_line(last.value, bool(last.details["approved"]))
    elif last.kind != "sentence":
        yield line("heard", last.value or say("nothing"))


def phone_line(person: str, approved: bool) -> str:
    """Who said yes or no on a phone."""
    return line("phone", f"{person}: {say('yes') if approved else say('no')}")


def event_lines(event: "Event") -> Iterator[str]:
    """What is said about one event of a log."""
    data = event.data
    match event.kind:
        case "turn":
            when = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(event.time))
            where = f" · {data['area']}" if data.get("area") else ""
            yield typer.style(f"{when}  {event.session}{where}", bold=True)
        case "observation" if data["kind"] == "approval":
            yield phone_line(data["value"], data["details"]["approved"])
        case "approval":
            yield line("phone", say("waits for a yes"))
        case "held":
            yield line("who", say("{name}'s voice or face waits for a yes: ogam people pending", name=data["person"]))
        case "observation":
            heard = data["details"].get("heard") or data["value"] or say("nothing")
            typed = data["recognizer"] in ("typed", "dialogue")
            yield line("heard", heard, "" if typed else _percent(data["confidence"]))
        case "command":
            yield line("means", f"{data['intent']} {_slots({n: s['value'] for n, s in data['slots'].items()})}".strip())
        case "identity":
            yield who_line(data["person"], data["probability"])
        case "decision":
            yield line("may", f"{data['effect']} · {data['rule']}")
        case "action":
            yield _act_line(data)
        case "reply":
            yield line("says", data["text"], "", data["timings_ms"].get("total"), colour="cyan")
        case "ring":
            yield line("rings", f"{data['kind']} {data['text']}".strip(), colour="cyan")
        case "error":
            yield line("error", f"{data['where']}: {data['type']}: {data['message']}", colour="red")
        case "interrupted":
            yield line("ended", say("Ogam was stopped here; this was not done again."), colour="yellow")
        case "correction":
            yield line(
                "who",
                say("{by} said later that it was not {name}.", by=data["by"], name=data["person"]),
                colour="yellow",
            )
        case "deleted":
            when = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(event.time))
            yield typer.style(f"{when}  {say(_DELETED, **data)}", bold=True)
        case _:
            yield line(event.kind, str(dict(data)))


def line(label: str, text: str, aside: str = "", milliseconds: float | None = None, **style: Any) -> str:
    """One line in columns: label (in the language of the command that runs), text, a figure, a time."""
    colour = style.pop("colour", None)
    taken = "" if milliseconds is None else f"{milliseconds:.0f} ms"
    shown = typer.style(wide(text, 52), fg=colour, **style)
    return f"   {wide(say(label) if label else '', 6)} {shown} {aside:>5} {taken:>8}".rstrip()


def may_line(decision: "Decision") -> str:
    """Whether it may be done, and by which rule: "no · Children may not use the oven." """
    words = say({"allow": "yes", "deny": "no", "ask": "not yet"}[decision.effect])
    colour = {"allow": "green", "deny": "red", "ask": "yellow"}[decision.effect]
    return line("may", f"{words} · {told(decision.reason_in(spoken()))}", colour=colour)


def say_command(command: "Command") -> str:
    """A command in short: "HassTurnOn domain=light area=kitchen"."""
    return f"{command.intent} {_slots({name: slot.value for name, slot in command.slots.items()})}".strip()


def _act_line(act: Mapping[str, Any]) -> str:
    if not act["ok"]:
        return line("failed", act.get("errors", {}).get(spoken()) or told(act["error"]), colour="red")
    if act["answer"]:
        return line("asked", f"{act['name']} → {act_words(act)}")
    return line("did", f"{act['name']} → {act_words(act)}", colour="green")


def act_words(act: Mapping[str, Any]) -> str:
    """What a device answered, or what became of it, in the language of the command that runs."""
    from ogam.hub.explaining import act_words as words_in

    return words_in(act, spoken())


def who_line(person: str | None, probability: float, milliseconds: float | None = None) -> str:
    """Who it is and how sure that is; of nobody known, too, where anybody was looked for."""
    sure = _percent(probability) if probability else ""
    return line("who", person or say("nobody I know"), sure, milliseconds)


def _slots(values: Mapping[str, Any]) -> str:
    return " ".join(f"{name}={value}" for name, value in values.items())


def _percent(probability: float) -> str:
    """100 % is for what is certain."""
    return f"{min(probability, 0.99) if probability < 1 else 1:.0%}".replace("%", " %")

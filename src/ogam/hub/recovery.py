"""After the process was killed: what was being done is reported, and not done again."""

from ogam.core import Event
from ogam.hub.log import EventLog


def report_interrupted(log: EventLog) -> list[Event]:
    """Add an event "interrupted" to every turn that has no reply; the events that were added.

    data: `decided`, the effect of its decision or None; `done`, the devices whose actions are in the log. What was
    being done at the last moment may have been done or not: nobody acts on it again.
    """
    return [_report(log, begun) for begun in log.unfinished_turns()]


def _report(log: EventLog, begun: Event) -> Event:
    events = list(log.events(turn=begun.turn))
    decided = next((event.data["effect"] for event in events if event.kind == "decision"), None)
    done = [event.data["device"] for event in events if event.kind == "action"]
    return log.append(begun.session, begun.turn, "interrupted", {"decided": decided, "done": done})

"""A home that has changed, taken up by a hub that is running: compiled aside, and put in place at once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from ogam.core import Device, HomeError, Recognizer
from ogam.devices.known import with_known
from ogam.home import Home
from ogam.hub.assembly import permissions_of
from ogam.hub.hub import Hub
from ogam.hub.ports import Grammar, Policy


@runtime_checkable
class TakesDevices(Protocol):
    """A driver that is told which devices are its own, and forgets those that are not."""

    name: str

    def adopt(self, devices: Iterable[Device]) -> None: ...


@dataclass(frozen=True, slots=True)
class Renewal:
    """All that a changed home needs, ready to be put in place."""

    home: Home
    policy: Policy | None
    grammar: Grammar
    recognizer: Recognizer | None


def prepare(
    hub: Hub,
    home: Home,
    anyone_enrolled: bool = False,
    compile_: Callable[[Home], Grammar] | None = None,
    folder: Path | None = None,
) -> Renewal:
    """Compile a changed home for a hub, which goes on meanwhile. Blocks for about half a second: call it in a thread.

    The acoustic models that are loaded are used again. compile_: makes the grammar, Ogam's own if None.
    folder: Ogam's own, with what is known of its drivers' devices, as for `open_hub`.
    Raises GrammarError and PolicyError where the owner's sentences or rules do not fit the home any more, and HomeError
    for other languages than the hub hears.
    """
    from ogam.grammar import compile_home

    if (home.language, home.languages) != (hub.home.language, hub.home.languages):
        raise HomeError(["The home's languages have changed since the start. Start the server again."])
    home = home if folder is None else with_known(home, folder)
    policy = permissions_of(home, anyone_enrolled)
    grammar = (compile_ or compile_home)(home)
    return Renewal(home, policy, grammar, _with_grammar(hub.recognizer, grammar))


def renew(hub: Hub, renewal: Renewal) -> None:
    """Put a changed home in place, in the hub's event loop: sessions, and what they have asked, go on.

    What is being recognised at this moment is recognised as before, and understood by the new grammar.
    """
    for name, driver in hub.drivers.items():
        if isinstance(driver, TakesDevices):
            driver.adopt([device for device in renewal.home.devices if device.driver == name])
    hub.adopt(renewal.home, renewal.policy, renewal.grammar, renewal.recognizer)


def _with_grammar(recognizer: Any, grammar: Grammar) -> Any:
    """A recogniser like this for another grammar, by the same acoustic models; itself where it shows none."""
    if hasattr(recognizer, "transcriber"):
        return replace(recognizer, grammar=grammar)
    by_language = getattr(recognizer, "by_language", {"": recognizer})
    if not all(hasattr(one, "scorer") for one in by_language.values()):
        return recognizer
    from ogam.asr import recognizer_of

    return recognizer_of(grammar, scorers={code: one.scorer for code, one in by_language.items()})

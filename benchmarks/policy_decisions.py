"""How long a decision about permissions takes: `python benchmarks/policy_decisions.py` prints medians and 95 %."""

import statistics
from time import perf_counter

from ogam.core import Action, Command, Identity, Modality
from ogam.home import parse_home
from ogam.policy import Permissions, Request

HOME = """
areas: [hall]
devices: [{name: front door, domain: lock, area: hall}]
people: [{name: Mina, role: owner}, Jun, {name: Ara, role: child}, {name: Guest, role: guest}]
"""
CASES: tuple[tuple[str, str | None, tuple[Modality, ...]], ...] = (
    ("allowed", "Jun", ("voice", "face")),
    ("denied", "Ara", ("voice",)),
    ("asked for more, a person known", "Jun", ("voice",)),
    ("asked for more, nobody known", None, ()),
)
TIMES = 500


def main() -> None:
    home = parse_home(HOME)
    permissions = Permissions(home)
    for name, person, seen in CASES:
        who = Identity(person, 0.97 if person else 0.0, seen)
        request = Request(Command("HassTurnOff"), who, ((home.devices[0], Action("unlock")),))
        taken = []
        for _ in range(TIMES):
            started = perf_counter()
            permissions.decide(request)
            taken.append(1000 * (perf_counter() - started))
        print(f"{name}: median {statistics.median(taken):.2f} ms, 95 of 100 within {sorted(taken)[475]:.2f} ms")


if __name__ == "__main__":
    main()

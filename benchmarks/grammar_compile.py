"""How long a home's grammar takes to compile, how much memory it takes, and how long a typed sentence takes.

    python benchmarks/grammar_compile.py [--runs 5]

One process a home, so that memory is counted apart; seconds are CPU seconds, medians over the runs.
"""

import argparse
import json
import resource
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from random import Random

from ogam.core import Device
from ogam.grammar import compile_grammar, sample
from ogam.home import Area, Home

AREAS = (
    "Kitchen", "Living Room", "Bedroom", "Office", "Garage", "Bathroom", "Hallway", "Nursery", "Dining Room",
    "Guest Room", "Attic", "Basement", "Laundry Room", "Study", "Terrace",
)  # fmt: skip
ADJECTIVES = ("Red", "Big", "Old", "Desk", "Floor", "Wall", "Corner", "Reading", "Night", "Window")
KINDS = (
    ("Lamp", "light"), ("Light", "light"), ("Fan", "fan"), ("Switch", "switch"), ("Blind", "cover"),
    ("Speaker", "media_player"), ("Heater", "climate"), ("Lock", "lock"), ("Plug", "switch"), ("Strip", "light"),
)  # fmt: skip
SENTENCES = 100


def home(devices: int) -> Home:
    """A home of 15 areas with so many devices, each with a name of its own."""
    return Home(areas=tuple(Area(name) for name in AREAS), devices=tuple(device(number) for number in range(devices)))


def device(number: int) -> Device:
    area, (noun, domain) = AREAS[number % len(AREAS)], KINDS[number % len(KINDS)]
    name = f"{area} {ADJECTIVES[number // 10 % 10]} {noun} {number // 100 or ''}".strip()
    return Device(f"{domain}.{number}", name, domain, area=area)


def measure(devices: int, runs: int) -> dict[str, float]:
    """Figures of one home."""
    here = home(devices)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seconds = [timed(lambda: compile_grammar(here)) for _ in range(runs)]
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    grammar = compile_grammar(here)
    sentences = [sample(grammar, Random(seed)).sentence for seed in range(SENTENCES)]
    reading = [timed(lambda text=text: grammar.interpret(text, "Kitchen")) for text in sentences]
    return {
        "devices": devices,
        "nodes": len(grammar.network.nodes),
        "compile_s": round(statistics.median(seconds), 3),
        "grown_mb": round((after - before) / 1024, 1),
        "interpret_ms": round(1000 * statistics.median(reading), 1),
    }


def timed(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    for size in (100, 2000):
        with ProcessPoolExecutor(1) as process:
            print(json.dumps(process.submit(measure, size, arguments.runs).result()))

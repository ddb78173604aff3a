"""A home with one LG appliance of every kind: how large its grammar is, and how long it takes. CPU seconds.

python benchmarks/thinq.py
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TypeVar

from ogam.core import Device
from ogam.devices.thinq import Settings, ThinQDriver
from ogam.devices.thinq.simulator import Cloud, Simulator
from ogam.grammar import compile_grammar
from ogam.lab.reachability import home_of, sentences_for, walk

Result = TypeVar("Result")


def timed(work: Callable[[], Result]) -> tuple[float, Result]:
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


async def appliances(language: str) -> list[Device]:
    simulator = Simulator(Cloud(language=language))
    await simulator.start()
    driver = ThinQDriver(Settings("simulated", simulator=simulator.url), ())
    devices = await driver.discover()
    await driver.close()
    await simulator.cut()
    return devices


def measure(language: str) -> None:
    devices = asyncio.run(appliances(language))
    plain = [replace(device, properties=()) for device in devices]
    compile_grammar(home_of(plain[:1], language))
    for name, chosen in (("one, without properties", plain[:1]), ("30, without", plain), ("30", devices)):
        seconds, grammar = timed(partial(compile_grammar, home_of(chosen, language)))
        print(f"{language}  {name}: {len(grammar.network.nodes)} nodes, {seconds:.2f} s")
    settable = [(device, one) for device in devices for one in device.properties if one.writable]
    count = sum(1 for device, one in settable for _ in sentences_for(device, one, language))
    seconds, missed = timed(partial(walk, devices, language, grammar))
    print(
        f"{language}  {len(settable)} properties, {count} sentences, {len(missed)} unreachable,"
        f" {1000 * seconds / count:.0f} ms a sentence"
    )


def main() -> None:
    for language in ("en", "ko"):
        measure(language)


if __name__ == "__main__":
    main()

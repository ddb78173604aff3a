"""Commands while everything is cut off and brought back at random: does each act exactly once, or is it answered?

    python benchmarks/chaos.py [--minutes 10] [--commands 200] [--seed 0] [--only thinq mqtt]

Half of the time in an English home, half in a Korean one. The simulators that ship run on this computer, mqtt at a real
Mosquitto. First each command is tried once while all is well, to know what reaches its device; then they are said at
random, those of a device one after the other and never the same twice, while each simulator is cut off, brought back,
or late.
Prints each command that went wrong, and a row of JSON per driver; ends with 1 where a command was lost, done twice,
done though said to have failed, or not answered.
"""

import argparse
import asyncio
import json
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from random import Random

from chaos_simulators import OPENERS, Simulated, here
from ogam.core import Action, Device, DeviceError, Property, PropertyValue
from ogam.devices import SET, settings_of
from ogam.devices.drivers import FILE, Closes, open_one, read_tables
from ogam.devices.known import remember, with_known
from ogam.grammar import Grammar, compile_home
from ogam.home import Home, Place
from ogam.hub import EventLog, Hub, Turn, log_changes, open_hub
from ogam.lab.chaos import Answered, Reached, Rhythm, Told, acts_of, answer_of, disturb, fate, judge, violations, watch
from ogam.lab.reachability import action_for, sentences_for

DEVICES, VALUES = 3, 3
"""Of each driver, and of each property."""
PATIENCE = 30.0
"""Seconds in which a turn must have ended; the hub's own patience is 10."""
SETTLED, TAIL = 0.5, 15.0
"""Seconds between two commands of a device, and those after the last in which it may still act."""


@dataclass(frozen=True, slots=True)
class Order:
    """A command. sentence: empty where it is done by touch. payload: what it makes reach the device."""

    device: Device
    value: PropertyValue
    action: Action
    sentence: str
    payload: str = ""


@dataclass(slots=True)
class Played:
    """What happened to one driver."""

    told: list[Told] = field(default_factory=list)
    reached: list[Reached] = field(default_factory=list)
    happened: Counter[str] = field(default_factory=Counter)
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    said: int = 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--commands", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", nargs="+", default=here(), choices=here(), metavar="DRIVER")
    wanted = parser.parse_args()
    total: dict[str, Counter[str]] = defaultdict(Counter)
    for language in ("en", "ko"):
        seconds, count = 30 * wanted.minutes, wanted.commands // 2
        found = asyncio.run(play(language, wanted.only, seconds, count, Random(f"{wanted.seed} {language}")))
        for name, counts in found.items():
            total[name] += counts
    for name, counts in sorted(total.items()):
        print(json.dumps({"driver": name, **counts, "violations": violations(counts)}, ensure_ascii=False), flush=True)
    sys.exit(any(map(violations, total.values())))


async def play(
    language: str, names: Sequence[str], seconds: float, count: int, random: Random
) -> dict[str, Counter[str]]:
    """What became of the commands, by driver, and how often it was cut off or late."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        simulated = {name: await OPENERS[name](language) for name in names}
        for one in simulated.values():
            stack.push_async_callback(one.close)
        (folder / FILE).write_text("\n".join(one.table for one in simulated.values()), "utf-8")
        home = with_known(Home(language=language, devices=await devices_of(folder), places=places()), folder)
        grammar = compile_home(home)
        hub = open_hub(home, stack.enter_context(EventLog(None)), listen=False, grammar=grammar, folder=folder)
        stack.push_async_callback(hub.close)
        logging = asyncio.create_task(log_changes(hub))
        stack.callback(logging.cancel)
        await asyncio.sleep(3)
        lanes = {name: await tried(hub, home, grammar, simulated[name], name) for name in names}
        print(json.dumps({name: [lane[0].device.name for lane in found] for name, found in lanes.items()}), flush=True)
        played = await under_chaos(hub, lanes, simulated, seconds, count, random)
    return {name: outcome(name, one) for name, one in played.items()}


def outcome(name: str, played: Played) -> Counter[str]:
    acts, strays = acts_of(played.told, played.reached)
    for command, own in zip(played.told, acts, strict=True):
        if violations({fate(command.answered, len(own)): 1}):
            show(name, command, own, played)
    for one in strays:
        print(json.dumps({"driver": name, "stray": asdict(one)}, ensure_ascii=False), flush=True)
    counts = Counter({"commands": len(played.told), "as sentences": played.said, **played.happened})
    return counts + judge(played.told, played.reached)


def show(name: str, command: Told, acts: Sequence[Reached], played: Played) -> None:
    """A command that must not have gone so, and the others of the same words, to find out why."""
    same = [one for one in played.told if one.payload == command.payload and one is not command]
    found = {"driver": name, "violation": asdict(command), "acts": [one.time for one in acts]}
    others = [(one.began, one.answered) for one in same]
    print(json.dumps({**found, "same words": others}, ensure_ascii=False), flush=True)


async def devices_of(folder: Path) -> tuple[Device, ...]:
    """Found by the drivers, remembered, and put into the home without what is known of them; names are given once."""
    taken: dict[str, Device] = {}
    for name, table in read_tables(folder / FILE).items():
        driver = open_one(folder / FILE, name, table, ())
        found = await driver.discover()
        if isinstance(driver, Closes):
            await driver.close()
        remember(folder, name, found)
        fit = [one for one in found if one.name not in taken and (name == "robot" or any(map(is_fit, one.properties)))]
        taken |= {one.name: at_home(one) for one in fit[: 2 * DEVICES]}
    return tuple(taken.values())


def at_home(device: Device) -> Device:
    domain, _, name = device.id.partition(".")
    identifier = f"{domain}.{device.driver}_{name}"
    return replace(device, id=identifier, address=device.address or device.id, properties=(), area=None)


def is_fit(one: Property) -> bool:
    """Whether it can be set to enough different values, and is not a command that is done now and then gone."""
    counted = one.kind == "choice" and len(one.choices) >= VALUES
    return one.writable and (counted or (one.kind == "number" and one.least is not None and one.most is not None))


def places() -> tuple[Place, ...]:
    from ogam.devices.robot.simulator import PLACES

    return tuple(Place(name, *at) for name, at in PLACES.items())


async def tried(hub: Hub, home: Home, grammar: Grammar, simulated: Simulated, name: str) -> list[list[Order]]:
    """The commands of each device of a driver that do one thing while all is well, and what that makes reach it."""
    lanes: list[list[Order]] = []
    for device in (one for one in home.devices if one.driver == name):
        for one in (found for found in device.properties if is_fit(found) or found.id == "go"):
            orders = orders_for(device, one, home, grammar)
            known = [found for order in orders if (found := await tried_once(hub, simulated, order))]
            if len({order.payload for order in known}) >= VALUES:
                lanes.append(known)
                break
        if len(lanes) == DEVICES:
            break
    if not lanes:
        sys.exit(f"{name}: while all was well, no device did one thing for each of {VALUES} commands.")
    return lanes


def orders_for(device: Device, one: Property, home: Home, grammar: Grammar) -> Iterator[Order]:
    """A command for each of some values: a sentence where one is understood so, else by touch."""
    said: dict[PropertyValue, list[str]] = defaultdict(list)
    for sentence, value in sentences_for(device, one, home.language):
        said[value].append(sentence)
    for value, sentences in list(said.items())[:VALUES]:
        action = Action(SET, {one.id: value})
        fit = (sentence for sentence in sentences if does(sentence, device, {one.id: value}, home, grammar))
        yield Order(device, value, action, next(fit, ""))


def does(sentence: str, device: Device, settings: dict[str, PropertyValue], home: Home, grammar: Grammar) -> bool:
    try:
        found = action_for(sentence, grammar, home.devices)
        return found is not None and found[0].id == device.id and settings_of(*found) == settings
    except DeviceError:
        return False


async def tried_once(hub: Hub, simulated: Simulated, order: Order) -> Order | None:
    """The command with what reached its device; None where that was not one thing, or it was not done."""
    reached: list[Reached] = []
    watching = asyncio.create_task(watch(simulated.records, reached))
    await asyncio.sleep(0)
    answered = await told(hub, order)
    await asyncio.sleep(0.1)
    watching.cancel()
    return replace(order, payload=reached[0].payload) if answered == "done" and len(reached) == 1 else None


async def told(hub: Hub, order: Order) -> Answered:
    try:
        async with asyncio.timeout(PATIENCE):
            return answer_of(await turn_of(hub, order))
    except TimeoutError:
        return "nothing"


async def turn_of(hub: Hub, order: Order) -> Turn:
    if order.sentence:
        return await hub.say(order.sentence)
    return await hub.operate(order.device, order.action, "chaos")


async def under_chaos(
    hub: Hub,
    lanes: dict[str, list[list[Order]]],
    simulated: dict[str, Simulated],
    seconds: float,
    count: int,
    random: Random,
) -> dict[str, Played]:
    played = {name: Played() for name in lanes}
    share = count / len(lanes)
    watching = [asyncio.create_task(watch(simulated[name].records, one.reached)) for name, one in played.items()]
    chaos = [
        asyncio.create_task(disturb(simulated[name].hold, one.begun, Random(random.random()), Rhythm(), one.happened))
        for name, one in played.items()
    ]
    async with asyncio.TaskGroup() as tasks:
        for name, found in lanes.items():
            for place, lane in enumerate(found):
                number = round(share * (place + 1) / len(found)) - round(share * place / len(found))
                work = lane_played(hub, lane, number, seconds, Random(random.random()), played[name])
                tasks.create_task(work)
    for task in chaos:
        task.cancel()
    ended = await asyncio.gather(*chaos, return_exceptions=True)
    await asyncio.sleep(TAIL)
    for task in watching:
        task.cancel()
    for error in ended:
        if isinstance(error, Exception):
            raise error
    return played


async def lane_played(
    hub: Hub, lane: Sequence[Order], number: int, seconds: float, random: Random, played: Played
) -> None:
    """The commands of one device, one after the other, at random times; each unlike what it was told and does last."""
    clock = asyncio.get_running_loop().time
    start = clock()
    last: Order | None = None
    pending: dict[str, float] = {}  # what was told and may still act: said again, one could not tell whose act it is
    for at in sorted(random.uniform(0, seconds) for _ in range(number)):
        await asyncio.sleep(max(SETTLED, start + at - clock()))
        own = {order.payload for order in lane}
        acted = next((one.payload for one in reversed(played.reached) if one.payload in own), "")
        while not (fit := [one for one in lane if one is not last and one.payload not in (acted, *pending)]):
            await asyncio.sleep(1)
            pending = {payload: until for payload, until in pending.items() if until > clock()}
        order = random.choice(fit)
        began, last = clock(), order
        played.begun.set()
        played.said += bool(order.sentence)
        answered = await told(hub, order)
        played.told.append(Told(order.payload, began, answered))
        pending = {payload: until for payload, until in pending.items() if until > clock()}
        if answered == "unsure":
            pending[order.payload] = clock() + TAIL


if __name__ == "__main__":
    main()

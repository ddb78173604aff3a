"""Every kind of appliance × every property that can be set × every value: said, understood, and told to the cloud."""

import asyncio
from dataclasses import replace
from functools import cache

import pytest

pytest.importorskip("thinqconnect")

from ogam.core import Action
from ogam.devices.thinq import Settings, ThinQDriver
from ogam.devices.thinq.describing import describe
from ogam.devices.thinq.simulator import Cloud, Simulator
from ogam.devices.thinq.simulator.profiles import kinds, profile
from ogam.grammar import compile_grammar
from ogam.lab.reachability import action_for, home_of, sentences_for, walk

KINDS = [kind for kind in kinds() if any(one.property.writable for one in describe(profile(kind)))]
ONLY_READ = {"HOME_BREW", "KIMCHI_REFRIGERATOR", "PLANT_CULTIVATOR", "STICK_CLEANER", "WATER_PURIFIER"}


async def _discovered(language):
    simulator = Simulator(Cloud(language=language))
    await simulator.start()
    driver = ThinQDriver(Settings("simulated", simulator=simulator.url), ())
    devices = await driver.discover()
    await driver.close()
    await simulator.cut()
    return devices


@cache
def _house(language):
    """All appliances in one home, and its grammar."""
    devices = asyncio.run(_discovered(language))
    return devices, compile_grammar(home_of(devices, language))


def _device(kind, language):
    devices, grammar = _house(language)
    return next(one for one in devices if one.address == f"{kind.removeprefix('DEVICE_').lower()}-1"), grammar


def test_some_kinds_can_only_be_asked():
    assert {kind.removeprefix("DEVICE_") for kind in kinds()} - {
        kind.removeprefix("DEVICE_") for kind in KINDS
    } == ONLY_READ


@pytest.mark.whole
@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("kind", KINDS)
def test_all_that_can_be_set_can_be_said(kind, language):
    device, grammar = _device(kind, language)
    assert walk([device], language, grammar) == []


@pytest.mark.whole
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_said_is_told_to_the_cloud(kind):
    """A sentence for each value, in one language and the other by turns: understood, done, and as LG wants it."""

    async def main():
        simulator = Simulator(Cloud([kind], strict=False))
        await simulator.start()
        driver = ThinQDriver(Settings("simulated", simulator=simulator.url, spacing=0.0), ())
        bindings = {one.property.id: one for one in describe(profile(kind))}
        told = 0
        for place, one in enumerate(bindings.values()):
            language = ("en", "ko")[place % 2]
            device, grammar = _device(kind, language)
            wanted = {}
            if one.property.writable:
                for sentence, value in sentences_for(device, one.property, language):
                    wanted.setdefault(value, sentence)
            for value, sentence in wanted.items():
                meant, action = action_for(sentence, grammar, [device])
                await driver.act(meant, action)
                address, payload = simulator.cloud.controls[-1]
                entry = payload[one.place.branch] if one.place.branch else payload
                resource = entry[one.place.resource]
                names = [
                    name
                    for name in resource
                    if resource[name] == one.raw(value) and name not in ("unit", "locationName")
                ]
                assert address == meant.address
                assert one.place.name in names or (names and one.by_mode), (sentence, payload)
                part = entry.get("location", resource).get("locationName", one.place.location)
                assert part == one.place.location
                told += 1
        assert len(simulator.cloud.controls) == told > 0
        state = (await driver.act(_device(kind, "en")[0], Action("get_state"))).state
        assert state
        await driver.close()
        await simulator.cut()

    asyncio.run(main())


def test_what_cannot_be_said_is_found():
    """A name that no template can say is told as unreachable: the walk can fail."""
    device, _ = _device("DEVICE_CEILING_FAN", "en")
    grammar = compile_grammar(home_of([device], "en"))
    hidden = tuple(replace(one, names={"en": ("whirl",), "ko": ("빙글",)}) for one in device.properties)
    missed = walk([replace(device, properties=hidden)], "en", grammar)
    assert {one.property for one in missed} == {"wind_strength"}
    assert missed[0].got == "not understood"

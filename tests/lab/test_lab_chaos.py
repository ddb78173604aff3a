import asyncio
from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogam.lab.chaos import Hold, Reached, Rhythm, Told, disturb, fate, judge, violations, watch


@pytest.mark.parametrize(
    ("answered", "acts", "expected", "bad"),
    [
        ("done", 1, "done", 0),
        ("failed", 0, "failed", 0),
        ("unsure", 0, "unsure, not acted", 0),
        ("unsure", 1, "unsure, acted", 0),
        ("done", 0, "lost", 1),
        ("failed", 1, "failed but acted", 1),
        ("unsure", 2, "twice", 1),
        ("done", 2, "twice", 1),
        ("nothing", 0, "unanswered", 1),
        ("nothing", 1, "unanswered", 1),
    ],
)
def test_what_becomes_of_a_command(answered, acts, expected, bad):
    assert fate(answered, acts) == expected
    assert violations({expected: 1}) == bad


def test_what_reaches_a_device_late_belongs_to_its_own_command_and_not_to_the_next():
    told = [Told("cool", 0, "failed"), Told("dry", 10, "done"), Told("cool", 20, "done")]
    reached = [Reached("cool", 11), Reached("dry", 11), Reached("cool", 21)]
    assert judge(told, reached) == {"failed but acted": 1, "done": 2}


def test_a_late_act_belongs_to_the_command_that_was_not_confirmed_and_not_to_the_next_of_the_same_words():
    """As it was in a run: sent at 3, confirmed by nobody, done 12 seconds later, when the same was said again."""
    told = [Told("auto", 0, "unsure"), Told("auto", 12, "done"), Told("dry", 30, "unsure"), Told("dry", 40, "failed")]
    reached = [Reached("auto", 14.5), Reached("auto", 15), Reached("dry", 42)]
    assert judge(told, reached) == {"unsure, acted": 2, "done": 1, "failed": 1}


def test_one_act_too_many_is_seen_all_the_same():
    told = [Told("auto", 0, "unsure"), Told("auto", 20, "done")]
    found = judge(told, [Reached("auto", time) for time in (12, 21, 22)])
    assert violations(found) == 1
    assert found["twice"] == 1


def test_what_nobody_told_is_a_violation():
    found = judge([Told("cool", 5, "done")], [Reached("cool", 4), Reached("heat", 6), Reached("cool", 7)])
    assert found == {"done": 1, "stray": 2}
    assert violations(found) == 2


@given(st.lists(st.sampled_from(["done", "failed", "unsure", "nothing"])), st.data())
def test_every_command_has_one_fate(answers, data):
    told = [Told(str(place), place, answer) for place, answer in enumerate(answers)]
    acted = data.draw(st.lists(st.sampled_from(told))) if told else []
    fates = judge(told, [Reached(one.payload, 1000) for one in acted])
    assert sum(fates.values()) == len(told)
    assert fates["stray"] == 0


def test_what_is_disturbed_is_cut_off_made_late_and_well_again_at_the_end():
    cut_off, late, happened = asyncio.Event(), [False], Counter()

    async def cut():
        cut_off.set()

    async def restore():
        cut_off.clear()

    async def play():
        hold = Hold(cut, restore, lambda value: late.__setitem__(0, value))
        rhythm = Rhythm((0.0, 0.001), (0.0, 0.001), (0.0, 0.001))
        task = asyncio.create_task(disturb(hold, asyncio.Event(), Random(1), rhythm, happened))
        while not (happened["cut"] > 3 and happened["late"] > 3):
            await asyncio.sleep(0.001)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(asyncio.wait_for(play(), 20))
    assert not cut_off.is_set()
    assert not late[0]


def test_only_what_is_new_in_a_record_is_noted():
    record, reached = ["before"], []

    async def play():
        task = asyncio.create_task(watch(lambda: {"one": record}, reached, 0.001))
        await asyncio.sleep(0)
        record.extend(["a", "b"])
        while len(reached) < 2:
            await asyncio.sleep(0.001)
        task.cancel()

    asyncio.run(asyncio.wait_for(play(), 20))
    assert [one.payload for one in reached] == ["a", "b"]

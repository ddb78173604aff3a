"""Parts of data sets: by wish, by split, so many; and splits in which everybody stays."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogam.core import OgamError
from ogam.lab.data import parse_where, slice_dataset, split_by_speaker
from ogam.lab.items import Dataset, Item, Pair


def people(count, each=2, prefix="p"):
    sexes = ("female", "male")
    return tuple(
        Item(
            f"{prefix}{person}-{number}", Path("a.wav"), speaker=f"{prefix}{person}", groups={"sex": sexes[person % 2]}
        )
        for person in range(count)
        for number in range(each)
    )


def sliced(dataset, *wishes, **more):
    return slice_dataset(dataset, [parse_where(wish) for wish in wishes], **more)


def test_wishes_all_hold():
    dataset = Dataset("made", people(6), pairs=(Pair("p0-0", "p2-0", False), Pair("p0-0", "p1-0", False)))
    part = sliced(dataset, "sex=female", "speaker!=p4")
    assert {item.speaker for item in part.items} == {"p0", "p2"}
    assert part.pairs == (Pair("p0-0", "p2-0", False),)
    assert {item.speaker for item in sliced(dataset, "speaker=p1|p3").items} == {"p1", "p3"}


def test_what_nothing_has_is_said():
    dataset = Dataset("made", people(2))
    with pytest.raises(OgamError, match=r"nothing has 'age'\. There are: sex, id, speaker"):
        sliced(dataset, "age=old")
    with pytest.raises(OgamError, match="no item is like that"):
        sliced(dataset, "sex=other")
    with pytest.raises(OgamError, match="no split 'test'"):
        sliced(dataset, split="test")
    for wish in ("sex", "=x", "!=x"):
        with pytest.raises(OgamError, match="is no wish"):
            parse_where(wish)


def test_so_many_are_drawn_the_same_ones_by_the_same_seed():
    dataset = Dataset("made", people(50))
    first, again, other = (sliced(dataset, take=20, seed=seed).items for seed in (1, 1, 2))
    assert first == again != other
    assert len(first) == 20
    assert [item for item in dataset.items if item in first] == list(first)
    fewer = sliced(dataset, take=10, seed=1).items
    assert [item for item in first if item in fewer] == list(fewer)


@given(st.integers(0, 5), st.integers(2, 40), st.integers(1, 40))
def test_who_is_added_moves_nobody(seed, before, more):
    shares = {"train": 0.7, "dev": 0.1, "test": 0.2}
    old = split_by_speaker(Dataset("made", people(before)), shares, seed)
    new = split_by_speaker(Dataset("made", people(before) + people(more, prefix="new")), shares, seed)
    assert new.items[: len(old.items)] == old.items
    homes = {}
    for item in new.items:
        assert homes.setdefault(item.speaker, item.split) == item.split


def test_shares_and_groups_come_out_as_asked():
    dataset = split_by_speaker(Dataset("made", people(2_000, each=1)), {"train": 0.8, "test": 0.2}, seed=3)
    for sex in ("female", "male"):
        splits = [item.split for item in dataset.items if item.groups["sex"] == sex]
        assert splits.count("test") / len(splits) == pytest.approx(0.2, abs=0.03)


def test_a_seed_divides_otherwise_and_nobody_known_is_divided_one_by_one():
    unknown = tuple(Item(str(number), Path("a.wav")) for number in range(200))
    one, other = (split_by_speaker(Dataset("x", unknown), {"a": 0.5, "b": 0.5}, seed) for seed in (0, 1))
    assert one != other
    assert {item.split for item in one.items} == {"a", "b"}


@pytest.mark.parametrize("shares", [{}, {"a": 0.5}, {"a": 1.5, "b": -0.5}, {"a": float("nan")}])
def test_shares_must_be_shares(shares):
    with pytest.raises(OgamError, match="together 1"):
        split_by_speaker(Dataset("made", people(1)), shares)


def test_a_split_without_a_share_is_empty():
    divided = split_by_speaker(Dataset("made", people(300)), {"none": 0.0, "all": 1.0, "last": 0.0})
    assert {item.split for item in divided.items} == {"all"}

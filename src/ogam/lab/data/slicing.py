"""Parts of a data set: of some people, of one split, so many of them; and splits by person. All of it by hashes, so
that it is the same on every machine, and what is added later moves nothing of what was there."""

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ogam.core import OgamError
from ogam.lab.items import Dataset, Item

FIELDS = ("id", "speaker", "split", "medium", "intent", "attack")
"""What can be asked for beside groups."""


@dataclass(frozen=True, slots=True)
class Where:
    """A wish: that a field or a group has one of some values, or none of them."""

    key: str
    values: frozenset[str]
    wanted: bool = True

    def holds(self, item: Item) -> bool:
        return (value_of(item, self.key) in self.values) is self.wanted


def parse_where(text: str) -> Where:
    """ "sex=female", "age=60-69|70-79", "language!=en". Raises OgamError for what is none of them."""
    key, equals, values = text.partition("=")
    name = key.removesuffix("!").strip()
    if not equals or not name:
        raise OgamError(f"'{text}' is no wish. Write key=value, key=one|other, or key!=value.")
    return Where(name, frozenset(value.strip() for value in values.split("|")), not key.endswith("!"))


def value_of(item: Item, key: str) -> str:
    """What an item has in a field or a group; empty if nothing."""
    return str(getattr(item, key) or "") if key in FIELDS else item.groups.get(key, "")


def slice_dataset(
    dataset: Dataset, where: Sequence[Where] = (), split: str = "", take: int | None = None, seed: int = 0
) -> Dataset:
    """The items for which all wishes hold, in their order, with the pairs that are of them alone.

    split: of this one only. take: so many of them, drawn by the seed; of a larger data set the same ones, as far as
    they are drawn before the new. Raises OgamError if a wish names what no item has, or nothing is left.
    """
    for wish in where:
        _check_key(dataset, wish.key)
    chosen = [item for item in dataset.items if all(wish.holds(item) for wish in where)]
    if split:
        _check_split(dataset, split)
        chosen = [item for item in chosen if item.split == split]
    if take is not None:
        drawn = {item.id for item in sorted(chosen, key=lambda item: draw(seed, item.id))[:take]}
        chosen = [item for item in chosen if item.id in drawn]
    if not chosen:
        raise OgamError(f"{dataset.name}: no item is like that. Ask for less.")
    kept = {item.id for item in chosen}
    pairs = tuple(pair for pair in dataset.pairs if pair.first in kept and pair.second in kept)
    return replace(dataset, items=tuple(chosen), pairs=pairs)


def split_by_speaker(dataset: Dataset, shares: Mapping[str, float], seed: int = 0) -> Dataset:
    """The data set with each person in one split, by the hash of who they are: whoever is added later moves nobody.

    shares: split → share of the people, together 1, such as {"train": 0.8, "test": 0.2}. Who is in which split does
    not depend on the groups, so that each group is divided alike but for chance. Items of nobody known are divided one
    by one. Raises OgamError for shares that are none.
    """
    if not shares or min(shares.values()) < 0 or not math.isclose(sum(shares.values()), 1):
        raise OgamError("shares of splits must be at least 0 and together 1, such as train=0.8,test=0.2.")
    items = (replace(item, split=_pick(shares, draw(seed, item.speaker or item.id))) for item in dataset.items)
    return replace(dataset, items=tuple(items))


def draw(seed: int, name: str) -> float:
    """A number from 0 to 1 (1 not reached) that a name draws under a seed: the same everywhere."""
    digest = hashlib.sha256(f"{seed}\0{name}".encode()).digest()
    return int.from_bytes(digest[:7], "big") / (1 << 56)


def _pick(shares: Mapping[str, float], drawn: float) -> str:
    reached, picked = 0.0, ""
    for name, share in shares.items():
        if share and drawn >= reached:  # the last one too, where the shares reach 1 but for rounding
            picked = name
        reached += share
    return picked


def _check_key(dataset: Dataset, key: str) -> None:
    groups = {name for item in dataset.items for name in item.groups}
    if key not in groups and key not in FIELDS:
        known = ", ".join([*sorted(groups), *FIELDS])
        raise OgamError(f"{dataset.name}: nothing has '{key}'. There are: {known}.")


def _check_split(dataset: Dataset, split: str) -> None:
    splits = sorted({item.split for item in dataset.items if item.split})
    if split not in splits:
        known = ", ".join(splits) or "none (divide it: --divide train=0.8,test=0.2)"
        raise OgamError(f"{dataset.name}: there is no split '{split}'. Splits: {known}.")

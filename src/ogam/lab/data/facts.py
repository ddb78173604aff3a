"""What a data set holds, in numbers."""

from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

from ogam.lab.items import Dataset


@dataclass(frozen=True, slots=True)
class Facts:
    """recordings, pictures: how many; seconds: of all recordings; people: how many speakers are told apart; pairs:
    trials; splits, groups: how many items are in each ("test" → 40; "sex=female" → 12); left_out: problems."""

    name: str
    recordings: int
    pictures: int
    seconds: float
    people: int
    pairs: int
    licence: str
    consent: str
    homepage: str
    version: str
    splits: dict[str, int]
    groups: dict[str, int]
    left_out: int

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def facts_of(dataset: Dataset) -> Facts:
    """Counted from the items."""
    items = dataset.items
    return Facts(
        dataset.name,
        recordings=sum(item.medium == "audio" for item in items),
        pictures=sum(item.medium == "image" for item in items),
        seconds=round(sum(item.seconds for item in items), 1),
        people=len({item.speaker for item in items if item.speaker}),
        pairs=len(dataset.pairs),
        licence=dataset.licence,
        consent=dataset.consent,
        homepage=dataset.homepage,
        version=dataset.version,
        splits=dict(Counter(item.split for item in items if item.split)),
        groups=dict(sorted(Counter(f"{key}={value}" for item in items for key, value in item.groups.items()).items())),
        left_out=len(dataset.left_out),
    )

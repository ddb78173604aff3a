"""How well what was learned of a zone tells pictures that it has not seen: each is left out once (leave-one-out)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ogam.core import Image, ImageError
from ogam.vision.states import UNKNOWN, ZoneFeatures, learn_state
from ogam.vision.zones import Zone


@dataclass(frozen=True, slots=True)
class StateTrial:
    """One picture, told by what was learned from all others. state: what it shows; said: what was told, or "unknown";
    confidence: of that."""

    picture: str
    state: str
    said: str
    confidence: float

    @property
    def right(self) -> bool:
        return self.said == self.state

    @property
    def wrong(self) -> bool:
        return self.said not in (self.state, UNKNOWN)


def leave_one_out(zone: Zone, examples: Mapping[str, Sequence[Image]], features: ZoneFeatures) -> list[StateTrial]:
    """A trial for each picture, in their order. examples: as `learn_state` takes them, three or more of each state."""
    return list(_trials(zone, examples, features))


def _trials(zone: Zone, examples: Mapping[str, Sequence[Image]], features: ZoneFeatures) -> Iterator[StateTrial]:
    for state, images in examples.items():
        for number, left_out in enumerate(images):
            others = {**examples, state: [*images[:number], *images[number + 1 :]]}
            try:
                seen = learn_state(zone, others, features).recognize([left_out])[0][0]
            except ImageError:  # without it the states look too much alike: nothing can be told
                yield StateTrial(left_out.source, state, UNKNOWN, 0.0)
            else:
                yield StateTrial(left_out.source, state, seen.value, seen.confidence)

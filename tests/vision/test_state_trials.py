"""Leave-one-out trials of what was learned of a zone, without weights: features are the mean colour."""

from dataclasses import dataclass

import numpy as np
import pytest

from ogam.core import Image, ModelCard
from ogam.vision import Zone, states
from ogam.vision.state_trials import StateTrial, leave_one_out

ZONE = Zone("oven door", ((0, 0), (1, 0), (1, 1), (0, 1)))


@dataclass(frozen=True)
class MeanColour:
    """Stands for the network: a zone looks like its mean colour."""

    def of(self, image: Image, zone: Zone):
        mean = image.pixels.mean(axis=(0, 1))
        return mean / np.linalg.norm(mean)


@pytest.fixture(autouse=True)
def card(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(states, "model_card", lambda name: ModelCard(name, "1", "objects"))


def pictures(state: str, *colours: tuple[int, int, int]) -> list[Image]:
    return [
        Image(np.full((8, 8, 3), colour, np.uint8), source=f"{state}-{number}") for number, colour in enumerate(colours)
    ]


def test_each_picture_is_told_by_the_others() -> None:
    examples = {
        "open": pictures("open", (200, 20, 20), (190, 30, 20), (210, 25, 30)),
        "closed": pictures("closed", (20, 200, 20), (30, 190, 20), (25, 210, 30)),
    }
    trials = leave_one_out(ZONE, examples, MeanColour())  # type: ignore[arg-type]
    assert [(trial.picture, trial.state) for trial in trials][::3] == [("open-0", "open"), ("closed-0", "closed")]
    assert all(trial.right and not trial.wrong for trial in trials)


def test_a_picture_that_is_not_like_its_own_is_not_counted_as_right() -> None:
    examples = {
        "open": pictures("open", (200, 20, 20), (190, 30, 20), (30, 200, 20)),
        "closed": pictures("closed", (20, 200, 20), (30, 190, 20), (25, 210, 30)),
    }
    odd = leave_one_out(ZONE, examples, MeanColour())[2]  # type: ignore[arg-type]
    assert not odd.right


def test_what_cannot_be_told_is_neither_right_nor_wrong() -> None:
    trial = StateTrial("a.jpg", "open", "unknown", 0.0)
    assert (trial.right, trial.wrong) == (False, False)
    assert StateTrial("a.jpg", "open", "closed", 0.9).wrong

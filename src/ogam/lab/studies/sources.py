"""Where the parts of a study come from: the seam between the runner and what it runs, so that each can be a fake."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ogam.core import Audio, Recognizer, Signal
from ogam.lab.data import Ratio, augment, open_dataset, read_item
from ogam.lab.items import Dataset, Item
from ogam.lab.outcomes import Condition, StudyProtocol

Augment = Callable[[Signal, Condition, Mapping[str, Audio], np.random.Generator, Ratio], Signal]


@dataclass(frozen=True, slots=True)
class Sources:
    """Functions of modules, for they are named to other processes.

    dataset: opens one by its manifest or name. signal: reads an item's file. augment: a signal under a condition.
    recognizer: opens one by its plugin's name or address, with options. protocol: the one of that name, with options.
    """

    dataset: Callable[[str | Path], Dataset]
    signal: Callable[[Item], Signal]
    augment: Augment
    recognizer: Callable[..., Recognizer]
    protocol: Callable[..., StudyProtocol]


def lab_sources() -> Sources:
    """Those of the lab: data sets of `ogam.lab.data`, recognisers of `ogam.plugins`, `ogam.lab.protocols`."""
    from ogam.lab.protocols import protocol
    from ogam.plugins import open_recognizer

    return Sources(open_dataset, read_item, augment, open_recognizer, protocol)

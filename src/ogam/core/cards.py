"""Model cards: what a model is, where it comes from, and what was measured."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ModelCard:
    """The facts about a model that a user needs before trusting it.

    files: file name → SHA-256, in hexadecimal.
    measured: what was measured → the figure, with its unit in the name (`{"barista_accuracy_percent": 99.5}`).
    limits: what its makers promise not to exceed, in the same form; `ogam.plugins` says which names are known.
    """

    name: str
    version: str
    task: str
    languages: tuple[str, ...] = ()
    licence: str = ""
    attribution: str = ""
    inputs: str = ""
    outputs: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    measured: Mapping[str, float] = field(default_factory=dict)
    limits: Mapping[str, float] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """Name and version in one word, as observations carry it."""
        return f"{self.name}@{self.version}"

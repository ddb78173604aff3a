"""Recognisers and data for trying studies out, all made up: no one speaks, nothing is recognised. They ship as fakes.

Items are tones; a recogniser hears what is true of them, from the tone's pitch, and mishears more the more noise there
is. The bad ones do one thing wrong each, and write a line for each signal that they are given where they are told to.
"""

import ctypes
import json
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np

from ogam.core import SAMPLE_RATE, Audio, AudioError, ModelCard, Observation, Signal
from ogam.lab.data import Ratio
from ogam.lab.items import Dataset, Item, Problem
from ogam.lab.outcomes import Assessment, Condition, Curve, Figure, Outcome
from ogam.lab.studies.sources import Sources

WORDS = ("yes", "no", "stop", "go")
PITCHES = (300.0, 420.0, 588.0, 823.0)
TASK = "speech recognition"


def tone(word: str, seconds: float, loudness: float = 0.3) -> Audio:
    """The made-up recording of a word. loudness: 0 to 1."""
    turns = PITCHES[WORDS.index(word)] * np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    return Audio((loudness * np.sin(2 * np.pi * turns)).astype(np.float32))


def fake_dataset(place: str | Path) -> Dataset:
    """ "tones 600": so many items of a fifth of a second, by six people in two groups. "damaged 600": the same, but the
    first cannot be read, and one more was left out by the manifest's checks."""
    kind, count = str(place).split()
    items = [fake_item(number) for number in range(int(count))]
    left_out: tuple[Problem, ...] = ()
    if kind == "damaged":
        items[0] = replace(items[0], text=None)
        left_out = (Problem("tones.jsonl:9", "tone-lost", "no such file. Check the name and the folder."),)
    return Dataset("tones", tuple(items), "CC0-1.0", "Nobody is in it.", left_out=left_out)


def fake_item(number: int) -> Item:
    person = number % 6
    return Item(
        id=f"tone-{number:05}",
        path=Path(f"tone-{number:05}.wav"),
        sha256=f"{number:064x}",
        seconds=0.2,
        speaker=f"person {person}",
        text=WORDS[number % len(WORDS)],
        groups={"age": "20-39" if person < 3 else "60-79"},
    )


def fake_signal(item: Item) -> Signal:
    if item.text is None:
        raise AudioError(f"{item.path}: no such file. Check the name and the folder.")
    return tone(item.text, item.seconds, 0.2 + 0.1 * crc32(item.id.encode()) / 2**32)


def fake_augment(
    signal: Signal,
    condition: Condition,
    noises: Mapping[str, Audio],  # noqa: ARG001
    random: np.random.Generator,
    ratio: Ratio,  # noqa: ARG001
) -> Signal:
    """White noise at the ratio of the condition; no rooms and no devices."""
    if not isinstance(signal, Audio) or condition.snr_db is None:
        return signal
    level = float(np.sqrt(np.mean(signal.samples**2))) * 10 ** (-condition.snr_db / 20)
    noise = level * random.standard_normal(len(signal.samples)).astype(np.float32)
    return Audio(signal.samples + noise, signal.start, signal.source)


@dataclass(frozen=True, slots=True)
class FakeRecognizer:
    """Hears which of the four pitches is the loudest. blur: how much of the sound it cannot hear apart, 0 to 1; fault:
    what it does wrong ("hang", "crash", "exit", "raise", "leak", "rate", "nonsense"), for the item whose share of
    `every` it is; log: a file in which it writes a line for each signal; work: seconds that it computes for each."""

    card: ModelCard
    blur: float = 0.0
    fault: str = ""
    every: int = 1
    log: str = ""
    work: float = 0.0
    hoard: list[bytes] = field(default_factory=list)

    def recognize(self, signals: Sequence[Signal]) -> list[list[Observation]]:
        return [self._hear(signal) for signal in signals]

    def _hear(self, signal: Signal) -> list[Observation]:
        assert isinstance(signal, Audio)
        mark = crc32(signal.samples.tobytes())
        if mark % self.every == 0:
            self._go_wrong()
        compute(self.work)
        levels = [self._level(signal, pitch) for pitch in PITCHES]
        word = WORDS[int(np.argmax(levels))]
        if self.log:
            write_line(Path(self.log), {"name": self.card.name, "mark": mark})
        end = 2 * signal.end + 2 if self.fault == "rate" and mark % self.every == 0 else signal.end
        return [Observation("transcript", word, 0.9, signal.start, end, "", self.card.name, self.card.label)]

    def _level(self, signal: Audio, pitch: float) -> float:
        heard = signal.samples[: max(1, round(len(signal.samples) * (1 - self.blur)))]
        turns = np.exp(-2j * np.pi * pitch * np.arange(len(heard)) / SAMPLE_RATE)
        return float(abs(np.dot(heard, turns)))

    def _go_wrong(self) -> None:
        if self.fault == "hang":
            time.sleep(3600)
        elif self.fault == "crash":
            ctypes.string_at(0)
        elif self.fault == "exit":
            os._exit(3)
        elif self.fault == "raise":
            raise RuntimeError("the fake raises")
        elif self.fault == "leak":
            self.hoard.append(b"x" * 64 * 1024 * 1024)


def compute(seconds: float) -> None:
    """Use a core for so many seconds of its time."""
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass


def write_line(path: Path, data: Mapping[str, Any]) -> None:
    """Append a line at once, also where several processes do."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    os.write(file, (json.dumps(data) + "\n").encode())
    os.close(file)


def fake_recognizer(
    name: str, task: str = TASK, fails_to_load: str = "", needs: str = "", **options: Any
) -> FakeRecognizer:
    """A fake by any name. fails_to_load: "raise", "hang" or "exit" instead; needs: a file that must be there."""
    if fails_to_load == "raise" or (needs and not Path(needs).exists()):
        raise AudioError("the fake's weights are not there. Fetch them.")
    if fails_to_load == "hang":
        time.sleep(3600)
    if fails_to_load == "exit":
        os._exit(4)
    card = ModelCard(name, "1", task, ("en",), "CC0-1.0", files={"weights": "0" * 64})
    return FakeRecognizer(card, **options)


@dataclass(frozen=True, slots=True)
class FakeProtocol:
    """The share of words that were heard right, by condition and by group."""

    name: str = "words"
    task: str = TASK

    def assess(self, dataset: Dataset, outcomes: Sequence[Outcome], seed: int = 0) -> Assessment:  # noqa: ARG002
        truth = {item.id: item for item in dataset.items}
        right = {
            f"{one.item} · {one.condition}": float([seen.value for seen in one.observations] == [truth[one.item].text])
            for one in outcomes
            if one.status != "left out"
        }
        confusions: dict[tuple[str, str], int] = {}
        for one in outcomes:
            for seen in one.observations:
                pair = (truth[one.item].text or "", seen.value)
                confusions[pair] = confusions.get(pair, 0) + 1
        judged = [(one, right[key]) for one in outcomes if (key := f"{one.item} · {one.condition}") in right]
        figures = [_figure([share for _, share in judged])]
        for name in dict.fromkeys(str(one.condition) for one in outcomes):
            figures.append(_figure([share for one, share in judged if str(one.condition) == name], condition=name))
        by_group = [
            _figure(
                [share for one, share in judged if truth[one.item].groups.get(key) == value], group=f"{key}={value}"
            )
            for key, value in dict.fromkeys(pair for item in dataset.items for pair in item.groups.items())
        ]
        grid = np.linspace(0.01, 0.99, 20)
        share = figures[0].value
        curve = Curve("calibration", "made up", grid, grid * share, ("confidence", "share right"))
        worst = min(by_group, key=lambda figure: figure.value, default=None)
        name = outcomes[0].recognizer if outcomes else ""
        return Assessment(name, (*figures, *by_group), (curve,), right, confusions, worst)


def _figure(values: Sequence[float], condition: str = "", group: str = "") -> Figure:
    share = float(np.mean(values)) if values else 0.0
    margin = 1.96 * float(np.sqrt(share * (1 - share) / max(1, len(values))))
    return Figure(
        "words right",
        share,
        len(values),
        "",
        max(0.0, share - margin),
        min(1.0, share + margin),
        condition,
        group,
        "higher",
    )


def fake_protocol(name: str, **options: Any) -> FakeProtocol:  # noqa: ARG001
    return FakeProtocol(name)


def fake_sources() -> Sources:
    return Sources(fake_dataset, fake_signal, fake_augment, fake_recognizer, fake_protocol)

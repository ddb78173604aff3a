"""Peers: what others do with the same recordings, measured in the same run on the same machine."""

import multiprocessing
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from ogam.core import Audio, OgamError, SlotValue
from ogam.grammar import language
from ogam.home import Home
from ogam.lab.pipelines import Answer, Build
from ogam.lab.vocabularies import Vocabulary

if TYPE_CHECKING:
    from hassil import Intents

PEERS = ("whisper-hassil",)
WHISPER = "whisper-tiny-en"


@dataclass(frozen=True, slots=True)
class WhisperHassil:
    """The usual pipeline of a smart home: faster-whisper writes down what was said, hassil matches the text.

    Where hassil matches nothing and the vocabulary has only one intent, the slot values found in the text are taken
    (phrase spotting), which is what is left to do with an order that was not heard to the letter.
    """

    whisper: Any
    matcher: "HassilMatcher"

    def hear(self, audio: Audio) -> Answer:
        segments, _ = self.whisper.transcribe(audio.samples, language="en", beam_size=5, without_timestamps=True)
        return self.read(" ".join(segment.text.strip() for segment in segments))

    def read(self, text: str, area: str | None = None) -> Answer:
        return self.matcher.match(text, area)


@dataclass(frozen=True, slots=True)
class HassilMatcher:
    """hassil's own recogniser over a vocabulary."""

    intents: "Intents"
    slot_lists: Mapping[str, Any]
    values: Mapping[str, tuple[str, ...]]
    code: str

    def match(self, text: str, area: str | None = None) -> Answer:
        """The command that hassil finds in any spelling of the text, else what spotting finds."""
        from hassil import recognize_best

        context = {"area": area} if area else None
        spoken = language(self.code)
        spellings = spoken.spellings(spoken.normalise(text))
        for spelling in (text, *spellings):
            found = recognize_best(
                spelling, self.intents, slot_lists=dict(self.slot_lists), intent_context=context, best_slot_name="name"
            )
            if found is not None:
                slots = {name: entity.value for name, entity in found.entities.items()}
                return Answer(found.intent.name, slots, spelling, 1.0, True, text)
        return self.spot(text, spellings)

    def spot(self, text: str, spellings: tuple[str, ...]) -> Answer:
        """The values of each list that stand in the text, for vocabularies of one intent."""
        names = list(self.intents.intents)
        best = max((spotted(spelling, self.values) for spelling in spellings), key=len, default={})
        if len(names) != 1 or not best:
            return Answer(heard=text)
        return Answer(names[0], best, text, 0.5, True, text)


def spotted(text: str, values: Mapping[str, tuple[str, ...]]) -> dict[str, SlotValue]:
    """Slots filled by the values that stand in the text as whole words: the longest first, and no word twice."""
    rest = f" {text} "
    found: dict[str, SlotValue] = {}
    candidates = [(value, slot) for slot, several in values.items() for value in several]
    for value, slot in sorted(candidates, key=lambda candidate: -len(candidate[0])):
        if slot not in found and f" {value} " in rest:
            found[slot] = value
            rest = rest.replace(f" {value} ", " | ", 1)
    return found


def build_matcher(vocabulary: Vocabulary) -> HassilMatcher:
    """hassil for a vocabulary: the home's own sentences and those of the intents project, or the given intents."""
    from hassil import Intents

    data = dict(vocabulary.intents) if vocabulary.intents is not None else home_intents(vocabulary.home)
    lists = data.get("lists", {}) if vocabulary.intents is not None else {}
    return HassilMatcher(
        Intents.from_dict(data),
        name_lists(vocabulary.home),
        {name: tuple(str(value) for value in found.get("values", ())) for name, found in lists.items()},
        vocabulary.home.language,
    )


def home_intents(home: Home) -> dict[str, Any]:
    """The intents project's sentences with what the home adds, in hassil's form."""
    import home_assistant_intents

    data: dict[str, Any] = dict(home_assistant_intents.get_intents(home.language) or {})
    own = {"intents": home.intents, "lists": home.lists, "expansion_rules": home.expansion_rules}
    return data | {section: {**data.get(section, {}), **added} for section, added in own.items()}


def name_lists(home: Home) -> dict[str, Any]:
    """The home's names as hassil's lists."""
    from hassil.intents import TextSlotList

    names = [
        (name, device.name, {**device.attributes, "domain": device.domain, "device_class": device.device_class})
        for device in home.devices
        for name in (device.name, *device.aliases)
    ]
    areas = [(name, area.name) for area in home.areas for name in (area.name, *area.aliases)]
    floors = [(name, floor.name) for floor in home.floors for name in (floor.name, *floor.aliases)]
    return {
        "name": TextSlotList.from_tuples(names, name="name"),
        "area": TextSlotList.from_tuples(areas, name="area"),
        "floor": TextSlotList.from_tuples(floors, name="floor"),
    }


def check_peer(name: str) -> None:
    """OgamError if there is no such peer, or it is not installed."""
    if name not in PEERS:
        raise OgamError(f"peer '{name}' is not known. Peers: {', '.join(PEERS)}.")
    if find_spec("faster_whisper") is None:
        raise OgamError("faster-whisper is not installed. Install the peers with: pip install 'ogam[bench]'")


def build_peer(name: str, vocabulary: Vocabulary, threads: int = 1) -> WhisperHassil:
    """The peer of this name, for a vocabulary."""
    check_peer(name)
    from faster_whisper import WhisperModel

    from ogam.models import ensure

    whisper = WhisperModel(str(ensure(WHISPER)), device="cpu", compute_type="int8", cpu_threads=threads)
    return WhisperHassil(whisper, build_matcher(vocabulary))


def beside(peer: str, threads: int, measure: Callable[[Build], dict[str, Any]]) -> dict[str, Any]:
    """The figures of a peer, measured in a process of its own, so that memory is counted apart.

    measure: takes what builds a pipeline and gives figures; it is sent to the other process.
    """
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=1, mp_context=spawn) as process:
        return process.submit(measure, partial(build_peer, peer, threads=threads)).result()


def ratios(own: Mapping[str, Any], peer: Mapping[str, Any]) -> dict[str, float]:
    """How many times as often right, and how many times as quick, Ogam is."""
    return {
        "accuracy": round(own["accuracy"] / peer["accuracy"], 3) if peer["accuracy"] else float("inf"),
        "speed": round(peer["latency_ms"]["median"] / own["latency_ms"]["median"], 2),
    }

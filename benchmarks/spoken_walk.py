"""What simulated devices can be set to, said by a synthetic voice and heard in a home: is it what would be done?

    python benchmarks/spoken_walk.py en|ko [--count 100] [--skip 0] [--home eights|thinq] [--minutes 60] [--out OUT]

Sentences are drawn from the generated walk (`ogam.lab.reachability`) over the devices of all simulators: of every
device in turn, another kind of property each time. `--home eights` puts eight devices of any drivers into a home;
`thinq` all thirty of ThinQ's into one. The home's own recogniser hears them: Moonshine in English, Whisper base in
Korean. Right: it would have been acted on, and sets just that property of just that device to just that value. Refused:
not sure enough, or not understood. Wrong: something else would have been done. It ends after so many minutes, with what
there is by then: the order is drawn, so that the first are a sample too.

All of it is synthetic. English is said by eight voices, American and British; Kokoro has no Korean voice, and the
Korean is said with Japanese, British and Hindi accents.
"""

import argparse
import json
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from typing import Any

from ogam.asr import load_scorers, recognizer_of
from ogam.core import Audio, Device, DeviceError, Property, PropertyValue, Recognizer
from ogam.devices import settings_of
from ogam.grammar import Grammar, compile_home
from ogam.home.model import Language
from ogam.lab.reachability import action_for, home_of, sentences_for
from ogam.lab.simulated import SIMULATED, simulated_devices
from ogam.synthesis import Synthesizer

VOICES = {
    "en": ("af_heart", "am_michael", "bf_emma", "bm_george", "af_bella", "am_fenrir", "bf_isabella", "am_puck"),
    "ko": ("jf_alpha", "jm_kumo", "jf_nezumi", "bm_george", "bm_fable", "hm_omega"),
}
HOME = 8
"""Devices of a home."""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence, and what it is to set."""

    sentence: str
    device: Device
    property: Property
    value: PropertyValue
    home: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a sentence. outcome: right, refused or wrong; best_right: whether the best sentence was the meaning,
    sure enough or not; seconds: of recognition and of the grammar."""

    sentence: str
    voice: str
    driver: str
    kind: str
    outcome: str
    best_right: bool
    heard: str
    understood: str
    seconds: float
    length: float


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("language", choices=["en", "ko"])
    options.add_argument("--count", type=int, default=100)
    options.add_argument("--skip", type=int, default=0, help="so many of the first: they were heard before")
    options.add_argument("--home", choices=["eights", "thinq"], default="eights")
    options.add_argument("--minutes", type=float, default=60.0)
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--out", type=Path)
    chosen = options.parse_args()
    chance = random.Random(chosen.seed)
    homes = homes_of(chosen.home, chosen.language, chance)
    sentences = list(drawn(homes, chosen.language, chosen.count, chance))[chosen.skip :]
    until = time.monotonic() + 60 * chosen.minutes
    outcomes = list(heard(sentences, homes, chosen.language, lambda: time.monotonic() < until))
    report = {"language": chosen.language, "home": chosen.home, "seed": chosen.seed, **figures(outcomes)}
    print(json.dumps(report, ensure_ascii=False, indent=1))
    if chosen.out:
        rows = [asdict(one) for one in outcomes]
        chosen.out.write_text(json.dumps({**report, "rows": rows}, ensure_ascii=False, indent=1), encoding="utf-8")


def homes_of(kind: str, language: Language, chance: random.Random) -> list[list[Device]]:
    """The devices of each home, no two of one name in a home."""
    if kind == "thinq":
        return [simulated_devices("thinq", language)]
    devices = [device for driver in SIMULATED for device in simulated_devices(driver, language)]
    chance.shuffle(devices)
    homes: list[list[Device]] = []
    for device in devices:
        room = next((one for one in homes if len(one) < HOME and _is_new(device, one)), None)
        if room is None:
            homes.append([device])
        else:
            room.append(device)
    return homes


def drawn(homes: Sequence[Sequence[Device]], language: Language, count: int, chance: random.Random) -> Iterator[Said]:
    """So many sentences: of every device in turn, of its properties in turn, one at random of those of a property."""
    places = [(device, home) for home, devices in enumerate(homes) for device in devices]
    chance.shuffle(places)
    turns: list[Iterator[Said]] = []
    for device, home in places:
        settable = [one for one in device.properties if one.writable and list(sentences_for(device, one, language))]
        chance.shuffle(settable)
        if settable:
            turns.append(_sentences(device, home, settable, language, chance))
    yield from (next(turn) for turn in islice(cycle(turns), count))


def _sentences(
    device: Device, home: int, settable: Sequence[Property], language: Language, chance: random.Random
) -> Iterator[Said]:
    for one in cycle(settable):
        choices = list(sentences_for(device, one, language))
        if device.domain == "robot" and language == "en":  # "go to the kitchen the robot" is not what people say
            choices = [choice for choice in choices if choice[0].startswith("tell ")]
        sentence, value = chance.choice(choices)
        yield Said(sentence, device, one, value, home)


def heard(
    sentences: Sequence[Said], homes: Sequence[Sequence[Device]], language: Language, goes_on: Callable[[], bool]
) -> Iterator[Outcome]:
    """What is understood of each sentence."""
    scorers = load_scorers([language])
    synthesizer = Synthesizer(VOICES[language][0])

    @cache
    def hearer(home: int) -> tuple[Grammar, Recognizer]:
        grammar: Any = compile_home(home_of(homes[home], language))
        recognizer = recognizer_of(grammar, scorers=scorers)
        recognizer.recognize([synthesizer.speak("one" if language == "en" else "하나").to_audio()])  # warm
        return grammar, recognizer

    for said, voice in zip(sentences, cycle(VOICES[language]), strict=False):
        if not goes_on():
            return
        speech = synthesizer.speak(said.sentence, voice=voice, language=language)
        outcome = _outcome(said, voice, speech.to_audio(), homes[said.home], *hearer(said.home))
        print(f"{outcome.outcome:8}{voice:12}{said.sentence} → {outcome.understood} ({outcome.heard})", flush=True)
        yield outcome


def _outcome(
    said: Said, voice: str, audio: Audio, devices: Sequence[Device], grammar: Grammar, recognizer: Recognizer
) -> Outcome:
    began = time.perf_counter()
    [found] = recognizer.recognize([audio])[0]
    action = action_for(found.value, grammar, devices) if found.value else None
    seconds = time.perf_counter() - began
    right = False
    if action is not None:
        try:
            right = action[0] is said.device and settings_of(*action) == {said.property.id: said.value}
        except DeviceError:
            right = False
    outcome = "refused" if not found.details["accepted"] else "right" if right else "wrong"
    return Outcome(
        said.sentence, voice, said.device.driver, said.property.kind, outcome, right,
        str(found.details.get("heard", "")), found.value, seconds, len(audio.samples) / 16_000,
    )  # fmt: skip


def figures(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Counts, by kind and driver too, times, and what went wrong."""
    counts = Counter(one.outcome for one in outcomes)
    return {
        "synthetic": True,
        "n": len(outcomes),
        **{name: counts[name] for name in ("right", "refused", "wrong")},
        "best_right": sum(one.best_right for one in outcomes),
        "seconds_p50": round(median(one.seconds for one in outcomes), 3) if outcomes else None,
        "length_p50": round(median(one.length for one in outcomes), 2) if outcomes else None,
        "right_by_kind": _shares(outcomes, "kind"),
        "right_by_driver": _shares(outcomes, "driver"),
        "right_by_voice": _shares(outcomes, "voice"),
    }


def _shares(outcomes: Sequence[Outcome], name: str) -> dict[str, str]:
    groups = Counter(getattr(one, name) for one in outcomes)
    good = Counter(getattr(one, name) for one in outcomes if one.outcome == "right")
    return {group: f"{good[group]} of {count}" for group, count in sorted(groups.items())}


def _is_new(device: Device, others: Sequence[Device]) -> bool:
    """Whether neither name nor id is among others'."""
    return all(device.name != other.name and device.id != other.id for other in others)


if __name__ == "__main__":
    main()

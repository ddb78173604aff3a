"""A household: some people enrolled, all others strangers; everybody asks for what is protected. Who gets it?

Somebody says a command of 1, 1.5 or 2 s. Where the permissions ask for more, the same person says 2 s more: digits that
Ogam asks for. A stranger reads them as well as an owner does, so they always count as said right: only the voice tells.
Identity comes from the identifier that ships, over a gallery; decisions come from the built-in rules.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ogam.audio import read
from ogam.biometrics import Embedding, Gallery, Household, Situation, open_gallery
from ogam.biometrics.parts import Part
from ogam.biometrics.speech import find_speech
from ogam.core import SAMPLE_RATE, Action, Audio, Command, Decision, Device, Identity, OgamError
from ogam.home import Home, Person
from ogam.lab.metrics import share, share_interval
from ogam.lab.speaker_recordings import Recording
from ogam.lab.trials import Track
from ogam.policy import Permissions, Request

COMMANDS = (1.0, 1.5, 2.0)
"""Seconds of speech in a command."""
ANSWER = 2.0
"""Seconds of speech in the answer to a challenge: the end of a recording."""
ENROLMENTS = 3
"""Recordings that a person is enrolled by."""
MOST_ENROLLED = 6
MANY = ENROLMENTS + 3
"""Recordings that somebody must have to be enrolled: some must be left to try with."""
DRAWS = 20
"""How often households are drawn."""
DOOR = Device("lock.front_door", "front door", "lock")
UNLOCK = ((DOOR, Action("unlock")),)


@dataclass(frozen=True, slots=True, eq=False)
class Voice:
    """A recording: enrolled as a whole; by seconds, commands from its beginning; the answer from its end.

    apart: whether command and answer have nothing in common.
    """

    recording: Recording
    whole: Embedding
    commands: Mapping[float, Embedding]
    answer: Embedding | None
    apart: bool


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of somebody's asking. speaker: who spoke; owner: whether enrolled; seconds: of the command.

    taken_for: whom the identifier named in the end; asked: whether more was asked for.
    """

    speaker: str
    owner: bool
    seconds: float
    allowed: bool
    asked: bool
    taken_for: str | None
    probability: float


def measure_household(
    recordings: Sequence[Recording],
    part: Part,
    seed: int,
    track: Track[Recording],
    draws: int = DRAWS,
) -> dict[str, Any]:
    """The figures of `ogam bench household`. Raises OgamError where nobody has recordings enough to be enrolled."""
    voices = listen(recordings, part, track)
    random = np.random.default_rng(seed)
    attempts: list[Attempt] = []
    drawn = [home for _ in range(draws) for home in households(voices, random)]
    if not drawn:
        raise OgamError(f"Nobody has {MANY} recordings and a stranger beside: nobody can be enrolled.")
    for enrolled, strangers in drawn:
        attempts += live(enrolled, strangers, part, random)
    return {**figures(attempts), "households": len(drawn), "failures": len(recordings) - len(voices)}


def listen(recordings: Sequence[Recording], part: Part, track: Track[Recording]) -> list[Voice]:
    """Everything that is said, as embeddings; recordings without half a second of speech are left out."""
    voices = []
    for recording in track(recordings, "listening"):
        speech = find_speech(read(recording.path).samples)
        whole = embedded(part, speech.samples)
        cut = {s: speech.samples[: round(s * SAMPLE_RATE)] for s in COMMANDS if speech.seconds >= s}
        commands = {seconds: embedded(part, samples) for seconds, samples in cut.items()}
        ending = speech.samples[-round(ANSWER * SAMPLE_RATE) :]
        answer = embedded(part, ending) if speech.seconds >= ANSWER else None
        if whole is not None:
            usable = {seconds: command for seconds, command in commands.items() if command is not None}
            apart = speech.seconds >= max(COMMANDS) + ANSWER
            voices.append(Voice(recording, whole, usable, answer, apart))
    return voices


def embedded(part: Part, samples: NDArray[np.float32]) -> Embedding | None:
    """None where the part refuses it."""
    (found,) = part.embed(Audio(samples))
    return None if isinstance(found, str) else found


def households(
    voices: Sequence[Voice], random: np.random.Generator
) -> Iterator[tuple[Mapping[str, list[Voice]], list[Voice]]]:
    """One household a group of recordings: who is enrolled, with all their voices, and the voices of strangers.

    Of those with many recordings six at most are drawn, and one at least stays a stranger where all have many.
    """
    groups: dict[str, dict[str, list[Voice]]] = defaultdict(lambda: defaultdict(list))
    for voice in voices:
        groups[voice.recording.group][voice.recording.speaker].append(voice)
    for group in groups.values():
        able = sorted(speaker for speaker, own in group.items() if len(own) >= MANY)
        most = min(MOST_ENROLLED, len(able) if len(able) < len(group) else len(able) - 1)
        if most < 1:
            continue
        chosen = {str(name) for name in random.choice(able, most, replace=False)}
        yield (
            {name: group[name] for name in sorted(chosen)},
            [voice for speaker in sorted(group.keys() - chosen) for voice in group[speaker]],
        )


def live(
    enrolled: Mapping[str, Sequence[Voice]],
    strangers: Sequence[Voice],
    voices: Part,
    random: np.random.Generator,
) -> Iterator[Attempt]:
    """Everybody's attempts in one household. Each recording is a command once; none that was enrolled is."""
    people = tuple(Person(name) for name in enrolled)
    permissions = Permissions(Home(devices=(DOOR,), people=people, permissions=True))
    with TemporaryDirectory() as folder:
        with open_gallery(Path(folder), create=True) as gallery:
            speaking = [(True, own) for own in enrol(gallery, enrolled, random)]
        speaking += [(False, own) for own in by_speaker(strangers)]
        heard: dict[str, Embedding] = {}
        part = replace(voices, embed=lambda signal: [heard[signal.source]])
        with Household(lambda: open_gallery(Path(folder)), {"voice": lambda: part}, people) as household:
            for owner, own in speaking:
                for voice in own:
                    answer = answering(voice, own, random)
                    if answer is None:
                        continue
                    for seconds, command in voice.commands.items():
                        heard |= {"command": command, "answer": answer}
                        who, decision, asked = ask(household, permissions)
                        yield Attempt(
                            voice.recording.speaker,
                            owner,
                            seconds,
                            decision.effect == "allow",
                            asked,
                            who.person,
                            who.probability,
                        )


def enrol(
    gallery: Gallery, enrolled: Mapping[str, Sequence[Voice]], random: np.random.Generator
) -> Iterator[list[Voice]]:
    """Enrol everybody by some of their recordings, drawn; the others are left to try with."""
    for name, own in enrolled.items():
        order = [own[at] for at in random.permutation(len(own))]
        gallery.add(name)
        gallery.enrol(name, [voice.whole for voice in order[:ENROLMENTS]])
        yield order[ENROLMENTS:]


def by_speaker(voices: Sequence[Voice]) -> list[list[Voice]]:
    found: dict[str, list[Voice]] = defaultdict(list)
    for voice in voices:
        found[voice.recording.speaker].append(voice)
    return list(found.values())


def answering(voice: Voice, own: Sequence[Voice], random: np.random.Generator) -> Embedding | None:
    """What the speaker of a command says next: the end of another recording; of the same one, where there is no other
    and it is long enough; None where there is neither."""
    others = [other.answer for other in own if other is not voice and other.answer is not None]
    if others:
        return others[int(random.integers(len(others)))]
    return voice.answer if voice.apart else None


def ask(household: Household, permissions: Permissions) -> tuple[Identity, Decision, bool]:
    """Say the command, and the answer where more is asked for; who that was taken for, what was decided, and whether
    more was asked for."""
    evidence = household.observe(said("command"))
    who = household.conclude(evidence, Situation())
    decision = permissions.decide(Request(Command("HassTurnOff"), who, UNLOCK))
    if decision.effect != "ask":
        return who, decision, False
    evidence += household.observe(said("answer"))
    who = replace(household.conclude(evidence, Situation()), challenge=True)
    return who, permissions.decide(Request(Command("HassTurnOff"), who, UNLOCK)), True


def said(what: str) -> Audio:
    return Audio(np.zeros(0, np.float32), source=what)


def figures(attempts: Sequence[Attempt]) -> dict[str, Any]:
    """stranger_allowed, owner_refused: shares of attempts; by the length of the command too. An owner who is taken for
    another owner is not refused, but counted apart."""
    owners = [one for one in attempts if one.owner]
    strangers = [one for one in attempts if not one.owner]
    named = [one for one in attempts if one.taken_for is not None]
    return {
        "stranger_allowed": allowed(strangers),
        "owner_refused": refused(owners),
        "n": {
            "owners": len({one.speaker for one in owners}),
            "strangers": len({one.speaker for one in strangers}),
            "owner_attempts": len(owners),
            "stranger_attempts": len(strangers),
        },
        "stranger_allowed_interval": share_interval(sum(one.allowed for one in strangers), len(strangers)),
        "owner_refused_interval": share_interval(sum(not one.allowed for one in owners), len(owners)),
        "owner_taken_for_another": round(share([one.taken_for not in (None, one.speaker) for one in owners]), 5),
        "asked_for_more": round(share([one.asked for one in owners]), 4),
        "by_seconds": {
            f"{seconds:g}": {
                "stranger_allowed": allowed([one for one in strangers if one.seconds == seconds]),
                "owner_refused": refused([one for one in owners if one.seconds == seconds]),
            }
            for seconds in COMMANDS
        },
        "worst_owners": worst(
            {one.speaker: [not a.allowed for a in owners if a.speaker == one.speaker] for one in owners}
        ),
        "worst_strangers": worst(
            {one.speaker: [a.allowed for a in strangers if a.speaker == one.speaker] for one in strangers}
        ),
        "named": {
            "probability_said": round(float(np.mean([one.probability for one in named])), 4) if named else 0.0,
            "share_right": round(share([one.taken_for == one.speaker for one in named]), 4),
        },
    }


def allowed(attempts: Sequence[Attempt]) -> float:
    return round(share([one.allowed for one in attempts]), 5)


def refused(attempts: Sequence[Attempt]) -> float:
    return round(share([not one.allowed for one in attempts]), 5)


def worst(by_name: Mapping[str, Sequence[bool]]) -> dict[str, float]:
    """The three with the highest share, where that is above nought."""
    shares = sorted(((share(found), name) for name, found in by_name.items()), reverse=True)
    return {name: round(value, 4) for value, name in shares[:3] if value}

"""Who speaks: voices verified against voices, from recordings of many people.

A probe is the first 1, 2 or 4 s of what is spoken in a recording; a person is enrolled by one or three whole
recordings, never by the probe's. Each recording in turn is the first of an enrolment; the others of three are drawn.
Impostors come from the same group of recordings, since a person may be in two groups under two names.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ogam.audio import read
from ogam.biometrics import Calibration, Embedder, Embedding, Trials, centroid, circumstances
from ogam.biometrics.speech import find_speech
from ogam.core import SAMPLE_RATE, Audio, QualityError
from ogam.lab.metrics import detection_cost, equal_error_rate, share, spread
from ogam.lab.speaker_recordings import Recording
from ogam.lab.trials import Track

PROBES = (1.0, 2.0, 4.0)
"""Seconds of speech in a probe."""
ENROLMENTS = (1, 3)
"""Recordings that a person is enrolled by."""
TIMED, TIMED_SECONDS = 50, 3
"""How many recordings, cut to how many seconds, are timed."""
Condition = tuple[float, int]
"""Seconds of the probe, number of enrolments."""


@dataclass(frozen=True, slots=True, eq=False)
class Voice:
    """What an embedder made of a recording. probes: by seconds, those that it is long enough for."""

    recording: Recording
    whole: Embedding
    probes: Mapping[float, Embedding]


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """The trials of one condition, one a place: scores, whether both are the same person, the probe of each."""

    scores: NDArray[np.float64]
    same: NDArray[np.bool_]
    probes: Sequence[Embedding]
    enrolments: int

    def trials(self) -> Trials:
        """As a calibration takes them."""
        found = [circumstances(probe, [probe] * self.enrolments) for probe in self.probes]
        return Trials(self.scores, self.same, {name: np.array([each[name] for each in found]) for name in found[0]})


def measure_speakers(
    recordings: Sequence[Recording],
    embedder: Embedder,
    calibration: Calibration | None,
    seed: int,
    track: Track[Recording],
) -> dict[str, Any]:
    """The figures of `ogam bench speakers`. calibration: decides at the shipped operating point; None for a peer."""
    voices, failures = embed_all(recordings, embedder, track)
    scored = score(voices, seed)
    figures: dict[str, Any] = {
        "n": {"recordings": len(recordings), "speakers": len({r.speaker for r in recordings}), "failures": failures},
        "eer": by_condition({c: equal_error_rate(*sides(found)) for c, found in scored.items()}),
        "min_dcf": by_condition({c: detection_cost(*sides(found)) for c, found in scored.items()}),
    }
    if calibration is not None:
        figures |= at_operating_point(scored, calibration)
        figures["halves"] = {
            name: at_operating_point(score(half(voices, which), seed), calibration)
            for which, name in enumerate(("first", "second"))
        }
    return figures | {"embed_ms": spread(timed(recordings, embedder))}


def embed_all(
    recordings: Sequence[Recording],
    embedder: Embedder,
    track: Track[Recording],
    probes: Sequence[float] = PROBES,
    alter: Callable[[Audio], Audio] | None = None,
) -> tuple[list[Voice], int]:
    """All voices, and how many recordings were refused by the embedder. alter: what is done to each recording first."""
    voices = []
    for recording in track(recordings, "listening"):
        audio = read(recording.path)
        speech = find_speech((alter(audio) if alter else audio).samples)
        source = str(recording.path)
        cuts = {n: speech.samples[: round(n * SAMPLE_RATE)] for n in probes if speech.seconds >= n}
        try:
            whole = embedder.embed(Audio(speech.samples, source=source))
            heard = {n: embedder.embed(Audio(cut, source=source)) for n, cut in cuts.items()}
        except QualityError:
            continue
        voices.append(Voice(recording, whole, heard))
    return voices, len(recordings) - len(voices)


def score(voices: Sequence[Voice], seed: int) -> dict[Condition, Scored]:
    """All trials by condition; conditions without trials of both kinds are left out."""
    found = {(n, count): score_condition(voices, n, count, seed) for n in PROBES for count in ENROLMENTS}
    return {condition: scored for condition, scored in found.items() if 0 < scored.same.sum() < len(scored.same)}


def score_condition(voices: Sequence[Voice], seconds: float, count: int, seed: int) -> Scored:
    groups: dict[str, list[Voice]] = defaultdict(list)
    for voice in voices:
        groups[voice.recording.group].append(voice)
    scores: list[NDArray[np.float64]] = []
    same: list[NDArray[np.bool_]] = []
    probes: list[Embedding] = []
    for group in groups.values():
        for enrolled in enrolments(group, count, seed):
            speaker, template = enrolled[0].recording.speaker, centroid([voice.whole for voice in enrolled])
            heard = [voice for voice in group if seconds in voice.probes and voice not in enrolled]
            if heard:
                vectors = np.array([voice.probes[seconds].vector for voice in heard], np.float64)
                scores.append(vectors @ template.vector)
                same.append(np.array([voice.recording.speaker == speaker for voice in heard]))
                probes += [voice.probes[seconds] for voice in heard]
    if not scores:
        return Scored(np.zeros(0), np.zeros(0, bool), [], count)
    return Scored(np.concatenate(scores), np.concatenate(same), probes, count)


def enrolments(group: Sequence[Voice], count: int, seed: int) -> Iterator[list[Voice]]:
    """Each recording of each person who has one more than needed, with others of that person, drawn."""
    people: dict[str, list[Voice]] = defaultdict(list)
    for voice in group:
        people[voice.recording.speaker].append(voice)
    random = np.random.default_rng(seed)
    for own in people.values():
        if len(own) > count:
            for place, first in enumerate(own):
                others = random.choice(len(own) - 1, count - 1, replace=False)
                yield [first, *(own[at + (at >= place)] for at in others)]


def half(voices: Sequence[Voice], which: int) -> list[Voice]:
    """The voices of every second speaker of each group, by name. which: 0 or 1."""
    chosen = set(half_of([voice.recording for voice in voices], which))
    return [voice for voice in voices if voice.recording in chosen]


def half_of(recordings: Sequence[Recording], which: int) -> list[Recording]:
    """The recordings of every second speaker of each group, by name."""
    people: dict[str, list[str]] = defaultdict(list)
    for group, speaker in sorted({(recording.group, recording.speaker) for recording in recordings}):
        people[group].append(speaker)
    chosen = {(group, speaker) for group, speakers in people.items() for speaker in speakers[which::2]}
    return [recording for recording in recordings if (recording.group, recording.speaker) in chosen]


def at_operating_point(scored: Mapping[Condition, Scored], calibration: Calibration) -> dict[str, Any]:
    """Shares of strangers accepted (far) and of the right people refused (frr), as shipped."""
    far, frr = {}, {}
    every: list[tuple[bool, bool]] = []
    for condition, found in scored.items():
        limits = {id(p): calibration.threshold(circumstances(p, [p] * found.enrolments)) for p in found.probes}
        accepted = found.scores >= np.array([limits[id(probe)] for probe in found.probes])
        far[condition] = float(accepted[~found.same].mean())
        frr[condition] = float(1 - accepted[found.same].mean())
        every += zip(found.same.tolist(), accepted.tolist(), strict=True)
    return {
        "far": by_condition(far),
        "frr": by_condition(frr),
        "far_overall": round(share([accepted for same, accepted in every if not same]), 5),
        "frr_overall": round(share([not accepted for same, accepted in every if same]), 5),
    }


def sides(found: Scored) -> tuple[list[float], list[float]]:
    """Scores of the same person, scores of others."""
    return found.scores[found.same].tolist(), found.scores[~found.same].tolist()


def by_condition(figures: Mapping[Condition, float]) -> dict[str, dict[str, float]]:
    """{seconds of the probe: {enrolments: figure}}"""
    table: dict[str, dict[str, float]] = defaultdict(dict)
    for (seconds, count), figure in figures.items():
        table[f"{seconds:g}"][str(count)] = round(figure, 5)
    return dict(table)


def timed(recordings: Sequence[Recording], embedder: Embedder) -> list[float]:
    """Seconds that it takes to embed 3 s of audio, one figure a recording that is long enough."""
    durations = []
    for recording in recordings[:TIMED]:
        audio = read(recording.path).cut(0, TIMED_SECONDS)
        if audio.duration < TIMED_SECONDS:
            continue
        began = perf_counter()
        try:
            embedder.embed(audio)
        except QualityError:
            continue
        durations.append(perf_counter() - began)
    return durations


def less_error(own: Mapping[str, Any], peer: Mapping[str, Any]) -> dict[str, dict[str, float]]:
    """By which share the equal error rate is below the peer's, by condition."""
    return {
        seconds: {
            count: round(1 - own["eer"][seconds][count] / rate, 3) if rate else 0.0 for count, rate in rates.items()
        }
        for seconds, rates in peer["eer"].items()
    }

"""Fit the calibration of voices among others: python benchmarks/household_calibration.py DATA OUT.json

DATA      the folder of the recordings, as for speakers_calibration.py
OUT.json  src/ogam/biometrics/calibrations/campplus-household.json

Households of two to six are drawn from every second speaker, the others of the same recordings are strangers. It knows
one circumstance more: how alike the probe is, on average, to the other people who are enrolled. That tells what scores
of strangers look like with this microphone, in this room, in this family.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from ogam.biometrics import Embedding, Trials, centroid, circumstances, fit_calibration, join_trials, similarity
from ogam.biometrics.identification import OTHERS
from ogam.lab.speakers import Voice
from speakers_calibration import heard

DRAWS = 40
MOST = 6
ENROLMENTS = (1, 2, 3, 5)
SEED = 1
Drawn = tuple[Mapping[str, Sequence[Embedding]], set[Path]]
"""The templates of each who is enrolled, and the recordings that they are from."""


def main(data: Path, out: Path) -> None:
    random = np.random.default_rng(SEED)
    parts, speakers = [], set()
    for clean, in_noise in heard(data):
        speakers |= {voice.recording.speaker for voice in clean}
        for group in {voice.recording.group for voice in clean}:
            own = [voice for voice in clean if voice.recording.group == group]
            noisy = [voice for voice in in_noise if voice.recording.group == group]
            for enrolled in households(own, random):
                parts += [compared(enrolled, probes) for probes in (own, noisy)]
    trials = join_trials(parts)
    fitted_on = (
        f"{len(trials.scores)} comparisons in households of {len(speakers)} people, English or Korean, also in noise"
    )
    calibration = fit_calibration(trials, fitted_on=fitted_on)
    out.write_text(json.dumps(calibration.to_json(), indent=2) + "\n", encoding="utf-8")


def households(voices: Sequence[Voice], random: np.random.Generator) -> Iterator[Drawn]:
    """Some people of a group, with some recordings of each, drawn."""
    people: dict[str, list[Voice]] = defaultdict(list)
    for voice in voices:
        people[voice.recording.speaker].append(voice)
    able = sorted(name for name, own in people.items() if len(own) > 1)
    for _ in range(DRAWS if len(able) > 1 else 0):
        size = int(random.integers(2, min(MOST, len(able)) + 1))
        count = int(random.choice(ENROLMENTS))
        chosen: dict[str, list[Voice]] = {}
        for name in random.choice(able, size, replace=False):
            own = people[str(name)]
            order = random.permutation(len(own))[: min(count, len(own) - 1)]
            chosen[str(name)] = [own[at] for at in order]
        used = {voice.recording.path for own in chosen.values() for voice in own}
        yield {name: [voice.whole for voice in own] for name, own in chosen.items()}, used


def compared(enrolled: Drawn, voices: Sequence[Voice]) -> Trials:
    """Everybody's probes against themselves, strangers' against everybody."""
    people, used = enrolled
    means = {name: centroid(templates) for name, templates in people.items()}
    scores, same, conditions = [], [], []
    for voice in voices:
        speaker = voice.recording.speaker
        if voice.recording.path in used:
            continue
        for probe in voice.probes.values():
            every = {name: similarity(probe, mean) for name, mean in means.items()}
            for name in [speaker] if speaker in people else people:
                others = [score for other, score in every.items() if other != name]
                scores.append(every[name])
                same.append(name == speaker)
                conditions.append({**circumstances(probe, people[name]), OTHERS: float(np.mean(others))})
    names = ("shortness", "fewness", "noise", OTHERS)
    return Trials(np.array(scores), np.array(same), {n: np.array([one[n] for one in conditions]) for n in names})


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

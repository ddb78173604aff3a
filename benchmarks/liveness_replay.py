"""Loudspeakers, simulated: python benchmarks/liveness_replay.py DATA [--out src/ogam/liveness/calibrations/replay.json]

DATA  the folder of the recordings: speakers/, korean/, barista/, noise/

Live: recordings as they are, and as they would sound in a room with some noise. Replayed: recorded in a room or not,
played by a loudspeaker (a band-pass, a resonance, a soft limit) in another room, with noise. Rooms are noise that dies
away exponentially after a direct sound. Every second speaker of speakers/ is fitted on, the others tell how good it
is: APCER and BPCER of ISO/IEC 30107-3. The threshold lets at most 1 % of the live recordings that were fitted on count
as attacks. Other real recordings (korean/, barista/) tell whether it holds elsewhere. Simulated is not real: no
loudspeaker was recorded.
"""

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ogam.audio import read
from ogam.core import SAMPLE_RATE, Audio, QualityError
from ogam.lab.metrics import area_under_curve, equal_error_rate
from ogam.lab.noise import generator
from ogam.lab.speaker_recordings import recordings_of
from ogam.liveness.replay import ReplayCues, ReplayDetector, measure_replay

BPCER = 0.01
RIDGE = 1.0
SECONDS = 6.0
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Loudspeaker:
    """low, high: Hz between which it plays; slope: dB an octave outside; resonance: dB at a frequency within; drive:
    how far into its soft limit it is driven, 0 for not at all."""

    low: tuple[float, float]
    high: tuple[float, float]
    slope: float
    resonance: float
    drive: tuple[float, float]


LOUDSPEAKERS = {
    "phone": Loudspeaker((350, 700), (6500, 7900), 18, 6, (0.5, 2.0)),
    "smart speaker": Loudspeaker((90, 200), (7000, 8000), 18, 4, (0.1, 0.8)),
    "hi-fi": Loudspeaker((40, 60), (8000, 8000), 12, 1, (0.0, 0.1)),
}


def played(samples: Floats, kind: Loudspeaker, random: np.random.Generator) -> Floats:
    """What a loudspeaker makes of it."""
    low, high, drive = random.uniform(*kind.low), random.uniform(*kind.high), random.uniform(*kind.drive)
    limited = np.tanh(drive * samples / np.abs(samples).max() * 2) if drive > 0.05 else samples
    spectrum = np.fft.rfft(limited)
    hz = np.maximum(np.fft.rfftfreq(len(samples), 1 / SAMPLE_RATE), 1.0)
    middle = random.uniform(1.5 * low, 6 * low)
    gain = -kind.slope * (np.maximum(np.log2(low / hz), 0) + np.maximum(np.log2(hz / high), 0))
    gain += kind.resonance * np.exp(-((np.log2(hz / middle) / 0.3) ** 2))
    return np.fft.irfft(spectrum * 10 ** (gain / 20), len(samples))


def in_room(samples: Floats, random: np.random.Generator) -> Floats:
    """In a room of 0.15 to 0.6 s of reverberation, 0.3 to 3 m away."""
    reverberation, direct = random.uniform(0.15, 0.6), random.uniform(0.0, 15.0)
    length = round(reverberation * SAMPLE_RATE)
    tail = random.normal(size=length) * 10 ** (-3 * np.arange(length) / length)
    tail[: round(0.003 * SAMPLE_RATE)] = 0
    tail *= 10 ** (-direct / 20) / np.linalg.norm(tail)
    tail[0] = 1
    size = len(samples) + length
    return np.fft.irfft(np.fft.rfft(samples, size) * np.fft.rfft(tail, size), size)[: len(samples)]


def with_noise(samples: Floats, random: np.random.Generator) -> Floats:
    """Noise that falls with frequency, 20 to 45 dB below the speech."""
    spectrum = np.fft.rfft(random.normal(size=len(samples)))
    hz = np.maximum(np.fft.rfftfreq(len(samples), 1 / SAMPLE_RATE), 50.0)
    noise = np.fft.irfft(spectrum / hz ** random.uniform(0, 0.5), len(samples))
    level = np.sqrt(np.mean(samples**2) / np.mean(noise**2)) * 10 ** (-random.uniform(20, 45) / 20)
    return samples + level * noise


def live(samples: Floats, random: np.random.Generator) -> Floats:
    return with_noise(in_room(samples, random), random)


def replayed(kind: Loudspeaker) -> Callable[[Floats, np.random.Generator], Floats]:
    def replay(samples: Floats, random: np.random.Generator) -> Floats:
        stolen = with_noise(in_room(samples, random), random) if random.random() < 0.5 else samples
        return with_noise(in_room(played(stolen, kind, random), random), random)

    return replay


def cues_of(paths: Sequence[Path], change: Callable[[Floats, np.random.Generator], Floats] | None = None) -> Floats:
    """Of each recording that is long enough, shape (recordings, cues)."""
    rows = []
    for path in paths:
        audio = read(path)
        samples = audio.samples[: round(SECONDS * SAMPLE_RATE)].astype(np.float64)
        if change is not None:
            samples = change(samples, generator(0, path.name, 0.0))
        samples = 0.5 * samples / np.abs(samples).max()
        try:
            rows.append(astuple(measure_replay(Audio(samples.astype(np.float32), 0.0, path.name))))
        except QualityError:
            continue
    return np.array(rows)


def fit(bona_fide: Floats, attacks: Floats, fitted_on: str) -> ReplayDetector:
    """Both kinds count the same, by Newton's method with a ridge."""
    both = np.concatenate([bona_fide, attacks])
    means, deviations = both.mean(axis=0), both.std(axis=0)
    inputs = np.column_stack([np.ones(len(both)), np.clip((both - means) / deviations, -3, 3)])
    labels = np.repeat([0.0, 1.0], [len(bona_fide), len(attacks)])
    importance = np.where(labels == 1, 0.5 / labels.mean(), 0.5 / (1 - labels.mean()))
    weights: Floats = np.zeros(inputs.shape[1])
    pull = RIDGE * np.eye(len(weights))
    for _ in range(50):
        chance = 1 / (1 + np.exp(-inputs @ weights))
        gradient = inputs.T @ (importance * (labels - chance)) - RIDGE * weights
        curvature = (inputs * (importance * chance * (1 - chance))[:, None]).T @ inputs + pull
        weights = weights + np.linalg.solve(curvature, gradient)
    scores = np.sort((inputs @ weights)[labels == 0])
    threshold = float(np.nextafter(scores[int(np.ceil(len(scores) * (1 - BPCER))) - 1], np.inf))
    numbers = (tuple(map(float, values)) for values in (means, deviations, weights[1:]))
    return ReplayDetector(*numbers, float(weights[0]), threshold, 3.0, fitted_on)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("data", type=Path)
    options.add_argument("--limit", type=int)
    options.add_argument("--out", type=Path)
    chosen = options.parse_args()
    recordings = recordings_of(chosen.data / "speakers")
    speakers = sorted({recording.speaker for recording in recordings})
    halves = [
        [recording.path for recording in recordings if speakers.index(recording.speaker) % 2 == part][: chosen.limit]
        for part in (0, 1)
    ]
    sides = []
    for paths in halves:
        bona_fide = {"as recorded": cues_of(paths), "in a room": cues_of(paths, live)}
        attacks = {name: cues_of(paths, replayed(kind)) for name, kind in LOUDSPEAKERS.items()}
        sides.append((bona_fide, attacks))
    fitted, held_out = sides
    detector = fit(
        np.concatenate(list(fitted[0].values())),
        np.concatenate(list(fitted[1].values())),
        f"{len(speakers[::2])} speakers, as recorded and in simulated rooms, live and through simulated loudspeakers",
    )
    report = {
        "simulated": True,
        "threshold": round(detector.threshold, 3),
        "weights": {name: round(w, 2) for name, w in zip(detector.to_json()["cues"], detector.weights, strict=True)},
        "fitted_on": figures(detector, *fitted),
        "held_out": figures(detector, *held_out),
        "elsewhere": elsewhere(detector, chosen.data, chosen.limit),
    }
    print(json.dumps(report, ensure_ascii=False, indent=1))
    if chosen.out:
        chosen.out.parent.mkdir(exist_ok=True)
        chosen.out.write_text(json.dumps(detector.to_json(), indent=2) + "\n", encoding="utf-8")


def figures(detector: ReplayDetector, bona_fide: dict[str, Floats], attacks: dict[str, Floats]) -> dict[str, Any]:
    good = {name: scores(detector, cues) for name, cues in bona_fide.items()}
    bad = {name: scores(detector, cues) for name, cues in attacks.items()}
    every = np.concatenate(list(good.values())).tolist()
    return {
        "recordings": sum(map(len, good.values())),
        "bpcer": {name: round(float(np.mean(values >= detector.threshold)), 4) for name, values in good.items()},
        "apcer": {name: round(float(np.mean(values < detector.threshold)), 4) for name, values in bad.items()},
        "eer": {name: round(equal_error_rate(values.tolist(), every), 4) for name, values in bad.items()},
        "auc": {name: round(area_under_curve(values.tolist(), every), 4) for name, values in bad.items()},
    }


def elsewhere(detector: ReplayDetector, data: Path, limit: int | None) -> dict[str, Any]:
    """BPCER on real recordings of other studios, microphones and languages, which nothing was fitted on."""
    sets = {
        "korean": sorted((data / "korean").rglob("*.flac"))[::3],
        "barista": sorted((data / "barista").glob("*.flac")),
    }
    found = {name: scores(detector, cues_of(paths[:limit])) for name, paths in sets.items()}
    return {
        name: {"recordings": len(values), "bpcer": round(float(np.mean(values >= detector.threshold)), 4)}
        for name, values in found.items()
    }


def scores(detector: ReplayDetector, cues: Floats) -> Floats:
    return np.array([detector.score(ReplayCues(*row)) for row in cues.tolist()])


if __name__ == "__main__":
    main()

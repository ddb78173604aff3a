"""Lips and voices that belong together, and that do not: python benchmarks/liveness_lips.py SPEAKERS [--out OUT.json]

SPEAKERS  recordings of people: librispeech/SPEAKER/*.flac and strangers/*.flac

There are no recordings of faces that speak, so the lips are simulated from the voice: its loudness, held back by 0 to
0.12 s, with a share of syllables whose mouth stays shut (m, b, p) or opens otherwise, with noise as the face mesh has
it, at 15 frames a second. Against them: lips that were made from another recording, lips that chew at random, and lips
that do not move. Simulated is not real: how well true lips follow the voice is not measured here.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ogam.audio import read
from ogam.core import Audio
from ogam.lab.speaker_recordings import recordings_of
from ogam.liveness.lip_sync import TOGETHER, LipSync, lip_sync, loudness

FRAMES_PER_SECOND = 15
LENGTHS = (2.5, 3.0, 4.0, 6.0)
Floats = NDArray[np.float64]


def lips(audio: Audio, times: Floats, random: np.random.Generator) -> Floats:
    """How open the mouth of somebody who says this is."""
    at, course = loudness(audio)
    wide = np.repeat(random.choice([0.2, 0.6, 1.0, 1.4], size=len(at) // 4 + 1), 4)[: len(at)]
    opened = np.convolve(0.35 * course * wide, np.ones(3) / 3, "same")
    return np.interp(times - random.uniform(0, 0.12), at, opened) + random.normal(0, 0.02, len(times))


def chewing(times: Floats, random: np.random.Generator) -> Floats:
    rate, phase = random.uniform(1, 4), random.uniform(0, 2 * np.pi)
    wobble = np.cumsum(random.normal(0, 0.15, len(times)))
    return 0.15 + 0.15 * np.sin(2 * np.pi * rate * times + phase + wobble) + random.normal(0, 0.02, len(times))


def found_in(audios: Sequence[Audio], seconds: float) -> dict[str, list[LipSync]]:
    """By whose lips they are. Each recording is held against the lips of the next."""
    found: dict[str, list[LipSync]] = {"their own": [], "of another recording": [], "chewing": [], "still": []}
    for number, (audio, other) in enumerate(zip(audios, [*audios[1:], audios[0]], strict=True)):
        random = np.random.default_rng(number)
        times = np.arange(0, seconds, 1 / FRAMES_PER_SECOND) + random.uniform(0, 1 / FRAMES_PER_SECOND)
        seen = {
            "their own": lips(audio, times, random),
            "of another recording": lips(other, times, random),
            "chewing": chewing(times, random),
            "still": random.normal(0.02, 0.005, len(times)),
        }
        for name, mouth in seen.items():
            found[name].append(lip_sync(times, mouth, audio))
    return found


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("speakers", type=Path)
    options.add_argument("--out", type=Path)
    chosen = options.parse_args()
    recordings = recordings_of(chosen.speakers)
    speakers = sorted({recording.speaker for recording in recordings})
    report: dict[str, Any] = {"simulated": True, "threshold_times_root_of_seconds": TOGETHER}
    for half, name in ((0, "chosen on"), (1, "held out")):
        heard = [read(one.path) for one in recordings if speakers.index(one.speaker) % 2 == half]
        report[name] = {f"{seconds:g} s": figures(heard, seconds) for seconds in LENGTHS}
    print(json.dumps(report, ensure_ascii=False, indent=1))
    if chosen.out:
        chosen.out.write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")


def figures(heard: Sequence[Audio], seconds: float) -> dict[str, float]:
    """Shares that pass, and the threshold (times the root of the seconds) that 5 % of other recordings' lips pass."""
    found = found_in([audio.cut(0, seconds) for audio in heard if audio.duration >= seconds], seconds)
    passed = {name: round(float(np.mean([one.together for one in ones])), 4) for name, ones in found.items()}
    others = [one.score for one in found["of another recording"]]
    at_five_percent = float(np.quantile(others, 0.95) * np.sqrt(seconds))
    return {"n": len(others), **passed, "threshold_at_5_percent": round(at_five_percent, 3)}


if __name__ == "__main__":
    main()

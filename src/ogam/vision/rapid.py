"""Finding and reading lines with RapidOCR, which runs PaddleOCR's networks on onnxruntime; the weights are in it.

PP-OCRv6 small: DB text detection (Liao et al., AAAI 2020, arXiv 1911.08947) and a CTC recogniser for Latin and Chinese
characters; it knows no Hangul. Nothing is fetched: a machine without a network reads as well.
"""

from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

import numpy as np

from ogam.core import ModelError
from ogam.vision.lines import Pixels, Quadrilateral, Reading, tidied

NARROWEST = 8
"""Longer side in shorter sides of what the finder looks at, at most."""
LONGEST = 736
"""Pixels of the longer side of what the finder looks at."""


@dataclass(frozen=True, slots=True, eq=False)
class RapidFinder:
    """Finds lines, however they are turned."""

    engine: Any

    def find(self, pixels: Pixels) -> list[Quadrilateral]:
        found = self.engine(_bgr(_no_strip(pixels)))
        boxes = getattr(found, "boxes", None)
        return [] if boxes is None else [np.asarray(box, np.float64) for box in boxes]


@dataclass(frozen=True, slots=True, eq=False)
class RapidReader:
    """Reads a line of the characters that its recogniser knows."""

    engine: Any
    name: str = "pp-ocrv6-small"

    def read(self, line: Pixels) -> Reading:
        found = self.engine(_bgr(line))
        if not found.txts:
            return Reading("", 0.0)
        return Reading(tidied(found.txts[0]), float(found.scores[0]))


def load_finder(threads: int = 1) -> RapidFinder:
    """Raises ModelError if RapidOCR is not installed."""
    size = {"Det.limit_side_len": LONGEST, "Det.limit_type": "max"}
    return RapidFinder(_engine(threads, {"use_cls": False, "use_rec": False}, size))


def load_reader(threads: int = 1) -> RapidReader:
    """Raises ModelError if RapidOCR is not installed."""
    return RapidReader(_engine(threads, {"use_det": False, "use_cls": False, "use_preprocess_img": False}, {}))


def _engine(threads: int, whole: dict[str, bool], parts: dict[str, Any]) -> Any:
    """What an engine does is set once and for all: it keeps no state between calls, so that threads may share it."""
    if find_spec("rapidocr") is None:
        raise ModelError("To read text in pictures, install: pip install 'ogam[text]'")
    from rapidocr import RapidOCR

    settings: dict[str, Any] = {f"Global.{name}": value for name, value in whole.items()}
    settings |= {"Global.log_level": "error", "EngineConfig.onnxruntime.intra_op_num_threads": threads}
    return RapidOCR(params=settings | parts)


def _no_strip(pixels: Pixels) -> Pixels:
    """A picture with more of its lower or right edge if it is too narrow for the network; no point in it moves."""
    height, width = pixels.shape[:2]
    least = max(height, width) // NARROWEST
    missing = (0, max(0, least - height)), (0, max(0, least - width)), (0, 0)
    return np.pad(pixels, missing, mode="edge") if max(missing[0] + missing[1]) else pixels


def _bgr(pixels: Pixels) -> Pixels:
    return np.ascontiguousarray(pixels[:, :, ::-1])

"""Reading lines of Korean with Tesseract's recurrent network.

Smith, "An Overview of the Tesseract OCR Engine", ICDAR 2007; since version 4 a line is read by an LSTM network.
"""

import gzip
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from ogam.core import ModelError
from ogam.models import ensure, find
from ogam.models.derived import derived
from ogam.vision.lines import Pixels, Reading, tidied

MODEL = "tesseract-ko"
HEIGHT = 44
"""Pixels that a line is high when it is read: what Tesseract's networks were trained on, and a little air."""
AIR = 8
"""Pixels of ground that are added around it."""


@dataclass(frozen=True, slots=True, eq=False)
class TesseractReader:
    """api: of tesserocr, set to single lines; one thread at a time may use it."""

    api: Any
    lock: Any
    name: str

    def read(self, line: Pixels) -> Reading:
        from PIL import Image as Pillow

        picture = Pillow.fromarray(black_on_white(line))
        with self.lock:
            self.api.SetImage(picture)
            text = self.api.GetUTF8Text()
            score = self.api.MeanTextConf() / 100
            self.api.Clear()
        return Reading(tidied(text), score)


def load_tesseract(folder: Path, language: str = "kor", name: str = "tesseract-kor") -> TesseractReader:
    """folder: where `<language>.traineddata` is.

    Raises ModelError if tesserocr is not installed, or if the file is not there.
    """
    if find_spec("tesserocr") is None:
        raise ModelError("To read Korean in pictures, install: pip install 'ogam[text]'")
    import tesserocr

    try:
        api = tesserocr.PyTessBaseAPI(path=str(folder), lang=language, psm=tesserocr.PSM.SINGLE_LINE)
    except RuntimeError as error:
        raise ModelError(f"{folder}: Tesseract cannot load {language} from it ({error}).") from error
    return TesseractReader(api, Lock(), name)


def black_on_white(line: Pixels) -> Pixels:
    """A line in grey, dark letters on light ground, of the height that is read best."""
    import cv2

    grey = cv2.cvtColor(line, cv2.COLOR_RGB2GRAY)
    scale = HEIGHT / grey.shape[0]
    how = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
    width = max(1, round(grey.shape[1] * scale))
    sized = cv2.resize(grey, (width, HEIGHT), interpolation=how).astype(np.float32)
    darkest, lightest = np.percentile(sized, (1, 99))
    stretched = np.clip((sized - darkest) * (255 / max(lightest - darkest, 1.0)), 0, 255)
    if np.median(stretched) < 127:
        stretched = 255 - stretched
    framed = cv2.copyMakeBorder(stretched.astype(np.uint8), AIR, AIR, AIR, AIR, cv2.BORDER_REPLICATE)
    return np.asarray(framed, np.uint8)


def tesseract_folder() -> Path:
    """The folder of the catalogue's data, unpacked the first time. Raises ModelError if they cannot be had."""
    folder = ensure(MODEL)
    files = find(MODEL).card.files
    stamp = "unpacked-" + "-".join(digest[:8] for _, digest in sorted(files.items()))
    return derived(folder, stamp, lambda scratch: _unpack([folder / name for name in files], scratch))


def _unpack(packed: Sequence[Path], target: Path) -> None:
    for file in packed:
        with gzip.open(file) as source, (target / file.stem).open("wb") as unpacked:
            shutil.copyfileobj(source, unpacked)

"""Reading labels and displays, side by side: python benchmarks/text.py [--half tuning] [--tessdata FOLDER] [--out FILE]

Pictures are drawn (text_pictures.py) and read by Ogam's reader and by what one would pick instead: RapidOCR as it
comes, Tesseract on the whole picture, Tesseract on the lines that are found. The error rate is that of characters
without spaces, of all that is read in a picture in its order. The half `reporting` gives the figures; `tuning` is what
was looked at. tessdata: Debian's folder of the packages tesseract-ocr-eng and -kor, for the peers and for a second row.
"""

import argparse
import json
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from ogam.core import Image
from ogam.vision import find_dates, load_text_reader
from ogam.vision.rapid import load_finder
from ogam.vision.tesseract import load_tesseract
from ogam.vision.text import TextReader
from text_pictures import CONDITIONS, Picture, pictures

DEBIAN = Path("/usr/share/tesseract-ocr/5/tessdata")
Read = Callable[[Image], str]


def distance(wanted: str, got: str) -> int:
    """Levenshtein's: characters to replace, add or leave out."""
    row = np.arange(len(got) + 1)
    for number, letter in enumerate(wanted, start=1):
        kept = row[:-1] + np.array([letter != other for other in got], int)
        best = np.minimum(kept, row[1:] + 1)
        row = np.concatenate([[number], best])
        row = np.minimum.accumulate(row - np.arange(len(row))) + np.arange(len(row))
    return int(row[-1])


def plain(text: str) -> str:
    return "".join(text.split())


def readers(tessdata: Path) -> dict[str, Read]:
    """Ways to read a picture, by what they are called in the table."""
    import tesserocr
    from PIL import Image as Pillow
    from rapidocr import RapidOCR

    rapid = RapidOCR(params={"Global.log_level": "error", "EngineConfig.onnxruntime.intra_op_num_threads": 1})
    page = tesserocr.PyTessBaseAPI(path=str(tessdata), lang="kor+eng", psm=tesserocr.PSM.AUTO)

    def whole_page(image: Image) -> str:
        page.SetImage(Pillow.fromarray(image.pixels))
        return str(page.GetUTF8Text())

    def lines_of(reader: TextReader) -> Read:
        return lambda image: "\n".join(line.value for line in reader.read(image))

    return {
        "ogam": lines_of(load_text_reader()),
        "ogam, English only": lines_of(load_text_reader(["en"])),
        "ogam, Debian's data": lines_of(load_text_reader(tessdata=tessdata)),
        "RapidOCR 3.10 as it comes": lambda image: "\n".join(rapid(image.pixels[:, :, ::-1]).txts or ()),
        "Tesseract 5, lines found by PP-OCRv6": lines_of(
            TextReader(load_finder(), load_tesseract(tessdata, "kor+eng"), ("en", "ko"))
        ),
        "Tesseract 5, whole picture": whole_page,
    }


def measure(read: Read, shown: list[Picture]) -> dict[str, float]:
    """Error rates in percent, in all and by condition; milliseconds a picture, the median; dates found."""
    wrong, all_letters = dict.fromkeys(CONDITIONS, 0), dict.fromkeys(CONDITIONS, 0)
    spent, dates, right = [], 0, 0
    for picture in shown:
        start = time.perf_counter()
        text = read(Image(picture.pixels))
        spent.append(time.perf_counter() - start)
        wanted = "\n".join(picture.lines)
        wrong[picture.condition] += distance(plain(wanted), plain(text))
        all_letters[picture.condition] += len(plain(wanted))
        days = [replace(found, text="") for found in find_dates(wanted)]
        dates += len(days)
        right += len(days) - len([day for day in days if day not in [replace(d, text="") for d in find_dates(text)]])
    rates = {condition: round(100 * wrong[condition] / all_letters[condition], 2) for condition in CONDITIONS}
    return {
        "all": round(100 * sum(wrong.values()) / sum(all_letters.values()), 2),
        **rates,
        "ms": round(1000 * float(np.median(spent))),
        "dates": dates,
        "dates right": right,
    }


def turned_right(shown: list[Picture]) -> dict[int, float]:
    """Error rate in percent of labels that are turned by 0, 90, 180 and 270 degrees."""
    reader = load_text_reader()
    rates = {}
    for quarters in range(4):
        wrong = letters = 0
        for picture in shown:
            text = "".join(line.value for line in reader.read(Image(np.rot90(picture.pixels, -quarters))))
            wrong += distance(plain("".join(picture.lines)), plain(text))
            letters += len(plain("".join(picture.lines)))
        rates[90 * quarters] = round(100 * wrong / letters, 2)
    return rates


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=("reporting", "tuning"), default="reporting")
    parser.add_argument("--tessdata", type=Path, default=DEBIAN)
    parser.add_argument("--out", type=Path)
    chosen = parser.parse_args()
    found: dict[str, object] = {}
    ways = readers(chosen.tessdata)
    for kind in ("en", "ko", "display"):
        shown = list(pictures(chosen.half, kind))
        print(f"{kind}: {len(shown)} pictures")
        for name, read in ways.items():
            measured = measure(read, shown)
            found[f"{kind}/{name}"] = measured
            print(f"  {name:38s}", *(f"{what} {value:g}" for what, value in measured.items()), flush=True)
    for kind in ("en", "ko"):
        straight = [picture for picture in pictures(chosen.half, kind) if picture.condition == "straight"]
        found[f"{kind}/turned"] = turned = turned_right(straight)
        print(f"{kind}, turned:", turned)
    if chosen.out:
        chosen.out.write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()

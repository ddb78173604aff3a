"""COCO instances: images, annotations with boxes, and categories in one JSON file.

https://cocodataset.org/#format-data. Boxes are [left, top, width, height] in pixels; crowds are difficult regions,
which are neither asked for nor counted as wrong.
"""

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ogam.core import Box, DatasetError
from ogam.lab.data.formats.tables import locate, number_of, read_json
from ogam.lab.data.readings import Collection, Reading
from ogam.lab.items import Item, Region

BEGINNING = 1 << 16


def fits(path: Path) -> bool:
    """By its first bytes: such files can be large."""
    if path.suffix != ".json" or not path.is_file():
        return False
    with path.open("rb") as file:
        start = file.read(BEGINNING)
    return start.lstrip().startswith(b"{") and any(
        key in start for key in (b'"categories"', b'"annotations"', b'"images"')
    )


def read(path: Path, media: Path | None = None) -> Reading:
    """media: folder of the pictures; else one called like the file ("val2017" of instances_val2017.json), or images,
    beside it or beside its folder."""
    data = read_json(path)
    if not isinstance(data, dict) or not all(isinstance(data.get(key), list) for key in ("images", "annotations")):
        raise DatasetError([f"{path}: needs the lists images, annotations and categories. Is it COCO instances?"])
    found = Collection()
    names = {_id(one): one["name"] for one in _objects(data.get("categories")) if isinstance(one.get("name"), str)}
    regions, wrong = _regions(data["annotations"], names)
    split = path.stem.rpartition("_")[2]
    above = path.absolute().parent.parent
    folders = [media] if media else [base / name for base in (path.parent, above) for name in (split, "images", "")]
    for place, image in enumerate(data["images"]):
        _add(image, f"{path}: images[{place}]", folders, regions, wrong, found)
    info = data["info"] if isinstance(data.get("info"), dict) else {}
    return found.reading(path.stem, homepage=str(info.get("url") or ""), version=str(info.get("version") or ""))


def _add(
    image: Any,
    place: str,
    folders: list[Path],
    regions: Mapping[str, list[Region]],
    wrong: Mapping[str, str],
    found: Collection,
) -> None:
    name = _id(image)
    if not name or not isinstance(image.get("file_name"), str):
        found.refuse(place, name, "an image needs an id and a file_name. Add them.")
    elif name in wrong:
        found.refuse(place, name, wrong[name])
    else:
        item = Item(name, locate(image["file_name"], folders), "image", regions=tuple(regions.get(name, ())))
        found.add(item, place)


def _id(data: object, key: str = "id") -> str:
    """A number or a text that names something; empty if there is none."""
    value = data.get(key) if isinstance(data, dict) else None
    return str(value) if isinstance(value, int | str) else ""


def _objects(value: object) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _regions(annotations: list[Any], names: Mapping[str, str]) -> tuple[dict[str, list[Region]], dict[str, str]]:
    """Regions by image; and images of which one is wrong, with why: a missing region would count as a mistake of
    whoever finds it."""
    regions, wrong = defaultdict[str, list[Region]](list), dict[str, str]()
    for number, one in enumerate(annotations):
        image, name = _id(one, "image_id"), names.get(_id(one, "category_id"))
        box = _box(one.get("bbox")) if isinstance(one, dict) else None
        if name is None or box is None:
            wrong[image] = (
                f"annotations[{number}] needs a bbox of four numbers and a category that is there. Correct it."
            )
        else:
            regions[image].append(Region(name, box, bool(one.get("iscrowd"))))
    return regions, wrong


def _box(value: object) -> Box | None:
    sides = [number_of(side) for side in value] if isinstance(value, list) else []
    known = [side for side in sides if side is not None]
    return Box(*known) if len(sides) == len(known) == 4 else None

"""`ogam see` of files: a line for each finding, or JSON, and the picture with what was found drawn in."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from ogam.cli.language import say, told, wide
from ogam.cli.see_looks import Finding, Look, look_at, value_of

if TYPE_CHECKING:
    from ogam.core import Image, Observation

NOTHING_READ = 2
ENDING = ".seen.png"


def see_pictures(
    sources: Sequence[str],
    looks: Mapping[str, Look],
    knows_people: bool,
    out: Path | None,
    as_json: bool,
    every: float,
) -> int:
    """Look at files, folders and films; the exit code. every: seconds of a film from one picture to the next."""
    from ogam.core import ImageError

    failed, found = 0, list[dict[str, Any]]()
    names = set[Path]()
    for source in sources:
        try:
            for image in pictures(source, every):
                findings = list(look_at(image, looks))
                height, width = image.pixels.shape[:2]
                if as_json:
                    found.append(_data(image, findings))
                else:
                    typer.secho(f"{_place(image)}  {width}×{height}", bold=True)
                    show(findings, knows_people)
                if out is not None:
                    path = path_for(image, out, len(sources) == 1 and not Path(source).is_dir(), names)
                    _write(image, [one.seen for one in findings], knows_people, path, as_json)
        except ImageError as error:
            typer.echo(told(str(error)), err=True)
            failed += 1
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=1))
    return NOTHING_READ if failed else 0


def pictures(source: str, every: float) -> "Iterator[Image]":
    """The pictures of a file, of a folder (what is none is said and left out), or of a film, one every so many
    seconds."""
    from ogam.core import ImageError
    from ogam.vision import open_camera, read_image
    from ogam.vision.cameras.addresses import PICTURES

    path = Path(source)
    if path.is_dir():
        inside = sorted(one for one in path.iterdir() if one.suffix.lower() in PICTURES)
        if not inside:
            raise ImageError(f"{path}: no picture in this folder. Put jpeg, png, webp, bmp, gif or tiff there.")
        for one in inside:
            try:
                image = read_image(one)
            except ImageError as error:
                typer.echo(told(str(error)), err=True)
            else:
                yield image
    elif path.suffix.lower() in PICTURES or not path.exists():
        yield read_image(path)
    else:
        last = float("-inf")
        with open_camera(path, rate=1000, still=1000) as film:
            for image in film:
                if image.time - last >= every:
                    last = image.time
                    yield image


def show(findings: Sequence[Finding], knows_people: bool) -> None:
    """A line for each: kind, value, how sure, where, how long the look took."""
    if not findings:
        typer.echo(f"  {say('Nothing of what was looked for.')}")
    for one in findings:
        sure = f"{one.seen.confidence:4.0%}"
        what = wide(value_of(one.seen, knows_people), 22)
        line = f"  {wide(say(one.seen.kind), 10)} {what} {sure}  {_box(one.seen):>18}  {one.milliseconds:5.0f} ms"
        typer.echo(line)


def _box(seen: "Observation") -> str:
    """ "60×64+120+80": its size, and its upper left corner."""
    box = seen.box
    return "" if box is None else f"{box.width:.0f}×{box.height:.0f}{box.left:+.0f}{box.top:+.0f}"


def _place(image: "Image") -> str:
    return f"{image.source} {image.time:.1f} s" if image.time else image.source


def _data(image: "Image", findings: Sequence[Finding]) -> dict[str, Any]:
    height, width = image.pixels.shape[:2]
    seen = [
        {
            "look": one.look,
            "kind": one.seen.kind,
            "value": one.seen.value,
            "confidence": round(one.seen.confidence, 4),
            "box": None if one.seen.box is None else {k: round(v, 1) for k, v in asdict(one.seen.box).items()},
            "milliseconds": round(one.milliseconds, 1),
            "details": dict(one.seen.details),
        }
        for one in findings
    ]
    return {"picture": image.source, "time": image.time, "width": width, "height": height, "seen": seen}


def path_for(image: "Image", out: Path, single: bool, names: set[Path]) -> Path:
    """Where a picture is written: `out` itself, if it is meant as a file; else in that folder, by the name of what was
    looked at, numbered where a name comes again."""
    if single and out.suffix.lower() in (".png", ".jpg", ".jpeg") and not out.is_dir() and not names:
        chosen = out
    else:
        folder = out.parent / out.stem if single and out.suffix and not out.is_dir() else out
        stem = Path(image.source).stem or "picture"
        chosen, number = folder / f"{stem}{ENDING}", 1
        while chosen in names:
            number += 1
            chosen = folder / f"{stem}-{number}{ENDING}"
    names.add(chosen)
    return chosen


def _write(image: "Image", seen: "Sequence[Observation]", knows_people: bool, path: Path, quiet: bool) -> None:
    from ogam.core import ImageError

    if path.exists() and Path(image.source).exists() and path.samefile(image.source):
        raise ImageError(f"{path}: this is the picture that is looked at. Give --out another name.")
    for line in write_drawn(image, seen, knows_people, path):
        typer.echo(f"  {line}", err=quiet)


def write_drawn(image: "Image", seen: "Sequence[Observation]", knows_people: bool, path: Path) -> list[str]:
    """Write a picture with what was seen drawn in; the lines that say so, with the legend. Raises ImageError where it
    cannot be written."""
    from PIL import Image as Pillow

    from ogam.core import ImageError
    from ogam.vision.drawing import draw_seen

    drawn = draw_seen(image, seen, lambda one: f"{value_of(one, knows_people)} {one.confidence:.0%}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        Pillow.fromarray(drawn.image.pixels).save(path)
    except (OSError, ValueError) as error:
        raise ImageError(
            f"{path}: cannot be written ({error}). Is the folder there, and may you write to it?"
        ) from error
    legend = [say("No font here can write these; their numbers are in the picture:"), *drawn.legend]
    return [*(legend if drawn.legend else ()), f"→ {path}"]

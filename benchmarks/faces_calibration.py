"""Fit the calibrations of faces: python benchmarks/faces_calibration.py FACES OUT

FACES  a folder of pairs of pictures: pairs.tsv, images/PERSON_NUMBER.jpg (of which nobody learns anything here)
OUT    src/ogam/biometrics/calibrations

The odd pairs of the table are fitted on, the even ones checked. One picture is the template, the other the probe: as it
is, blurred, taken from farther away, in the dark. Strangers are all people of the odd pairs with each other who are in
no even pair: the threshold is checked on people whom it never saw. (So few people are in odd pairs only that those who
are compared with themselves could not be chosen so: some are in even pairs too.)
"""

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
from PIL import Image as Pillow
from PIL import ImageFilter

from ogam.biometrics import (
    Calibration,
    Embedding,
    Trials,
    circumstances,
    fit_calibration,
    load_face_embedder,
    similarity,
)
from ogam.core import Image, QualityError
from ogam.lab.faces import Pair, central, read_pairs
from ogam.lab.metrics import share_interval
from ogam.lab.noise import generator
from ogam.lab.trials import with_progress
from ogam.vision import read_image

SETTINGS = {"accurate": "dlib-face", "fast": "dlib-face-fast"}
SEED = 1


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """A picture's embeddings by what was done to it: "", "blurred", "far", "dark"; what was refused is missing."""

    person: str
    by_alteration: Mapping[str, Embedding]


def blurred(picture: Pillow.Image, random: np.random.Generator) -> Pillow.Image:
    return picture.filter(ImageFilter.GaussianBlur(random.uniform(1.0, 3.0)))


def far(picture: Pillow.Image, random: np.random.Generator) -> Pillow.Image:
    share = random.uniform(0.45, 0.9)
    small = picture.resize((round(picture.width * share), round(picture.height * share)), Pillow.Resampling.LANCZOS)
    canvas = Pillow.new("RGB", picture.size, (90, 90, 90))
    canvas.paste(small, ((picture.width - small.width) // 2, (picture.height - small.height) // 2))
    return canvas


def dark(picture: Pillow.Image, random: np.random.Generator) -> Pillow.Image:
    light = random.uniform(0.1, 0.5)
    return picture.point(lambda value: value * light)


ALTERATIONS: Mapping[str, Callable[[Pillow.Image, np.random.Generator], Pillow.Image]] = {
    "": lambda picture, _: picture,
    "blurred": blurred,
    "far": far,
    "dark": dark,
}


def main(folder: Path, out: Path) -> None:
    pairs = read_pairs(folder)
    seen = look_at(folder, sorted({name for pair in pairs for name in (pair.one, pair.other)}))
    odd, even = ([pair for pair in pairs if pair.row % 2 == side] for side in (1, 0))
    strangers = people_of(odd) - people_of(even)
    for setting, name in SETTINGS.items():
        pictures = seen[setting]
        trials = joined(genuine(odd, pictures), crossed([one for one in pictures.values() if one.person in strangers]))
        fitted_on = f"{trials.same.sum()} comparisons of people with themselves, {(~trials.same).sum()} with others"
        calibration = fit_calibration(trials, fitted_on=f"{fitted_on}, press photographs, also blurred, far and dark")
        (out / f"{name}.json").write_text(json.dumps(calibration.to_json(), indent=2) + "\n", encoding="utf-8")
        fresh = people_of(even) - people_of(odd)
        print(json.dumps({"setting": setting, **check(calibration, even, pictures, fresh)}, indent=2))


def look_at(folder: Path, names: Sequence[str]) -> dict[str, dict[str, Seen]]:
    """By setting and file name, what was seen."""
    embedders = {setting: load_face_embedder(setting) for setting in SETTINGS}  # type: ignore[arg-type]
    found: dict[str, dict[str, Seen]] = {setting: {} for setting in SETTINGS}
    for name in with_progress(names, "looking"):
        original = Pillow.fromarray(read_image(folder / "images" / name).pixels)
        by: dict[str, dict[str, Embedding]] = {setting: {} for setting in SETTINGS}
        for alteration, alter in ALTERATIONS.items():
            image = Image(np.asarray(alter(original, generator(SEED, f"{name} {alteration}", 0.0))), 0.0, name)
            faces = embedders["fast"].detector.detect(image)
            for setting, embedder in embedders.items():
                try:
                    if faces:
                        by[setting][alteration] = embedder.embed_face(image, central(image, faces))
                except QualityError:
                    continue
        for setting in SETTINGS:
            found[setting][name] = Seen(person_of(name), by[setting])
    return found


def person_of(name: str) -> str:
    return name.rsplit("_", 1)[0]


def people_of(pairs: Sequence[Pair]) -> set[str]:
    return {person_of(name) for pair in pairs for name in (pair.one, pair.other)}


def genuine(pairs: Sequence[Pair], pictures: Mapping[str, Seen]) -> list[tuple[Embedding, Embedding, bool]]:
    """Template, probe and True, for the pairs of one person; each picture of a pair is the template once."""
    found = []
    for pair in (pair for pair in pairs if pair.same):
        for template, probe in ((pair.one, pair.other), (pair.other, pair.one)):
            if "" in pictures[template].by_alteration:
                clean = pictures[template].by_alteration[""]
                found += [(clean, embedding, True) for embedding in pictures[probe].by_alteration.values()]
    return found


def crossed(pictures: Sequence[Seen]) -> list[tuple[Embedding, Embedding, bool]]:
    """Template, probe and False, for every two people."""
    return [
        (one.by_alteration[""], embedding, False)
        for one, other in combinations(pictures, 2)
        if one.person != other.person and "" in one.by_alteration
        for embedding in other.by_alteration.values()
    ]


def joined(*parts: Sequence[tuple[Embedding, Embedding, bool]]) -> Trials:
    every = [trial for part in parts for trial in part]
    scores = np.array([similarity(probe, template) for template, probe, _ in every])
    noise = np.array([circumstances(probe, [template])["noise"] for template, probe, _ in every])
    return Trials(scores, np.array([same for _, _, same in every]), {"noise": noise})


def check(
    calibration: Calibration, pairs: Sequence[Pair], pictures: Mapping[str, Seen], fresh: set[str]
) -> dict[str, object]:
    """Shares accepted at the shipped threshold: of the pairs as they stand, and by what was done to the probe."""
    figures: dict[str, object] = {}
    whole = [
        (pictures[pair.one].by_alteration.get(""), pictures[pair.other].by_alteration.get(""), pair.same)
        for pair in pairs
    ]
    for same, name in ((False, "pairs_of_two_accepted"), (True, "pairs_of_one_accepted")):
        figures[name] = counted(
            [
                one is not None and other is not None and accepted(calibration, one, other)
                for one, other, truth in whole
                if truth == same
            ]
        )
    strangers = crossed([one for one in pictures.values() if one.person in fresh])
    figures["strangers_of_even_pairs_only"] = counted(
        [accepted(calibration, one, other) for one, other, _ in strangers]
    )
    for alteration in ALTERATIONS:
        own = {name: one.by_alteration.get(alteration) for name, one in pictures.items()}
        told = [(pictures[pair.one].by_alteration.get(""), own[pair.other], pair.same) for pair in pairs]
        figures[alteration or "as it is"] = {
            "refused_as_too_bad": sum(probe is None for _, probe, _ in told),
            **{
                name: counted([accepted(calibration, t, p) for t, p, truth in told if t and p and truth == same])
                for same, name in ((False, "two"), (True, "one"))
            },
        }
    return figures


def accepted(calibration: Calibration, template: Embedding, probe: Embedding) -> bool:
    return similarity(probe, template) >= calibration.threshold(circumstances(probe, [template]))


def counted(outcomes: Sequence[bool]) -> dict[str, object]:
    """A share with the interval that contains it at 95 %, if the comparisons were independent."""
    low, high = share_interval(sum(outcomes), len(outcomes))
    return {"n": len(outcomes), "share": round(float(np.mean(outcomes)), 4), "interval": [low, high]}


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

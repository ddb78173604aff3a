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
    centroid,
    circumstances,
    fit_calibration,
    load_face_embedder,
    similarity,
)
from ogam.biometrics.identification import FEWNESS, NOISE
from ogam.core import Image, QualityError
from ogam.lab.faces import Pair, central, read_pairs
from ogam.lab.metrics import share, share_interval
from ogam.lab.noise import generator
from ogam.lab.trials import with_progress
from ogam.vision import read_image

SETTINGS = {"accurate": "dlib-face", "fast": "dlib-face-fast"}
SEED = 1
Trial = tuple[Sequence[Embedding], Embedding, bool]
"""Templates of one person, a probe, and whether it is of the same."""


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
        others = crossed([one for name, one in sorted(pictures.items()) if one.person in strangers])
        trials = joined([*genuine(odd, pictures), *others])
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


def genuine(pairs: Sequence[Pair], pictures: Mapping[str, Seen]) -> list[Trial]:
    """Both pictures of each pair as the template of the other; and two pictures as templates of a third."""
    found: list[Trial] = []
    for pair in (pair for pair in pairs if pair.same):
        found += [
            *against([pictures[pair.one]], pictures[pair.other], True),
            *against([pictures[pair.other]], pictures[pair.one], True),
        ]
    names = {name for pair in pairs for name in (pair.one, pair.other)}
    for own in by_person([pictures[name] for name in sorted(names)]).values():
        for place in range(len(own) if len(own) > 2 else 0):
            found += against([own[place - 1], own[place - 2]], own[place], True)
    return found


def crossed(pictures: Sequence[Seen]) -> list[Trial]:
    """Everybody's first picture, first two and first three as templates of everybody who comes later."""
    people = list(by_person(pictures).values())
    return [
        trial
        for own, others in combinations(people, 2)
        for templates in (own[:1], own[:2], own[:3])[: len(own)]
        for probe in others
        for trial in against(templates, probe, False)
    ]


def against(templates: Sequence[Seen], probe: Seen, same: bool) -> list[Trial]:
    """Pictures as they are as templates, with everything that was done to the probe."""
    clean = [one.by_alteration[""] for one in templates if "" in one.by_alteration]
    return [(clean, embedding, same) for embedding in probe.by_alteration.values()] if clean else []


def by_person(pictures: Sequence[Seen]) -> dict[str, list[Seen]]:
    found: dict[str, list[Seen]] = {}
    for picture in pictures:
        found.setdefault(picture.person, []).append(picture)
    return found


def joined(trials: Sequence[Trial]) -> Trials:
    conditions = [circumstances(probe, templates) for templates, probe, _ in trials]
    return Trials(
        np.array([similarity(probe, centroid(templates)) for templates, probe, _ in trials]),
        np.array([same for _, _, same in trials]),
        {name: np.array([each[name] for each in conditions]) for name in (FEWNESS, NOISE)},
    )


def check(
    calibration: Calibration, pairs: Sequence[Pair], pictures: Mapping[str, Seen], fresh: set[str]
) -> dict[str, object]:
    """Shares accepted at the shipped threshold: of the pairs, by what was done to the second picture; and of people who
    are in even pairs only, compared with each other."""
    figures: dict[str, object] = {}
    for alteration in ALTERATIONS:
        told = [
            ([first], probe, pair.same)
            for pair in pairs
            if (first := pictures[pair.one].by_alteration.get(""))
            and (probe := pictures[pair.other].by_alteration.get(alteration))
        ]
        figures[alteration or "as it is"] = {
            "refused_as_too_bad": len(pairs) - len(told),
            "two_people": accepted(calibration, [trial for trial in told if not trial[2]]),
            "one_person": accepted(calibration, [trial for trial in told if trial[2]]),
        }
    strangers = crossed([one for name, one in sorted(pictures.items()) if one.person in fresh])
    for count in (1, 2):
        trials = [trial for trial in strangers if len(trial[0]) == count]
        figures[f"strangers with {count} templates"] = accepted(calibration, trials)
    return figures


def accepted(calibration: Calibration, trials: Sequence[Trial]) -> dict[str, object]:
    """The share that passes, with the interval that contains it at 95 %, if the comparisons were independent."""
    passed = [
        similarity(probe, centroid(templates)) >= calibration.threshold(circumstances(probe, templates))
        for templates, probe, _ in trials
    ]
    return {"n": len(passed), "share": round(share(passed), 4), "interval": share_interval(sum(passed), len(passed))}


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

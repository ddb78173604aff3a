"""Fit the calibrations of pooled views of faces: python benchmarks/face_tracks_calibration.py FACES OUT [--out REPORT]

FACES  a folder of pairs of pictures: pairs.tsv, images/PERSON_NUMBER.jpg (of which nobody learns anything here)
OUT    src/ogam/biometrics/calibrations

There are no films of known people, so tracks are made out of several photographs of one person: one to five of them,
each seen in one to three frames that are shifted, turned a little, blurred or darkened, as a camera would see them.
Frames of one photograph are as dependent as frames can be; photographs of different days are less so than a real track
is. People are split by their place in the alphabet: the odd ones are fitted on, the even ones reported. Reported are
also what would come of judging a pooled view as if it were a single one, and of adding up frames as if they were
independent.
"""

import argparse
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image as Pillow

from faces_calibration import ALTERATIONS, SETTINGS, person_of
from ogam.biometrics import (
    Calibration,
    Embedding,
    FaceEmbedder,
    Trials,
    centroid,
    circumstances,
    decide,
    fit_calibration,
    load_face_embedder,
    pool,
    shipped_calibration,
    similarity,
)
from ogam.biometrics.identification import FEWNESS, NOISE, VARIETY
from ogam.biometrics.parts import several_faces
from ogam.biometrics.track_views import MOST_VIEWS
from ogam.core import Image, QualityError
from ogam.lab.faces import central
from ogam.lab.metrics import equal_error_rate, error_curves, share, share_interval
from ogam.lab.noise import generator
from ogam.lab.trials import with_progress
from ogam.vision import read_image

SEED = 3
FRAMES = 3
TRACKS = 5
"""Drawn of each person and number of photographs, at most."""
STRANGERS = 5
"""People whom each track is compared with."""
Photographs = Mapping[str, Sequence[Sequence[Embedding]]]
"""Of each person the photographs, each as the embeddings of its frames; the first frame is the photograph itself."""


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """frames: of a track; probe: all of them pooled; template: the mean of what it is compared with, of so many
    `templates`; photographs: how many the frames are from; same: whether the templates are of the same person."""

    frames: Sequence[Embedding]
    probe: Embedding
    template: Embedding
    templates: Sequence[Embedding]
    photographs: int
    same: bool

    def ratio(self, calibration: Calibration, probe: Embedding) -> float:
        """What a probe in place of the pooled one says."""
        score = similarity(probe, self.template)
        return calibration.log_likelihood_ratio(score, circumstances(probe, self.templates))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("faces", type=Path)
    options.add_argument("calibrations", type=Path)
    options.add_argument("--out", type=Path)
    chosen = options.parse_args()
    report: dict[str, Any] = {}
    for setting, name in SETTINGS.items():
        seen = look_at(chosen.faces, load_face_embedder(setting))  # type: ignore[arg-type]
        fitting, held_out = ({who: seen[who] for who in sorted(seen)[side::2]} for side in (1, 0))
        trials = list(drawn(fitting))
        fitted_on = f"{len(trials)} tracks of {len(fitting)} people, put together of press photographs"
        calibration = fit_calibration(joined(trials), fitted_on=fitted_on)
        data = json.dumps(calibration.to_json(), indent=2) + "\n"
        (chosen.calibrations / f"{name}-track.json").write_text(data, encoding="utf-8")
        report[setting] = reported(calibration, shipped_calibration(name), held_out, setting)
    print(json.dumps(report, indent=1))
    if chosen.out:
        chosen.out.write_text(json.dumps(report, indent=1), encoding="utf-8")


def look_at(folder: Path, embedder: FaceEmbedder) -> Photographs:
    found: dict[str, list[list[Embedding]]] = {}
    for path in with_progress(sorted((folder / "images").glob("*.jpg")), "looking"):
        frames = [one for number in range(FRAMES) if (one := seen_by(embedder, path, number)) is not None]
        if len(frames) == FRAMES:
            found.setdefault(person_of(path.name), []).append(frames)
    return found


def seen_by(embedder: FaceEmbedder, path: Path, number: int) -> Embedding | None:
    """The embedding of a frame of a photograph: the first is the photograph as it is."""
    random = generator(SEED, f"{path.name} {number}", 0.0)
    picture = Pillow.fromarray(read_image(path).pixels)
    if number:
        turn, shift = random.uniform(-6, 6), tuple(random.uniform(-8, 8, 2))
        picture = picture.rotate(turn, Pillow.Resampling.BILINEAR, translate=shift, fillcolor=(90, 90, 90))
        picture = ALTERATIONS[str(random.choice(["", "", "blurred", "far", "dark"]))](picture, random)
    image = Image(np.asarray(picture), 0.0, path.name)
    faces = embedder.detector.detect(image)
    try:
        return embedder.embed_face(image, central(image, faces)) if faces else None
    except QualityError:
        return None


def drawn(people: Photographs) -> Iterator[Trial]:
    """Tracks of everybody, against one or two photographs of the same person that are not in them, and of others."""
    random = np.random.default_rng(SEED)
    names = sorted(people)
    for name in names:
        own = people[name]
        for count in range(1, min(MOST_VIEWS, len(own)) + 1):
            for _ in range(TRACKS if len(own) > count else 2):
                order = random.permutation(len(own)).tolist()
                frames = track_of([own[at] for at in order[:count]], random)
                probe = pool(frames)
                if left := order[count:]:
                    templates = [own[at][0] for at in left[: random.integers(1, 3)]]
                    yield Trial(frames, probe, centroid(templates), templates, count, True)
                for other in random.choice(names, STRANGERS, replace=False):
                    if other != name:
                        templates = [photograph[0] for photograph in people[str(other)][: random.integers(1, 3)]]
                        yield Trial(frames, probe, centroid(templates), templates, count, False)


def track_of(photographs: Sequence[Sequence[Embedding]], random: np.random.Generator) -> list[Embedding]:
    """Some frames of each, no more in all than are pooled of a track."""
    frames = [
        frames[at] for frames in photographs for at in random.permutation(FRAMES)[: random.integers(1, FRAMES + 1)]
    ]
    firsts = [frames[int(random.integers(FRAMES))] for frames in photographs]
    return firsts if len(frames) > MOST_VIEWS else frames


def joined(trials: Sequence[Trial]) -> Trials:
    conditions = [circumstances(trial.probe, trial.templates) for trial in trials]
    return Trials(
        np.array([similarity(trial.probe, trial.template) for trial in trials]),
        np.array([trial.same for trial in trials]),
        {name: np.array([each[name] for each in conditions]) for name in (FEWNESS, NOISE, VARIETY)},
    )


def reported(pooled: Calibration, single: Calibration, people: Photographs, setting: str) -> dict[str, Any]:
    """Figures of people who were not fitted on, by how many photographs a track is of."""
    trials = list(drawn(people))
    ways: dict[str, Callable[[Trial], float]] = {
        "as pooled views": lambda trial: trial.ratio(pooled, trial.probe),
        "as a single view": lambda trial: trial.ratio(single, trial.probe),
        "frames added up": lambda trial: sum(trial.ratio(single, frame) for frame in trial.frames),
        "best frame alone": lambda trial: trial.ratio(single, max(trial.frames, key=lambda frame: frame.quality)),
    }
    figures: dict[str, Any] = {}
    for count in range(1, MOST_VIEWS + 1):
        own = [trial for trial in trials if trial.photographs == count]
        figures[f"{count} photographs"] = {
            "tracks": {"same": sum(trial.same for trial in own), "others": sum(not trial.same for trial in own)},
            "strangers_accepted_at_1pct": accepted(pooled, [trial for trial in own if not trial.same]),
            **{way: figures_of(own, ratio) for way, ratio in ways.items()},
        }
    figures["named"] = named(setting, people)
    return figures


def figures_of(trials: Sequence[Trial], ratio: Callable[[Trial], float]) -> dict[str, float]:
    """cost: of the ratios as they are stated, 1 for those that say nothing (Cllr of Brümmer and du Preez, 2006)."""
    own = [ratio(trial) for trial in trials if trial.same]
    others = [ratio(trial) for trial in trials if not trial.same]
    cost = (np.mean(np.logaddexp(0, -np.array(own))) + np.mean(np.logaddexp(0, np.array(others)))) / 2 / np.log(2)
    rejected, accepted = error_curves(own, others)
    return {
        "cost": round(float(cost), 4),
        "eer": round(equal_error_rate(own, others), 4),
        "tar_at_far_1pct": round(float(1 - rejected[accepted <= 0.01].min()), 4),
    }


def accepted(calibration: Calibration, trials: Sequence[Trial]) -> dict[str, Any]:
    passed = [
        similarity(trial.probe, trial.template) >= calibration.threshold(circumstances(trial.probe, trial.templates))
        for trial in trials
    ]
    return {"share": round(share(passed), 4), "interval": share_interval(sum(passed), len(passed))}


def named(setting: str, people: Photographs) -> dict[str, Any]:
    """Households of five with two templates each, and their tracks and those of strangers: who is named, and how sure
    it says to be."""
    random = np.random.default_rng(SEED)
    name = SETTINGS[setting]
    embedder = load_face_embedder(setting)  # type: ignore[arg-type]
    part = several_faces(embedder, shipped_calibration(name), shipped_calibration(f"{name}-track"))
    able = [who for who in sorted(people) if len(people[who]) > 2]
    found: list[tuple[bool, str | None, str | None, float]] = []
    for _ in range(300):
        home = [str(one) for one in random.choice(able, 5, replace=False)]
        templates = {who: [one[0] for one in people[who][:2]] for who in home}
        for who in (str(random.choice(home)), str(random.choice(sorted(set(people) - set(home))))):
            own = people[who][2:] if who in home else people[who]
            count = int(random.integers(1, min(MOST_VIEWS, len(own)) + 1))
            frames = track_of([own[at] for at in random.permutation(len(own))[:count]], random)
            told = part.evidence(pool(frames), templates)
            said = decide([told], dict.fromkeys(home, 0.1), 0.5)
            found.append((who in home, who, said.person, said.probability))
    members, strangers = [one for one in found if one[0]], [one for one in found if not one[0]]
    sure = [
        (person == who or (person is None and not inside), probability) for inside, who, person, probability in found
    ]
    return {
        "members": len(members),
        "named_right": round(share([person == who for _, who, person, _ in members]), 4),
        "named_wrong": round(share([person not in (who, None) for _, who, person, _ in members]), 4),
        "strangers": len(strangers),
        "strangers_named": round(share([person is not None for _, _, person, _ in strangers]), 4),
        "stated_probability": round(float(np.mean([probability for _, probability in sure])), 4),
        "true_share": round(share([right for right, _ in sure]), 4),
    }


if __name__ == "__main__":
    main()

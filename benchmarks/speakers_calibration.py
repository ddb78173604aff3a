"""Fit the calibration of voices: python benchmarks/speakers_calibration.py DATA OUT.json

DATA      the folder of the recordings: speakers/, korean/transcripts.tsv, noise/kitchen.flac
OUT.json  src/ogam/biometrics/calibrations/campplus.json

Every second speaker is heard, by name, as `halves.first` of `ogam bench speakers`; the others are left for checking.
Each recording is a probe of several lengths, as it is and in noise of 3 to 18 dB; people are enrolled without noise.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from ogam.audio import read
from ogam.biometrics import fit_calibration, join_trials
from ogam.biometrics.voice import SpeakerEmbedder
from ogam.core import Audio
from ogam.lab.noise import generator, mix
from ogam.lab.speaker_recordings import recordings_of
from ogam.lab.speakers import Voice, embed_all, half_of, score_condition
from ogam.lab.trials import with_progress

SECONDS = (0.6, 1.0, 1.5, 2.0, 4.0)
ENROLMENTS = (1, 2, 3, 5)
LEVELS = (3.0, 18.0)
SEED = 1


def main(data: Path, out: Path) -> None:
    parts, speakers = [], 0
    for clean, in_noise in heard(data):
        speakers += len({voice.recording.speaker for voice in clean})
        for voices in (clean, in_noise):
            for seconds in SECONDS:
                parts += [score_condition(voices, seconds, count, SEED) for count in ENROLMENTS]
    trials = join_trials([scored.trials() for scored in parts if len(scored.scores)])
    fitted_on = f"{len(trials.scores)} comparisons of {speakers} people speaking English or Korean, clean and in noise"
    calibration = fit_calibration(trials, fitted_on=fitted_on)
    out.parent.mkdir(exist_ok=True)
    out.write_text(json.dumps(calibration.to_json(), indent=2) + "\n", encoding="utf-8")


def heard(data: Path) -> Iterator[tuple[list[Voice], list[Voice]]]:
    """The voices of every second speaker of a collection, and the same with probes in noise; English, then Korean."""
    embedder, noise = SpeakerEmbedder(), read(data / "noise" / "kitchen.flac")

    def noisy(audio: Audio) -> Audio:
        random = generator(SEED, Path(audio.source).name, 0.0)
        return mix(audio, noise, random.uniform(*LEVELS), random)

    for folder, table in ((data / "speakers", None), (data / "korean", data / "korean" / "transcripts.tsv")):
        recordings = recordings_of(folder, table)
        chosen = half_of(recordings, 0)
        clean, _ = embed_all(chosen, embedder, with_progress, SECONDS)
        in_noise, _ = embed_all(chosen, embedder, with_progress, SECONDS, noisy)
        yield clean, with_probes(clean, in_noise)


def with_probes(voices: Sequence[Voice], others: Sequence[Voice]) -> list[Voice]:
    """The voices with the probes of the others, by recording; those that the others lack are left out."""
    probes = {voice.recording: voice.probes for voice in others}
    return [replace(voice, probes=probes[voice.recording]) for voice in voices if voice.recording in probes]


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

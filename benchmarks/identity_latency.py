"""What it costs to know who speaks: python benchmarks/identity_latency.py COMMANDS SPEAKERS

COMMANDS  a folder of spoken commands with home.yaml, as for `ogam bench spoken`
SPEAKERS  a folder of speakers, as for `ogam bench speakers`: those with many recordings are enrolled, by three each

Each command is heard twice, by one hub that asks who speaks and one that does not, in turn, from the end of speech to
the deed. Recogniser and grammar are the same objects. Prints one JSON object; times in milliseconds.
"""

import asyncio
import json
import sys
from collections import defaultdict
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import numpy as np

from ogam.asr import recognizer_of
from ogam.audio import read
from ogam.biometrics import Gallery, open_gallery, open_household
from ogam.biometrics.voice import SpeakerEmbedder
from ogam.hub import open_hub
from ogam.lab.pipelines import grammar_of
from ogam.lab.speaker_recordings import in_folders
from ogam.lab.trials import with_progress
from ogam.lab.vocabularies import read_vocabulary

ENROLMENTS = 3


def main(commands: Path, speakers: Path) -> None:
    vocabulary = read_vocabulary(commands)
    home, grammar = vocabulary.home, grammar_of(vocabulary)
    recognizer = recognizer_of(grammar, 1)
    with TemporaryDirectory() as folder:
        with open_gallery(Path(folder), create=True) as gallery:
            people = enrol(gallery, speakers)
        with open_household(Path(folder)) as household:
            print(f"{len(household.names)} people are enrolled", file=sys.stderr)
            without = open_hub(home, grammar=grammar, recognizer=recognizer)
            asking = open_hub(home, grammar=grammar, recognizer=recognizer, identifier=household)
            pairs, identify = [], []
            for place, path in enumerate(with_progress(sorted(commands.glob("*.flac")), "listening")):
                audio, totals = read(path), {}
                for hub in (without, asking) if place % 2 else (asking, without):
                    turn = asyncio.run(hub.hear(audio))
                    totals[hub is asking] = turn.timings["total"]
                    if hub is asking:
                        identify.append(turn.timings["identify"])
                pairs.append((totals[False], totals[True]))
    added = np.array([asking - without for without, asking in pairs])
    figures = {
        "n": len(pairs),
        "people": people,
        "without": median(one for one, _ in pairs),
        "asking": median(one for _, one in pairs),
        "added": {"median": float(np.median(added)), "p95": float(np.percentile(added, 95))},
        "identify_alone": median(identify),
    }
    print(json.dumps(figures))


def enrol(gallery: Gallery, speakers: Path) -> int:
    """Everybody who has several recordings; how many that are."""
    embedder = SpeakerEmbedder()
    own = defaultdict(list)
    for recording in in_folders(speakers):
        own[recording.speaker].append(recording.path)
    people = {name: paths[:ENROLMENTS] for name, paths in own.items() if len(paths) > ENROLMENTS}
    for name, paths in people.items():
        gallery.add(name)
        gallery.enrol(name, [embedder.embed(read(path)) for path in paths])
    return len(people)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

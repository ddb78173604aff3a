"""What people who move before a camera take of one core: python benchmarks/moving_faces.py FACES [--out OUT.json]

FACES  photographs of people: images/PERSON_NUMBER.jpg

At 640 × 480, for one and three people, at 5 pictures a second, and at 10 as while somebody speaks (lips are watched
then), in both settings; recognised in a gallery of 100.
"""

import argparse
import json
from pathlib import Path

from ogam.lab.moving_faces import measure_moving_faces


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("faces", type=Path)
    options.add_argument("--out", type=Path)
    chosen = options.parse_args()
    report = {
        f"{setting}, {people} people, {rate:g} a second": measure_moving_faces(
            chosen.faces, people, rate, 20.0, setting
        )
        for setting in ("fast", "accurate")
        for people in (1, 3)
        for rate in (5.0, 10.0)
    }
    print(json.dumps(report, indent=1))
    if chosen.out:
        chosen.out.write_text(json.dumps(report, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()

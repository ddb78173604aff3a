"""A day in a house, compressed: does memory grow, are files left open?

    python benchmarks/soak.py FOLDER [--noise FILE] [--hours 24] [--seed 0]

One microphone hears FOLDER's recordings (with its home.yaml), one a minute, in quiet with stretches of household
noise, as fast as this machine can listen, with its log in a file. What `ogam serve` does for its memory is done here
too. `rss_mb` is what is held after each simulated hour, when nothing is being heard; `busy_mb` the most that was held
after any minute of it, before what hearing needed is given back.
"""

import argparse
import asyncio
import json
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ogam.allocation import give_back, use_one_arena
from ogam.audio import read
from ogam.core import SAMPLE_RATE, Audio
from ogam.hub import EventLog, House
from ogam.lab.load import HUSH, open_load_house
from ogam.lab.metrics import peak_rss_mb
from ogam.lab.vocabularies import recordings

MINUTE = 60 * SAMPLE_RATE
CHUNK = SAMPLE_RATE // 10
NOISY = 6
"""Every sixth minute has household noise in it."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--noise", type=Path)
    parser.add_argument("--hours", type=int, default=24)
    parser.add_argument("--seed", type=int, default=0)
    wanted = parser.parse_args()
    use_one_arena()
    spoken = [read(path).samples for path in recordings(wanted.folder)]
    noise = read(wanted.noise).samples if wanted.noise else np.zeros(0, np.float32)
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder, EventLog(Path(folder) / "log.sqlite") as log:
        house = open_load_house(wanted.folder, log=log)
        rows = asyncio.run(listen(house, wanted.hours, spoken, noise, np.random.default_rng(wanted.seed)))
        house.close()
    first, last = rows[0], rows[-1]
    print(
        json.dumps(
            {
                "hours": wanted.hours,
                "turns": last["turns"],
                "rss_mb_after_the_first_hour": first["rss_mb"],
                "rss_mb_at_the_end": last["rss_mb"],
                "growth": round(last["rss_mb"] / first["rss_mb"] - 1, 4),
                "growth_since_the_sixth": round(last["rss_mb"] / rows[min(5, len(rows) - 1)]["rss_mb"] - 1, 4),
                "busy_mb": [first["busy_mb"], last["busy_mb"]],
                "peak_mb": peak_rss_mb(),
                "open_files": [first["open_files"], last["open_files"]],
                "took_seconds": round(time.perf_counter() - began),
            }
        )
    )


async def listen(
    house: House, hours: int, spoken: list[NDArray[np.float32]], noise: NDArray[np.float32], random: np.random.Generator
) -> list[dict[str, float]]:
    """What was held after each hour."""
    rows, turns, now = [], 0, 0
    session, cutter = house.session("kitchen"), house.segmenter.open()
    for hour in range(hours):
        busy = 0.0
        for minute in range(60):
            for chunk in chunks(a_minute(spoken, noise if minute % NOISY == 0 else None, random), now):
                for utterance in cutter.accept(chunk):
                    await session.hear(utterance)
                    turns += 1
            now += MINUTE
            busy = max(busy, rss_mb())
            give_back()
        rows.append(
            {
                "hour": hour + 1,
                "turns": turns,
                "rss_mb": rss_mb(),
                "busy_mb": busy,
                "open_files": len(list(Path("/proc/self/fd").iterdir())),
            }
        )
        print(json.dumps(rows[-1]), flush=True)
    return rows


def a_minute(
    spoken: list[NDArray[np.float32]], noise: NDArray[np.float32] | None, random: np.random.Generator
) -> NDArray[np.float32]:
    """A minute of quiet or of noise, with one recording in it."""
    sound = random.normal(0.0, HUSH, MINUTE).astype(np.float32)
    if noise is not None and len(noise):
        start = int(random.integers(max(1, len(noise) - MINUTE)))
        part = noise[start : start + MINUTE]
        sound[: len(part)] += 0.3 * part
    words = spoken[int(random.integers(len(spoken)))][: MINUTE // 2]
    first = int(random.integers(MINUTE - len(words) - 2 * SAMPLE_RATE))
    sound[first : first + len(words)] += words
    return sound


def chunks(sound: NDArray[np.float32], first: int) -> Iterator[Audio]:
    for start in range(0, len(sound), CHUNK):
        yield Audio(sound[start : start + CHUNK], (first + start) / SAMPLE_RATE, "kitchen")


def rss_mb() -> float:
    """Memory that is held now, in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 1e6, 1)


if __name__ == "__main__":
    main()

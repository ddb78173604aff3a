"""Does a study keep every core busy, go on after kill -9, and give the same table again? 600 × 3 × 7, on made-up tones.

    python benchmarks/study_load.py [--work 0.02] [--items 600] [--workers 2]

Three fakes that compute so many seconds of a core for each signal. Cores used: processor time of all processes of the
study, divided by the wall time; on a machine with other work on it, also divided by the share of the machine that was
left to us (as /proc/stat says). Killed: after a third and two thirds of the units; then it goes on to its end.
"""

import argparse
import hashlib
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from ogam.lab.studies import prepare, run
from ogam.lab.studies.fakes import fake_sources
from ogam.lab.studies.journal import journals_in

LEVELS = [6, 9, 12, 15, 18, 21, 24]
STUDY = """
name: 600 recordings, 3 recognisers, 7 levels of noise
seed: 1
datasets: {{tones: tones {items}}}
recognizers:
  sharp: {{plugin: sharp, options: {{work: {work}, log: {log}}}}}
  blurred: {{plugin: blurred, options: {{blur: 0.97, work: {work}, log: {log}}}}}
  deaf: {{plugin: deaf, options: {{blur: 0.985, work: {work}, log: {log}}}}}
noises: {{white: white.wav}}
conditions: [{{noise: white, snr_db: {levels}}}]
protocols: [words]
"""


def main() -> None:
    options = read_options()
    if options.run:
        run(prepare(*options.run, fake_sources()), options.workers)
        return
    folder = Path(tempfile.mkdtemp(prefix="study-load-"))
    study = write_study(folder, options.items, options.work)
    units = options.items * 3 * len(LEVELS)
    whole = measure(study, folder / "whole", options.workers)
    log = folder / "log.txt"
    once = Counter(log.read_text().splitlines())
    log.unlink()
    for share in (1 / 3, 2 / 3):
        kill_at(study, folder / "killed", options.workers, share * units)
    measure(study, folder / "killed", options.workers)
    again = Counter(log.read_text().splitlines())
    figures = {
        "units": units,
        "executed": once.total(),
        **whole,
        "executed_with_two_kills": again.total(),
        "repeated_after_kills": again.total() - units,
        "same_table": digest(folder / "whole") == digest(folder / "killed"),
        "table_sha256": digest(folder / "whole"),
    }
    print(json.dumps(figures, indent=2))
    shutil.rmtree(folder)


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=600)
    parser.add_argument("--work", type=float, default=0.02, help="seconds of a core for each signal")
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    parser.add_argument("--run", nargs=2, type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def write_study(folder: Path, items: int, work: float) -> Path:
    import numpy as np

    from ogam.audio import write_wav

    write_wav(folder / "white.wav", np.random.default_rng(0).normal(0, 0.1, 16_000).astype(np.float32))
    study = folder / "STUDY.yaml"
    text = STUDY.format(items=items, work=work, log=folder / "log.txt", levels=LEVELS)
    study.write_text(text, encoding="utf-8")
    return study


def begin(study: Path, out: Path, workers: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, __file__, "--workers", str(workers), "--run", study, out])


def measure(study: Path, out: Path, workers: int) -> dict[str, float]:
    """Wall time of a run, and how many cores it used; reports included, as the user waits for them too."""
    before, machine_before, began = children_seconds(), machine_seconds(), time.perf_counter()
    if begin(study, out, workers).wait():
        raise SystemExit("the study failed")
    wall = time.perf_counter() - began
    own = children_seconds() - before
    machine = machine_seconds() - machine_before
    left_to_us = (os.cpu_count() or 1) * wall - max(0.0, machine - own)
    return {
        "wall_seconds": round(wall, 1),
        "cores_used": round(own / wall, 2),
        "share_of_what_others_left": round(own / left_to_us, 3),
    }


def children_seconds() -> float:
    """Processor time of all processes that have ended, theirs included."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def machine_seconds() -> float:
    """Processor time that all processes of the machine have used; 0 where nobody tells."""
    stat = Path("/proc/stat")
    if not stat.is_file():
        return 0.0
    user, nice, system, *_ = map(int, stat.read_text().splitlines()[0].split()[1:])
    return (user + nice + system) / os.sysconf("SC_CLK_TCK")


def kill_at(study: Path, out: Path, workers: int, units: float) -> None:
    """Begin a study, and kill -9 its runner when so many units are done. Workers end by themselves."""
    running = begin(study, out, workers)
    while running.poll() is None and lines_in(out / "work") < units:
        time.sleep(0.05)
    running.send_signal(signal.SIGKILL)
    running.wait()
    time.sleep(1.0)


def lines_in(folder: Path) -> int:
    return sum(path.read_bytes().count(b"\n") for path in journals_in(folder))


def digest(out: Path) -> str:
    return hashlib.sha256((out / "results.parquet").read_bytes()).hexdigest()


if __name__ == "__main__":
    main()

"""Studies of made-up recognisers on made-up tones."""

import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import numpy as np
import pytest

from ogam.audio import write_wav
from ogam.lab.studies import prepare, run
from ogam.lab.studies.fakes import fake_sources

RUN = """
import sys
from pathlib import Path
from ogam.lab.studies import prepare, run
from ogam.lab.studies.fakes import fake_sources

if __name__ == "__main__":
    study, out, workers = sys.argv[1:]
    run(prepare(Path(study), Path(out), fake_sources()), int(workers))
"""


@pytest.fixture
def study(tmp_path):
    """Writes STUDY.yaml, with a noise beside it."""

    def write(text: str) -> Path:
        noise = np.random.default_rng(0).normal(0, 0.1, 8_000).astype(np.float32)
        write_wav(tmp_path / "white.wav", noise)
        path = tmp_path / "STUDY.yaml"
        path.write_text(dedent(text), encoding="utf-8")
        return path

    return write


@pytest.fixture
def run_here():
    """Runs a study with fakes, in this process."""

    def run_it(path: Path, out: Path, workers: int = 2, **options):
        return run(prepare(path, out, fake_sources(), **options), workers)

    return run_it


@pytest.fixture
def run_apart(tmp_path):
    """Begins a study with fakes in a process of its own, which may be killed."""

    def begin(path: Path, out: Path, workers: int = 2) -> subprocess.Popen[bytes]:
        script = tmp_path / "run_study.py"
        script.write_text(RUN, encoding="utf-8")
        return subprocess.Popen([sys.executable, script, path, out, str(workers)], stderr=subprocess.DEVNULL)

    return begin

"""The environment of a study: machine, system, packages, commit, and the hashes of all that went into it.

No name of the machine and no path: a folder of results can be given away.
"""

import os
import platform
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from ogam import __version__
from ogam.lab.studies.plan import Plan
from ogam.models.disk import sha256_of


def environment_of(plan: Plan, cards: Mapping[str, Mapping[str, Any]], workers: int) -> dict[str, Any]:
    """environment.json. cards: of the recognisers that were loaded; their files are the hashes of weights."""
    study = plan.study
    return {
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "ogam": __version__,
        "commit": commit_of(Path(__file__).parent),
        "machine": machine(study.machine),
        "packages": packages(),
        "workers": workers,
        "study": {
            "name": study.name,
            "seed": study.seed,
            "sha256": sha256_of(study.path) if study.path.is_file() else "",
            "fingerprint": plan.fingerprint,
        },
        "datasets": {
            name: {
                "sha256": plan.data_hashes[name],
                "name": dataset.name,
                "items": len(dataset.items),
                "items_without_hash": sum(not item.sha256 for item in dataset.items),
                "licence": dataset.licence,
                "consent": dataset.consent,
                "homepage": dataset.homepage,
            }
            for name, dataset in plan.datasets.items()
        },
        "noises": dict(plan.noise_hashes),
        "conditions": [str(condition) for condition in study.conditions],
        "plugins": {one.name: one.plugin for one in study.recognizers},
        "cards": {name: dict(card) for name, card in cards.items()},
    }


def machine(notes: str = "") -> dict[str, Any]:
    """What speed depends on. notes: what the study's author says of the machine."""
    import psutil

    return {
        "processor": processor(),
        "architecture": platform.machine(),
        "cores": os.cpu_count() or 1,
        "memory_gb": round(psutil.virtual_memory().total / 1024**3, 1),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "notes": notes,
    }


def machine_line(facts: Mapping[str, Any]) -> str:
    """A machine in a line: what speeds may be compared within."""
    parts = [f"{facts['processor']}, {facts['cores']} cores, {facts['memory_gb']} GB", facts["system"], facts["notes"]]
    return "; ".join(part for part in parts if part)


def processor() -> str:
    """The processor's name."""
    information = Path("/proc/cpuinfo")
    if information.is_file():
        for line in information.read_text(encoding="utf-8", errors="replace").splitlines():
            name, _, value = line.partition(":")
            if name.strip() == "model name":
                return value.strip()
    return platform.processor() or platform.machine()


def packages() -> dict[str, str]:
    """Every installed package, with its version."""
    return {found.metadata["Name"]: found.version for found in distributions() if found.metadata["Name"]}


def commit_of(folder: Path) -> str:
    """The commit that a folder is at, with "+" where files differ from it; empty where it is no checkout."""
    try:
        commit = _git(folder, "rev-parse", "HEAD")
        return commit + ("+" if _git(folder, "status", "--porcelain", "--untracked-files=no") else "")
    except (OSError, subprocess.CalledProcessError):
        return ""


def _git(folder: Path, *arguments: str) -> str:
    run = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, text=True, check=True)
    return run.stdout.strip()

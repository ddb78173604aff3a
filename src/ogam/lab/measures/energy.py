"""Energy that the machine's processors have used, where it tells: Intel's and AMD's RAPL counters under Linux."""

from pathlib import Path

POWERCAP = Path("/sys/class/powercap")


def read_counters(folder: Path = POWERCAP) -> dict[str, tuple[int, int]] | None:
    """Package → (microjoules, where its counter starts again); None where there are none or they may not be read."""
    found = {}
    for zone in sorted(folder.glob("intel-rapl:?")):
        try:
            energy = int((zone / "energy_uj").read_text(encoding="ascii"))
            found[zone.name] = energy, int((zone / "max_energy_range_uj").read_text(encoding="ascii"))
        except (OSError, ValueError):
            return None  # a sum without one of the packages would be wrong
    return found or None


def joules_between(before: dict[str, tuple[int, int]] | None, after: dict[str, tuple[int, int]] | None) -> float | None:
    """Of the whole machine, whatever ran on it; None where one of the readings is missing."""
    if before is None or after is None or before.keys() != after.keys():
        return None
    spent = [after[name][0] - start for name, (start, _) in before.items()]
    return sum(used if used >= 0 else used + span for used, (_, span) in zip(spent, before.values(), strict=True)) / 1e6

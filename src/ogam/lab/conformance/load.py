"""Checks of what it costs: memory that grows, and time."""

import gc
import time
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from ogam.core import Audio, Signal
from ogam.lab.conformance.bench import Bench
from ogam.lab.conformance.signals import repeated
from ogam.lab.conformance.verdicts import Failed, Finding, Skipped

SECONDS = 6.0
"""For which signals are handed over, at most."""
WARM, MOST = 10, 110
FEWEST = 20
GROWTH_MB = 32.0
"""By which memory may grow over a hundred signals where the card promises nothing better."""
LENGTH = 3.0
"""Seconds of sound that latency is measured with."""


def memory_growth(bench: Bench) -> Finding:
    """Memory does not grow from signal to signal."""
    if _memory() is None:
        raise Skipped("this system does not tell how much memory a process takes; psutil would")
    signal = _brief(bench.usual[0])
    for _ in range(WARM):
        bench.may_refuse(signal)
    marks, began = [_settled()], time.monotonic()
    while len(marks) <= MOST - WARM and (len(marks) <= FEWEST or time.monotonic() - began < SECONDS):
        bench.may_refuse(signal)
        marks.append(_settled() if len(marks) % 10 == 0 else marks[-1])
    count = len(marks) - 1
    marks[-1] = _settled()
    grown, lately = (marks[-1] - marks[0]) / count * 100, (marks[-1] - marks[count // 2]) / (count - count // 2) * 100
    limit = bench.recognizer.card.limits.get("memory_growth_mb", GROWTH_MB)
    figures = {"memory_growth_mb": round(max(0.0, min(grown, lately)), 1), "memory_mb": round(marks[-1], 1)}
    if min(grown, lately) > limit:
        raise Failed(f"over a hundred signals it takes {min(grown, lately):.0f} MB more; {limit:g} MB are allowed")
    return Finding(
        f"{figures['memory_mb']:.0f} MB, {figures['memory_growth_mb']:.0f} MB more after 100 signals", figures
    )


def latency(bench: Bench) -> Finding:
    """How long it takes; it fails only where that is more than its own card promises."""
    signal = bench.usual[0]
    signal = repeated(signal, LENGTH) if isinstance(signal, Audio) else signal
    bench.may_refuse(signal)
    spent: list[float] = []
    began = time.monotonic()
    while len(spent) < MOST and (len(spent) < FEWEST or time.monotonic() - began < SECONDS):
        at = time.perf_counter()
        bench.may_refuse(signal)
        spent.append((time.perf_counter() - at) * 1000)
    figures = {f"latency_p{part}_ms": round(float(np.percentile(spent, part)), 2) for part in (50, 95, 99)}
    if isinstance(signal, Audio):
        figures["real_time_factor"] = round(figures["latency_p50_ms"] / 1000 / LENGTH, 4)
    for name, limit in bench.recognizer.card.limits.items():
        if figures.get(name, 0.0) > limit:
            raise Failed(f"{name} is {figures[name]:g}, and its card promises {limit:g}")
    middle, late, last = (figures[f"latency_p{part}_ms"] for part in (50, 95, 99))
    says = f"p50 {middle:.1f} ms, p95 {late:.1f} ms, p99 {last:.1f} ms"
    if "real_time_factor" in figures:
        says += f", {figures['real_time_factor']:.3f} × real time"
    return Finding(says, figures)


def _brief(signal: Signal) -> Signal:
    return repeated(signal, 1.0) if isinstance(signal, Audio) else signal


def _settled() -> float:
    gc.collect()
    return _memory() or 0.0


def _memory() -> float | None:
    """Megabytes that this process keeps in memory."""
    statistics = Path("/proc/self/statm")
    if statistics.exists():
        import resource

        return int(statistics.read_text("ascii").split()[1]) * resource.getpagesize() / 1e6
    if find_spec("psutil") is None:
        return None
    import psutil

    return float(psutil.Process().memory_info().rss) / 1e6

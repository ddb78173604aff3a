"""Checks of where a plugin reaches: made in a process that is watched, and has no network."""

from importlib.util import find_spec
from pathlib import Path

from ogam.core import OgamError
from ogam.lab.conformance.bench import Bench
from ogam.lab.conformance.tracing import add_traced
from ogam.lab.conformance.verdicts import Failed, Finding, Skipped
from ogam.lab.conformance.watching import Reach, strange_reads, strange_writes
from ogam.plugins import find_plugin

UNSEEN = "what native code does by itself is not seen"
SEEN = "native code is seen too, by strace"


def offline(bench: Bench) -> Finding:
    """It opens and answers without a network."""
    _reach(bench)
    try:
        for signal in bench.usual:
            bench.may_refuse(signal)
    except OSError as error:
        raise Failed(f"without a network it fails: {error}") from error
    except OgamError as error:
        raise Failed(f"without a network it cannot be opened: {error}") from error
    return Finding()


def network(bench: Bench) -> Finding:
    """It does not even try to reach the network."""
    reach = _used(bench)
    if reach.connections:
        raise Failed(f"it reaches for the network: {', '.join(sorted(reach.connections)[:3])}")
    return Finding(SEEN if reach.trace else UNSEEN)


def files(bench: Bench) -> Finding:
    """It reads only its own files, Python's and the system's, and writes only in Ogam's folder or the temporary one."""
    reach = _used(bench)
    if strange := strange_writes(reach):
        raise Failed(f"it writes {_named(strange)}, outside of Ogam's folder and the temporary one")
    if strange := strange_reads(reach, [*_own_folder(bench), *bench.subject.samples]):
        raise Failed(f"it reads {_named(strange)}, which is none of its business")
    if reach.trace:
        return Finding(SEEN)
    programs = f"; it starts {', '.join(sorted(reach.programs))}, what that does is not seen" if reach.programs else ""
    return Finding(UNSEEN + programs)


def _reach(bench: Bench) -> Reach:
    if bench.subject.is_remote:
        raise Skipped("it runs in a process of its own, into which the kit cannot look")
    if bench.reach is None:
        raise Skipped("this process is not watched")
    return bench.reach


def _used(bench: Bench) -> Reach:
    """What it reached for when it was opened and used; whether that went well is for `offline` to say."""
    reach = _reach(bench)
    failed: Exception | None = None
    try:
        for signal in bench.usual:
            bench.may_refuse(signal)
    except (OSError, OgamError) as error:
        failed = error
    if reach.trace:
        add_traced(reach, reach.trace)
    if failed and not reach.connections:
        raise Skipped(f"without a network it could not be used: {failed}") from failed
    return reach


def _own_folder(bench: Bench) -> list[Path]:
    """Where the plugin's own code lies."""
    module = find_plugin("recognizer", bench.subject.name).target.partition(":")[0].partition(".")[0]
    spec = find_spec(module)
    folders = list(spec.submodule_search_locations or ()) if spec else []
    return [Path(folder) for folder in folders] or ([Path(spec.origin)] if spec and spec.origin else [])


def _named(paths: list[str]) -> str:
    return f"{paths[0]} and {len(paths) - 1} more" if len(paths) > 1 else paths[0]

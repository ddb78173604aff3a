"""Run a study: open what it names, do what is not done yet, judge it, and write the folder of its results."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from filelock import FileLock, Timeout

from ogam.lab.studies.environment import environment_of
from ogam.lab.studies.journal import read_journals
from ogam.lab.studies.judging import Judge, judge_all, omissions_of, speeds_of, tasks_of
from ogam.lab.studies.loads import read_loads
from ogam.lab.studies.outcomes_table import rows_of, write_results, write_table, write_timings
from ogam.lab.studies.page import write_page
from ogam.lab.studies.parsing import load_study
from ogam.lab.studies.plan import Plan, make_plan
from ogam.lab.studies.plots import draw_all, write_plots
from ogam.lab.studies.results import Results, figure_columns, save, write_json
from ogam.lab.studies.runner import Progress, Runner, silently
from ogam.lab.studies.sources import Sources, lab_sources
from ogam.lab.studies.study import Study, StudyError

WORK = "work"
"""The folder, in that of the results, of what a run has done so far."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A study with all that it names opened; nothing was recognised yet. folder: of its results."""

    plan: Plan
    judges: tuple[Judge, ...]
    folder: Path
    sources: Sources

    def done_before(self) -> int:
        """How many units an earlier run has done."""
        return len(read_journals(self.folder / WORK))


def prepare(path: Path, folder: Path, sources: Sources | None = None, *, fresh: bool = False) -> Prepared:
    """Open a study. fresh: throw away what an earlier run did.

    Raises StudyError for a wrong study, and for a folder that holds another study's results; DatasetError and other
    OgamErrors for what it names and cannot be had.
    """
    _check_extra()
    sources = sources or lab_sources()
    study = load_study(path)
    judges = tuple(Judge(one, sources.protocol(one.protocol, **one.options)) for one in study.protocols)
    plan = make_plan(study, {one.name: sources.dataset(one.place) for one in study.datasets})
    _check_noises(study)
    with locked(folder):
        _keep_or_clear(plan, folder, fresh)
    return Prepared(plan, judges, folder, sources)


def run(prepared: Prepared, workers: int, tell: Progress = silently) -> Results:
    """Do all that is not done yet, and write the folder. Interrupted or killed, it goes on where it was when it is run
    again."""
    plan, folder = prepared.plan, prepared.folder
    names = [one.name for one in plan.study.recognizers]
    with locked(folder):
        loads = read_loads(folder / WORK / "loads.jsonl")
        tasks = tasks_of(names, list(plan.datasets), prepared.judges)
        runner = Runner(plan, prepared.sources, tasks, folder / WORK, loads, workers, tell)
        runner.run()
        return _report(prepared, runner, workers)


def _report(prepared: Prepared, runner: Runner, workers: int) -> Results:
    plan, folder, loads = prepared.plan, prepared.folder, runner.loads
    cards = dict(sorted(loads.cards.items()))
    rows = rows_of(plan, read_journals(folder / WORK), runner.unusable)
    judged, not_judged = judge_all(plan, rows, prepared.judges, cards)
    results = Results(
        study=plan.study.name,
        seed=plan.study.seed,
        judged=tuple(judged),
        conditions=plan.study.conditions,
        omissions=(*not_judged, *omissions_of(plan, rows)),
        cards=cards,
        speeds=speeds_of(rows, loads.seconds),
        environment=environment_of(plan, cards, workers),
        folder=folder,
    )
    write_results(folder / "results.parquet", rows)
    write_timings(folder / "timings.parquet", rows)
    write_table(folder / "figures.parquet", figure_columns(judged))
    save(results)
    plots = draw_all(results)
    write_plots(folder / "plots", plots)
    write_page(folder / "index.html", results, plots)
    return results


def _check_extra() -> None:
    missing = [name for name in ("pyarrow", "matplotlib", "scipy", "psutil") if find_spec(name) is None]
    if missing:
        raise StudyError([f"studies need {', '.join(missing)}. Install what they need: pip install 'ogam[lab]'."])


def _check_noises(study: Study) -> None:
    from ogam.audio import read

    for path in study.noises.values():
        read(path)


def _keep_or_clear(plan: Plan, folder: Path, fresh: bool) -> None:
    """The folder of work for this plan: an earlier run's of the same plan, or an empty one."""
    work = folder / WORK
    mark = work / "plan.json"
    if fresh and work.is_dir():
        shutil.rmtree(work)
    if not mark.is_file():
        work.mkdir(parents=True, exist_ok=True)
        write_json(mark, {"study": plan.study.name, "fingerprint": plan.fingerprint})
        return
    before = json.loads(mark.read_text(encoding="utf-8"))
    if before["fingerprint"] != plan.fingerprint:
        raise StudyError(
            [
                f"{folder}: holds work of another study, or of '{before['study']}' before something was changed. "
                "Choose another folder with --out, or begin anew with --fresh."
            ]
        )


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Nobody else runs a study in this folder meanwhile."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / ".lock", timeout=0):
            yield
    except Timeout:
        raise StudyError(
            [f"{folder}: a study is being run in it. Wait for it, or choose another folder with --out."]
        ) from None
    except (FileExistsError, PermissionError) as error:
        raise StudyError([f"{folder}: cannot be written ({error}). Choose another folder with --out."]) from error

"""Studies: recognisers on data under conditions, run, judged, and reported. docs/lab.md is the guide."""

from ogam.lab.studies.parsing import load_study, parse_study
from ogam.lab.studies.results import Judged, Omission, Results, Speed, load_results, main_figure
from ogam.lab.studies.running import Prepared, prepare, run
from ogam.lab.studies.sources import Sources, lab_sources
from ogam.lab.studies.study import DatasetChoice, Limits, ProtocolChoice, RecognizerChoice, Study, StudyError

__all__ = [
    "DatasetChoice",
    "Judged",
    "Limits",
    "Omission",
    "Prepared",
    "ProtocolChoice",
    "RecognizerChoice",
    "Results",
    "Sources",
    "Speed",
    "Study",
    "StudyError",
    "lab_sources",
    "load_results",
    "load_study",
    "main_figure",
    "parse_study",
    "prepare",
    "run",
]

"""The checks of the kit, in their order; each is a small function of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from ogam.lab.conformance import confined, extremes, form, load, repeating
from ogam.lab.conformance.bench import Bench
from ogam.lab.conformance.verdicts import Finding

Place = Literal["usual", "confined"]
"""In which process: a usual one, or one that is watched and has no network."""


@dataclass(frozen=True, slots=True)
class Check:
    """One check. advice: what its makers can do about a failure. first: without it nothing else can be checked;
    needs: checks before it that it makes no sense without."""

    name: str
    function: Callable[[Bench], Finding]
    advice: str
    place: Place = "usual"
    first: bool = False
    needs: tuple[str, ...] = ()

    @property
    def asks(self) -> str:
        """What must be so, in a sentence."""
        return (self.function.__doc__ or "").strip().partition("\n")[0]


CHECKS: tuple[Check, ...] = (
    Check(
        "opens",
        form.opens,
        "Is the package installed, and does the entry point name a function without required arguments?",
        first=True,
    ),
    Check("answers", form.answers, "Give a list with one list of observations for each signal.", first=True),
    Check("card", form.card, "Fill in cards.toml beside the module, and use it: ogam.plugins.card_beside."),
    Check("licence", form.licence, "State `licence` (an SPDX identifier) and `attribution` on the card."),
    Check("units", form.units, "See the contract: ogam/plugins/contract.py."),
    Check("time stamps", form.time_stamps, "Add `signal.start` (or `signal.time`), and hand on `signal.source`."),
    Check("rate", form.rate, "Audio has 16,000 samples a second: resample it for a model that wants another rate."),
    Check("silence", extremes.silence, "Look for speech first, or lower the confidence."),
    Check("noise", extremes.noise_alone, "Look for speech first, or lower the confidence."),
    Check("short input", extremes.short_input, "Fill up what is too short, or raise AudioError or ImageError."),
    Check("broken input", extremes.broken_input, "Test for numbers and for the type; raise AudioError or ImageError."),
    Check("determinism", repeating.determinism, "Fix the seeds; depend on no hash, clock or earlier signal."),
    Check(
        "long input",
        extremes.long_input,
        "Work in pieces, or raise AudioError or ImageError for what is too long.",
        needs=("determinism",),
    ),
    Check(
        "thread safety",
        repeating.thread_safety,
        "Keep nothing of a call in the recogniser, or hold a lock.",
        needs=("determinism",),
    ),
    Check(
        "streaming",
        repeating.streaming,
        "Keep the state in the session, and cut its own frames from the chunks.",
        needs=("determinism",),
    ),
    Check("memory growth", load.memory_growth, "Keep nothing of a signal once it is answered."),
    Check("latency", load.latency, "Make it quicker, or promise less: `limits` on the card."),
    Check(
        "weights",
        form.weights,
        "Name each file with its SHA-256 on the card (`files`), and say where it lies: HasWeights.",
        "confined",
    ),
    Check("offline", confined.offline, "Bring the weights in the package, or have ogam.models fetch them.", "confined"),
    Check("network", confined.network, "Take out telemetry, checks for updates and downloads.", "confined"),
    Check("files", confined.files, "Keep to the package, Ogam's folder (ogam.models) and `tempfile`.", "confined"),
)


def check_of(name: str) -> Check:
    """The check of that name. Raises KeyError."""
    return {check.name: check for check in CHECKS}[name]

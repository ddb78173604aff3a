"""Checks of form: what a plugin gives is of the right kind, within its bounds, and its papers are complete."""

import json
from collections.abc import Iterable
from math import isfinite
from pathlib import Path

from ogam.core import Audio, Box, Image, ModelError, Observation, OgamError, Signal
from ogam.lab.conformance.bench import Bench
from ogam.lab.conformance.signals import delayed, later
from ogam.lab.conformance.tracing import add_traced
from ogam.lab.conformance.verdicts import Failed, Finding, Skipped
from ogam.plugins import LIMITS, TASKS, HasWeights, find_plugin, task_of

TOLERANCE = 0.1
"""Seconds by which a time may lie beside the signal: a last frame that is filled up."""
RATE_TOLERANCE = 0.3
LARGE = 1_000_000
"""Bytes from which a file that is read counts as weights."""
CODE = (".py", ".pyc", ".so", ".pyd", ".dll", ".zip", ".pth")


def opens(bench: Bench) -> Finding:
    """The plugin is found, imported and opened, and is a recogniser."""
    card = bench.recognizer.card
    return Finding(f"{card.label}: {card.task}")


def answers(bench: Bench) -> Finding:
    """One list of observations for each signal, in their order; none for none."""
    signals = bench.usual
    singly = [bench.may_refuse(signal) for signal in signals]
    if bench.recognizer.recognize([]) != []:
        raise Failed("of no signals it does not give an empty list")
    together = [signal for signal, found in zip(signals, singly, strict=True) if found is not None]
    found = bench.recognizer.recognize(together)
    if not isinstance(found, list) or len(found) != len(together):
        raise Failed(f"of {len(together)} signals at once it gives {len(found)} lists, where one each is meant")
    for one in (one for several in found for one in several):
        if not isinstance(one, Observation):
            raise Failed(f"it gives a {type(one).__name__}, where an ogam.core.Observation is meant")
    for signal, alone, among in zip(together, filter(lambda one: one is not None, singly), found, strict=True):
        if [one.value for one in alone or ()] != [one.value for one in among]:
            raise Failed(f"of {signal.source or 'a signal'} it says something else when others are in the same call")
    count = sum(len(several) for several in found)
    return Finding(f"{count} observations in {len(signals)} signals")


def card(bench: Bench) -> Finding:
    """The model card has all that a user must know, and agrees with what is shown without importing."""
    found = bench.recognizer.card
    empty = [name for name in ("name", "version", "task", "inputs", "outputs") if not getattr(found, name)]
    if task_of(found.task) is None:
        raise Failed(f"its task '{found.task}' is not known; tasks are {', '.join(task.name for task in TASKS)}")
    if bench.task.name in ("speech recognition", "commands") and not found.languages:
        empty.append("languages")
    if empty:
        raise Failed(f"the card says nothing of: {', '.join(empty)}")
    unknown = sorted(set(found.limits) - set(LIMITS))
    if unknown:
        raise Failed(f"the card has limits that nobody knows: {', '.join(unknown)}. There are: {', '.join(LIMITS)}")
    if not bench.subject.is_remote:
        shown = find_plugin("recognizer", bench.subject.name).card
        if shown is None:
            raise Failed("there is no cards.toml with its name beside its module, so that nobody sees what it is for")
        if task_of(shown.task) != bench.task:
            raise Failed(f"cards.toml says that its task is '{shown.task}', its card says '{found.task}'")
    return Finding(found.label)


def licence(bench: Bench) -> Finding:
    """It is known under which licence it may be used, and whose work it is."""
    found = bench.recognizer.card
    if not found.licence.strip() or found.licence.strip().lower() in ("unknown", "none", "todo", "?"):
        raise Failed("the card states no licence")
    if not found.attribution.strip():
        raise Failed("the card does not say whose work it is (attribution)")
    return Finding(found.licence)


def units(bench: Bench) -> Finding:
    """Kinds, confidences, names, boxes, details and vectors are as the contract says."""
    label, lengths = bench.recognizer.card.label, set()
    for signal in bench.telling:
        for one in bench.ask(signal):
            for problem in _wrong(one, signal, label, bench.task.kinds):
                raise Failed(f"{problem} (of {signal.source or 'a signal'})")
            if one.kind == "embedding":
                lengths.add(len(one.details["vector"]))
    if len(lengths) > 1:
        raise Failed(f"its vectors are of different lengths: {', '.join(map(str, sorted(lengths)))}")
    return Finding(f"vectors of {lengths.pop()} numbers" if lengths else "")


def time_stamps(bench: Bench) -> Finding:
    """Times lie within the signal and go with its clock; the source is the signal's."""
    for signal in bench.telling:
        first, last = _span(signal)
        now, then = bench.ask(signal), bench.ask(later(signal, 100.0))
        for one in now:
            if one.source != signal.source:
                raise Failed(f"an observation has source '{one.source}', where '{signal.source}' is meant")
            if not isfinite(one.start + one.end) or one.start > one.end:
                raise Failed(f"an observation goes from {one.start:g} s to {one.end:g} s")
            if one.start < first - TOLERANCE or one.end > last + TOLERANCE:
                raise Failed(f"{one.start:g} s to {one.end:g} s is not within the signal, {first:g} s to {last:g} s")
        for one, other in zip(now, then, strict=False):
            if abs(other.start - one.start - 100) > TOLERANCE or abs(other.end - one.end - 100) > TOLERANCE:
                raise Failed(
                    f"of a signal that begins at {first + 100:g} s instead of {first:g} s it says {other.start:g} s to "
                    f"{other.end:g} s instead of {one.start + 100:g} s to {one.end + 100:g} s"
                )
    return Finding()


def rate(bench: Bench) -> Finding:
    """A second is 16,000 samples: what comes a second later in the sound is said to be a second later."""
    compared = 0
    for audio in bench.sounds:
        now, then = bench.ask(audio), bench.may_refuse(delayed(audio, 1.0))
        if not then:
            continue
        moved = max(one.end for one in then) - max(one.end for one in now)
        if abs(moved - 1) > RATE_TOLERANCE:
            raise Failed(
                f"what comes 1 s later is said to come {moved:.2f} s later; "
                f"does it take the sound for one of {16_000 / max(moved, 0.01):.0f} samples a second?"
            )
        compared += 1
    if not compared:
        raise Skipped("it finds nothing any more when a second of silence comes first")
    return Finding()


def weights(bench: Bench) -> Finding:
    """Each file of its card is there with the SHA-256 that the card states, and nothing else serves as weights."""
    from ogam.models.disk import sha256_of

    if bench.subject.is_remote:
        raise Skipped("it runs in a process of its own, whose files the kit cannot see")
    try:
        found = bench.recognizer.card
    except (OSError, OgamError) as error:
        raise Skipped(f"it could not be opened without a network: {error}") from error
    places = _places(bench) if found.files else {}
    for name, digest in found.files.items():
        if name not in places or not places[name].is_file():
            raise Failed(f"{name} is on its card, but it does not say where it lies (ogam.plugins.HasWeights)")
        if sha256_of(places[name]) != digest:
            raise Failed(f"{name} is not the file that its card states: its SHA-256 is another one")
    strange = _unnamed(bench, set(found.files.values()))
    if strange:
        raise Failed(f"it reads {strange[0]}, which is as large as weights are and not on its card")
    return Finding(f"{len(found.files)} files" if found.files else "it has none")


def _wrong(one: Observation, signal: Signal, label: str, kinds: tuple[str, ...]) -> Iterable[str]:
    if one.kind not in kinds:
        yield f"an observation is of kind '{one.kind}', where {' or '.join(kinds)} is meant"
    value: object = one.value  # as it is, whatever its type says
    if not isinstance(value, str):
        yield f"a value is a {type(value).__name__}, where a text is meant"
    if not isfinite(one.confidence) or not 0 <= one.confidence <= 1:
        yield f"a confidence is {one.confidence:g}, where 0 to 1 is meant"
    if not one.recognizer or one.model != label:
        yield f"an observation says that it is by '{one.recognizer}' and '{one.model}', where its card is {label}"
    if isinstance(signal, Image) and one.box is not None and not _is_in(one.box, signal):
        yield f"a box is {one.box}, which is not in a picture of {signal.pixels.shape[1]} × {signal.pixels.shape[0]}"
    try:
        json.dumps(one.details, allow_nan=False)
    except (TypeError, ValueError) as error:
        yield f"its details are not JSON: {error}"
    if one.kind == "embedding":
        vector = one.details.get("vector")
        if not isinstance(vector, list) or not vector or not all(isinstance(x, float) and isfinite(x) for x in vector):
            yield "an embedding has no details['vector'] of finite floats"
        elif not any(vector):
            yield "an embedding is nothing but zeros"


def _is_in(box: Box, image: Image) -> bool:
    """Whether a box overlaps the picture; what is cut off at its edge may stand out."""
    height, width = image.pixels.shape[:2]
    sizes = box.width > 0 and box.height > 0 and isfinite(box.left + box.top + box.width + box.height)
    return sizes and box.left < width and box.top < height and box.left + box.width > 0 and box.top + box.height > 0


def _span(signal: Signal) -> tuple[float, float]:
    return (signal.start, signal.end) if isinstance(signal, Audio) else (signal.time, signal.time)


def _places(bench: Bench) -> dict[str, Path]:
    """Where the files lie: as it says itself, else as Ogam's catalogue does."""
    from ogam.models import Store, find

    if isinstance(bench.recognizer, HasWeights):
        return dict(bench.recognizer.weights())
    try:
        model = find(bench.recognizer.card.name)
    except ModelError:
        return {}
    return {file.name: Store().file_of(model, file) for file in model.files}


def _unnamed(bench: Bench, digests: set[str]) -> list[str]:
    """Large files that were read, outside of Ogam's own store, and that the card does not name."""
    from ogam.models import ogam_home
    from ogam.models.disk import sha256_of

    for signal in bench.usual:
        bench.may_refuse(signal)
    if bench.reach and bench.reach.trace:
        add_traced(bench.reach, bench.reach.trace)
    paths = [Path(path) for path in sorted(bench.reach.read)] if bench.reach else []
    return [
        str(path)
        for path in paths
        if path.is_file()
        and not any(suffix in path.name for suffix in CODE)
        and path.stat().st_size >= LARGE
        and not path.is_relative_to(ogam_home())
        and path not in bench.subject.samples
        and not str(path).startswith(("/proc", "/sys", "/dev", "/usr/lib", "/usr/share"))
        and sha256_of(path) not in digests
    ]

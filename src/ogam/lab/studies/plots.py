"""Plots of results: what can be seen at a glance. Each as SVG that takes the page's colours, and as PNG."""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ogam.lab.outcomes import Condition, Curve, Figure
from ogam.lab.studies.results import Judged, Results, main_figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b8860b", "#56b4e9")
"""After Okabe and Ito (2008): told apart by the colour-blind, and seen on white and on black."""
MARKERS = "osD^vP*"
INK = "#010203"
"""Stands for the page's own colour of text."""
FONTS = ("DejaVu Sans", "Noto Sans CJK KR", "Noto Sans KR", "NanumGothic", "Malgun Gothic", "Apple SD Gothic Neo")
MOST_NAMES = 12
"""Rows of a confusion matrix, and groups of a plot."""
BY_SNR = "accuracy by SNR"
"""Curves that are drawn from the figures instead, with their intervals."""
RATES = (0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4)
"""Ticks of a DET plot."""


@dataclass(frozen=True, slots=True)
class Plot:
    """name: of its files; told: what it shows, for those who do not see it; svg, png: the drawing."""

    name: str
    title: str
    told: str
    svg: str
    png: bytes


def draw_all(results: Results) -> tuple[Plot, ...]:
    """What the results give: by noise, curves, groups, confusions, for each protocol and data set."""
    pairs = dict.fromkeys((one.protocol, one.dataset) for one in results.judged)
    with style():
        return tuple(plot for pair in pairs for plot in _draw(results, *pair))


def write_plots(folder: Path, plots: Sequence[Plot]) -> None:
    """NAME.svg and NAME.png of each; plots of an earlier run go."""
    folder.mkdir(exist_ok=True)
    for old in [*folder.glob("*.svg"), *folder.glob("*.png")]:
        old.unlink()
    for plot in plots:
        (folder / f"{plot.name}.svg").write_text(plot.svg.replace("currentColor", "#222"), encoding="utf-8")
        (folder / f"{plot.name}.png").write_bytes(plot.png)


def _draw(results: Results, protocol: str, dataset: str) -> Iterator[Plot]:
    judged = [one for one in results.judged if (one.protocol, one.dataset) == (protocol, dataset)]
    where = f"{protocol} · {dataset}"
    if len({condition.snr_db for condition in results.conditions} - {None}) > 1:
        yield from _by_noise(judged, results.conditions, where)
    kinds = dict.fromkeys(curve.kind for one in judged for curve in one.assessment.curves if curve.kind != BY_SNR)
    for kind in kinds:
        yield _curves(judged, kind, where)
    if any(figure.group for one in judged for figure in one.assessment.figures):
        yield from _groups(judged, where)
    for one in judged:
        if any(expected != got for expected, got in one.assessment.confusions):
            yield _confusion(one, where)


def _by_noise(judged: Sequence[Judged], conditions: Sequence[Condition], where: str) -> Iterator[Plot]:
    """The main figure over the level of noise, a line a recogniser and noise, with its intervals."""
    name = _main_name(judged)
    places = [(one.noise, one.room, one.device) for one in conditions if one.snr_db is not None]
    drawing, axes = _canvas()
    told, drawn = [], 0
    for one in judged:
        for place in dict.fromkeys(places):
            points = [
                (condition.snr_db, figure)
                for condition in conditions
                if condition.snr_db is not None and (condition.noise, condition.room, condition.device) == place
                for figure in one.assessment.figures
                if figure.name == name and figure.condition == str(condition) and not figure.group
            ]
            if points:
                label = ", ".join(part for part in (one.recognizer, *place) if part)
                _line_with_intervals(axes, sorted(points, key=lambda point: point[0]), label, drawn)
                told.append(f"{label}: " + ", ".join(f"{level:g} dB {figure.value:.3g}" for level, figure in points))
                drawn += 1
    if drawn:
        axes.set_xlabel("speech above noise, dB")
        axes.set_xticks(sorted({one.snr_db for one in conditions if one.snr_db is not None}))
        axes.set_ylabel(name)
        _legend(axes)
        yield _plot(drawing, f"{where} · noise", f"{where}: {name} by level of noise", "; ".join(told))


def _line_with_intervals(axes: "Axes", points: Sequence[tuple[float, Figure]], label: str, place: int) -> None:
    levels = [level + 0.12 * (place % 5 - 2) for level, _ in points]  # beside each other, so that intervals can be seen
    values = np.array([figure.value for _, figure in points])
    below = [figure.value - (figure.value if figure.low is None else figure.low) for _, figure in points]
    above = [(figure.value if figure.high is None else figure.high) - figure.value for _, figure in points]
    axes.errorbar(
        levels, values, yerr=np.clip([below, above], 0, None), label=label, capsize=3, marker=MARKERS[place % 7],
        color=COLOURS[place % 6], linestyle="-" if place < 6 else "--",
    )  # fmt: skip


def _curves(judged: Sequence[Judged], kind: str, where: str) -> Plot:
    """All curves of one kind in one picture; DET on normal deviates, as is usual."""
    drawing, axes = _canvas()
    curves = [(one.recognizer, curve) for one in judged for curve in one.assessment.curves if curve.kind == kind]
    warped = kind.upper() == "DET"
    for place, (recognizer, curve) in enumerate(curves):
        x, y = (_deviates(curve.x), _deviates(curve.y)) if warped else (curve.x, curve.y)
        label = recognizer if len({name for name, _ in curves}) == len(curves) else f"{recognizer}, {curve.name}"
        style_of_line = "-" if place < 6 else "--"
        axes.plot(x, y, label=label, color=COLOURS[place % 6], linestyle=style_of_line, drawstyle="default")
    axes.set_xlabel(curves[0][1].labels[0])
    axes.set_ylabel(curves[0][1].labels[1])
    if warped:
        _set_rates(axes)
    elif all(_within_one(curve) for _, curve in curves):
        axes.plot([0, 1], [0, 1], color=INK, alpha=0.4, linewidth=0.8, linestyle=":")
        axes.set_xlim(-0.02, 1.02)
        axes.set_ylim(-0.02, 1.02)
    _legend(axes)
    told = f"{kind} curves of " + ", ".join(dict.fromkeys(name for name, _ in curves))
    return _plot(drawing, f"{where} · {kind}", f"{where}: {kind}", told)


def _within_one(curve: Curve) -> bool:
    return all(bool(np.all((axis >= 0) & (axis <= 1))) for axis in (curve.x, curve.y) if len(axis))


def _deviates(rates: Any) -> Any:
    from scipy.special import ndtri

    return ndtri(np.clip(rates, RATES[0] / 2, 1 - RATES[0] / 2))


def _set_rates(axes: "Axes") -> None:
    for set_ticks, set_limits in ((axes.set_xticks, axes.set_xlim), (axes.set_yticks, axes.set_ylim)):
        set_ticks(_deviates(np.array(RATES)), [f"{100 * rate:g} %" for rate in RATES])
        set_limits(*_deviates(np.array([RATES[0] / 2, 0.5])))


def _groups(judged: Sequence[Judged], where: str) -> Iterator[Plot]:
    """The main figure of each group of people, beside each other; the worst is named."""
    name = _main_name(judged)
    found = {
        one.recognizer: {
            figure.group: figure
            for figure in one.assessment.figures
            if figure.group and figure.name == name and not figure.condition
        }
        for one in judged
    }
    names = list(dict.fromkeys(group for groups in found.values() for group in groups))
    shown = _worst_first(names, found)[:MOST_NAMES]
    if not shown:
        return
    drawing, axes = _canvas(height=1.6 + 0.28 * len(shown) * max(1, len(found)))
    thickness = 0.8 / len(found)
    for place, (recognizer, groups) in enumerate(found.items()):
        rows = [(row, groups[group]) for row, group in enumerate(shown) if group in groups]
        below = [figure.value - (figure.value if figure.low is None else figure.low) for _, figure in rows]
        above = [(figure.value if figure.high is None else figure.high) - figure.value for _, figure in rows]
        axes.barh(
            [row + (place - (len(found) - 1) / 2) * thickness for row, _ in rows],
            [figure.value for _, figure in rows],
            thickness * 0.92,
            xerr=np.clip([below, above], 0, None),
            color=COLOURS[place % 6],
            label=recognizer,
            error_kw={"ecolor": INK, "elinewidth": 1, "capsize": 2},
        )
    axes.set_yticks(range(len(shown)), shown)
    axes.invert_yaxis()
    axes.set_xlabel(name)
    axes.set_xlim(left=0)
    _legend(axes)
    worst = [
        f"{one.recognizer}: worst {one.assessment.worst.group} ({one.assessment.worst.value:.3g})"
        for one in judged
        if one.assessment.worst
    ]
    yield _plot(drawing, f"{where} · groups", f"{where}: {name} by group", "; ".join(worst))


def _worst_first(names: Sequence[str], found: Mapping[str, Mapping[str, Figure]]) -> list[str]:
    def badness(group: str) -> float:
        return max(
            figure.value if figure.better == "lower" else -figure.value
            for groups in found.values()
            if (figure := groups.get(group)) is not None
        )

    return sorted(names, key=badness, reverse=True)


def _confusion(judged: Judged, where: str) -> Plot:
    """What was taken for what: the names that are confused the most, how often in each square."""
    confusions = judged.assessment.confusions
    mistakes: dict[str, int] = {}
    for (expected, got), count in confusions.items():
        for name in (expected, got):
            mistakes[name] = mistakes.get(name, 0) + (count if expected != got else 0)
    shown = sorted(sorted(mistakes, key=lambda name: (-mistakes[name], name))[:MOST_NAMES])
    matrix = np.array([[confusions.get((expected, got), 0) for got in shown] for expected in shown], dtype=np.float64)
    drawing, axes = _canvas(height=1.8 + 0.36 * len(shown))
    shares = matrix / np.maximum(matrix.sum(axis=1, keepdims=True), 1)
    axes.imshow(_washed(shares), aspect="auto", interpolation="nearest")
    for row, column in np.argwhere(matrix > 0):
        ink = "white" if shares[row, column] > 0.6 else INK
        axes.text(column, row, f"{matrix[row, column]:g}", ha="center", va="center", color=ink, fontsize=8)
    labels = [_short(name) for name in shown]
    axes.set_xticks(range(len(shown)), labels, rotation=40, ha="right")
    axes.set_yticks(range(len(shown)), labels)
    axes.set_xlabel("got")
    axes.set_ylabel("expected")
    axes.grid(visible=False)
    worst = max((pair for pair in confusions if pair[0] != pair[1]), key=lambda pair: confusions[pair], default=None)
    told = (
        f"most confused: {worst[0]} taken for {worst[1]}, {confusions[worst]} times" if worst else "nothing is confused"
    )
    more = "" if len(mistakes) <= MOST_NAMES else f" (the {MOST_NAMES} most confused of {len(mistakes)})"
    title = f"{where}: confusions of {judged.recognizer}{more}"
    return _plot(drawing, f"{where} · confusions · {judged.recognizer}", title, told)


def _washed(shares: Any) -> Any:
    """Shares as blue that is the thicker the larger they are, on whatever colour the page has."""
    from matplotlib.colors import to_rgb

    return np.dstack([np.broadcast_to(to_rgb(COLOURS[0]), (*shares.shape, 3)), shares])


def _short(name: str) -> str:
    return (name if len(name) <= 24 else name[:23] + "…") or "(nothing)"


def _main_name(judged: Sequence[Judged]) -> str:
    return next((figure.name for one in judged if (figure := main_figure(one)) is not None), "")


def _canvas(height: float = 4.0) -> tuple["Drawing", "Axes"]:
    from matplotlib.figure import Figure as NewDrawing

    drawing = NewDrawing(figsize=(7.2, height), layout="constrained")
    return drawing, drawing.add_subplot()


def _legend(axes: "Axes") -> None:
    count = len(axes.get_legend_handles_labels()[1])
    if count:
        axes.legend(frameon=False, fontsize=8, loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=min(count, 3))


def _plot(drawing: "Drawing", name: str, title: str, told: str) -> Plot:
    png = io.BytesIO()
    drawing.savefig(png, format="png", dpi=150, facecolor="white", metadata={"Software": None})
    written = io.StringIO()
    drawing.savefig(written, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    slug = re.sub(r"\W+", "-", name).strip("-").lower()
    svg = written.getvalue()
    return Plot(
        slug, title, told, _with_own_ids(svg[svg.index("<svg") :].replace(INK, "currentColor"), slug), png.getvalue()
    )


def _with_own_ids(svg: str, prefix: str) -> str:
    """Names within a drawing made its own, so that many can stand in one page."""
    svg = re.sub(r'(<[^>]*\bid=")', rf"\1{prefix}.", svg)
    return re.sub(r'(url\(#|href="#)', rf"\1{prefix}.", svg)


@contextmanager
def style() -> Iterator[None]:
    """How all are drawn: the same bytes for the same results, text as text."""
    import matplotlib
    from matplotlib import font_manager

    known = {font.name for font in font_manager.fontManager.ttflist}
    settings: dict[Any, Any] = {
        "svg.hashsalt": "ogam",
        "svg.fonttype": "none",
        "font.family": [name for name in FONTS if name in known],
        "text.color": INK,
        "axes.edgecolor": INK,
        "axes.labelcolor": INK,
        "xtick.color": INK,
        "ytick.color": INK,
        "axes.grid": True,
        "grid.alpha": 0.25,
        "grid.color": INK,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.axisbelow": True,
        "text.parse_math": False,
    }
    with matplotlib.rc_context(settings):
        yield

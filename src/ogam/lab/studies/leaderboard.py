"""The leaderboard: recognisers of many studies, also of other people's machines, by how good they are.

Accuracy is compared where the data, the conditions and the protocol are the same; speed only within one machine.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from ogam.lab.outcomes import Figure
from ogam.lab.studies.environment import machine_line
from ogam.lab.studies.page import both, page, table
from ogam.lab.studies.results import Results, Speed, main_figure
from ogam.lab.studies.telling import digits, with_interval


@dataclass(frozen=True, slots=True)
class Place:
    """One recogniser in one study. figure: the protocol's main one; left_out: how many items it has no answer to."""

    recognizer: str
    model: str
    study: str
    figure: Figure
    worst: Figure | None
    left_out: int
    machine: str
    speed: Speed | None


@dataclass(frozen=True, slots=True)
class Board:
    """All that may be compared: one protocol, on the same items, under the same conditions. places: the best first."""

    protocol: str
    dataset: str
    conditions: tuple[str, ...]
    data: str
    places: tuple[Place, ...]


def boards(all_results: Sequence[Results]) -> list[Board]:
    """The boards of many studies, by protocol and data set."""
    found: dict[tuple[str, str, tuple[str, ...]], tuple[str, list[Place]]] = {}
    for results in all_results:
        conditions = tuple(sorted(map(str, results.conditions)))
        for judged in results.judged:
            figure = main_figure(judged)
            if figure is None:
                continue
            data = results.environment["datasets"][judged.dataset]["sha256"]
            place = Place(
                recognizer=judged.recognizer,
                model=_model(results, judged.recognizer),
                study=results.study,
                figure=figure,
                worst=judged.assessment.worst,
                left_out=sum(
                    one.count
                    for one in results.omissions
                    if (one.recognizer, one.dataset) == (judged.recognizer, judged.dataset)
                ),
                machine=machine_line(results.environment["machine"]),
                speed=results.speeds.get(judged.recognizer),
            )
            found.setdefault((judged.protocol, data, conditions), (judged.dataset, []))[1].append(place)
    return [
        Board(protocol, dataset, conditions, data, tuple(sorted(places, key=_goodness)))
        for (protocol, data, conditions), (dataset, places) in sorted(
            found.items(), key=lambda one: (one[0][0], one[1][0])
        )
    ]


def _model(results: Results, recognizer: str) -> str:
    card = results.cards[recognizer]
    return f"{card['name']}@{card['version']}"


def _goodness(place: Place) -> float:
    return place.figure.value if place.figure.better == "lower" else -place.figure.value


def speed_told(place: Place) -> str:
    """A recogniser's speed on its machine, in a few words."""
    if place.speed is None:
        return "–"
    factor = "" if place.speed.real_time_factor is None else f", {digits(place.speed.real_time_factor)} × real time"
    return f"{digits(place.speed.median_ms)} ms{factor}, {place.speed.memory_mb:.0f} MB"


def leaderboard_page(found: Sequence[Board]) -> str:
    """All boards as one page that opens without a server."""
    return page("Leaderboard", "\n".join(_boards(found)))


def _boards(found: Sequence[Board]) -> Iterator[str]:
    yield f"<p>{both('Speed can be compared only between rows of one machine.')}</p>"
    heads = [
        both("recogniser"),
        both("figure"),
        both("worst group"),
        both("without answer"),
        both("speed"),
        both("machine"),
    ]
    for board in found:
        yield f"<h2>{escape(board.protocol)} · {escape(board.dataset)}</h2>"
        rows = [
            [
                escape(f"{one.recognizer} ({one.model})"),
                f"{escape(one.figure.name)} {with_interval(one.figure)}",
                f"{escape(one.worst.group or one.worst.condition)}: {with_interval(one.worst)}" if one.worst else "–",
                str(one.left_out),
                speed_told(one),
                escape(one.machine),
            ]
            for one in board.places
        ]
        yield table(escape(", ".join(board.conditions)), heads, rows)

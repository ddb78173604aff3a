"""index.html: a study's results as one page that opens without a server, in English and Korean, in light and dark."""

import re
from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

from ogam.lab.studies.environment import machine_line
from ogam.lab.studies.plots import Plot
from ogam.lab.studies.results import Judged, Omission, Results
from ogam.lab.studies.telling import digits, part_of, with_interval
from ogam.messages import LANGUAGES, say


def write_page(path: Path, results: Results, plots: Sequence[Plot]) -> None:
    """The page of a study, with its plots in it."""
    path.write_text(page(results.study, "\n".join(_study(results, plots))), encoding="utf-8")


def page(title: str, body: str) -> str:
    """A whole page around a body: style and script stand in it, nothing is fetched."""
    style, script = (
        files("ogam.lab.studies").joinpath(name).read_text(encoding="utf-8") for name in ("page.css", "page.js")
    )
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{escape(title)}</title>
<style>{style}</style>
</head>
<body>
<header><h1>{escape(title)}</h1>
<p class="languages"><button type="button" lang="en" data-language="en">English</button>
<button type="button" lang="ko" data-language="ko">한국어</button></p></header>
<main>
{body}
</main>
<script>{script}</script>
</body>
</html>
"""


def both(template: str, /, **fields: Any) -> str:
    """A message in every language, of which the page shows one."""
    return "".join(f'<span lang="{one}">{escape(say(one, template, **fields))}</span>' for one in LANGUAGES)


def table(caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table of finished HTML; the first of each row is its head."""
    head = "".join(f'<th scope="col">{one}</th>' for one in heads)
    body = "".join(
        f'<tr><th scope="row">{row[0]}</th>' + "".join(f"<td>{one}</td>" for one in row[1:]) + "</tr>\n" for row in rows
    )
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{escape(_bare(caption))}">'
        f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table></div>"
    )


def _bare(caption: str) -> str:
    """A caption without its marks, the English one where there are several."""
    return re.sub(r"<[^>]*>", "", re.sub(r'<span lang="(?!en).*?</span>', "", caption))


def _study(results: Results, plots: Sequence[Plot]) -> Iterator[str]:
    machine = results.environment["machine"]
    taken = both(
        "Taken on {when} by Ogam {version}, {machine}.",
        when=results.environment["when"][:10],
        version=results.environment["ogam"],
        machine=machine_line(machine),
    )
    yield f"<p>{taken}</p>"
    yield from _left_out(results.omissions)
    yield f"<h2>{both('Figures')}</h2>"
    for protocol, dataset in dict.fromkeys((one.protocol, one.dataset) for one in results.judged):
        judged = [one for one in results.judged if (one.protocol, one.dataset) == (protocol, dataset)]
        yield f"<h3>{escape(protocol)} · {escape(dataset)}</h3>"
        yield _main_table(judged)
        yield from _all_figures(judged)
    yield f"<h2>{both('Plots')}</h2>"
    yield '<div class="plots">'
    for plot in plots:
        yield (
            f'<figure><div role="img" aria-label="{escape(f"{plot.title}. {plot.told}")}">{plot.svg}</div>'
            f"<figcaption>{escape(plot.title)}</figcaption></figure>"
        )
    yield "</div>"
    yield from _speeds(results)
    yield from _sources(results)


def _left_out(omissions: Sequence[Omission]) -> Iterator[str]:
    yield f"<h2>{both('What was left out, and what failed')}</h2>"
    if not omissions:
        yield f"<p>{both('Nothing: every recogniser answered every item.')}</p>"
        return
    heads = [both("recogniser"), both("data set"), both("what"), both("how many"), both("why"), both("for example")]
    rows = [
        [
            escape(one.recognizer or "–"),
            escape(one.dataset),
            both(_STATUS[one.status]),
            str(one.count),
            escape(one.why),
            escape(one.example),
        ]
        for one in omissions
    ]
    yield table(both("Items, each under one condition, that no answer counts for"), heads, rows)


_STATUS = {
    "failed": "failed",
    "timed out": "timed out",
    "left out": "left out",
    "data": "not in the data",
    "not judged": "not judged",
}


def _main_table(judged: Sequence[Judged]) -> str:
    """The figures of everything, a column a recogniser; below them its worst group."""
    whole = [{one.name: one for one in each.assessment.figures if not part_of(one)} for each in judged]
    rows = [
        [escape(name), *(with_interval(own[name]) if name in own else "–" for own in whole)]
        for name in dict.fromkeys(name for own in whole for name in own)
    ]
    rows.append([both("worst group"), *(_worst(one) for one in judged)])
    heads = [both("figure"), *(escape(one.recognizer) for one in judged)]
    return table(both("Of everything, with 95 % intervals"), heads, rows)


def _worst(judged: Judged) -> str:
    worst = judged.assessment.worst
    return f"{escape(part_of(worst))}: {with_interval(worst)}" if worst else "–"


def _all_figures(judged: Sequence[Judged]) -> Iterator[str]:
    rows = [
        [
            escape(one.recognizer),
            escape(figure.name),
            escape(part_of(figure)),
            with_interval(figure),
            f"{figure.count:g}",
        ]
        for one in judged
        for figure in one.assessment.figures
        if part_of(figure)
    ]
    if rows:
        heads = [both("recogniser"), both("figure"), both("part"), both("value"), both("of how many")]
        yield f"<details><summary>{both('By condition and group')}</summary>"
        yield table(both("By condition and group"), heads, rows) + "</details>"


def _speeds(results: Results) -> Iterator[str]:
    yield f"<h2>{both('Speed')}</h2>"
    heads = [
        both("recogniser"),
        both("median"),
        "95 %",
        "99 %",
        both("seconds for a second of sound"),
        both("most memory"),
        both("time to load"),
    ]
    rows = [
        [
            escape(name),
            f"{digits(one.median_ms)} ms",
            f"{digits(one.p95_ms)} ms",
            f"{digits(one.p99_ms)} ms",
            "–" if one.real_time_factor is None else f"{digits(one.real_time_factor)}",
            f"{one.memory_mb:.0f} MB",
            f"{digits(one.load_seconds)} s",
        ]
        for name, one in results.speeds.items()
    ]
    workers = results.environment["workers"]
    told = both(
        "For one item, one thread each, {workers} at once on this machine; on another these are others", workers=workers
    )
    yield table(told, heads, rows)


def _sources(results: Results) -> Iterator[str]:
    yield f"<h2>{both('What it was taken with')}</h2>"
    environment = results.environment
    heads = [both("data set"), both("items"), both("licence"), both("consent"), "SHA-256"]
    rows = [
        [
            escape(name),
            str(one["items"]),
            escape(one["licence"] or "–"),
            escape(one["consent"] or "–"),
            f"<code>{one['sha256'][:16]}</code>",
        ]
        for name, one in environment["datasets"].items()
    ]
    yield table(both("Data"), heads, rows)
    heads = [both("recogniser"), both("plugin"), both("model"), both("task"), both("languages"), both("licence")]
    rows = [
        [
            escape(name),
            escape(environment["plugins"].get(name, "")),
            escape(f"{card['name']} {card['version']}"),
            escape(card["task"]),
            escape(", ".join(card["languages"]) or "–"),
            escape(card["licence"] or "–"),
        ]
        for name, card in results.cards.items()
    ]
    yield table(both("Recognisers"), heads, rows)
    commit = environment["commit"] or "–"
    told = "Commit {commit}, seed {seed}. environment.json has all packages and hashes."
    yield f"<p>{both(told, commit=commit, seed=results.seed)}</p>"

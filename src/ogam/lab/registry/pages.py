"""The index page of a registry: one HTML file without scripts, which opens without a server."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from ogam.core import ModelError
from ogam.models.disk import disk_errors
from ogam.models.layouts import KEY, NAME, REFERENCE, Descriptor, Place, read_index
from ogam.models.licences import asks_of
from ogam.models.partners import Package, printable, read_package
from ogam.models.signatures import parse_public_key
from ogam.models.trust import Trust

_STYLE = """
:root { color-scheme: light dark; --line: #8886; --soft: #8881; --bad: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --bad: #ff8a80; } }
* { box-sizing: border-box; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 2rem 1rem; }
h1 { font-size: 1.6rem; margin: 0 0 .25rem; } h2 { font-size: 1.2rem; margin: 0; }
p { margin: .4rem 0; } .quiet { opacity: .75; }
article { border: 1px solid var(--line); border-radius: .75rem; padding: 1rem 1.25rem; margin: 1rem 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: .75rem 0; }
dt { opacity: .75; } dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0; } .wide { overflow-x: auto; }
th, td { text-align: left; padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line); }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
code { font-family: ui-monospace, monospace; font-size: .9em; background: var(--soft); padding: .1em .3em;
  border-radius: .25rem; overflow-wrap: anywhere; }
.bad { color: var(--bad); font-weight: 600; }
"""


def write_page(folder: Path, title: str = "Recognisers of our partners") -> Path:
    """Write `index.html` of a layout: its newest packages first; what cannot be verified is shown with the reason.

    A signature is verified with the key that its entry names: the page says whose key that is by its fingerprint, and
    whether to trust it is for its reader. Raises ModelError if the folder is no layout.
    """
    place = Place(str(folder.absolute()))
    found: list[Package] = []
    refused: list[tuple[str, str]] = []
    for one in read_index(place):
        try:
            found.append(read_package(one, place, _believed(one)))
        except ModelError as error:
            refused.append((printable(one.annotations.get(REFERENCE, "")), str(error)))
    found.sort(key=lambda package: -package.serial)
    path = folder / "index.html"
    with disk_errors(folder):
        path.write_text("\n".join(_page(title, found, refused)) + "\n", encoding="utf-8")
    return path


def _believed(descriptor: Descriptor) -> Trust:
    """The key that an entry names, for the partner that it names."""
    notes = descriptor.annotations
    if KEY not in notes:
        return Trust(Path())
    return Trust(Path(), {notes.get(REFERENCE, "").partition("/")[0]: parse_public_key(notes[KEY])})


def _page(title: str, found: Sequence[Package], refused: Sequence[tuple[str, str]]) -> Iterator[str]:
    yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    yield f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{escape(title)}</h1>"
    yield (
        '<p class="quiet">Figures are their publishers’ own. Before you pull, compare the fingerprint of the key with '
        "one that the publisher gives you elsewhere.</p>\n<main>"
    )
    for package in found:
        yield from _article(package)
    for reference, why in refused:
        yield f'<article><h2>{escape(reference)}</h2><p class="bad">Refused</p><p>{escape(why)}</p></article>'
    if not found and not refused:
        yield "<p>Nothing is published here yet.</p>"
    yield "</main>\n</body>\n</html>"


def _article(package: Package) -> Iterator[str]:
    model = package.model
    languages = f" · {', '.join(model.languages)}" if model.languages else ""
    yield f"<article>\n<h2>{escape(model.name)} {escape(model.version)}</h2>"
    yield f'<p class="quiet">{escape(model.task)}{escape(languages)} · {package.created[:10]}</p>'
    if model.description:
        yield f"<p>{escape(model.description)}</p>"
    yield from _figures(package.measured)
    yield "<dl>"
    asks = asks_of(model.licence)
    for name, value in (
        ("licence", (model.licence or "unknown") + (f" ({asks})" if asks else "")),
        ("made by", model.attribution),
        ("homepage", model.homepage),
        ("takes", model.inputs),
        ("gives", model.outputs),
        ("weights", f"{model.size / 1e6:.1f} MB in {len(model.files)} files"),
        ("run by", package.plugin),
        ("results", ", ".join(one.annotations[NAME] for one in package.results)),
    ):
        if value:
            yield f"<dt>{name}</dt><dd>{escape(value)}</dd>"
    yield f"<dt>hash</dt><dd><code>{package.digest}</code></dd>"
    yield f"<dt>key</dt><dd><code>{package.key.fingerprint}</code></dd>\n</dl>"
    yield f"<p><code>ogam models trust add {escape(package.partner)} {package.key}</code></p>"
    yield f"<p><code>ogam models pull {escape(model.name)} --from PLACE</code></p>\n</article>"


def _figures(measured: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if not measured:
        yield '<p class="quiet">Nothing measured was published with it.</p>'
        return
    yield '<div class="wide"><table><thead><tr><th>figure</th><th class="number">value</th>'
    yield '<th class="number">95 %</th><th class="number">of</th><th>data</th><th>part</th></tr></thead><tbody>'
    for figure in measured:
        part = ", ".join(str(figure[key]) for key in ("condition", "group") if figure.get(key)) or "all"
        data = " · ".join(str(figure[key]) for key in ("protocol", "dataset") if figure.get(key))
        unit = f" {figure['unit']}" if figure.get("unit") else ""
        low, high = figure.get("low"), figure.get("high")
        between = f"{low:.4g} – {high:.4g}" if isinstance(low, int | float) and isinstance(high, int | float) else ""
        count = figure.get("count")
        cells = (f"{figure['value']:.4g}{unit}", between, f"{count:g}" if isinstance(count, int | float) else "")
        numbers = "".join(f'<td class="number">{escape(cell)}</td>' for cell in cells)
        yield f"<tr><td>{escape(str(figure['name']))}</td>{numbers}<td>{escape(data)}</td><td>{escape(part)}</td></tr>"
    yield "</tbody></table></div>"

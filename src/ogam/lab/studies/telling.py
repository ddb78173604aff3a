"""How figures are written, for tables of the terminal, of pages and of cards alike."""

from ogam.lab.outcomes import Figure


def value_of(figure: Figure, value: float | None = None) -> str:
    """A figure's value, or another of its kind, with its unit: a share in percent."""
    number = figure.value if value is None else value
    return f"{100 * number:.1f} %" if not figure.unit else f"{digits(number)} {figure.unit}"


def digits(number: float) -> str:
    """Three digits that count, and never an exponent: "0.0123", "1.23", "1270"."""
    return f"{number:.0f}" if abs(number) >= 100 else f"{number:.3g}" if abs(number) >= 1e-4 or not number else "0.0000"


def with_interval(figure: Figure) -> str:
    """ "91.2 % (88.0 to 94.1 %)"."""
    if figure.low is None or figure.high is None:
        return value_of(figure)
    low = value_of(figure, figure.low).rsplit(" ", 1)[0]
    return f"{value_of(figure)} ({low} to {value_of(figure, figure.high)})"


def part_of(figure: Figure) -> str:
    """Of which part a figure is: its condition and group; empty for all."""
    return ", ".join(part for part in (figure.condition, figure.group) if part)

"""How fast things are: a module per subject, with a `main` that prints its tables. `python -m bench` runs them all."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).resolve().parent.parent


def print_table(title: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print the first column flush left, the others flush right."""
    lines = [header, *rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    print(f"\n{title}\n")  # noqa: T201 - printing is what this package is for
    for line in (lines[0], ["-" * width for width in widths], *lines[1:]):
        first = line[0].ljust(widths[0])
        others = [cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True)]
        print("  ".join([first, *others]))  # noqa: T201


def milliseconds(seconds: Sequence[float]) -> list[str]:
    """Median and 95th percentile."""
    return [f"{value * 1000:.1f}" for value in (median(seconds), quantiles(seconds, n=20)[-1])]


def against_aim(seconds: Sequence[float], aim: int) -> list[str]:
    """The aim for the median, in ms, and whether it is met."""
    return [f"≤ {aim}", "met" if median(seconds) * 1000 <= aim else "missed"]

"""Reading a pasted report in."""

from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from bench import ROOT, against_aim, milliseconds, print_table
from reports.prose.parsing import read_report

AIM = 50
TIMES = 40
HEADER = ("text", "characters", "median ms", "95 % ms", "aim ms", "")
TEXTS = [
    ROOT.parent / "shared" / "samples" / "seed-duty-report-2023.txt",
    ROOT / "reports" / "demonstration" / "sample-to-import.txt",
]


def main() -> None:
    """The median is held against the aim."""
    print_table("Reading a text in", HEADER, rows())


def rows() -> Iterator[list[str]]:
    """One for each text that is there; the samples are not part of this repository."""
    for path in TEXTS:
        if path.exists():
            yield _measure(path)
        else:
            yield [path.name, *["—"] * 4, "skipped: the file is not there"]


def _measure(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    seconds = [_time(text) for _ in range(TIMES)]
    return [path.name, str(len(text)), *milliseconds(seconds), *against_aim(seconds, AIM)]


def _time(text: str) -> float:
    begun = perf_counter()
    read_report(text)
    return perf_counter() - begun

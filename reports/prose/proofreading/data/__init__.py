"""The lists of words that come with the site."""

import csv
from pathlib import Path

_HERE = Path(__file__).parent


def read_rows(name: str) -> list[dict[str, str]]:
    with (_HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))

"""Reading the files of the demonstration."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from string import Template
from typing import Any

FOLDER = Path(__file__).parent


def read_file(path: str | Path) -> dict[str, Any]:
    return tomllib.loads((FOLDER / path).read_text("utf-8"))


def read_file_of_year(path: str | Path, year: int) -> dict[str, Any]:
    """One TOML file, its $year, $last_year and $next_year filled in."""
    template = Template((FOLDER / path).read_text("utf-8"))
    return tomllib.loads(template.substitute(year=year, last_year=year - 1, next_year=year + 1))


def read_reports(folder: str, year: int) -> Iterator[dict[str, Any]]:
    for path in sorted((FOLDER / folder).glob("*.toml")):
        yield read_file_of_year(path, year)


def people_rows() -> list[dict[str, Any]]:
    """The people as their file has them; `part` says what each is there to show."""
    return read_file("people.toml")["people"]

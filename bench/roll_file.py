"""In a fresh database: a round, a workbook of 50,000 rows, and how long each step of its import takes, as JSON."""

import json
import sys
from datetime import date
from time import perf_counter
from typing import Any

import django

django.setup()

from django.utils import timezone

from reports.actions.roll.columns import KNOWN_HEADS, match_columns
from reports.actions.roll.existing import RollScope
from reports.actions.roll.planning import plan_import
from reports.actions.roll_import import import_table
from reports.documents.spreadsheets.writing import write_table
from reports.documents.uploads import read_spreadsheet
from reports.models import Cycle, Outline, Unit, User
from reports.pages.roll_import import roll_columns, roll_rows

ROWS, UNITS = 50_000, 300


def print_roll() -> None:
    cycle, by = _create_cycle()
    data = write_table("名册", roll_columns(), map(_row, range(ROWS)))
    taken: dict[str, float] = {}

    def measure(step: str, function: Any, /, *args: Any, **kwargs: Any) -> Any:
        begun = perf_counter()
        result = function(*args, **kwargs)
        taken[step] = perf_counter() - begun
        return result

    table = measure("Read the workbook in a worker", read_spreadsheet, "名册.xlsx", data, KNOWN_HEADS)
    columns = match_columns(table.heads, {}).columns
    told = {"cycle": cycle, "name": "名册.xlsx", "table": table, "columns": columns, "scope": None, "by": by}
    measure("What it would do, all new", plan_import, table, columns, RollScope(cycle, None))
    measure("Import it, all new", import_table, **told, at=timezone.now())
    measure("Import it again, nothing new", import_table, **told, at=timezone.now())
    exported = measure("The roll as rows", roll_rows, cycle.participants.all())
    if len(exported) != ROWS:
        sys.exit(f"{len(exported)} people are on the roll")
    taken["Read and import, all new"] = taken["Read the workbook in a worker"] + taken["Import it, all new"]
    print(json.dumps(taken))


def _create_cycle() -> tuple[Cycle, User]:
    county = Unit.objects.create(name="云溪县")
    told = {"name": "2026年度述职", "report_title": "述职报告", "due": date(2026, 12, 20)}
    cycle = Cycle.objects.create(year=2026, unit=county, outline=Outline.objects.create(name="提纲"), **told)
    return cycle, User.objects.create_superuser("bench", name="测量")


def _row(number: int) -> list[str]:
    """In the order of the columns."""
    unit, key = f"云溪县/第{number % UNITS}局", f"{number:06}"
    person = [
        unit,
        f"张{number}",
        key,
        "科员",
        "分管办公室、财务、党建工作",
        "",
        f"u{key}",
        f"138{key}",
        f"u{key}@x.cn",
    ]
    return [*person, "", "", "2026-01-01", "2026-12-31", "述职", "", "", ""]


if __name__ == "__main__":
    print_roll()

"""In a fresh database: a round, a workbook of 50,000 rows, and how long each step of its import takes, as JSON."""

import json
import sys
from datetime import date
from time import perf_counter
from typing import Any

import django

django.setup()

from django.test import Client
from django.test.utils import setup_test_environment
from django.urls import reverse
from django.utils import timezone

from bench import processor
from reports.actions.batch import work_once
from reports.actions.roll.columns import KNOWN_HEADS, match_columns
from reports.actions.roll_import import import_table, upload_list
from reports.documents.spreadsheets.writing import write_table
from reports.documents.uploads import read_spreadsheet
from reports.models import Cycle, Outline, RollImport, Unit, User
from reports.pages.roll_import import roll_columns, roll_rows

ROWS, UNITS = 50_000, 300


def print_roll() -> None:
    setup_test_environment()
    cycle, by = _create_cycle()
    data = write_table("名册", roll_columns(), map(_row, range(ROWS)))
    taken: dict[str, tuple[float, float]] = {}

    def measure(step: str, function: Any, /, *args: Any, **kwargs: Any) -> Any:
        begun, computed = perf_counter(), processor.spent()
        result = function(*args, **kwargs)
        taken[step] = processor.spent() - computed, perf_counter() - begun
        return result

    table = measure("Read the workbook in a worker", read_spreadsheet, "名册.xlsx", data, KNOWN_HEADS)
    columns = match_columns(table.heads, {}).columns
    told = {"cycle": cycle, "name": "名册.xlsx", "table": table, "columns": columns, "scope": None, "by": by}
    shown = {"cycle": cycle, "name": "名册.xlsx", "file": data, "by": by, "at": timezone.now()}
    uploaded = measure("Keep the file", upload_list, **shown)
    measure("Read it and work out what it would do, in the background", _work)
    measure("A page of what it would do", _show_page, uploaded)
    measure("Import it, all new", import_table, **told, at=timezone.now())
    measure("Import it again, nothing new", import_table, **told, at=timezone.now())
    exported = measure("The roll as rows", roll_rows, cycle.participants.all())
    if len(exported) != ROWS:
        sys.exit(f"{len(exported)} people are on the roll")
    print(json.dumps(taken))


def _work() -> None:
    while work_once(at=timezone.now()):
        pass


def _show_page(uploaded: RollImport) -> None:
    client = Client()
    client.force_login(uploaded.uploaded_by, backend="reports.http.session.PersonBackend")
    answer = client.get(reverse("roll_import_preview", args=[uploaded.cycle_id, uploaded.pk]), {"page": 400})
    if answer.status_code != 200 or len(answer.context["page"]) != 100:
        sys.exit("not the page that was meant")


def _create_cycle() -> tuple[Cycle, User]:
    county = Unit.objects.create(name="云溪县")
    told = {"name": "2026年度述职", "report_title": "述职报告", "due": date(2026, 12, 20)}
    cycle = Cycle.objects.create(year=2026, unit=county, outline=Outline.objects.create(name="提纲"), **told)
    by = User.objects.create_superuser("bench", name="测量")
    county.organisers.add(by)
    return cycle, by


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

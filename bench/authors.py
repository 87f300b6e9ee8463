"""Authors to measure with, each with a copy of the demonstration's complete report and of last year's.

`python -m bench.authors NUMBER` fills the database and prints, for each, sign-in name, report and section as JSON.
"""

import json
import sys
from typing import Any

import django

django.setup()

from django.db.models import Model

from reports.models import Report, User

FIGURES = 10


def create_author(number: int) -> dict[str, Any]:
    """The section is one with ten figures."""
    original = User.objects.get(username="linxiaofeng")
    author = _copy(original, username=f"author{number}", staff_number="")
    reports = [_copy_report(report, author) for report in original.reports.order_by("cycle__year")]
    section = next(section for section in reports[-1].sections.all() if len(section.labels) == FIGURES)
    return {"username": author.username, "report": section.report_id, "section": section.pk}


def _copy_report(original: Report, author: User) -> Report:
    place = _copy(original.participant, person_id=author.pk)
    report = _copy(original, author_id=author.pk, participant_id=place.pk)
    for row in [*original.sections.all(), *original.figures.all()]:
        _copy(row, report_id=report.pk)
    return report


def _copy(row: Model, **changes: Any) -> Any:
    fields = [field for field in row._meta.concrete_fields if not field.primary_key]
    values = {field.attname: getattr(row, field.attname) for field in fields}
    return type(row)._default_manager.create(**values | changes)


if __name__ == "__main__":
    print(json.dumps([create_author(number) for number in range(int(sys.argv[1]))]))

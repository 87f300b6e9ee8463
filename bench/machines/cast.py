"""Who works on the machines, and what is collected there: `python -m bench.machines.cast REPORTS` prints it as JSON."""

import json
import sys
from typing import Any

import django

django.setup()

from django.urls import reverse
from django.utils import timezone

from bench.authors import create_author
from reports.actions.batch import begin_batch
from reports.actions.collection import plan_collection
from reports.actions.report import submit_report
from reports.demonstration.load import ORGANISER
from reports.models import Report, User
from reports.models.batch import BatchKind

WRITERS = 4
KINDS = ("pdf", "docx", "volume")


def main(reports: int) -> dict[str, Any]:
    writers = [create_author(number) for number in range(WRITERS)]
    handed_in = [create_author(WRITERS + number)["report"] for number in range(reports)]
    for report in Report.objects.filter(pk__in=handed_in).select_related("author", "cycle"):
        _write_own_words(report)
        submit_report(report=report, by=report.author, at=timezone.now())
    return {"writers": writers, "organiser": ORGANISER, "reports": reports, **_begin(handed_in)}


def _write_own_words(report: Report) -> None:
    """Else one PDF would be all of theirs."""
    section = report.sections.exclude(body="").latest("position")
    section.body += f"这是{report.author.username}自己的话。"
    section.save(update_fields=["body"])


def _begin(handed_in: list[int]) -> dict[str, Any]:
    """The batch waits until something works."""
    organiser, now = User.objects.get(username=ORGANISER), timezone.now()
    cycle = Report.objects.get(pk=handed_in[0]).cycle
    plan = plan_collection(Report.objects.filter(pk__in=handed_in), by=organiser, at=now)
    asked = {"cycle": cycle, "plan": plan, "digest": plan.digest, "by": organiser, "at": now}
    batch = begin_batch(kind=BatchKind.COLLECT, kinds=KINDS, **asked)
    return {"batch": batch.pk, "file": reverse("batch_file", args=[cycle.pk, batch.pk])}


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]))))

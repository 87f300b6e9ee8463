"""Who works on the site while it is broken: `python -m bench.faults.cast` fills the database and prints them as JSON.

Writers have drafts, movers hand in and withdraw, reviewers have reports before them: to talk about, and to agree to. Of
others an organiser collects what they have handed in, and a keeper of a ledger adds evidence to its rows.
"""

import json
from typing import Any

import django

django.setup()

from django.utils import timezone

from bench.authors import create_author
from reports.actions.report import submit_report
from reports.actions.review import open_review
from reports.demonstration.load import ORGANISER
from reports.models import LedgerRow, Report

WRITERS, MOVERS, TALKED, COLLECTED, AGREED, ROWS = 4, 2, 2, 3, 200, 2000


def main() -> dict[str, list[dict[str, Any]]]:
    authors = iter([create_author(number) for number in range(WRITERS + MOVERS + TALKED + COLLECTED + AGREED)])
    return {
        "writers": [next(authors) for _ in range(WRITERS)],
        "movers": [next(authors) for _ in range(MOVERS)],
        "talked": [_put_before_reviewer(next(authors)) for _ in range(TALKED)],
        "collected": [_collect([next(authors) for _ in range(COLLECTED)])],
        "kept": [_keep_ledger()],
        "agreed": [_put_before_reviewer(next(authors)) | {"organiser": ORGANISER} for _ in range(AGREED)],
    }


def _put_before_reviewer(author: dict[str, Any]) -> dict[str, Any]:
    report = Report.objects.get(pk=author["report"])
    submit_report(report=report, by=report.author, at=timezone.now())
    in_order = report.reviews.select_related("reviewer").order_by("stage__position", "pk")
    reviewers = [review.reviewer for review in in_order]
    open_review(report=report, by=reviewers[0], at=timezone.now())
    names = [reviewer.username for reviewer in reviewers]
    return author | {"username": names[0], "reviewers": names, "grade": report.cycle.grades[0]}


def _collect(authors: list[dict[str, Any]]) -> dict[str, Any]:
    handed_in = [_put_before_reviewer(author)["report"] for author in authors]
    cycle = Report.objects.get(pk=handed_in[0]).cycle_id
    return {"username": ORGANISER, "report": handed_in[0], "cycle": cycle, "rows": handed_in}


def _keep_ledger() -> dict[str, Any]:
    """Rows like one that the demonstration has, for each takes only a few files."""
    row = LedgerRow.objects.current().exclude(ledger__person=None).select_related("ledger__person").earliest("pk")
    person, pks = row.ledger.person, []
    for _number in range(ROWS):
        row.pk, row._state.adding = None, True
        row.save()
        pks.append(row.pk)
    return {"username": person.username, "ledger": row.ledger_id, "rows": pks}


if __name__ == "__main__":
    print(json.dumps(main()))

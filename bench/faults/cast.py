"""Who works on the site while it is broken: `python -m bench.faults.cast` fills the database and prints them as JSON.

Writers have drafts, movers hand in and withdraw, reviewers have reports before them: to talk about, and to agree to.
"""

import json
from typing import Any

import django

django.setup()

from django.utils import timezone

from bench.authors import create_author
from reports.actions.report import submit_report
from reports.actions.review import open_review
from reports.models import Report

WRITERS, MOVERS, TALKED, AGREED = 4, 2, 2, 60


def main() -> dict[str, list[dict[str, Any]]]:
    authors = iter([create_author(number) for number in range(WRITERS + MOVERS + TALKED + AGREED)])
    return {
        "writers": [next(authors) for _ in range(WRITERS)],
        "movers": [next(authors) for _ in range(MOVERS)],
        "talked": [_put_before_reviewer(next(authors)) for _ in range(TALKED)],
        "agreed": [_put_before_reviewer(next(authors)) for _ in range(AGREED)],
    }


def _put_before_reviewer(author: dict[str, Any]) -> dict[str, Any]:
    report = Report.objects.get(pk=author["report"])
    submit_report(report=report, by=report.author, at=timezone.now())
    in_order = report.reviews.select_related("reviewer").order_by("stage__position", "pk")
    reviewers = [review.reviewer for review in in_order]
    open_review(report=report, by=reviewers[0], at=timezone.now())
    names = [reviewer.username for reviewer in reviewers]
    return author | {"username": names[0], "reviewers": names, "grade": report.cycle.grades[0]}


if __name__ == "__main__":
    print(json.dumps(main()))

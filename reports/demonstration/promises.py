"""What came of last year's promises, as an assistant wrote it down."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from ..actions.promise import PromiseEdit, answer_promise
from ..models import Report, User
from ..models.promise import promises_of_reports, reports_of_last_year


def answer_promises(report: Report, rows: Iterable[Mapping[str, str]], *, by: User, at: datetime) -> None:
    """Each row names its promise by the words that it begins with, and may name a figure by its label."""
    promises = promises_of_reports(reports_of_last_year(report))
    for row in rows:
        promise = next(one for one in promises if one.text.startswith(row["promise"]))
        figure = report.figures.get(label=row["figure"]) if "figure" in row else None
        edit = PromiseEdit(row["state"], row["text"], figure, None, version=0, tab="")
        answer_promise(report=report, promise=promise, edit=edit, by=by, at=at)

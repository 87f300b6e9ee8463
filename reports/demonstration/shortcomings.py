"""Problems with cause and measure, as they stand in the words of a report."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from ..actions.shortcoming import ShortcomingEdit, add_shortcoming
from ..models import Report, User
from ..prose.shortcomings import ShortcomingContent


def list_shortcomings(report: Report, rows: Iterable[Mapping[str, str]], *, by: User, at: datetime) -> None:
    for number, row in enumerate(rows):
        content = ShortcomingContent(**{**row, "due": date.fromisoformat(row["due"])})  # type: ignore[arg-type]
        add_shortcoming(report=report, edit=ShortcomingEdit(content, 0, f"shortcoming{number}"), by=by, at=at)

"""A section as its author's side writes it."""

from typing import Any

from django.db.models import QuerySet
from django.utils.functional import SimpleLazyObject

from ..models import Comment, Figure
from ..models.figure_basis import find_bases
from ..models.last_year import last_year_of
from ..models.progress import ReportProgress
from ..models.section_progress import SectionProgress
from ..models.statement import PreparedQuery


def _open_comments(section: int) -> QuerySet[Comment]:
    return Comment.objects.filter(section=section).for_writers().open().for_reading()


_comments = PreparedQuery(_open_comments)


def section_page(progress: ReportProgress, current: SectionProgress) -> dict[str, Any]:
    """What the pages of a section show beside its form."""
    previous, following = neighbours(progress, current)
    return {
        "report": progress.report,
        "progress": progress,
        "current": current,
        "section": current.section,
        "previous": previous,
        "place": progress.sections.index(current) + 1,
        "next": following,
        "last_year": last_year_of(current.section, progress.figures),
        "comments": SimpleLazyObject(lambda: _comments(current.section.pk)),  # not every page shows them
        "labels_seen": set(),
        "unplaced": unplaced_figures(progress),
        "bases": find_bases(figure for figure in progress.figures if figure.label in current.labels),
    }


def unplaced_figures(progress: ReportProgress) -> list[Figure]:
    """Those with a value whose label stands in no section."""
    used = {label for section in progress.sections for label in section.labels}
    return [figure for figure in progress.figures if figure.value.strip() and figure.label not in used]


def neighbours(
    progress: ReportProgress, current: SectionProgress
) -> tuple[SectionProgress | None, SectionProgress | None]:
    """The sections before and after it. None at either end."""
    padded = [None, *progress.sections, None]
    number = progress.sections.index(current)
    return padded[number], padded[number + 2]

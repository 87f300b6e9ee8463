"""A section as its author's side writes it."""

from operator import itemgetter
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import SimpleLazyObject

from ..models import Comment, Figure
from ..models.figure_basis import find_bases
from ..models.last_year import last_year_of
from ..models.progress import ReportProgress
from ..models.section_progress import SectionProgress
from ..models.statement import PreparedQuery
from ..prose.proofreading import MarkedWords, Severity


def _open_comments(section: int) -> QuerySet[Comment]:
    return Comment.objects.filter(section=section).for_writers().open().for_reading()


_comments = PreparedQuery(_open_comments)


def section_page(progress: ReportProgress, current: SectionProgress) -> dict[str, Any]:
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
        "bases": find_bases(
            (figure for figure in progress.figures if figure.label in current.labels), among=progress.figures
        ),
    }


def marks_of(current: SectionProgress) -> list[dict[str, Any]]:
    """What the checks found in heading and text, for a script that marks it; what stays with a reason is left out."""
    musts = [{"place": one.place, "severity": Severity.MUST, **one.params} for one in current.words]
    waived = current.section.report.waivers_by_key if current.asked or current.hinted else {}
    asked = [
        {"place": one.place, "severity": one.words.severity, "words": one.words.text, **_offsets(one.words)}
        for one in current.asked + current.hinted
        if one.key not in waived
    ]
    names = ("place", "severity", "words", "start", "end")
    return [{name: one[name] for name in names} for one in sorted(musts + asked, key=itemgetter("start", "end"))]


def _offsets(words: MarkedWords) -> dict[str, int]:
    return {"start": words.start, "end": words.end}


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

"""The texts of one report that can be compared: last year's, its versions, today's."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.template.defaultfilters import date
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from ..models import Report, Revision, Section
from ..models.content import content_today
from ..models.revision import RevisionQuerySet
from ..prose.content import ReportContent
from .discussion import names_read, sections_in_order

LAST_YEAR, TODAY = "last-year", "today"


@dataclass(frozen=True)
class TextVersion:
    """A text that the person may read. `revision` is None for the words as they stand."""

    key: str
    label: str
    report: Report
    revision: Revision | None = None

    @property
    def is_last_years(self) -> bool:
        return self.key == LAST_YEAR

    @cached_property
    def content(self) -> ReportContent:
        return self.revision.content if self.revision else content_today(self.report)

    @cached_property
    def sections(self) -> list[Section]:
        return sections_in_order(self.report)

    @cached_property
    def names(self) -> list[str]:
        """The names of the sections in this text."""
        return names_read(self.sections, self.content)


def texts_in_order(
    report: Report, revisions: RevisionQuerySet, *, last_year: TextVersion | None, has_today: bool
) -> Iterator[TextVersion]:
    """Oldest first. `revisions` are those that the person may read, newest first."""
    if last_year:
        yield last_year
    for revision in reversed(revisions):
        yield TextVersion(str(revision.number), name_of(revision), report, revision)
    if has_today:
        yield TextVersion(TODAY, _("Today’s text"), report)


def last_years_text(report: Report, revision: Revision | None) -> TextVersion:
    """In the version that the person reads of last year's `report`."""
    return TextVersion(LAST_YEAR, _("Last year’s report: %(title)s") % {"title": report.title}, report, revision)


def name_of(revision: Revision) -> str:
    """The same name as in the list of versions."""
    return _("Version %(number)s, %(milestone)s, %(time)s") % {
        "number": revision.number,
        "milestone": revision.get_milestone_display(),
        "time": date(localtime(revision.created_at), "DATETIME_FORMAT"),
    }

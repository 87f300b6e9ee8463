"""The texts of one report that can be compared: last year's, its versions, today's."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.template.defaultfilters import date
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from .. import access
from ..access import ReportPermissions
from ..models import Report, Revision, Section, User
from ..models.content import content_today
from ..prose.content import ReportContent
from .discussion import name_read

LAST_YEAR, TODAY = "last-year", "today"


@dataclass(frozen=True)
class TextVersion:
    """One that a person may read: a frozen `revision`, or None for the words as they stand."""

    key: str
    label: str
    report: Report
    permissions: ReportPermissions
    revision: Revision | None = None

    @property
    def is_last_years(self) -> bool:
        return self.key == LAST_YEAR

    @cached_property
    def content(self) -> ReportContent:
        return self.revision.content if self.revision else content_today(self.report)

    @cached_property
    def sections(self) -> list[Section]:
        return list(self.report.sections.select_related("outline_section").order_by("position"))

    @cached_property
    def names(self) -> list[str]:
        """What the sections are called in this text."""
        pairs = zip(self.sections, self.content.sections, strict=True)
        return [name_read(section, shown) for section, shown in pairs]


def texts_to_read(user: User, report: Report, permissions: ReportPermissions) -> Iterator[TextVersion]:
    """In the order of time. Last year's is for those who may read last year's report for itself."""
    last_year = access.last_year_to_read(user, report)
    if last_year:
        yield _last_years(*last_year)
    for revision in reversed(access.revisions_to_read(report, permissions)):
        yield TextVersion(str(revision.number), name_of(revision), report, permissions, revision)
    if permissions.may_write and report.is_open:  # else the last version says the same
        yield TextVersion(TODAY, _("Today’s text"), report, permissions)


def _last_years(report: Report, permissions: ReportPermissions) -> TextVersion:
    label = _("Last year’s report: %(title)s") % {"title": report.title}
    return TextVersion(LAST_YEAR, label, report, permissions, permissions.revision)


def name_of(revision: Revision) -> str:
    """As the list of versions calls it."""
    return _("Version %(number)s, %(milestone)s, %(time)s") % {
        "number": revision.number,
        "milestone": revision.get_milestone_display(),
        "time": date(localtime(revision.created_at), "DATETIME_FORMAT"),
    }

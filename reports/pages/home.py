"""The reports that somebody writes, as the first page shows them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ..models import Report
from ..models.progress import ReportProgress
from ..models.section_progress import SectionProgress
from .progress import ReportSteps

YEARS_SHOWN = 2  # a round ends in the year after its own


@dataclass(frozen=True, slots=True)
class OwnReport:
    """`progress` is None once the text is locked."""

    report: Report
    steps: ReportSteps
    progress: ReportProgress | None = None

    @property
    def stopped_at(self) -> SectionProgress | None:
        return self.progress.stopped_at if self.progress else None

    @property
    def is_begun(self) -> bool:
        return self.progress is not None and any(any(one.section.words) for one in self.progress.sections)

    @property
    def returned(self) -> Sequence[SectionProgress]:
        """Sections with the reason of their return."""
        if self.progress is None or self.report.state != Report.State.RETURNED:
            return []
        return [one for one in self.progress.sections if one.section.is_open]

    @property
    def percentage(self) -> int:
        """Of sections and figures together, rounded down: 100 is only what is complete."""
        if self.progress is None:
            return 100
        done = self.progress.complete + self.progress.filled
        total = len(self.progress.sections) + self.progress.blanks
        return 100 * done // total if total else 0


@dataclass(frozen=True, slots=True)
class OwnReports:
    to_write: list[OwnReport]
    waiting: list[OwnReport]
    final: list[OwnReport]


def own_reports(
    reports: Sequence[Report], progress: Mapping[int, ReportProgress], steps: Mapping[int, ReportSteps]
) -> OwnReports:
    """A draft of whom no report is asked any more stands in none of the groups."""
    cards = [OwnReport(report, steps[report.pk], progress.get(report.pk)) for report in reports]
    return OwnReports(
        to_write=[card for card in cards if card.report.is_open and card.report.participant.is_asked_to_write],
        waiting=[card for card in cards if card.report.is_under_review],
        final=[card for card in cards if card.report.is_final],
    )


def is_recent(report: Report, today: date) -> bool:
    return report.cycle.year > today.year - YEARS_SHOWN

"""What the checks on the words say of a version that was submitted."""

from collections.abc import Sequence
from copy import copy

from ..models import Report, Revision, Section
from ..models.progress import ReportProgress
from ..models.section_progress import AskedWords, SectionProgress
from ..prose.content import SectionContent
from ..prose.proofreading import Severity


def open_findings(report: Report, sections: Sequence[Section], revision: Revision) -> list[tuple[int, AskedWords]]:
    """What is asked of its words and was not answered with a reason, each with the number of its section, 0 for the
    title; `sections` in order. No query.
    """
    figures = {figure.label: figure for figure in revision.content.figures}
    pairs = zip(sections, revision.content.sections, strict=True)
    parts = [SectionProgress(_as_read(report, *pair), pair[1].numeral, figures) for pair in pairs]
    answered = {waived["key"] for waived in revision.waived}
    asked = ReportProgress(report, parts, [], figures).asked
    found = [one for one in asked if one.words.severity == Severity.SHOULD and one.key not in answered]
    numbers = {section.pk: number for number, section in enumerate(sections, start=1)}
    return [(numbers[one.section.pk] if one.section else 0, one) for one in found]


def _as_read(report: Report, section: Section, words: SectionContent) -> Section:
    read = copy(section)
    read.report, read.heading, read.body = report, words.heading, words.body
    return read

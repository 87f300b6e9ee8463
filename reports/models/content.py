"""What a report says, as plain data: its words as they stand, or as they were last frozen."""

from collections.abc import Iterable

from django.db.models import QuerySet

from ..prose.content import AttachmentContent, FigureContent, ReportContent, SectionContent
from ..prose.numbering import number_sections
from .attachment import Attachment
from .figure import Figure
from .last_year import values_of_last_year
from .report import Report
from .revision import Revision
from .section import Section
from .statement import PreparedStatement


def compose_content(
    report: Report,
    sections: Iterable[SectionContent],
    figures: Iterable[FigureContent],
    attachments: Iterable[AttachmentContent],
) -> ReportContent:
    return ReportContent(
        title=report.title,
        unit=report.unit.name,
        post=report.post,
        name=report.author.name,
        date=report.printed_date,
        salutation=report.salutation,
        numbering=report.numbering,
        sections=tuple(sections),
        figures=tuple(figures),
        attachments=tuple(attachments),
        rounding=report.cycle.rounding,
    )


def content_today(report: Report) -> ReportContent:
    """The words as they stand, with last year's values. Four queries, of rows without objects."""
    sections = _sections.rows(report.pk)
    numerals = number_sections([kind for kind, *_words in sections], report.numbering)
    figures, previous = _figures.rows(report.pk), values_of_last_year(report)
    return compose_content(
        report,
        (SectionContent(kind, numeral, *words) for (kind, *words), numeral in zip(sections, numerals, strict=True)),
        (
            FigureContent(label, kind, unit, value, source, previous.get(label) or last)
            for label, kind, unit, value, source, last in figures
        ),
        (AttachmentContent(*attachment) for attachment in _attachments.rows(report.pk)),
    )


def _sections_of(report: int) -> QuerySet:
    return Section.objects.filter(report=report).order_by("position").values_list("kind", *Section.word_fields)


def _figures_of(report: int) -> QuerySet:
    rows = Figure.objects.filter(report=report).order_by("pk")
    return rows.values_list("label", "kind", "unit", "value", "source", "previous")


def _attachments_of(report: int) -> QuerySet:
    return Attachment.objects.filter(report=report).order_by("position").values_list(*Attachment.word_fields)


_sections, _figures = PreparedStatement(_sections_of), PreparedStatement(_figures_of)
_attachments = PreparedStatement(_attachments_of)


def frozen_for(report: Report, *, writes: bool) -> Revision | None:
    """The version that the person reads. None for writers of a text that is not final: they read it as it stands.

    Raises Revision.DoesNotExist for anybody else where nothing was ever submitted.
    """
    if writes and not report.is_final:
        return None
    may_be_withdrawn = not report.is_final  # also since `report` was fetched
    revisions = report.revisions.for_readers() if may_be_withdrawn else report.revisions
    return revisions.latest("number")


def content_for(report: Report, *, writes: bool) -> ReportContent:
    """The words as they stand for writers, as last frozen for everybody else. See `frozen_for`."""
    revision = frozen_for(report, writes=writes)
    return revision.content if revision else content_today(report)

"""What a person is told whose report is larger than a report can be."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ..prose.size import Excess, Size, measure_attachments, measure_parts
from .attachment import Attachment
from .report import Report
from .section import Section
from .statement import PreparedStatement

_MESSAGES = {
    "parts": _(
        "The text has %(count)s parts; a report can have no more than %(limit)s. Number only the headings of its "
        "parts, or leave out what is not the report."
    ),
    "attachments": _(
        "The text has %(count)s attachments; a report can have no more than %(limit)s. Put some together in one."
    ),
    "blanks": _(
        "The text has %(count)s blanks; a report can have no more than %(limit)s. Write what is known in place of "
        "its 【】 and its placeholders such as × or ＿＿."
    ),
    "paragraphs": _(
        "The text has %(count)s paragraphs; a report can have no more than %(limit)s. Join lines that belong "
        "together, and hand long tables in apart."
    ),
    "characters": _(
        "With its blanks and attachments the text has %(count)s characters; a report can have no more than "
        "%(limit)s. Shorten it, or hand a part of it in apart."
    ),
}


def describe_excess(excess: Excess) -> str:
    """What there is too much of, and what to do."""
    return str(_MESSAGES[excess.of]) % {"count": excess.count, "limit": excess.limit}


def measure_report(report: Report) -> Size:
    """The size of what is stored. Two queries."""
    return measure_parts(_parts.rows(report.pk)) + measure_attachments(_attachments.rows(report.pk))


def _parts_of(report: int) -> QuerySet:
    return Section.objects.filter(report=report).values_list(*Section.word_fields)


def _attachments_of(report: int) -> QuerySet:
    return Attachment.objects.filter(report=report).values_list(*Attachment.word_fields)


_parts, _attachments = PreparedStatement(_parts_of), PreparedStatement(_attachments_of)

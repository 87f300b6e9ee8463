"""A number that was typed into prose becomes a blank, or is left as it is."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Event, Figure, Section, User
from ..prose.parsing.naming import BlankContext, name_number
from ..prose.untraced import UntracedNumber, find_untraced
from .errors import Refused
from .event import log_sitting
from .section import lock_for_writing, store_section


@transaction.atomic
def open_number(*, section: Section, start: int, excerpt: str, by: User, at: datetime) -> Figure:
    """The number is taken out of the words and becomes the value of a figure: the text reads as before. Raises Refused
    where the section is locked, or the number does not stand there any more.
    """
    number = _lock_number(section, start, excerpt)
    labels = list(section.report.figures.values_list("label", flat=True))
    context = BlankContext(section.body, heading=section.heading, is_prose=True)
    blank = name_number(context, number.start, labels)
    if blank is None:
        raise Refused(str(_GONE))
    end = number.start + len(number.text)
    body = f"{section.body[: number.start]}【{blank.label}】{section.body[end:]}"
    store_section(section=section, words=section.words._replace(body=body), tab="", by=by, at=at)
    figure = section.report.figures.get(label=blank.label)
    figure.kind, figure.unit, figure.value = blank.kind, blank.unit[:20], number.text
    figure.save(update_fields=["kind", "unit", "value"])
    log_sitting(verb=Event.Verb.WROTE, actor=by, at=at, report=section.report, detail=section.name_in_log)
    return figure


@transaction.atomic
def waive_number(*, section: Section, start: int, excerpt: str, by: User, at: datetime) -> None:
    """It stays as it is typed, and is asked about no more while its words are the same. Raises Refused as above."""
    _lock_number(section, start, excerpt)
    Section.objects.filter(pk=section.pk).update(waived=[*section.waived, excerpt])
    log_sitting(verb=Event.Verb.WROTE, actor=by, at=at, report=section.report, detail=section.name_in_log)


def _lock_number(section: Section, start: int, excerpt: str) -> UntracedNumber:
    if not lock_for_writing(section):
        raise Refused(_("This section is locked. Nothing was changed."))
    section.refresh_from_db(fields=["heading", "body", "waived", "version"])
    found = find_untraced(section.body, section.waived)
    number = next((one for one in found if (one.start, one.excerpt) == (start, excerpt)), None)
    if number is None:
        raise Refused(str(_GONE))
    return number


_GONE = gettext_lazy("The words have changed since you looked: this number does not stand there any more.")

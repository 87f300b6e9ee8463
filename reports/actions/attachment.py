"""The attachments of a report: added, written, put in order, deleted, while the report is open."""

from datetime import datetime
from itertools import pairwise

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from ..models import Attachment, Event, Report, User
from ..prose.content import Words
from ..prose.size import Size, measure_attachments
from .errors import Refused
from .event import log, log_sitting
from .report import lock_open_report
from .saved_text import StaleText, TextEdit, store_words
from .size import refuse_growth


class StaleAttachment(StaleText):
    pass


@transaction.atomic
def add_attachment(*, report: Report, title: str, by: User, at: datetime) -> Attachment:
    """Added last. Raises Refused for a locked report, and where there are too many."""
    lock_open_report(report)
    refuse_growth(report, Size(), measure_attachments([(title, "")]))
    listed = report.attachments.aggregate(last=Max("position"))["last"] or 0
    added = Attachment.objects.create(report=report, position=listed + 1, title=title, saved_by=by, saved_at=at)
    log(verb=Event.Verb.ATTACHED, actor=by, at=at, report=report, detail=str(added.position))
    return added


@transaction.atomic
def save_attachment(*, attachment: Attachment, edit: TextEdit, by: User, at: datetime) -> Attachment:
    """Returns the attachment as it then is.

    Raises Refused where the report is locked or the attachment deleted, StaleAttachment where what is stored is not
    what the edit was typed over.
    """
    lock_open_report(attachment.report)
    words = edit.new_words
    saved = words is None or _store(_get_stored(attachment), words, edit, by=by, at=at)
    stored = _get_stored(attachment)
    if not saved and stored.words != words:
        raise StaleAttachment(stored)
    if words:
        log_sitting(
            verb=Event.Verb.ATTACHED, actor=by, at=at, report=attachment.report, detail=str(attachment.position)
        )
    return stored


def _get_stored(attachment: Attachment) -> Attachment:
    stored = Attachment.objects.select_related("report", "saved_by").filter(pk=attachment.pk).first()
    if stored is None:
        raise Refused(_("This attachment has been deleted meanwhile. Nothing was saved."))
    return stored


def _store(before: Attachment, words: Words, edit: TextEdit, *, by: User, at: datetime) -> bool:
    report, measure = before.report, measure_attachments
    is_fit = edit.fits(before)
    return is_fit and store_words(before, words, report=report, measure=measure, tab=edit.tab, by=by, at=at)


@transaction.atomic
def move_attachment_up(*, attachment: Attachment, by: User, at: datetime) -> None:
    """The first one stays first. Raises Refused for a locked report."""
    lock_open_report(attachment.report)
    listed = attachment.report.attachments.order_by("position").values_list("pk", "position")
    for (above, higher), (pk, lower) in pairwise(listed):
        if pk == attachment.pk:
            for moved, position in ((above, 0), (pk, higher), (above, lower)):  # no two may ever share a position
                Attachment.objects.filter(pk=moved).update(position=position)
    log_sitting(verb=Event.Verb.ATTACHMENTS_ORDERED, actor=by, at=at, report=attachment.report, detail="")


@transaction.atomic
def delete_attachment(*, attachment: Attachment, version: int, by: User, at: datetime) -> None:
    """Raises Refused for a locked report, and where the stored version is not `version`, the one that was shown."""
    lock_open_report(attachment.report)
    deleted, _rows = Attachment.objects.filter(pk=attachment.pk, version=version).delete()
    if not deleted:
        raise Refused(_("This attachment has been changed meanwhile, so it was not deleted. Look at it again."))
    log(
        verb=Event.Verb.ATTACHMENT_DELETED,
        actor=by,
        at=at,
        report=attachment.report,
        detail=str(attachment.position),
    )

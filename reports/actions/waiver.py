"""Words that a check asks about stay as they are, with a reason; or are asked about again."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ..models import Event, Report, User, Waiver
from ..models.progress import progress_of
from .errors import Refused
from .event import log
from .report import lock_open_report


@transaction.atomic
def waive_words(*, report: Report, key: str, reason: str, by: User, at: datetime) -> None:
    """The words of the question `key` are asked about no more. Raises Refused where the report is locked, or nothing
    asks about them: what must be mended cannot be waived.
    """
    lock_open_report(report)
    asked = next((one for one in progress_of(report).asked if one.key == key), None)
    if asked is None:
        raise Refused(_("These words have changed since you looked, or must be mended. Nothing was noted."))
    Waiver.objects.update_or_create(report=report, key=key, defaults={"reason": reason, "by": by, "at": at})
    log(verb=Event.Verb.WAIVED, actor=by, at=at, report=report, detail=asked.name_in_log)


@transaction.atomic
def ask_again(*, report: Report, key: str, by: User, at: datetime) -> None:
    """Raises Refused for a locked report."""
    lock_open_report(report)
    taken_back, _rows = Waiver.objects.filter(report=report, key=key).delete()
    if taken_back:
        log(verb=Event.Verb.ASKED_AGAIN, actor=by, at=at, report=report)

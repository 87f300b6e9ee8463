"""What a reviewer marks to be changed while reading: stored at once, sent later as one return."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ..models import Report, ReturnDraft, Review, Section, User
from .errors import Refused


class OtherDraft(Refused):
    """Raised where another page of the same person has stored other words; `stored` are those."""

    def __init__(self, stored: str) -> None:
        super().__init__(_("You have written something else here on another page. Both texts are shown below."))
        self.stored = stored


@transaction.atomic
def save_return_draft(*, section: Section, text: str, was: str, read: int, by: User, at: datetime) -> None:
    """`was` is the text that it was typed over. An empty text takes the mark away.

    Raises OtherDraft, or Refused where it is not the person's turn.
    """
    report = Report.objects.select_for_update(of=("self",)).get(pk=section.report_id)
    if not Review.objects.waiting().filter(report=report, reviewer=by).exists():
        raise Refused(_("It is not your turn to decide on this report any more. Nothing was stored."))
    drafts = ReturnDraft.objects.filter(section=section, by=by)
    stored = drafts.values_list("text", flat=True).first() or ""
    if stored not in {was, text}:
        raise OtherDraft(stored)
    if text:
        drafts.update_or_create(section=section, by=by, defaults={"text": text, "read": read, "at": at})
    else:
        drafts.delete()


def drop_sent_drafts(report: Report, shown: Mapping[int, str], sent: Mapping[int, str], *, by: User) -> None:
    """Those that were sent, or stood in the form that was sent. What was written meanwhile on another page stays."""
    drafts = ReturnDraft.objects.filter(section__report=report, by=by)
    done = [draft.pk for draft in drafts if draft.text in {shown.get(draft.section_id), sent.get(draft.section_id)}]
    ReturnDraft.objects.filter(pk__in=done).delete()

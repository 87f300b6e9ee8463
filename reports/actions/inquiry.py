"""Authors are asked about values that contradict each other."""

from datetime import datetime
from typing import NoReturn

from django.db import transaction
from django.utils.translation import gettext as _

from ..models import Inquiry, Report, User
from ..prose.reconciliation import Claim, Contradicted, place_of
from .comment import add_comment
from .errors import Refused


@transaction.atomic
def ask_authors(*, contradicted: Contradicted, text: str, by: User, at: datetime) -> int:
    """A comment at each passage; returns how many. Passed over are those who were asked before, and reports that
    are approved or withdrawn meanwhile.

    Raises Refused where nobody is left.
    """
    asked = sum(_ask(contradicted, claim, text, by=by, at=at) for claim in contradicted.rarest)
    if not asked:
        raise Refused(_("Nobody is left to ask: they have been asked already, or their reports are approved."))
    return asked


def refuse_outdated(*, by: User, at: datetime) -> NoReturn:
    """What was to be asked about is no longer said, or never was."""
    raise Refused(_("The reports no longer say this. Look at the list again."))


def _ask(contradicted: Contradicted, claim: Claim, text: str, *, by: User, at: datetime) -> bool:
    report = (
        Report.objects.select_for_update(of=("self",)).select_related("cycle", "author", "unit").get(pk=claim.report)
    )
    about = {"kind": contradicted.kind, "label": contradicted.label, "measure": contradicted.measure}
    about["value"] = str(claim.value)
    if report.is_final or Inquiry.objects.filter(report=report, **about).exists():
        return False
    revision = report.revisions.for_readers().order_by("number").last()
    if revision is None:  # withdrawn since it was read
        return False
    place, passage = place_of(revision.content, claim.words)
    section = report.sections.order_by("position")[place]
    section.report = report
    read = revision.content.sections[place].body
    comment = add_comment(section=section, read=read, passage=passage, text=text, by=by, at=at)
    Inquiry.objects.create(report=report, comment=comment, **about)
    return True

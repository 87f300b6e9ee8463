"""Answering what was promised a year ago, and setting the answers into the text."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from ..models import Event, Figure, LedgerRow, PromiseAnswer, Report, Section, User
from ..models.promise import Promise
from .errors import Refused
from .event import log_sitting
from .report import lock_open_report
from .section import StaleSection, lock_for_writing, store_section


@dataclass(frozen=True, slots=True)
class PromiseEdit:
    """`version` is that of the loaded answer, 0 where there was none; `tab` names the browser page."""

    state: str
    text: str
    figure: Figure | None
    row: LedgerRow | None
    version: int
    tab: str

    def is_stored(self, answer: PromiseAnswer) -> bool:
        said = answer.state, answer.text, answer.figure_id, answer.row_id
        return said == (self.state, self.text, self.figure and self.figure.pk, self.row and self.row.pk)

    def fits(self, answer: PromiseAnswer, by: User) -> bool:
        """A page that lost the answer to its own save is not in conflict with itself."""
        is_own = (answer.saved_tab, answer.saved_by_id) == (self.tab, by.pk)
        return answer.version == self.version or (is_own and answer.version > self.version)


class StaleAnswer(Exception):
    """Somebody else answered first. Nothing of this save was stored; `stored` is the answer as it is."""

    def __init__(self, stored: PromiseAnswer) -> None:
        super().__init__(stored.pk)
        self.stored = stored


@transaction.atomic
def answer_promise(*, report: Report, promise: Promise, edit: PromiseEdit, by: User, at: datetime) -> PromiseAnswer:
    """Raises Refused for a locked report, StaleAnswer where another answer is stored than the page was loaded with."""
    lock_open_report(report)
    stored = PromiseAnswer.objects.select_related("saved_by").filter(report=report, key=promise.key).first()
    if stored and not edit.fits(stored, by):
        if not edit.is_stored(stored):
            raise StaleAnswer(stored)
        return stored
    answer = stored or PromiseAnswer(report=report, key=promise.key, version=0)
    answer.origin, answer.promise, answer.source = promise.origin, promise.text, promise.source[:300]
    answer.state, answer.text, answer.figure, answer.row = edit.state, edit.text, edit.figure, edit.row
    answer.version, answer.saved_at, answer.saved_by, answer.saved_tab = answer.version + 1, at, by, edit.tab
    answer.save()
    log_sitting(verb=Event.Verb.PROMISE_ANSWERED, actor=by, at=at, report=report, detail=promise.key)
    return answer


@transaction.atomic
def insert_passage(*, section: Section, version: int, text: str, by: User, at: datetime) -> None:
    """Below what stands in the section; nothing of it is replaced. Raises Refused where it is locked, StaleSection
    where it is not `version` any more, the one that was looked at.
    """
    if not lock_for_writing(section):
        raise Refused(_("This section is locked. Nothing was changed."))
    section.refresh_from_db(fields=["heading", "body", "version", "saved_by"])
    body = "\n".join(filter(None, [section.body.rstrip("\n"), text]))
    words = section.words._replace(body=body)
    if store_section(section=section, words=words, over=Q(version=version), tab="", by=by, at=at) is None:
        raise StaleSection(section)
    log_sitting(verb=Event.Verb.WROTE, actor=by, at=at, report=section.report, detail=section.name_in_log)

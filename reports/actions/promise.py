"""Answering what was promised a year ago."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ..models import Event, Figure, LedgerRow, PromiseAnswer, Report, User
from ..models.promise import Promise, PromiseState
from .errors import Refused
from .event import log_sitting
from .report import lock_open_report
from .saved_text import PageEdit


@dataclass(frozen=True, slots=True)
class PromiseEdit(PageEdit):
    """`version` is that of the loaded answer, 0 where there was none; `tab` names the browser page."""

    state: str
    text: str
    figure: Figure | None
    row: LedgerRow | None
    version: int
    tab: str

    @property
    def lacks(self) -> str:
        """What its state needs and it does not say, in words."""
        if self.state == PromiseState.DONE and not (self.text.strip() or self.figure or self.row):
            return _("Say what was done, in words, or with a figure or a row of a ledger.")
        if self.state == PromiseState.NOT_DONE and not self.text.strip():
            return _("Say in words why it was not done, and what comes next.")
        return ""

    def is_stored(self, answer: PromiseAnswer) -> bool:
        said = answer.state, answer.text, answer.figure_id, answer.row_id
        return said == (self.state, self.text, self.figure and self.figure.pk, self.row and self.row.pk)


class StaleAnswer(Exception):
    """Somebody else answered first. Nothing of this save was stored; `stored` is the answer as it is."""

    def __init__(self, stored: PromiseAnswer) -> None:
        super().__init__(stored.pk)
        self.stored = stored


@transaction.atomic
def answer_promise(*, report: Report, promise: Promise, edit: PromiseEdit, by: User, at: datetime) -> PromiseAnswer:
    """Raises Refused for a locked report and for what nothing bears out, StaleAnswer where another answer is stored
    than the page was loaded with.
    """
    lock_open_report(report)
    if edit.lacks:
        raise Refused(edit.lacks)
    stored = PromiseAnswer.objects.select_related("saved_by").filter(report=report, key=promise.key).first()
    if stored and not edit.fits(stored):
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

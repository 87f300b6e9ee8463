"""How a report gets from one state to the next: the one table that says who, from, to, what must hold, what it does."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from ..models import Report, User
from ..models.event import Verb
from ..models.report import ReportState
from .conditions import (
    ANSWERED,
    ASKED,
    COMPLETE,
    GOING_ON,
    GRADED,
    IN_TIME,
    LAST,
    NEVER_RETURNED,
    NEVER_STORED,
    NOT_LAST,
    PAGE_STANDARD,
    PLACE,
    REASONED,
    RETURNED_BEFORE,
    REVIEWABLE,
    SAME_COPY,
    SAME_STAGE,
    SAME_VERSION,
    STORED,
    THEIR_TURN,
    Condition,
    Party,
    Situation,
)
from .errors import Refused
from .event import log


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table. If `when` does not hold, another row with the same verb and source applies."""

    verb: Verb
    by: tuple[Party, ...]
    source: ReportState
    target: ReportState
    does: str
    when: Condition | None = None
    must: tuple[Condition, ...] = ()


_S = ReportState
_SUBMISSION = "freezes a version, locks the text, finds the reviewers"
_AGREEMENT = "keeps the opinion and the grade"
_PUBLICATION = "makes, checks and stores the final PDF"

TABLE = (
    Transition(
        Verb.SUBMITTED,
        (Party.AUTHOR,),
        _S.DRAFT,
        _S.SUBMITTED,
        _SUBMISSION,
        must=(ASKED, GOING_ON, IN_TIME, COMPLETE, REVIEWABLE),
    ),
    Transition(
        Verb.SUBMITTED,
        (Party.AUTHOR,),
        _S.RETURNED,
        _S.SUBMITTED,
        _SUBMISSION,
        must=(ASKED, GOING_ON, COMPLETE, ANSWERED, REVIEWABLE),
    ),
    Transition(Verb.WITHDREW, (Party.AUTHOR,), _S.SUBMITTED, _S.DRAFT, "unlocks the text", when=NEVER_RETURNED),
    Transition(
        Verb.WITHDREW, (Party.AUTHOR,), _S.SUBMITTED, _S.RETURNED, "unlocks what was returned", when=RETURNED_BEFORE
    ),
    Transition(Verb.OPENED, (Party.REVIEWER,), _S.SUBMITTED, _S.IN_REVIEW, "ends the time for withdrawing"),
    Transition(
        Verb.RETURNED,
        (Party.REVIEWER,),
        _S.IN_REVIEW,
        _S.RETURNED,
        "keeps the opinion, unlocks the sections that have a reason, freezes a version",
        must=(SAME_VERSION, SAME_STAGE, THEIR_TURN, REASONED),
    ),
    Transition(
        Verb.AGREED,
        (Party.REVIEWER,),
        _S.IN_REVIEW,
        _S.IN_REVIEW,
        f"{_AGREEMENT}; goes on to the next stage once all of this one agree",
        when=NOT_LAST,
        must=(SAME_VERSION, SAME_STAGE, THEIR_TURN, GRADED, PLACE),
    ),
    Transition(
        Verb.APPROVED,
        (Party.REVIEWER,),
        _S.IN_REVIEW,
        _S.APPROVED,
        f"{_AGREEMENT}; freezes the approved version",
        when=LAST,
        must=(SAME_VERSION, SAME_STAGE, THEIR_TURN, GRADED, PLACE),
    ),
    Transition(
        Verb.PUBLISHED,
        (Party.REVIEWER, Party.ORGANISER),
        _S.APPROVED,
        _S.PUBLISHED,
        _PUBLICATION,
        must=(SAME_COPY, PAGE_STANDARD),
    ),
    Transition(
        Verb.CORRECTED,
        (Party.ORGANISER,),
        _S.PUBLISHED,
        _S.RETURNED,
        "unlocks the sections to be corrected, freezes a version; what was published stays",
        must=(STORED, REASONED),
    ),
    Transition(
        Verb.PUBLISHED,
        (Party.ORGANISER,),
        _S.PUBLISHED,
        _S.PUBLISHED,
        _PUBLICATION,
        when=NEVER_STORED,
        must=(SAME_COPY, PAGE_STANDARD),
    ),
)

REFUSALS = {
    Verb.SUBMITTED: _("This report has been submitted already."),
    Verb.WITHDREW: _("It cannot be withdrawn any more: a reviewer has opened it. Ask the reviewer to return it."),
    Verb.OPENED: _("This report does not wait for a review."),
    Verb.RETURNED: _("This report is not waiting for a decision any more."),
    Verb.AGREED: _("This report is not waiting for a decision any more."),
    Verb.CORRECTED: _("Only a published report is corrected."),
    Verb.PUBLISHED: _("Only an approved report is published, and only once."),
}


def move(
    report: Report,
    *verbs: Verb,
    by: User,
    party: Party,
    at: datetime,
    detail: str = "",
    sets: Mapping[str, Any] | None = None,
    **said: Any,
) -> tuple[Report, Verb]:
    """Returns the report, its row locked, in the new state, and the verb that was logged.

    `sets` are other fields that change with the state. Of several verbs the first one whose row fits the situation
    applies. Raises Refused, with nothing changed, where this party has no row in this state, or a condition fails.
    """
    Report.objects.select_for_update().get(pk=report.pk)  # alone: whose unit changes meanwhile is found by no join
    fresh = Report.objects.select_related(
        "cycle__grade_scale", "author", "unit", "stage", "participant__cycle__grade_scale"
    )
    situation = Situation(fresh.get(pk=report.pk), by, party, at, said)
    row = _row(situation, verbs)
    for condition in row.must:
        if not condition.holds(situation):
            raise condition.error(condition.say(situation))
    locked = situation.report
    changes = {"state": row.target, **(sets or {})}
    for name, value in changes.items():
        setattr(locked, name, value)
    locked.save(update_fields=list(changes))
    log(verb=row.verb, actor=by, at=at, report=locked, detail=detail)
    return locked, row.verb


def require_row(report: Report, verb: Verb, *, by: User, party: Party, at: datetime) -> None:
    """Raises Refused where the table has no such step from the report's state. To be called before costly work."""
    _row(Situation(report, by, party, at), (verb,))


def _row(situation: Situation, verbs: tuple[Verb, ...]) -> Transition:
    for row in TABLE:
        if row.verb not in verbs or situation.party not in row.by or row.source != situation.report.state:
            continue
        if row.when is None or row.when.holds(situation):
            return row
    raise Refused(str(REFUSALS[verbs[0]]))

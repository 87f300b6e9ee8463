"""How a report gets from one state to the next: the one table that says who, from, to, what must hold, what it does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..models import Cycle, Participant, Report, Review, User
from ..models.comment import unanswered_comments
from ..models.event import Verb
from ..models.progress import progress_of
from ..models.report import ReportState
from .errors import Refused, Unreviewed
from .event import log
from .grade import has_place, say_full
from .organising import say_closed, say_late


class Party(StrEnum):
    """Who asks for a transition. access/ knows which person is what."""

    AUTHOR = "author"
    REVIEWER = "reviewer"
    ORGANISER = "organiser"


@dataclass(frozen=True, slots=True)
class Situation:
    """What a condition judges: the report as stored, who acts as what, and what they say (reasons, grade …)."""

    report: Report
    by: User
    party: Party
    at: datetime
    said: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Condition:
    """`name` is for the drawing. `refusal`, or what it makes of the situation, tells the person what to do; a guard,
    which only chooses between rows, has none.
    """

    name: str
    holds: Callable[[Situation], bool]
    refusal: Any = ""
    error: type[Refused] = Refused

    def say(self, situation: Situation) -> str:
        return self.refusal(situation) if callable(self.refusal) else str(self.refusal)


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


def _is_asked(situation: Situation) -> bool:
    """As stored now: the roll may have changed in this moment."""
    return Participant.objects.to_write().filter(report=situation.report).exists()


def _is_complete(situation: Situation) -> bool:
    return progress_of(situation.report).is_ready


def _is_answered(situation: Situation) -> bool:
    return not unanswered_comments(situation.report).exists()


def _was_returned(situation: Situation) -> bool:
    return situation.report.sections.exclude(return_reason="").exists()


def _is_their_turn(situation: Situation) -> bool:
    return Review.objects.waiting().filter(report=situation.report, reviewer=situation.by).exists()


def _is_reviewable(situation: Situation) -> bool:
    return not situation.report.stages_left_empty().exists()


def _is_last(situation: Situation) -> bool:
    """Nobody else has to decide in this stage, and no stage with reviewers follows."""
    report = situation.report
    others = Review.objects.waiting().filter(report=report).exclude(reviewer=situation.by)
    return not others.exists() and not report.stages_to_pass().exists()


def _is_of_what_was_read(situation: Situation) -> bool:
    """Whether the decision is about the newest version. Commands do not say what they read: they mean the newest."""
    read = situation.said["read"]
    return read is None or read == situation.report.revisions.latest("number").number


def _is_of_the_stage_that_was_read(situation: Situation) -> bool:
    """A decision that is sent twice is never taken for one in the next stage."""
    stage = situation.said.get("stage")
    return stage is None or stage == situation.report.stage_id


def _has_reasons(situation: Situation) -> bool:
    return any(reason.strip() for reason in situation.said["reasons"].values())


def _has_grade(situation: Situation) -> bool:
    scale = situation.report.cycle.grade_scale
    return scale is None or situation.said["grade"] in scale.labels


def _has_a_place(situation: Situation) -> bool:
    report = situation.report
    return report.stages_to_pass().exists() or has_place(report.participant, situation.said["grade"])


def _is_going_on(situation: Situation) -> bool:
    """Asked anew: while this waited for the report's row, somebody may have closed the round. What was published is
    corrected later too.
    """
    report = situation.report
    is_open = Cycle.objects.open_at(situation.at).filter(pk=report.cycle_id).exists()
    if is_open or report.correction:
        return True
    return Participant.objects.filter(pk=report.participant_id, closing=Participant.Closing.KEPT).exists()


def _is_in_time(situation: Situation) -> bool:
    """By the participant's own due day, or the round's, as they are now; a return does not make a report late."""
    report = Report.objects.select_related("cycle", "participant").get(pk=situation.report.pk)
    may_be_late = report.cycle.accepts_late or report.participant.closing == Participant.Closing.KEPT
    return may_be_late or bool(report.first_submitted_at) or timezone.localdate(situation.at) <= report.due_on


def _keeps_the_standard(situation: Situation) -> bool:
    return not situation.said["failed"] or situation.said["although"]


ASKED = Condition(
    "the roll asks for it",
    _is_asked,
    _("No report is asked of you: the first page says why. Your text is kept; ask the organiser if this is a mistake."),
)
COMPLETE = Condition(
    "nothing is missing",
    _is_complete,
    _("The report is not complete yet. The check page lists what is missing."),
)
ANSWERED = Condition(
    "every open comment is answered",
    _is_answered,
    _("Some comments have no answer yet. Answer each of them first: adopted, adopted in part or not adopted."),
)
REVIEWABLE = Condition(
    "somebody can review it in every stage that has reviewers",
    _is_reviewable,
    _(
        "In one stage of the review nobody can review your report: whoever is named there has left, or is you. "
        "The organiser has been asked to assign somebody. Your text is kept; submit it again then."
    ),
    Unreviewed,
)
RETURNED_BEFORE = Condition("returned before", _was_returned)
NEVER_RETURNED = Condition("never returned", lambda situation: not _was_returned(situation))
THEIR_TURN = Condition(
    "it is the reviewer's turn",
    _is_their_turn,
    _("It is not your turn to decide: you have decided about this version already, or another stage comes first."),
)
SAME_VERSION = Condition(
    "it is the version that the reviewer read",
    _is_of_what_was_read,
    _("The author has submitted another version since you opened this page. Look at the changes before you decide."),
)
SAME_STAGE = Condition(
    "it is the stage that the reviewer decided in",
    _is_of_the_stage_that_was_read,
    _("The report has gone on to another stage since you opened this page. Open it again before you decide."),
)
LAST = Condition("the last who had to agree", _is_last)
NOT_LAST = Condition("others have to agree", lambda situation: not _is_last(situation))
REASONED = Condition(
    "a reason for at least one section", _has_reasons, _("Say for at least one section why it is returned.")
)
GRADED = Condition("a grade, where the cycle asks for one", _has_grade, _("Choose a grade."))
PLACE = Condition(
    "in the last stage, a place in the quota of the best grade",
    _has_a_place,
    lambda situation: say_full(situation.report.participant),
)
GOING_ON = Condition(
    "the round is open, or the report was kept open when it closed, or is a correction",
    _is_going_on,
    lambda situation: say_closed(situation.report),
)
IN_TIME = Condition(
    "in time, unless the round accepts late reports",
    _is_in_time,
    lambda situation: say_late(situation.report),
)
SAME_COPY = Condition(
    "the final copy is of the approved version",
    _is_of_what_was_read,
    _("The report has another version since its final copy was made. Nothing was published: try again."),
)
STORED = Condition(
    "its published file is stored",
    lambda situation: situation.report.publications.exists(),
    _("No file of the publication is stored. Publish the report again first; then it can be corrected."),
)
NEVER_STORED = Condition(
    "an earlier release published it and kept no file",
    lambda situation: not situation.report.publications.exists(),
)
PAGE_STANDARD = Condition(
    "the final copy keeps the page standard, or the organiser accepts what it misses",
    _keeps_the_standard,
    _("The final copy misses the page standard. It was not published."),
)

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

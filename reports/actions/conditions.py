"""What must hold before a report goes on, and what a person is told where it does not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..models import Cycle, Participant, Report, Review, User
from ..models.comment import unanswered_comments
from ..models.progress import progress_of
from .errors import Refused, Unreviewed
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

"""Whom an organiser finds for the roll, and whom a proposal leaves out."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from ..models import Cycle, Participant, StageReviewer, User
from ..models.load import review_tasks
from ..models.proposal import NotProposed, RollProposal
from ..models.user import named_like

FOUND = 30
NAMED = 100  # of those who are left out for one reason


@dataclass(frozen=True, slots=True)
class PeopleFound:
    """`is_more`: there are others who fit."""

    people: Sequence[User]
    is_more: bool


@dataclass(frozen=True, slots=True)
class NotProposedGroup:
    reason: NotProposed
    count: int
    named: Sequence[User]

    @property
    def more(self) -> int:
        return self.count - len(self.named)


def find_people(people: QuerySet[User], query: str, *, cycle: Cycle) -> PeopleFound:
    """By a part of the name, the sign-in name or the staff number, each with `is_enrolled`. None without a query."""
    if not query:
        return PeopleFound([], is_more=False)
    entered = Exists(Participant.objects.filter(cycle=cycle, person=OuterRef("pk")))
    fitting = people.filter(named_like(query)).annotate(is_enrolled=entered).order_by("name", "unit__name", "pk")
    found = list(fitting[: FOUND + 1])
    return PeopleFound(found[:FOUND], is_more=len(found) > FOUND)


def list_left_out(proposal: RollProposal) -> list[NotProposedGroup]:
    groups = [(reason, proposal.left_out.get(reason.value, [])) for reason in NotProposed]
    return [NotProposedGroup(reason, len(people), people[:NAMED]) for reason, people in groups if people]


def expected_reviewers(participant: Participant) -> QuerySet[StageReviewer]:
    """The rules by which the report will be reviewed, as they are today: what is in no stage's hands yet."""
    tasks = review_tasks(participant.cycle, Participant.objects.filter(pk=participant.pk))
    rules = StageReviewer.objects.filter(pk__in=[task.rule for task in tasks if task.rule])
    return rules.select_related("stage", "reviewer").order_by("stage__position", "reviewer__name", "pk")

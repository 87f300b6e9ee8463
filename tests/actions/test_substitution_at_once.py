"""Two people in one moment: a reviewer who decides while the review is handed over, and two organisers."""

import pytest

from reports.actions.errors import PlanChanged, Refused
from reports.actions.review import agree
from reports.actions.spread import SpreadOrder, plan_spread, spread_reviews
from reports.actions.substitution import HandOver, hand_over_reviews, plan_hand_over
from reports.models import Opinion, Participant, Report, Review, StageReviewer, Substitution, User

from ..factories import MOMENT, UserFactory
from .test_submission_at_once import emptied, meanwhile  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def group(county):
    return tuple(UserFactory.create(username=f"shen{n}", unit=county) for n in range(2))


@pytest.fixture
def handing(cycle, in_review, reviewer, organiser):
    """Looked at before anything happens: what each confirms then."""

    def plan(substitute):
        told = {"cycle": cycle, "participants": Participant.objects.all(), "by": organiser}
        wanted = HandOver(reviewer, (substitute,))
        digest = plan_hand_over(hand_over=wanted, **told).digest
        return lambda: hand_over_reviews(hand_over=wanted, reason="外出", digest=digest, at=MOMENT, **told)

    return plan


def test_who_decides_while_the_review_is_handed_over_is_refused(handing, in_review, reviewer, group):
    answer = meanwhile(handing(group[0]), lambda: agree(report=in_review, by=reviewer, at=MOMENT))
    assert type(answer) is Refused
    assert (Opinion.objects.count(), Report.objects.get().state, Review.objects.get().reviewer) == (
        0,
        "in_review",
        group[0],
    )


def test_what_is_decided_in_this_moment_is_not_handed_over(handing, in_review, reviewer, group):
    confirm = handing(group[0])
    answer = meanwhile(lambda: agree(report=in_review, by=reviewer, at=MOMENT), confirm)
    assert type(answer) is PlanChanged
    assert (Opinion.objects.get().by, Report.objects.get().state, Substitution.objects.count()) == (
        reviewer,
        "approved",
        0,
    )


def test_two_organisers_hand_over_at_once(handing, group):
    first, second = (handing(person) for person in group)
    assert type(meanwhile(first, second)) is PlanChanged
    assert (Review.objects.get().reviewer, Substitution.objects.count()) == (group[0], 1)


def test_two_organisers_spread_at_once(cycle, stage, report, organiser, group):
    told = {"cycle": cycle, "participants": Participant.objects.all(), "by": organiser}
    Review.objects.all().delete()
    confirming = []
    for person in group:
        order = SpreadOrder(stage, (User.objects.get(pk=person.pk),))
        digest = plan_spread(order=order, **told).digest
        confirming.append(lambda o=order, d=digest: spread_reviews(order=o, digest=d, at=MOMENT, **told))
    assert type(meanwhile(*confirming)) is PlanChanged
    assert StageReviewer.objects.get().reviewer == group[0]

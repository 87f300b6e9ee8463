"""Who may be given a review, by spreading and by handing over, whatever else they are: every combination of roles.

Nobody reviews the own report or one that they help to write. Spreading and handing over leave out who takes part for a
unit above, and, by setting, who is of the same unit. A duty is never lost by assisting: who was an assistant and is
given the review by an organiser stops assisting.
"""

from dataclasses import dataclass
from itertools import product

import pytest
from django.db import transaction
from django.utils import translation

from reports import access
from reports.actions.errors import Refused
from reports.actions.reviewer import assign_reviewer, remove_reviewer
from reports.actions.spread import SpreadOrder, plan_spread, spread_reviews
from reports.actions.substitution import HandOver, hand_over_reviews, plan_hand_over
from reports.models import Assistance, Participant, Review, StageReviewer

from ..factories import MOMENT, UserFactory, enrol

UNITS = ["above", "own", "below", "other"]
ASSISTING = ["none", "proposed", "pending", "accepted"]


@dataclass(frozen=True)
class Candidate:
    """What somebody is who could be given the review of the author's report; `unit` is as the author's sees it."""

    author: bool
    assisting: str
    unit: str
    takes_part: bool
    organises: bool
    decided: bool


CANDIDATES = [
    Candidate(*roles)
    for roles in product([False, True], ASSISTING, UNITS, [False, True], [False, True], [False, True])
    if not roles[0] or roles[1:3] + roles[5:] == ("none", "own", False)  # the author is in their own unit
]


def may_be_given(one: Candidate, *, spares_own_unit: bool) -> bool:
    """The rule above. Of a unit below the author's: the author is a superior of theirs."""
    if one.author or one.assisting == "accepted" or one.unit == "below":
        return False
    return not (spares_own_unit and one.unit == "own")


@pytest.fixture
def office_head(office):
    return UserFactory.create(username="keke", name="可可", unit=office)


@pytest.fixture
def cast(in_review, author, county, bureau, office, elsewhere, cycle):
    units = {"above": county, "own": bureau, "below": office, "other": elsewhere}

    def make(one):
        person = author if one.author else UserFactory.create(username="duo", name="多能", unit=units[one.unit])
        if one.assisting != "none":
            accepted = MOMENT if one.assisting == "accepted" else None
            is_proposed = one.assisting == "proposed"
            Assistance.objects.create(author=author, assistant=person, accepted_at=accepted, is_proposed=is_proposed)
        if one.takes_part and not one.author:
            enrol(cycle, person)
        if one.organises:
            person.unit.organisers.add(person)
        if one.decided:
            Review.objects.create(report=in_review, stage=in_review.stage, reviewer=person)
        return person

    return make


def outcome(cast, one, act):
    with transaction.atomic():
        try:
            result = act(cast(one))
        except Refused:
            result = False
        transaction.set_rollback(True)
    return result


def differing(expected, cast, act, every):
    candidates = CANDIDATES[:: every(4)]
    found = {one: outcome(cast, one, act) for one in candidates}
    return {one: result for one, result in found.items() if result != expected(one)}


@pytest.mark.parametrize("spares_own_unit", [False, True])
def test_who_is_handed_a_review(cast, in_review, cycle, reviewer, organiser, every, spares_own_unit):
    """Where they review it already, the two reviews become one."""

    def hand(person):
        wanted = HandOver(reviewer, (person,), spares_own_unit=spares_own_unit)
        told = {"cycle": cycle, "participants": Participant.objects.filter(person=in_review.author), "by": organiser}
        digest = plan_hand_over(hand_over=wanted, **told).digest
        hand_over_reviews(hand_over=wanted, reason="外出", digest=digest, at=MOMENT, **told)
        _report, permissions = access.report_to_decide(person, in_review.pk)
        there = Review.objects.filter(report=in_review).values_list("reviewer", flat=True)
        return (list(there), permissions.may_write, permissions.may_decide) == ([person.pk], False, True)

    def expected(one):
        return may_be_given(one, spares_own_unit=spares_own_unit)

    assert differing(expected, cast, hand, every) == {}


@pytest.mark.parametrize("spares_own_unit", [False, True])
def test_who_is_given_one_by_spreading(cast, in_review, cycle, organiser, every, spares_own_unit):
    """In a second stage, which nobody reviews yet. It becomes a review of the report that waits."""
    second = cycle.stages.create(position=2, name="领导审定")

    def give(person):
        order = SpreadOrder(stage=second, people=(person,), spares_own_unit=spares_own_unit)
        told = {"cycle": cycle, "participants": Participant.objects.filter(person=in_review.author), "by": organiser}
        digest = plan_spread(order=order, **told).digest
        spread_reviews(order=order, digest=digest, at=MOMENT, **told)
        _report, permissions = access.report_to_decide(person, in_review.pk)
        there = Review.objects.filter(report=in_review, stage=second).values_list("reviewer", flat=True)
        return (list(there), permissions.may_write) == ([person.pk], False)

    def expected(one):
        return may_be_given(one, spares_own_unit=spares_own_unit)

    assert differing(expected, cast, give, every) == {}


def test_who_is_named_by_hand(cast, in_review, cycle, organiser, every):
    """The organiser may name whom they want, a subordinate too, but nobody for what they write or help to write. Who
    has a duty, to organise or to review it already, does not help any more.
    """
    second = cycle.stages.create(position=2, name="领导审定")

    def name(person):
        assign_reviewer(report=in_review, stage=second, reviewer=person, due=None, by=organiser, at=MOMENT)
        return True

    def expected(one):
        helps = one.assisting == "accepted" and not (one.organises or one.decided)
        return not (one.author or helps)

    assert differing(expected, cast, name, every) == {}


def test_the_last_of_a_stage_is_not_taken_back(in_review, organiser, reviewer):
    with translation.override("en"), pytest.raises(Refused, match="waits for nobody else in this stage"):
        remove_reviewer(review=in_review.reviews.get(), by=organiser, at=MOMENT)
    assert in_review.reviews.get().reviewer == reviewer


@pytest.mark.parametrize("step", ["spread", "hand over", "assign"])
def test_no_organiser_decides_who_reviews_their_own_report(in_review, author, cycle, bureau, reviewer, step):
    bureau.organisers.add(author)
    friend = UserFactory.create(unit=bureau)
    second = cycle.stages.create(position=2, name="领导审定")
    told = {"cycle": cycle, "participants": Participant.objects.organised_by(author), "by": author}
    order, wanted = SpreadOrder(stage=second, people=(friend,), spares_own_unit=False), HandOver(reviewer, (friend,))
    digests = plan_spread(order=order, **told).digest, plan_hand_over(hand_over=wanted, **told).digest
    named = {"report": in_review, "stage": second, "reviewer": friend, "due": None, "by": author}
    steps = {
        "spread": lambda: spread_reviews(order=order, digest=digests[0], at=MOMENT, **told),
        "hand over": lambda: hand_over_reviews(hand_over=wanted, reason="x", digest=digests[1], at=MOMENT, **told),
        "assign": lambda: assign_reviewer(at=MOMENT, **named),
    }
    with pytest.raises(Refused):
        steps[step]()
    assert list(Review.objects.values_list("reviewer", flat=True)) == [reviewer.pk]
    assert StageReviewer.objects.count() == 0

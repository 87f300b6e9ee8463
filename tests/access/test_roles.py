"""Every combination of roles on one person, against every row of the table of transitions.

The rule, in words: the author submits and withdraws, and nothing else; an assistant who has accepted and may submit
does so too, unless they have a duty. A duty (to review this report in either stage, to organise any unit, to audit, to
administer) is kept whatever else the person is: who reviews in the stage where the report stands returns, agrees and
approves; a reviewer of any stage opens it; who organises its unit or one above publishes. Nobody but the
author loses a duty, and the author has none towards the own report. To audit or to administer gives no right to it.
"""

from dataclasses import dataclass
from itertools import product

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404

from reports import access
from reports.actions.conditions import Party
from reports.actions.errors import Refused
from reports.actions.report import submit_report, withdraw_report
from reports.actions.review import agree, correct_report, open_review, return_report
from reports.actions.transitions import TABLE, move
from reports.models import Assistance, Publication, Report, Review, StageReviewer
from reports.models.event import Verb

from ..factories import MOMENT, UserFactory

ASSISTING = ["none", "pending", "accepted", "may submit"]
REVIEWING = ["none", "stage 1", "stage 2", "rule of stage 1"]
ORGANISING = ["none", "unit", "above", "other"]


@dataclass(frozen=True)
class Roles:
    """What one person is."""

    author: bool
    assisting: str
    reviewing: str
    organising: str
    auditor: bool
    administrator: bool


COMBINATIONS = [
    Roles(*roles)
    for roles in product([False, True], ASSISTING, REVIEWING, ORGANISING, [False, True], [False, True])
    if not roles[0] or roles[1] == "none"  # nobody is their own assistant: the database refuses it
]

# Rows of the table as verb, from, to; and which of the rights below leads through it.
ROWS = {
    ("submitted", "draft", "submitted"): "writes and submits",
    ("submitted", "returned", "submitted"): "writes and submits",
    ("withdrew", "submitted", "draft"): "writes and submits",
    ("withdrew", "submitted", "returned"): "writes and submits",
    ("opened", "submitted", "in_review"): "reviews",
    ("returned", "in_review", "returned"): "reviews in stage 1",
    ("agreed", "in_review", "in_review"): "reviews in stage 1",
    ("approved", "in_review", "approved"): "reviews in stage 2",
    ("published", "approved", "published"): "organises",
    ("published", "published", "published"): "organises",
    ("corrected", "published", "returned"): "organises",
}


def rights(roles: Roles) -> set[str]:
    """The rule above."""
    has_duty = roles.reviewing != "none" or roles.organising != "none" or roles.auditor or roles.administrator
    if roles.author:
        return {"writes and submits"}
    held = set()
    if roles.assisting == "may submit" and not has_duty:
        held.add("writes and submits")
    if roles.reviewing in {"stage 1", "stage 2"}:
        held |= {"reviews", f"reviews in {roles.reviewing}"}
    if roles.organising in {"unit", "above"}:
        held.add("organises")
    return held


@pytest.fixture
def second_stage(cycle):
    return cycle.stages.create(position=2, name="领导审定")


@pytest.fixture
def leader(report, second_stage, county):
    person = UserFactory.create(username="wang", name="王文", unit=county)
    Review.objects.create(report=report, stage=second_stage, reviewer=person)
    return person


@pytest.fixture
def other(bureau):
    """The person who is everything, where they are not the author."""
    return UserFactory.create(username="duo", name="多能", unit=bureau)


@pytest.fixture
def cast(leader, other, author, stage, second_stage, county, bureau, elsewhere):
    """Makes one person of these roles."""

    def make(report, roles):
        person = author if roles.author else other
        if roles.assisting != "none":
            accepted = None if roles.assisting == "pending" else MOMENT
            may_submit = roles.assisting != "accepted"
            Assistance.objects.create(author=author, assistant=person, accepted_at=accepted, may_submit=may_submit)
        if roles.reviewing == "rule of stage 1":
            StageReviewer.objects.create(stage=stage, unit=bureau, reviewer=person)
        elif roles.reviewing != "none":
            place = stage if roles.reviewing == "stage 1" else second_stage
            Review.objects.create(report=report, stage=place, reviewer=person)
        units = {"unit": bureau, "above": county, "other": elsewhere}
        if roles.organising != "none":
            units[roles.organising].organisers.add(person)
        person.is_auditor, person.is_staff = roles.auditor, roles.administrator
        person.save()
        return person

    return make


def submit(person, report):
    submit_report(report=access.report_to_submit(person, report.pk), by=person, at=MOMENT)


def withdraw(person, report):
    withdraw_report(report=access.report_to_submit(person, report.pk), by=person, at=MOMENT)


def look(person, report):
    found, _permissions = access.report_to_decide(person, report.pk)
    open_review(report=found, by=person, at=MOMENT)


def send_back(person, report):
    found, _permissions = access.report_to_decide(person, report.pk)
    return_report(report=found, reasons={report.sections.first().pk: "再写。"}, by=person, at=MOMENT)


def decide(person, report):
    found, _permissions = access.report_to_decide(person, report.pk)
    agree(report=found, by=person, at=MOMENT)


def publish(person, report):
    """Without its file, whose making takes seconds."""
    found, party = access.report_to_organise(person, report.pk), Party.ORGANISER
    move(found, Verb.PUBLISHED, by=person, party=party, at=MOMENT, failed=[], although=False, read=None)


def correct(person, report):
    found = access.report_to_organise(person, report.pk)
    correct_report(report=found, sections=[found.sections.first().pk], reason="数字有误。", by=person, at=MOMENT)


STEPS = {
    "submitted": submit,
    "withdrew": withdraw,
    "opened": look,
    "returned": send_back,
    "agreed": decide,
    "approved": decide,
    "published": publish,
    "corrected": correct,
}


@pytest.fixture
def in_stage_two(in_review, reviewer, leader, second_stage):
    """All of the first stage have agreed."""
    Report.objects.filter(pk=in_review.pk).update(stage=second_stage)
    return in_review


@pytest.fixture
def approved(in_stage_two):
    """All of both stages have."""
    Report.objects.filter(pk=in_stage_two.pk).update(state="approved")
    return in_stage_two


@pytest.fixture
def published_long_ago(approved):
    """By a release that kept no file."""
    Report.objects.filter(pk=approved.pk).update(state="published")
    return approved


@pytest.fixture
def published_with_a_file(published_long_ago, author):
    """With a row that says so; the file itself is nobody's business here."""
    Publication.objects.create(
        report=published_long_ago,
        number=1,
        revision=published_long_ago.revisions.latest("number"),
        sha256="0" * 64,
        size=0,
        sheets={},
        published_at=MOMENT,
        published_by=author,
    )
    return published_long_ago


@pytest.fixture
def submitted_again(returned, author):
    submit_report(report=returned, by=author, at=MOMENT)
    return returned


SITUATIONS = {
    ("submitted", "draft", "submitted"): "report",
    ("submitted", "returned", "submitted"): "returned",
    ("withdrew", "submitted", "draft"): "submitted",
    ("withdrew", "submitted", "returned"): "submitted_again",
    ("opened", "submitted", "in_review"): "submitted",
    ("returned", "in_review", "returned"): "in_review",
    ("agreed", "in_review", "in_review"): "in_review",
    ("approved", "in_review", "approved"): "in_stage_two",
    ("published", "approved", "published"): "approved",
    ("published", "published", "published"): "published_long_ago",
    ("corrected", "published", "returned"): "published_with_a_file",
}


def test_the_rows_are_those_of_the_table():
    assert sorted(ROWS) == sorted((row.verb.value, row.source.value, row.target.value) for row in TABLE)
    assert len(COMBINATIONS) == 4 * 4 * 4 * 4 + 4 * 4 * 4


@pytest.mark.parametrize("row", ROWS, ids=" ".join)
def test_every_combination_of_roles(request, row, cast, leader, every):
    """Quick tries an eighth of them on each row, another on the next row."""
    combinations = COMBINATIONS[list(ROWS).index(row) % every(8) :: every(8)]
    verb, source, target = row
    report = request.getfixturevalue(SITUATIONS[row])
    reached = {}
    for roles in combinations:
        with transaction.atomic():
            if verb == "approved" and roles.reviewing == "stage 2":
                report.reviews.filter(reviewer=leader).delete()  # so that the person is the last
            reached[roles] = _attempt(STEPS[verb], cast(report, roles), report)
            transaction.set_rollback(True)
    done, undone = (True, target), (False, source)
    expected = {roles: done if ROWS[row] in rights(roles) else undone for roles in combinations}
    assert {roles: state for roles, state in reached.items() if state != expected[roles]} == {}


def _attempt(step, person, report):
    """Whether it was done, and the state afterwards."""
    try:
        step(person, Report.objects.get(pk=report.pk))
        done = True
    except (Http404, PermissionDenied, Refused):
        done = False
    return done, Report.objects.get(pk=report.pk).state

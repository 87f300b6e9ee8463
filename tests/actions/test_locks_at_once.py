"""Two who need the same rows wait for one another in one direction only, so that neither is thrown out."""

import threading
from datetime import date

import pytest
from django.db import connection, transaction
from django.utils import translation

from reports.actions.errors import PlanChanged, Refused
from reports.actions.participant import FieldChange, Transfer, change_participant, transfer_participant
from reports.actions.report import submit_report
from reports.actions.reviewer import save_stage
from reports.actions.roll_import import import_table
from reports.actions.sign_in_slip import issue_on_paper
from reports.actions.spread import SpreadOrder, plan_spread, spread_reviews
from reports.actions.substitution import HandOver, hand_over_reviews, plan_hand_over
from reports.documents.spreadsheets import SpreadsheetRow, SpreadsheetTable
from reports.models import Participant, Report, SignInSlip, User
from reports.models.left_out import Issue

from ..factories import MOMENT, UserFactory, enrol
from .test_submission_at_once import emptied  # noqa: F401 - a fixture

COLUMNS = ["name", "unit", "post", "phone"]

pytestmark = pytest.mark.django_db(transaction=True)


def between(first, call, last):
    """`last` in the transaction of `first`, while `call`, begun after `first` in a thread of its own, waits for it."""
    answers = []

    def run():
        try:
            with translation.override("en"):
                answers.append(call())
        except Exception as error:
            answers.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    with transaction.atomic():
        first()
        thread.start()
        thread.join(timeout=0.5)
        last()
    thread.join()
    return answers[0]


@pytest.fixture
def waiting(cycle, in_review, reviewer, organiser, county):
    """What an organiser does to many of the round at once."""
    substitute = UserFactory.create(username="shen", unit=county)
    told = {"cycle": cycle, "participants": Participant.objects.all(), "by": organiser}
    handing = HandOver(reviewer, (substitute,))
    order = SpreadOrder(stage=cycle.stages.get(), people=(substitute,), again=True)
    table = SpreadsheetTable(
        1, ("姓名", "单位", "职务", "手机"), (SpreadsheetRow(2, ("林晓", "水务局", "调研员", "139")),)
    )
    columns = {"name": 0, "unit": 1, "post": 2, "phone": 3}
    return {
        "hand over": lambda: hand_over_reviews(
            hand_over=handing, reason="外出", digest=plan_hand_over(hand_over=handing, **told).digest, at=MOMENT, **told
        ),
        "spread": lambda: spread_reviews(
            order=order, digest=plan_spread(order=order, **told).digest, at=MOMENT, **told
        ),
        "import": lambda: import_table(
            cycle=cycle, name="a", table=table, columns=columns, scope=None, by=organiser, at=MOMENT
        ),
        "stage": lambda: save_stage(cycle=cycle, stage=None, name="终审", due=None, by=organiser, at=MOMENT),
    }


@pytest.mark.parametrize("action", ["hand over", "spread", "import", "stage"])
@pytest.mark.parametrize("change", ["change", "transfer"])
def test_an_entry_is_changed_while_the_round_is(waiting, in_review, organiser, office, action, change):
    entry = in_review.participant
    actions = {
        "change": lambda: change_participant(
            participant=entry, changes={"category": FieldChange("", "正职")}, by=organiser, at=MOMENT
        ),
        "transfer": lambda: transfer_participant(
            participant=entry,
            transfer=Transfer(date(2026, 7, 1), office, "副县长", "", "both", ""),
            by=organiser,
            at=MOMENT,
        ),
    }

    def begun():
        """Some of its rows are locked already."""
        list(Participant.objects.select_for_update(no_key=True).filter(pk=entry.pk))
        list(Report.objects.select_for_update().filter(participant=entry))

    answer = between(begun, waiting[action], actions[change])
    assert not isinstance(answer, Exception) or isinstance(answer, Refused)
    assert Participant.objects.filter(category="正职").exists() or Participant.objects.count() == 2


def test_a_list_does_not_undo_what_was_changed_while_it_waited(cycle, in_review, organiser):
    """It says another post of one, and nothing of the category, which another organiser enters in this moment."""
    entry, other = in_review.participant, enrol(cycle, UserFactory.create(name="乙", unit=in_review.unit, post="科长"))
    rows = (SpreadsheetRow(2, ("林晓", "水务局", "调研员", "")), SpreadsheetRow(3, ("乙", "水务局", "", "副职")))
    table = SpreadsheetTable(1, ("姓名", "单位", "职务", "类别"), rows)
    columns = {"name": 0, "unit": 1, "post": 2, "category": 3}
    told = {"by": organiser, "at": MOMENT}
    changes = {"category": FieldChange("", "正职")}
    change = lambda: change_participant(participant=entry, changes=changes, **told)  # noqa: E731
    enter = lambda: import_table(cycle=cycle, name="a", table=table, columns=columns, scope=None, **told)  # noqa: E731
    answer = between(change, enter, lambda: None)
    assert not isinstance(answer, Exception)
    assert list(Participant.objects.order_by("pk").values_list("pk", "post", "category")) == [
        (entry.pk, "调研员", "正职"),
        (other.pk, "科长", "副职"),
    ]


def test_slips_are_issued_while_a_list_changes_the_same_accounts(cycle, bureau, administrator):
    """More than are changed by one statement, the last first; slips begin with the first."""
    people = User.objects.bulk_create(
        User(username=f"p{number}", name=f"干部{number}", staff_number=f"G{number}", unit=bureau, password="!")
        for number in range(501)
    )
    first, last = people[0], people[-1]
    rows = tuple(
        SpreadsheetRow(number, (one.name, "水务局", one.staff_number, "139"))
        for number, one in enumerate(reversed(people), start=2)
    )
    table = SpreadsheetTable(1, ("姓名", "单位", "工号", "手机"), rows)
    columns = {"name": 0, "unit": 1, "staff_number": 2, "phone": 3}
    told = {"by": administrator, "at": MOMENT}
    issue = Issue("paper")
    answer = between(
        lambda: list(User.objects.select_for_update(no_key=True).filter(pk=first.pk)),
        lambda: import_table(cycle=cycle, name="a", table=table, columns=columns, scope=None, **told),
        lambda: issue_on_paper(people=[first, last], issue=issue, address="http://x/", contact="", **told),
    )
    assert not isinstance(answer, Exception), answer
    assert (User.objects.filter(phone="139").count(), SignInSlip.objects.count()) == (501, 2)


def test_who_hands_in_while_a_list_exempts_them_has_handed_in(cycle, report, author, organiser):
    """The plan was made of a draft."""
    row = SpreadsheetRow(2, ("林晓", "水务局", "免述", "调研员", "援藏"))
    table = SpreadsheetTable(1, ("姓名", "单位", "状态", "职务", "备注"), (row,))
    columns = {"name": 0, "unit": 1, "state": 2, "post": 3, "reason": 4}
    told = {"by": organiser, "at": MOMENT}
    enter = lambda: import_table(cycle=cycle, name="a", table=table, columns=columns, scope=None, **told)  # noqa: E731
    answer = between(lambda: submit_report(report=report, by=author, at=MOMENT), enter, lambda: None)
    report.refresh_from_db()
    entry = Participant.objects.get()
    is_refused = isinstance(answer, PlanChanged) or len(answer.refused) == 1  # where the plan too waits for the lock
    assert (is_refused, report.state, report.post) == (True, "submitted", "局长")
    assert (entry.state, entry.post) == ("writing", "局长")

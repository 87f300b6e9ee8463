"""Two people in one moment: two organisers, an organiser and an author, two reviewers who give the best grade."""

from datetime import date, timedelta

import pytest

from reports.actions.closing import close_cycle, decide_unfinished
from reports.actions.cycle import create_cycle, open_cycle
from reports.actions.cycle_change import change_cycle, extend
from reports.actions.errors import Refused
from reports.actions.manuscript import start_report
from reports.actions.outline import (
    apply_correction,
    begin_correction,
    delete_outline_section,
    save_outline_section,
)
from reports.actions.report import submit_report
from reports.actions.review import agree, open_review
from reports.actions.roll_import import import_list, look_at, upload_list
from reports.documents.spreadsheets import SpreadsheetRow, SpreadsheetTable
from reports.models import Cycle, CycleChange, GradeScale, Notice, Opinion, Participant, Report, Review
from reports.models.grade import best_taken

from ..factories import MOMENT, UserFactory, enrol, write_report
from .test_submission_at_once import emptied, meanwhile  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db(transaction=True)
LATER = MOMENT + timedelta(days=9)


@pytest.fixture
def colleague(county):
    person = UserFactory.create(unit=county)
    county.organisers.add(person)
    return person


@pytest.fixture
def last_place(cycle, in_review, reviewer, colleague):
    """Five take part, so one gets the best grade; two reports wait for it, each for a reviewer of its own."""
    cycle.grade_scale, cycle.best_grade_quota = GradeScale.of_labels(["优秀", "称职"]), 20
    cycle.save()
    other = write_report(cycle, UserFactory.create(unit=cycle.unit))
    Review.objects.create(report=other, stage=in_review.stage, reviewer=colleague)
    submit_report(report=other, by=other.author, at=MOMENT)
    open_review(report=other, by=colleague, at=MOMENT)
    for _more in range(3):
        enrol(cycle, UserFactory.create(unit=cycle.unit))
    return other


def test_two_reviewers_do_not_both_get_the_last_place(cycle, in_review, reviewer, last_place, colleague):
    answer = meanwhile(
        lambda: agree(report=in_review, grade="优秀", by=reviewer, at=LATER),
        lambda: agree(report=last_place, grade="优秀", by=colleague, at=LATER),
    )
    assert isinstance(answer, Refused)
    assert "all of them are taken" in str(answer)
    assert (best_taken(cycle), Opinion.objects.filter(grade="优秀").count()) == (1, 1)
    last_place.refresh_from_db()
    assert last_place.state == "in_review"


def test_who_submits_while_the_round_closes_is_refused(cycle, report, author, organiser):
    told = {"cycle": cycle, "by": organiser, "at": LATER}

    def close():
        decide_unfinished(participants=[report.participant_id], decision="missing", reason="x", **told)
        close_cycle(**told)

    answer = meanwhile(close, lambda: submit_report(report=report, by=author, at=LATER))
    assert "The round is closed" in str(answer)
    report.refresh_from_db()
    assert (report.state, report.sections.exclude(body="").count()) == ("draft", 5)


def test_closing_waits_for_who_is_submitting(cycle, report, author, organiser):
    answer = meanwhile(
        lambda: submit_report(report=report, by=author, at=LATER),
        lambda: close_cycle(cycle=cycle, by=organiser, at=LATER),
    )
    assert answer is None
    assert (Report.objects.get().state, Participant.objects.get().closing) == ("submitted", "kept")
    assert Cycle.objects.get().closed_at == LATER


def test_who_starts_while_the_round_closes_is_refused(cycle, author, organiser):
    participant = enrol(cycle, author)
    told = {"cycle": cycle, "by": organiser, "at": LATER}

    def close():
        decide_unfinished(participants=[participant.pk], decision="missing", reason="x", **told)
        close_cycle(**told)

    answer = meanwhile(close, lambda: start_report(participant=participant, by=author, at=LATER))
    assert isinstance(answer, Refused)
    assert Report.objects.count() == 0


def test_closing_waits_for_who_is_starting(cycle, author, organiser):
    """What has been begun meanwhile is still to be decided on."""
    participant = enrol(cycle, author)
    answer = meanwhile(
        lambda: start_report(participant=participant, by=author, at=LATER),
        lambda: close_cycle(cycle=cycle, by=organiser, at=LATER),
    )
    assert "not handed in and not decided on" in str(answer)
    assert Cycle.objects.get().closed_at is None


def test_two_organisers_who_open_tell_everybody_once(cycle, author, organiser, colleague):
    enrol(cycle, author)
    Cycle.objects.filter(pk=cycle.pk).update(opened_at=None)
    meanwhile(
        lambda: open_cycle(cycle=cycle, by=organiser, at=LATER), lambda: open_cycle(cycle=cycle, by=colleague, at=LATER)
    )
    assert Notice.objects.filter(kind="announced", recipient=author).count() == 1


def test_two_organisers_who_change_the_same_do_not_both(cycle, report, organiser, colleague):
    def change(by, limit):
        told = {"stages": {}, "reason": "x", "by": by, "at": LATER}
        return change_cycle(cycle=cycle, fields={"max_characters": limit}, base={"max_characters": 0}, **told)

    answer = meanwhile(lambda: change(organiser, 3000), lambda: change(colleague, 2000))
    assert "Somebody else has changed" in str(answer)
    assert (Cycle.objects.get().max_characters, CycleChange.objects.count()) == (3000, 1)


def test_two_extensions_have_two_numbers(cycle, report, organiser, colleague):
    meanwhile(
        lambda: extend(cycle=cycle, due=date(2026, 12, 25), reason="x", by=organiser, at=LATER),
        lambda: extend(cycle=cycle, due=date(2026, 12, 31), reason="y", by=colleague, at=LATER),
    )
    assert list(CycleChange.objects.values_list("number", "after")) == [
        (1, {"due": "2026-12-25"}),
        (2, {"due": "2026-12-31"}),
    ]


def test_two_who_create_the_same_round(cycle, county, organiser, colleague):
    told = {"unit": county, "year": 2027, "name": "明年", "report_title": "述职", "due": date(2027, 12, 20)}
    answer = meanwhile(
        lambda: create_cycle(source=cycle, by=organiser, at=LATER, **told),
        lambda: create_cycle(source=cycle, by=colleague, at=LATER, **told),
    )
    assert isinstance(answer, Refused)
    assert Cycle.objects.filter(year=2027).count() == 1


def test_two_units_copy_one_outline_under_two_names(cycle, county, bureau, organiser, colleague):
    told = {"year": 2027, "name": "明年", "report_title": "述职", "due": date(2027, 12, 20), "source": cycle}
    answer = meanwhile(
        lambda: create_cycle(unit=county, by=organiser, at=LATER, **told),
        lambda: create_cycle(unit=bureau, by=colleague, at=LATER, **told),
    )
    assert {answer.outline.name, Cycle.objects.get(year=2027, unit=county).outline.name} == {
        "2027年提纲",
        "2027年提纲 (2)",
    }


def test_who_submits_while_the_outline_is_corrected_keeps_every_word(cycle, report, author, organiser):
    told = {"cycle": cycle, "by": organiser, "at": LATER}
    copied = begin_correction(**told)
    section = copied.sections.last()
    names = ["kind", "title", "is_required", "min_characters", "max_characters", "guidance", "sample", "figures"]
    shown = {name: getattr(section, name) for name in names}
    save_outline_section(pk=None, words=shown | {"title": "另一节"}, **told)
    before = dict(report.sections.values_list("pk", "body"))
    meanwhile(lambda: apply_correction(reason="x", **told), lambda: submit_report(report=report, by=author, at=LATER))
    after = dict(report.sections.values_list("pk", "body"))
    assert {pk: after[pk] for pk in before} == before


def test_what_is_edited_while_the_round_opens_is_refused(cycle, author, organiser, colleague):
    """The frozen outline is the one that was looked at."""
    enrol(cycle, author)
    Cycle.objects.filter(pk=cycle.pk).update(opened_at=None)
    words = {"title": "又一节", "kind": "duty"}
    answer = meanwhile(
        lambda: open_cycle(cycle=cycle, by=organiser, at=MOMENT),
        lambda: save_outline_section(cycle=cycle, pk=None, words=words, by=colleague, at=MOMENT),
    )
    assert (type(answer), Cycle.objects.get().outline.sections.count()) == (Refused, 5)


def test_opening_waits_for_who_deletes_the_last_section(cycle, organiser, colleague):
    Cycle.objects.filter(pk=cycle.pk).update(opened_at=None)
    last, *others = cycle.outline.sections.all()
    for section in others:
        section.delete()
    answer = meanwhile(
        lambda: delete_outline_section(cycle=cycle, pk=last.pk, by=colleague, at=MOMENT),
        lambda: open_cycle(cycle=cycle, by=organiser, at=MOMENT),
    )
    assert (type(answer), Cycle.objects.get().opened_at) == (Refused, None)


def test_nobody_is_extended_while_the_round_closes(cycle, report, organiser, colleague):
    told = {"cycle": cycle, "by": organiser, "at": LATER}

    def close():
        decide_unfinished(participants=[report.participant_id], decision="missing", reason="x", **told)
        close_cycle(**told)

    longer = {"due": date(2026, 12, 25), "reason": "x", "by": colleague, "at": LATER}
    answer = meanwhile(close, lambda: extend(cycle=cycle, participant=report.participant, **longer))
    assert (type(answer), Participant.objects.get().due) == (Refused, None)


def test_a_list_is_imported_once(cycle, bureau, organiser):
    rows = (SpreadsheetRow(2, ("张三", "水务局")),)
    table = SpreadsheetTable(1, ("姓名", "单位"), rows)
    uploaded = upload_list(cycle=cycle, name="名册.xlsx", file=table, by=organiser, at=MOMENT)
    digest = look_at(uploaded, at=MOMENT).digest
    confirm = lambda: import_list(roll_import=uploaded, digest=digest, by=organiser, at=MOMENT)  # noqa: E731
    answer = meanwhile(confirm, confirm)
    assert (type(answer), Participant.objects.filter(person__name="张三").count()) == (Refused, 1)

"""What is older than it is kept goes, whole and with a trace; nothing else does, whatever somebody tries."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from reports.access.promise import promises_to_answer
from reports.actions.comment import add_comment
from reports.actions.errors import Refused
from reports.actions.event import log, log_many
from reports.actions.log_checkpoint import shorten_log
from reports.actions.log_seal import SETTLED, seal_log
from reports.actions.retention import end_hold, hold
from reports.actions.user import deactivate, reactivate
from reports.models import Comment, Event, LogSeal, Participant, PromiseAnswer, Publication, Report, User
from reports.models.event import Verb
from reports.models.participant import Closing
from reports.models.retention import months_before
from reports.pages.log_seal import verify_log

from ..factories import MOMENT, UserFactory, write_report
from ..unprotected import unprotected

NOW = timezone.now()
LONG_AGO = NOW - timedelta(days=800)


@pytest.fixture(autouse=True)
def months(settings, on_disk):
    settings.DRAFT_MONTHS, settings.LEAVER_MONTHS, settings.LOG_MONTHS = 6, 12, 12


def run(**options):
    out = StringIO()
    with override("en"):
        call_command("delete_expired", stdout=out, **options)
    return out.getvalue()


def delete(auditor):
    """As the timer does, on a site that is used."""
    log(verb=Verb.SIGNED_IN, actor=auditor, at=timezone.now())
    return run(by=auditor.username)


def listed():
    return json.loads(run(dry_run=True, json=True))


# Drafts


@pytest.fixture
def draft(last_year, author, assistant):
    """Never handed in, in a round that closed long ago; an assistant has spoken of it."""
    section = last_year.sections.get(position=4)
    add_comment(section=section, read=section.body, passage=None, text="代填人说的话", by=assistant, at=LONG_AGO)
    return last_year


def test_a_dry_run_shows_each_draft_and_deletes_nothing(draft):
    shown = listed()["drafts"]
    said = [(one["number"], one["author"], one["title"], one["sections"], one["comments"]) for one in shown]
    assert said == [(draft.pk, "林晓", "2025年度述职报告", 5, 1)]
    assert f"  {draft.pk} · 林晓 · 2025年度述职 · 2025年度述职报告\n" in run(dry_run=True)
    assert Report.objects.filter(pk=draft.pk).exists()


def test_a_draft_goes_with_all_that_hangs_on_it_and_leaves_a_trace_without_words(draft, auditor, report):
    before = set(Event.objects.filter(report=draft).values_list("pk", flat=True))
    delete(auditor)
    assert [*Report.objects.all()] == [report]
    assert Comment.objects.count() == 0
    trace = Event.objects.get(verb=Verb.DRAFT_DELETED)
    assert (trace.report_id, trace.cycle.name, trace.actor, trace.detail) == (draft.pk, "2025年度述职", auditor, "")
    assert before <= set(Event.objects.filter(report_id=draft.pk).values_list("pk", flat=True))
    assert listed()["drafts"] == []


def test_the_log_is_read_as_ever_where_it_speaks_of_a_deleted_draft(draft, auditor, visit):
    delete(auditor)
    page = visit(auditor).get(reverse("log"))
    assert (page.status_code, page.content.decode().count("deleted a draft that was never handed in")) == (200, 2)


def test_what_was_handed_in_is_never_a_draft(draft, auditor, published, cycle):
    """Under review, returned, withdrawn, published, in a round that closed as long ago."""
    cycle.closed_at = LONG_AGO
    cycle.save()
    Report.objects.filter(pk=draft.pk).update(state="in_review", submitted_at=LONG_AGO)
    Report.objects.filter(pk=published.pk).update(state="draft", first_submitted_at=None)  # as if withdrawn
    delete(auditor)
    assert {*Report.objects.values_list("pk", flat=True)} == {draft.pk, published.pk}
    assert Publication.objects.count() == 1


@pytest.mark.parametrize("why", ["kept open", "round open", "closed lately", "held", "for ever"])
def test_a_draft_that_somebody_may_want_stays(draft, auditor, organiser, settings, why):
    if why == "kept open":
        Participant.objects.filter(report=draft).update(closing=Closing.KEPT)
    elif why in {"round open", "closed lately"}:
        draft.cycle.closed_at = None if why == "round open" else NOW - timedelta(days=100)
        draft.cycle.save()
    elif why == "held":
        hold(person=draft.author, reason="纪委核查", by=auditor, at=NOW)
    else:
        settings.DRAFT_MONTHS = 0
    assert listed()["drafts"] == []
    delete(auditor)
    assert Report.objects.filter(pk=draft.pk).exists()


def test_one_that_is_handed_in_after_it_was_listed_stays(draft, auditor, monkeypatch):
    """Between the list and the deletion, as by a person who was quicker."""
    from reports.management.commands import delete_expired

    found = delete_expired.find_expired

    def find_then_submit(*, at):
        expired = found(at=at)
        Report.objects.filter(pk=draft.pk).update(state="submitted", submitted_at=NOW)
        return expired

    monkeypatch.setattr(delete_expired, "find_expired", find_then_submit)
    delete(auditor)
    assert Report.objects.get(pk=draft.pk).state == "submitted"
    assert not Event.objects.filter(verb=Verb.DRAFT_DELETED).exists()


def test_no_promise_is_lost_with_a_draft(draft, report, author, auditor):
    """Of two reports of a year one was handed in: what it promised, and did not do, comes back as it did."""
    author.post = "副局长"
    other = write_report(draft.cycle, author)
    Report.objects.filter(pk=other.pk).update(state="approved", submitted_at=LONG_AGO, first_submitted_at=LONG_AGO)
    answer = {"origin": "next_step", "promise": "修好水渠", "source": "前年", "saved_at": LONG_AGO, "saved_by": author}
    PromiseAnswer.objects.create(report=other, key="one", state="under_way", **answer)
    PromiseAnswer.objects.create(report=draft, key="one", state="done", **answer)
    before = [promise.text for promise in promises_to_answer(author, report)]
    delete(auditor)
    assert [promise.text for promise in promises_to_answer(author, report)] == before == ["修好水渠"]
    assert not Report.objects.filter(pk=draft.pk).exists()


# People who left


@pytest.fixture
def leaver(author, assistant, administrator):
    """The assistant, who has left long ago."""
    User.objects.filter(pk=assistant.pk).update(
        phone="13800000000", email="fang@example.org", staff_number="077", mail="never"
    )
    deactivate(person=assistant, by=administrator, at=LONG_AGO)
    assistant.refresh_from_db()
    return assistant


def all_text():
    """All words of all rows about people, but for the log, which is kept for its own time."""
    rows = [model.objects.values() for model in (User, Comment, Participant, Report)]
    return "\n".join(str(row) for found in rows for row in found)


def test_who_left_becomes_nobody_and_what_was_said_stays(leaver, report, auditor, visit, author):
    section = report.sections.get(position=4)
    add_comment(section=section, read=section.body, passage=None, text="请写具体", by=leaver, at=LONG_AGO)
    shown = listed()["leavers"]
    assert [(one["username"], one["then"]) for one in shown] == [("fang", f"离任人员{leaver.pk}")]
    delete(auditor)
    text = all_text()
    for secret in ("方原", "fang", "13800000000", "077", "办公室主任"):
        assert secret not in text, secret
    assert (Comment.objects.get().text, Comment.objects.get().author_id) == ("请写具体", leaver.pk)
    page = visit(author).get(reverse("section", args=[report.pk, section.pk])).content.decode()
    assert ("请写具体" in page, f"离任人员{leaver.pk}" in page) == (True, True)
    trace = Event.objects.get(verb=Verb.PERSON_ERASED)
    assert (trace.actor, trace.detail) == (auditor, f"left-{leaver.pk}")
    assert listed()["leavers"] == []


def test_the_name_stays_on_what_was_handed_in_and_nothing_else_of_the_person(published, author, administrator, auditor):
    sha256 = Publication.objects.get().sha256
    User.objects.filter(pk=author.pk).update(phone="13900000000")
    author.refresh_from_db()
    deactivate(person=author, by=administrator, at=LONG_AGO)
    delete(auditor)
    author.refresh_from_db()
    assert (author.name, author.username, author.phone, author.post) == ("林晓", f"left-{author.pk}", "", "")
    assert (Publication.objects.get().sha256, published.revisions.last().content.name) == (sha256, "林晓")


def test_the_password_and_every_other_key_open_nothing_any_more(leaver, auditor, visit):
    browser = visit(leaver)
    delete(auditor)
    leaver.refresh_from_db()
    assert (leaver.has_usable_password(), leaver.is_active) == (False, False)
    assert browser.get(reverse("home")).status_code == 302
    with pytest.raises(Refused):
        reactivate(person=leaver, by=auditor, at=NOW)


@pytest.mark.parametrize("why", ["lately", "came back", "held", "report open", "review open", "for ever"])
def test_who_is_still_waited_for_stays(leaver, report, stage, administrator, auditor, settings, why):
    if why == "lately":
        User.objects.filter(pk=leaver.pk).update(left_at=NOW - timedelta(days=300))
    elif why == "came back":
        reactivate(person=leaver, by=administrator, at=NOW)
    elif why == "held":
        hold(person=leaver, reason="申诉", by=auditor, at=NOW)
    elif why == "report open":
        write_report(report.cycle, leaver, words=[("", "")] * 5, figures=[])
    elif why == "review open":
        report.reviews.update(reviewer=leaver)
    else:
        settings.LEAVER_MONTHS = 0
    assert listed()["leavers"] == []
    delete(auditor)
    leaver.refresh_from_db()
    assert (leaver.name, leaver.username) == ("方原", "fang")


def test_a_page_that_stood_open_enters_nothing_again(leaver, administrator, auditor, visit):
    delete(auditor)
    address = reverse("admin:reports_user_change", args=[leaver.pk])
    assert visit(administrator).post(address, {"username": "fang", "name": "方原", "mail": "never"}).status_code == 403
    assert "方原" not in all_text()


# The log


@pytest.fixture
def old_log(auditor):
    """Nine rows in three seals of long ago."""
    for times in range(5):
        if times < 3:
            log_many(verb=Verb.SIGNED_IN, actor=auditor, at=LONG_AGO, details=[f"{times}{row}" for row in range(3)])
        seal_log(at=LONG_AGO + SETTLED * times)
    return sorted(Event.objects.values_list("pk", flat=True))


def seal_all(at=None):
    at = at or timezone.now()
    for times in range(3):
        seal_log(at=at + SETTLED * times)
    return at + SETTLED * 3


def test_old_rows_go_and_the_chain_holds(old_log, auditor):
    head = str(LogSeal.objects.last())
    assert listed()["log"]["rows"] == 9
    delete(auditor)
    assert not Event.objects.filter(pk__in=old_log).exists()
    told = Event.objects.get(verb=Verb.LOG_SHORTENED)
    days = f"{timezone.localdate(LONG_AGO)}/{timezone.localdate(LONG_AGO)}"
    last = LogSeal.objects.filter(at__lte=LONG_AGO + SETTLED * 4).last()
    assert told.detail == f"{old_log[-1]} 9 {days} 1-{last.number}:{last.sha256}"
    verdict = verify_log(at=seal_all(), known=head)
    assert (verdict.broken, verdict.deleted, verdict.sealed) == ([], 9, 2)
    with override("en"):
        out = StringIO()
        call_command("verify_log", stdout=out)
    assert out.getvalue().startswith("Deleted, being older than the log is kept: 9. Sealed rows: 2.")


def test_again_and_again_and_the_row_that_told_of_it_goes_in_its_turn(old_log, auditor, settings):
    delete(auditor)
    later = seal_all()
    run(by=auditor.username)
    assert Event.objects.filter(verb=Verb.LOG_SHORTENED).count() == 1
    years_later = later + timedelta(days=800)
    log(verb=Verb.SIGNED_IN, actor=auditor, at=years_later)
    assert len([*shorten_log(by=auditor, at=years_later)]) == 1
    verdict = verify_log(at=seal_all(years_later))
    assert (verdict.broken, verdict.deleted, verdict.sealed) == ([], 11, 2)


def rows():
    return sorted(Event.objects.values_list("pk", flat=True))


def refused(statement, *parameters):
    before = rows()
    with pytest.raises(IntegrityError, match="never changed or deleted"), transaction.atomic():
        connection.cursor().execute(statement, parameters)
    assert rows() == before


def test_the_database_lets_go_of_nothing_that_no_row_told_of(old_log, auditor):
    connection.check_constraints()
    refused("DELETE FROM reports_event WHERE id = %s", old_log[0])
    delete(auditor)
    connection.check_constraints()
    told = Event.objects.get(verb=Verb.LOG_SHORTENED)
    refused("DELETE FROM reports_event WHERE id = %s", told.pk)
    refused("DELETE FROM reports_event")
    refused("DELETE FROM reports_logseal")
    refused("UPDATE reports_event SET detail = '' WHERE id = %s", told.pk)


def test_one_who_writes_such_a_row_and_deletes_what_is_young_is_named(auditor, old_log):
    """Whoever has the database may write it: it stands there, and is not taken for the truth."""
    now = timezone.now()
    log_many(verb=Verb.SIGNED_IN, actor=auditor, at=now, details=["1", "2", "3"])
    later = seal_all(now)
    seal, young = LogSeal.objects.last(), max(rows())
    true_count = sum(len(one.sealed_events()) for one in LogSeal.objects.all())
    for count, reaches in ((true_count, seal.reaches), (true_count - 1, seal.reaches), (true_count, young + 5)):
        with transaction.atomic():
            detail = f"{reaches} {count} x 1-{seal.number}:{seal.sha256}"
            log(verb=Verb.LOG_SHORTENED, actor=auditor, at=later, detail=detail)
            QuerySet(Event).filter(pk__lte=young).delete()
            told = Event.objects.get(verb=Verb.LOG_SHORTENED)
            with override("en"):
                said = [str(one) for one in verify_log(at=later).broken]
            transaction.set_rollback(True)
        assert f"Row {told.pk} says that old rows were deleted, and the seals say otherwise." in said
    assert young in rows()


def test_a_row_that_is_put_back_or_deleted_beyond_is_named(old_log, auditor):
    delete(auditor)
    later = seal_all() + timedelta(days=2)
    log(verb=Verb.SIGNED_IN, actor=auditor, at=later)
    seal_log(at=later)
    with unprotected(connection):
        Event(pk=old_log[2], verb=Verb.SIGNED_IN, actor=auditor, at=LONG_AGO).save(force_insert=True)
        gone = Event.objects.get(verb=Verb.LOG_SHORTENED).pk - 1
        connection.cursor().execute("DELETE FROM reports_event WHERE id = %s", [gone])
    with override("en"):
        said = [str(one) for one in verify_log(at=later).broken]
    assert said == [f"Row {gone} was deleted.", f"Row {old_log[2]} was added after its time."]


def test_nothing_is_deleted_from_a_log_that_was_changed(old_log, draft, auditor):
    with unprotected(connection):
        connection.cursor().execute("UPDATE reports_event SET detail = '别的' WHERE id = %s", [old_log[4]])
    with pytest.raises(CommandError, match=f"Row {old_log[4]} was changed"):
        delete(auditor)
    assert Report.objects.filter(pk=draft.pk).exists()
    assert {*old_log} <= {*rows()}


def test_while_anybody_is_held_no_row_goes(old_log, stranger, auditor):
    hold(person=stranger, reason="巡察", by=auditor, at=timezone.now())
    assert (listed()["log"]["rows"], listed()["held"][0]["reason"]) == (0, "巡察")
    delete(auditor)
    assert {*old_log} <= {*rows()}
    end_hold(person=stranger, by=auditor, at=timezone.now())
    assert listed()["log"]["rows"] == 9


# Who, and when


@pytest.mark.parametrize("name", [None, "shi", "tang", "nobody", "left"])
def test_only_under_the_name_of_an_auditor(draft, administrator, organiser, name):
    UserFactory.create(username="left", is_auditor=True, is_active=False)
    log(verb=Verb.SIGNED_IN, actor=organiser, at=timezone.now())
    with pytest.raises(CommandError, match="Nothing was deleted. Name the auditor"):
        run(by=name)
    assert Report.objects.filter(pk=draft.pk).exists()


@pytest.mark.parametrize("days", [-3650, -32, 1])
def test_a_clock_that_is_wrong_deletes_nothing(draft, auditor, days):
    """The newest row is of years ago, or of tomorrow."""
    log(verb=Verb.SIGNED_IN, actor=auditor, at=timezone.now() + timedelta(days=days))
    with pytest.raises(CommandError, match="the clock may be wrong"):
        run(by=auditor.username)
    assert Report.objects.filter(pk=draft.pk).exists()


def test_nothing_is_deleted_unless_it_is_set(draft, leaver, old_log, auditor, settings):
    settings.DRAFT_MONTHS = settings.LEAVER_MONTHS = settings.LOG_MONTHS = 0
    before = [User.objects.count(), Report.objects.count(), all_text()]
    delete(auditor)
    assert [User.objects.count(), Report.objects.count(), all_text()] == before
    assert {*old_log} <= {*rows()}


def test_months_end_on_the_last_day_of_a_shorter_month():
    last_of_may = MOMENT.replace(month=5, day=31)
    assert [months_before(last_of_may, months).strftime("%F") for months in (1, 3, 6, 12, 27)] == [
        "2026-04-30",
        "2026-02-28",
        "2025-11-30",
        "2025-05-31",
        "2024-02-29",
    ]

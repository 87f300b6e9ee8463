"""Submitting, withdrawing, reviewing; the versions and the log that come of it."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db.models import ProtectedError, QuerySet

from reports.access.review import last_decision
from reports.actions.cycle import open_cycle
from reports.actions.download import note_export
from reports.actions.errors import Refused
from reports.actions.figure import describe_figure, describe_figures
from reports.actions.report import rename_report, submit_report, withdraw_report
from reports.actions.review import agree, open_review, return_report
from reports.models import Event, Figure, Opinion, Report, ReturnReason, Review, Revision, Section
from reports.prose.content import FigureContent, ReportContent

from ..factories import FIGURES, MOMENT, UserFactory, create_outline

LATER = MOMENT + timedelta(days=9)


def state(report):
    return Report.objects.values_list("state", flat=True).get(pk=report.pk)


def versions(report):
    return list(report.revisions.order_by("number").values_list("number", "milestone", "created_by__username"))


# submitting


def test_submitting_freezes_the_whole_content(report, author, log):
    revision = submit_report(report=report, by=author, at=LATER)
    content = revision.content
    assert (content.title, content.unit, content.post, content.name) == ("2026年度述职报告", "水务局", "局长", "林晓")
    assert content.date == "2026年11月11日"
    assert [(s.kind, s.numeral, s.heading, s.body) for s in content.sections] == [
        ("opening", "", "", "本人分管灌溉和供水。\n现将一年来的工作报告如下。"),
        ("duty", "第一", "坚持学用结合", "组织集中学习【学习次数】次。"),
        ("duty", "第二", "抓好供水保障", "铺设管网【管网长度】公里，由【承建单位】承建，【通水日期】通水。"),
        ("problems", "", "", "到村组走得不够多，调研还不够深入。"),
        ("next_steps", "", "", "每月到村组走访【走访次数】次。"),
    ]
    assert [(f.label, f.value) for f in content.figures] == [(row["label"], row["value"]) for row in FIGURES]
    assert (revision.number, revision.milestone, revision.created_at, revision.created_by) == (
        1,
        "submitted",
        LATER,
        author,
    )
    assert revision.sha256 == content.sha256() == ReportContent.from_dict(revision.data).sha256()
    assert len(revision.sha256) == 64
    stored = Report.objects.get(pk=report.pk)
    assert (stored.state, stored.submitted_at) == ("submitted", LATER)
    assert log() == [("submitted", "lin", report.pk, "")]


def test_the_hash_tells_one_changed_value(report, author):
    first = submit_report(report=report, by=author, at=MOMENT)
    withdraw_report(report=report, by=author, at=MOMENT)
    same = submit_report(report=report, by=author, at=MOMENT)
    withdraw_report(report=report, by=author, at=MOMENT)
    Figure.objects.filter(label="管网长度").update(value="31.6")
    other = submit_report(report=report, by=author, at=MOMENT)
    assert first.sha256 == same.sha256
    assert other.sha256 != same.sha256


@pytest.mark.parametrize("value", ["", "  ", "约三十", "31.5公里"])
def test_a_blank_unfilled_or_wrong_stands_in_the_way(report, author, value):
    Figure.objects.filter(label="管网长度").update(value=value)
    with pytest.raises(Refused, match="not complete yet"):
        submit_report(report=report, by=author, at=LATER)
    assert (state(report), versions(report)) == ("draft", [])


def test_a_negative_count_stands_in_the_way_and_a_negative_amount_does_not(report, author):
    figure = Figure.objects.filter(label="管网长度")
    figure.update(value="-3", unit="处")
    with pytest.raises(Refused, match="not complete yet"):
        submit_report(report=report, by=author, at=LATER)
    assert state(report) == "draft"
    figure.update(unit="公里")
    assert submit_report(report=report, by=author, at=LATER).number == 1


def test_an_empty_section_stands_in_the_way_where_it_is_required(report, author):
    Section.objects.filter(report=report, position=4).update(body="")
    with pytest.raises(Refused):
        submit_report(report=report, by=author, at=LATER)
    Section.objects.filter(report=report, position=4).update(body="调研还不够深入。")
    Section.objects.filter(report=report, position=5).update(body="")  # 下一步打算 may be left out
    assert submit_report(report=report, by=author, at=LATER).number == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [("max_characters", 20), ("min_problems_share", 60), ("min_problems", 2), ("stock_phrases", "调研还不够深入")],
)
def test_the_rules_of_the_cycle_stand_in_the_way(report, author, field, value):
    setattr(report.cycle, field, value)
    report.cycle.save()
    with pytest.raises(Refused):
        submit_report(report=report, by=author, at=LATER)


def test_submitting_twice_is_refused(submitted, author):
    with pytest.raises(Refused, match="submitted already"):
        submit_report(report=submitted, by=author, at=LATER)
    assert versions(submitted) == [(1, "submitted", "lin")]


def test_a_late_report_may_still_be_submitted(report, author):
    assert submit_report(report=report, by=author, at=MOMENT + timedelta(days=300)).number == 1


# withdrawing


def test_withdrawing_unlocks_all(submitted, author, log):
    withdraw_report(report=submitted, by=author, at=LATER)
    assert state(submitted) == "draft"
    assert Section.objects.open_for_writing().filter(report=submitted).count() == 5
    assert versions(submitted) == [(1, "submitted", "lin")]
    assert log()[-1] == ("withdrew", "lin", submitted.pk, "")


def test_what_was_returned_is_withdrawn_to_returned(returned, author):
    submit_report(report=returned, by=author, at=LATER)
    withdraw_report(report=returned, by=author, at=LATER)
    assert state(returned) == "returned"
    assert list(Section.objects.open_for_writing().filter(report=returned).values_list("position", flat=True)) == [4]


@pytest.mark.parametrize("where", ["report", "in_review", "returned", "approved"])
def test_withdrawing_is_refused_where_it_does_not_wait(request, author, where):
    report = request.getfixturevalue(where)
    before, events = state(report), Event.objects.count()
    with pytest.raises(Refused, match="cannot be withdrawn"):
        withdraw_report(report=report, by=author, at=LATER)
    assert (state(report), Event.objects.count()) == (before, events)


# reviewing


def test_the_first_look_is_noted_once(submitted, reviewer, log):
    open_review(report=submitted, by=reviewer, at=LATER)
    open_review(report=submitted, by=reviewer, at=LATER + timedelta(days=1))
    assert state(submitted) == "in_review"
    assert Review.objects.get().opened_at == LATER
    assert [row for row in log() if row[0] == "opened"] == [("opened", "zhao", submitted.pk, "")]


def test_a_second_round_is_opened_again(returned, author, reviewer):
    """Looking at what was submitted again ends the time in which it could be withdrawn, as the first time."""
    submit_report(report=returned, by=author, at=LATER)
    open_review(report=returned, by=reviewer, at=LATER)
    assert state(returned) == "in_review"


def test_returning_unlocks_the_named_sections_only(in_review, reviewer, log):
    named = in_review.sections.get(position=3)
    return_report(report=in_review, reasons={named.pk: " 数据没有来源。 "}, by=reviewer, at=LATER)
    assert state(in_review) == "returned"
    reasons = in_review.sections.order_by("position").values_list("return_reason", flat=True)
    assert list(reasons) == ["", "", "数据没有来源。", "", ""]
    assert list(Section.objects.open_for_writing().filter(report=in_review).values_list("position", flat=True)) == [3]
    assert versions(in_review) == [(1, "submitted", "lin"), (2, "returned", "zhao")]
    assert log()[-1] == ("returned", "zhao", in_review.pk, "")


def test_every_reason_of_every_return_is_kept(returned, author, reviewer):
    submit_report(report=returned, by=author, at=LATER)
    reasons = {section.pk: "再写。" for section in returned.sections.filter(position__in=[2, 4])}
    return_report(report=returned, reasons=reasons, by=reviewer, at=LATER)
    kept = ReturnReason.objects.values_list("revision__number", "label", "text", "by__username", "at")
    assert list(kept) == [
        (1, "存在问题", "问题写得太笼统。", "zhao", MOMENT + timedelta(days=3)),
        (3, "第一，政治建设", "再写。", "zhao", LATER),
        (3, "存在问题", "再写。", "zhao", LATER),
    ]
    for change in (ReturnReason.objects.all().delete, lambda: ReturnReason.objects.update(text="")):
        with pytest.raises(TypeError, match="ReturnReason rows are never"):
            change()
    one = ReturnReason.objects.first()
    for change in (one.save, one.delete):
        with pytest.raises(TypeError, match="ReturnReason rows are never"):
            change()


def test_the_last_reasons_from_before_all_were_kept_migrate(returned, author, reviewer):
    """A section of the author's own is called as its heading was in the version that was returned."""
    own = Section.objects.filter(report=returned, position=4)
    expected = list(ReturnReason.objects.values("revision", "section", "label", "text", "by", "at"))
    QuerySet(ReturnReason)._raw_delete("default")
    migration = import_module("reports.migrations.0008_reasons_of_existing_returns")
    migration.keep_reasons(apps, None)
    assert list(ReturnReason.objects.values("revision", "section", "label", "text", "by", "at")) == expected
    QuerySet(ReturnReason)._raw_delete("default")
    own.update(outline_section=None)
    migration.keep_reasons(apps, None)
    assert ReturnReason.objects.get().label == "存在问题"


def test_a_second_return_forgets_the_first_reasons(returned, author, reviewer):
    submit_report(report=returned, by=author, at=LATER)
    duty = returned.sections.get(position=2)
    return_report(report=returned, reasons={duty.pk: "再写。"}, by=reviewer, at=LATER)
    reasons = returned.sections.order_by("position").values_list("return_reason", flat=True)
    assert list(reasons) == ["", "再写。", "", "", ""]
    assert [row[1] for row in versions(returned)] == ["submitted", "returned", "submitted", "returned"]


@pytest.mark.parametrize("reason", [None, "", " \n "])
def test_returning_needs_a_reason(in_review, reviewer, reason):
    section = in_review.sections.get(position=3)
    with pytest.raises(Refused, match="why it is returned"):
        return_report(report=in_review, reasons={} if reason is None else {section.pk: reason}, by=reviewer, at=LATER)
    assert (state(in_review), versions(in_review)) == ("in_review", [(1, "submitted", "lin")])


def test_a_reason_for_another_reports_section_is_none(in_review, reviewer, last_year):
    foreign = last_year.sections.get(position=3)
    with pytest.raises(Refused, match="why it is returned"):
        return_report(report=in_review, reasons={foreign.pk: "再写。"}, by=reviewer, at=LATER)
    foreign.refresh_from_db()
    assert (state(in_review), foreign.return_reason) == ("in_review", "")


def test_approving_freezes_the_text(in_review, reviewer, log):
    agree(report=in_review, by=reviewer, at=LATER)
    revision = in_review.revisions.latest("number")
    submitted = in_review.revisions.get(number=1)
    assert (revision.number, revision.milestone, revision.sha256) == (2, "approved", submitted.sha256)
    assert state(in_review) == "approved"
    assert Section.objects.open_for_writing().filter(report=in_review).count() == 0
    assert log()[-1] == ("approved", "zhao", in_review.pk, "")


@pytest.mark.parametrize("where", ["report", "returned", "approved"])
@pytest.mark.parametrize("decision", ["return", "agree"])
def test_nothing_to_decide(request, reviewer, where, decision):
    report = request.getfixturevalue(where)
    before = state(report), versions(report), Event.objects.count()
    action, more = (
        (agree, {}) if decision == "agree" else (return_report, {"reasons": {report.sections.first().pk: "再写。"}})
    )
    with pytest.raises(Refused, match="not waiting for a decision"):
        action(report=report, by=reviewer, at=LATER, **more)
    assert (state(report), versions(report), Event.objects.count()) == before


# a clock that is set back


def test_an_agreement_before_the_submission_is_one_all_the_same(in_review, reviewer):
    """It was asked for again, and stored a second time the database refused it: the reviewer had no way on."""
    add_reviewer(in_review)
    agree(report=in_review, by=reviewer, at=in_review.submitted_at - timedelta(days=1))
    assert Review.objects.waiting().filter(reviewer=reviewer).count() == 0
    assert last_decision(reviewer, in_review) == Opinion.objects.get()
    with pytest.raises(Refused, match="you have decided about this version already"):
        agree(report=in_review, by=reviewer, at=LATER)


def test_an_agreement_after_the_next_submission_is_about_the_text_before_it(in_review, author, reviewer):
    other = add_reviewer(in_review)
    agree(report=in_review, by=reviewer, at=LATER)
    return_report(report=in_review, reasons={in_review.sections.first().pk: "再写。"}, by=other, at=LATER)
    submit_report(report=in_review, by=author, at=LATER - timedelta(days=1))
    assert {review.reviewer for review in Review.objects.waiting()} == {reviewer, other}
    assert last_decision(reviewer, Report.objects.get(pk=in_review.pk)) is None
    agree(report=in_review, by=reviewer, at=LATER)
    agree(report=in_review, by=other, at=LATER)
    assert state(in_review) == "approved"


def add_reviewer(report):
    review = Review.objects.create(report=report, stage=report.stage, reviewer=UserFactory.create())
    return review.reviewer


# the small ones


def test_renaming(report, assistant, log):
    rename_report(report=report, title="述职述廉报告", salutation="各位同事：", by=assistant, at=LATER)
    stored = Report.objects.get(pk=report.pk)
    assert (stored.title, stored.salutation) == ("述职述廉报告", "各位同事：")
    assert log() == [("renamed", "fang", report.pk, "")]


def test_renaming_what_is_locked(submitted, author):
    with pytest.raises(Refused, match="locked"):
        rename_report(report=submitted, title="别的", salutation="", by=author, at=LATER)
    assert Report.objects.get(pk=submitted.pk).title == "2026年度述职报告"


def test_describing_a_figure(report, author, log):
    figure = report.figures.select_related("report").get(label="管网长度")
    describe_figure(figure=figure, kind="text", unit="千米", source="水利年报", previous="", by=author, at=LATER)
    figure.refresh_from_db()
    assert (figure.kind, figure.unit, figure.source, figure.value) == ("text", "千米", "水利年报", "31.5")
    assert log() == [("figure_set", "lin", report.pk, str(figure.pk))]


def test_describing_many_figures_is_logged_once_and_leaves_values_and_others_alone(report, author, log):
    before = dict(report.figures.values_list("label", "value"))
    others = list(report.figures.exclude(label="管网长度").values_list("label", "kind", "unit", "source"))
    described = {label: FigureContent(label, "text", "千米", "0", "水利年报") for label in ("管网长度", "没有的")}
    describe_figures(report=report, described=described, by=author, at=LATER)
    figure = report.figures.get(label="管网长度")
    assert (figure.kind, figure.unit, figure.source) == ("text", "千米", "水利年报")
    assert dict(report.figures.values_list("label", "value")) == before
    assert list(report.figures.exclude(label="管网长度").values_list("label", "kind", "unit", "source")) == others
    assert log() == [("figure_set", "lin", report.pk, "")]


def test_describing_a_figure_of_a_locked_report(submitted, author):
    figure = submitted.figures.select_related("report").get(label="管网长度")
    with pytest.raises(Refused, match="locked"):
        describe_figure(figure=figure, kind="text", unit="", source="", previous="", by=author, at=LATER)
    figure.refresh_from_db()
    assert figure.kind == "number"


def test_downloads_are_logged_once_a_sitting_for_each_kind(report, author, log):
    for minutes, kind in [(0, "draft"), (5, "draft"), (6, "txt"), (40, "draft")]:
        note_export(report=report, kind=kind, by=author, at=LATER + timedelta(minutes=minutes))
    assert log() == [("exported", "lin", report.pk, kind) for kind in ["draft", "txt", "draft"]]


def test_opening_a_cycle(cycle, organiser, log):
    cycle.opened_at = None
    cycle.save()
    open_cycle(cycle=cycle, by=organiser, at=LATER)
    open_cycle(cycle=cycle, by=organiser, at=LATER + timedelta(days=1))
    cycle.refresh_from_db()
    assert cycle.opened_at == LATER
    assert log() == [("cycle_opened", "tang", None, "2026年度述职")]


def test_opening_a_cycle_with_an_empty_outline(cycle, organiser):
    cycle.opened_at, cycle.outline = None, create_outline("空", rows=[])
    cycle.save()
    with pytest.raises(Refused, match="no sections yet"):
        open_cycle(cycle=cycle, by=organiser, at=LATER)
    cycle.refresh_from_db()
    assert cycle.opened_at is None


# what is never changed


def test_revisions_are_immutable(submitted):
    revision = submitted.revisions.get()
    revision.data = {}
    with pytest.raises(TypeError, match="never changed"):
        revision.save()
    with pytest.raises(TypeError, match="never deleted"):
        revision.delete()
    assert Revision.objects.get().content.title == "2026年度述职报告"


def test_events_are_immutable(submitted):
    event = Event.objects.get()
    event.detail = "别的"
    with pytest.raises(TypeError, match="never changed"):
        event.save()
    with pytest.raises(TypeError, match="never deleted"):
        event.delete()
    assert Event.objects.get().detail == ""


@pytest.mark.parametrize("model", [Revision, Event])
@pytest.mark.parametrize("way", ["delete", "update"])
def test_nor_in_numbers(submitted, model, way):
    with pytest.raises(TypeError, match="never"):
        model.objects.all().delete() if way == "delete" else model.objects.update(id=99)


def test_a_person_who_acted_cannot_be_deleted(submitted, author):
    with pytest.raises(ProtectedError):
        author.delete()


def test_somebody_else_may_submit_where_allowed(report, log):
    """Who may is access's business; the log and the version say who did."""
    deputy = UserFactory.create(username="xu")
    assert submit_report(report=report, by=deputy, at=LATER).created_by == deputy
    assert log() == [("submitted", "xu", report.pk, "")]

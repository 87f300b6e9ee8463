"""Commenting, answering, settling; what edits of the text do to comments; accepting suggestions."""

from datetime import timedelta

import pytest

from reports.actions.comment import (
    add_comment,
    confirm_placement,
    delete_comment,
    edit_comment,
    reattach_comment,
    reopen_comment,
    reply_to_comment,
    resolve_comment,
)
from reports.actions.errors import Refused
from reports.actions.report import submit_report, withdraw_report
from reports.actions.review import agree
from reports.actions.section import SectionEdit, StaleSection, Words, save_section
from reports.actions.suggestion import PassageChanged, accept_suggestion, decline_suggestion
from reports.models import Comment, Reply, Section

from ..factories import MOMENT

LATER = MOMENT + timedelta(days=9)


@pytest.fixture
def problems(returned):
    """Unlocked, so that its text can change under the comments: 到村组走得不够多，调研还不够深入。"""
    section = returned.sections.select_related("outline_section").get(position=4)
    section.report = returned
    return section


def comment_on(section, words, by, *, text="请写具体。", **fields):
    start = section.body.index(words)
    passage = (start, start + len(words))
    return add_comment(section=section, read=section.body, passage=passage, text=text, by=by, at=LATER, **fields)


def write(section, body, by):
    stored = Section.objects.get(pk=section.pk)
    base = Words(stored.heading, stored.body)
    edit = SectionEdit(tab="t", version=stored.version, words=Words(stored.heading, body), base=base)
    save_section(section=section, edit=edit, by=by, at=LATER)


def placed(comment):
    """State, and the words at the place today."""
    fresh = Comment.objects.select_related("section").get(pk=comment.pk)
    words = "" if fresh.placed_start is None else fresh.section.body[fresh.placed_start : fresh.placed_end]
    return fresh.placement, words


def settled(comment):
    fresh = Comment.objects.get(pk=comment.pk)
    return fresh.resolution, fresh.resolved_by, fresh.resolved_at


# commenting


def test_a_comment_knows_its_words_and_the_version(in_review, reviewer, log):
    section = in_review.sections.get(position=3)
    comment = comment_on(section, "公里，由", reviewer)
    assert (comment.original_quote, comment.quote, comment.placement) == ("公里，由", "公里，由", "placed")
    assert comment.made_on == in_review.revisions.get()
    assert placed(comment) == ("placed", "公里，由")
    assert log()[-1] == ("commented", "zhao", in_review.pk, "业务工作")


def test_a_blank_is_commented_on_whole(in_review, reviewer):
    section = in_review.sections.get(position=3)
    assert comment_on(section, "长度】公", reviewer).quote == "【管网长度】公"


def test_a_comment_on_the_whole_section_stays_there_whatever_is_written(problems, reviewer, author):
    comment = add_comment(section=problems, read=problems.body, passage=None, text="太短。", by=reviewer, at=LATER)
    write(problems, "全部重写。", author)
    fresh = Comment.objects.get(pk=comment.pk)
    assert (fresh.start, fresh.quote, fresh.placement) == (None, "", "placed")


def test_what_is_said_of_a_draft_belongs_to_the_version_submitted_next(section, author):
    comment = comment_on(section, "铺设", author)
    assert comment.made_on is None
    revision = submit_report(report=section.report, by=author, at=LATER)
    assert Comment.objects.get().made_on == revision
    withdraw_report(report=section.report, by=author, at=LATER)
    assert Comment.objects.get().made_on is None


def test_a_comment_on_the_version_read_is_sought_in_todays_text(problems, reviewer, author):
    read = problems.body
    write(problems, "今年" + read, author)
    comment = add_comment(section=problems, read=read, passage=(0, 9), text="多走。", by=reviewer, at=LATER)
    assert placed(comment) == ("placed", "到村组走得不够多，")
    assert comment.made_on.number == 2


def test_nobody_comments_on_an_approved_report(approved, reviewer):
    section = approved.sections.get(position=4)
    with pytest.raises(Refused, match="approved"):
        comment_on(section, "到村组", reviewer)
    assert Comment.objects.count() == 0


# the text changes


def test_filling_a_blank_moves_nothing(section, author):
    comment = comment_on(section, "公里，由", author)
    section.report.figures.filter(label="管网长度").update(value="1000")
    assert placed(comment) == ("placed", "公里，由")


def test_edits_elsewhere_carry_the_comment_along(problems, reviewer, author):
    comment = comment_on(problems, "调研还不够深入", reviewer)
    write(problems, "一年来，到村组走得还是不够多，调研还不够深入。", author)
    assert placed(comment) == ("placed", "调研还不够深入")


def test_changed_words_are_moved_until_somebody_confirms(problems, reviewer, author, log):
    comment = comment_on(problems, "调研还不够深入", reviewer)
    write(problems, "到村组走得不够多，调查研究还很不够深入。", author)
    state, words = placed(comment)
    assert (state, words) == ("moved", "调查研究还很不够深入")
    fresh = Comment.objects.get(pk=comment.pk)
    passage = (fresh.placed_start, fresh.placed_end)
    confirm_placement(comment=fresh, read=fresh.section.body, passage=passage, by=author, at=LATER)
    assert placed(comment) == ("placed", words)
    fresh.refresh_from_db()
    assert (fresh.original_quote, fresh.quote) == ("调研还不够深入", words)
    assert log()[-1] == ("place_confirmed", "lin", problems.report_id, "存在问题")


def test_confirming_a_place_that_has_changed_meanwhile_is_refused(problems, reviewer, author):
    comment = comment_on(problems, "调研还不够深入", reviewer)
    write(problems, "到村组走得不够多，调查研究还很不够深入。", author)
    seen = Comment.objects.get(pk=comment.pk)
    passage, read = (seen.placed_start, seen.placed_end), seen.section.body
    write(problems, "今年到村组走得不够多，调查研究还很不够深入。", author)
    with pytest.raises(Refused, match="meanwhile"):
        confirm_placement(comment=comment, read=read, passage=passage, by=author, at=LATER)
    assert placed(comment)[0] == "moved"


def test_a_lost_comment_keeps_its_quote_and_can_be_attached_again(problems, reviewer, author, log):
    comment = comment_on(problems, "调研还不够深入", reviewer)
    write(problems, "写作能力有待提高。", author)
    assert placed(comment) == ("lost", "")
    body = Section.objects.get(pk=problems.pk).body
    reattach_comment(comment=comment, read=body, passage=(0, 4), by=author, at=LATER)
    assert placed(comment) == ("placed", "写作能力")
    assert Comment.objects.get(pk=comment.pk).original_quote == "调研还不够深入"
    assert log()[-1] == ("reattached", "lin", problems.report_id, "存在问题")


def test_a_comment_in_its_place_is_not_attached_elsewhere(problems, reviewer):
    comment = comment_on(problems, "调研", reviewer)
    with pytest.raises(Refused, match="in its place"):
        reattach_comment(comment=comment, read=problems.body, passage=(0, 2), by=reviewer, at=LATER)


def test_a_refused_save_moves_nothing(problems, reviewer, author, assistant):
    comment = comment_on(problems, "调研还不够深入", reviewer)
    edit = SectionEdit(tab="u", version=7, words=Words("", "全部重写。"), base=Words("", "旧的。"))
    with pytest.raises(StaleSection):
        save_section(section=problems, edit=edit, by=assistant, at=LATER)
    assert placed(comment) == ("placed", "调研还不够深入")


# answers


def test_edit_and_delete_until_answered(in_review, reviewer, author, log):
    comment = comment_on(in_review.sections.get(position=4), "到村组", reviewer)
    edit_comment(comment=comment, text="请写次数。", replacement=None, by=reviewer, at=LATER)
    fresh = Comment.objects.get()
    assert (fresh.text, fresh.edited_at) == ("请写次数。", LATER)
    reply = reply_to_comment(comment=comment, text="好。", by=author, at=LATER)
    assert (reply.author, reply.created_at) == (author, LATER)
    with pytest.raises(Refused, match="answered"):
        edit_comment(comment=comment, text="别的。", replacement=None, by=reviewer, at=LATER)
    with pytest.raises(Refused, match="answered"):
        delete_comment(comment=comment, by=reviewer, at=LATER)
    assert Comment.objects.get().text == "请写次数。"
    assert [row[0] for row in log()[-3:]] == ["commented", "comment_edited", "replied"]


def test_a_deleted_comment_cannot_be_answered(in_review, reviewer, author):
    comment = comment_on(in_review.sections.get(position=4), "到村组", reviewer)
    delete_comment(comment=Comment.objects.get(), by=reviewer, at=LATER)
    with pytest.raises(Refused, match="deleted"):
        reply_to_comment(comment=comment, text="好。", by=author, at=LATER)
    assert Reply.objects.count() == 0


def test_resolve_and_reopen_say_who_and_when(in_review, reviewer, author, log):
    comment = comment_on(in_review.sections.get(position=4), "到村组", reviewer)
    resolve_comment(comment=comment, by=author, at=LATER)
    assert settled(comment) == ("resolved", author, LATER)
    with pytest.raises(Refused, match="already"):
        resolve_comment(comment=comment, by=reviewer, at=LATER)
    reopen_comment(comment=comment, by=reviewer, at=LATER)
    assert settled(comment) == ("", None, None)
    assert [row[:2] for row in log()[-2:]] == [("resolved", "lin"), ("reopened", "zhao")]


def test_nothing_is_said_any_more_once_the_report_is_approved(in_review, reviewer, author):
    comment = comment_on(in_review.sections.get(position=4), "到村组", reviewer)
    agree(report=in_review, by=reviewer, at=LATER)
    with pytest.raises(Refused, match="approved"):
        reply_to_comment(comment=comment, text="好。", by=author, at=LATER)
    with pytest.raises(Refused, match="approved"):
        resolve_comment(comment=comment, by=author, at=LATER)


# suggestions


def test_accepting_changes_the_text_raises_the_version_and_resolves(problems, reviewer, author, log):
    suggestion = comment_on(problems, "走得不够多", reviewer, replacement="只走了【走访次数】次")
    other = comment_on(problems, "调研还不够深入", reviewer)
    accept_suggestion(comment=suggestion, by=author, at=LATER)
    stored = Section.objects.get(pk=problems.pk)
    assert stored.body == "到村组只走了【走访次数】次，调研还不够深入。"
    assert (stored.version, stored.saved_by, stored.saved_at) == (problems.version + 1, author, LATER)
    assert settled(suggestion) == ("accepted", author, LATER)
    assert placed(suggestion) == ("placed", "只走了【走访次数】次")
    assert placed(other) == ("placed", "调研还不够深入")
    assert log()[-1] == ("accepted", "lin", problems.report_id, "存在问题")


def test_words_may_be_taken_out(problems, reviewer, author):
    suggestion = comment_on(problems, "，调研还不够深入", reviewer, replacement="")
    accept_suggestion(comment=suggestion, by=author, at=LATER)
    assert Section.objects.get(pk=problems.pk).body == "到村组走得不够多。"
    assert placed(suggestion) == ("lost", "")


def test_accepting_is_refused_with_todays_words_where_they_changed(problems, reviewer, author):
    suggestion = comment_on(problems, "调研还不够深入", reviewer, replacement="调研不深")
    write(problems, "到村组走得不够多，调查研究还很不够深入。", author)
    with pytest.raises(PassageChanged) as caught:
        accept_suggestion(comment=suggestion, by=author, at=LATER)
    assert caught.value.today == "调查研究还很不够深入"
    assert Section.objects.get(pk=problems.pk).body == "到村组走得不够多，调查研究还很不够深入。"
    assert settled(suggestion) == ("", None, None)


def test_accepting_is_refused_where_the_words_are_gone(problems, reviewer, author):
    suggestion = comment_on(problems, "调研还不够深入", reviewer, replacement="调研不深")
    write(problems, "写作能力有待提高。", author)
    with pytest.raises(PassageChanged) as caught:
        accept_suggestion(comment=suggestion, by=author, at=LATER)
    assert caught.value.today == ""


def test_a_locked_section_takes_no_suggestion(in_review, reviewer, author):
    section = in_review.sections.get(position=4)
    suggestion = comment_on(section, "到村组", reviewer, replacement="下村")
    with pytest.raises(Refused, match="locked"):
        accept_suggestion(comment=suggestion, by=author, at=LATER)
    assert Section.objects.get(pk=section.pk).body == section.body


def test_an_accepted_suggestion_is_not_reopened_nor_accepted_twice(problems, reviewer, author):
    suggestion = comment_on(problems, "走得", reviewer, replacement="去得")
    accept_suggestion(comment=suggestion, by=author, at=LATER)
    with pytest.raises(Refused, match="resolved already"):
        accept_suggestion(comment=suggestion, by=author, at=LATER)
    with pytest.raises(Refused, match="accepted"):
        reopen_comment(comment=suggestion, by=reviewer, at=LATER)


def test_the_reason_of_a_declined_suggestion_is_an_answer(in_review, reviewer, author):
    suggestion = comment_on(in_review.sections.get(position=4), "到村组", reviewer, replacement="下村")
    decline_suggestion(comment=suggestion, reason="原文更准。", by=author, at=LATER)
    assert settled(suggestion) == ("declined", author, LATER)
    assert list(suggestion.replies.values_list("author__username", "text")) == [("lin", "原文更准。")]


def test_an_author_decides_on_a_suggestion_and_does_not_just_resolve_it(in_review, reviewer, author):
    suggestion = comment_on(in_review.sections.get(position=4), "到村组", reviewer, replacement="下村")
    with pytest.raises(Refused, match="accepted or declined"):
        resolve_comment(comment=suggestion, by=author, at=LATER)
    resolve_comment(comment=suggestion, by=reviewer, at=LATER)
    assert settled(suggestion)[0] == "resolved"


def test_a_comment_is_no_suggestion(problems, reviewer, author):
    comment = comment_on(problems, "到村组", reviewer)
    with pytest.raises(Refused, match="no other words"):
        accept_suggestion(comment=comment, by=author, at=LATER)
    with pytest.raises(Refused, match="no other words"):
        decline_suggestion(comment=comment, reason="不。", by=author, at=LATER)

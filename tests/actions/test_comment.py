"""Commenting, answering, settling."""

import pytest

from reports.actions.comment import (
    add_comment,
    comment_on_figure,
    delete_comment,
    edit_comment,
    reopen_comment,
    resolve_comment,
)
from reports.actions.errors import Refused
from reports.actions.reply import reply_to_comment
from reports.actions.report import submit_report, withdraw_report
from reports.actions.review import agree
from reports.models import Comment, Reply

from .discussion import LATER, comment_on, placed, settled, write

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


def speak_of(figure, section, by, *, value="31.5"):
    return comment_on_figure(
        figure=figure, section=section, read=section.body, value=value, text="与台账不符。", by=by, at=LATER
    )


def test_a_comment_on_a_figure_keeps_the_value_that_was_read(in_review, reviewer, log):
    section = in_review.sections.get(position=3)
    figure = in_review.figures.get(label="管网长度")
    comment = speak_of(figure, section, reviewer)
    fresh = Comment.objects.get(pk=comment.pk)
    assert (fresh.figure, fresh.section, fresh.original_quote, fresh.start) == (figure, section, "31.5", None)
    assert fresh.made_on == in_review.revisions.get()
    assert log()[-1] == ("commented", "zhao", in_review.pk, "业务工作")


def test_a_comment_on_a_figure_stays_when_the_figure_leaves_the_text(section, author):
    comment = speak_of(section.report.figures.get(label="管网长度"), section, author)
    write(section, "全部重写。", author)
    fresh = Comment.objects.get(pk=comment.pk)
    assert (fresh.figure.label, fresh.section_id, fresh.placement) == ("管网长度", section.pk, "placed")


def test_a_value_that_is_only_being_tried_out_is_nobody_elses(returned, author):
    section = returned.sections.get(position=3)
    figure = returned.figures.get(label="管网长度")
    assert speak_of(figure, section, author, value="31.5").made_on == returned.revisions.last()
    assert speak_of(figure, section, author, value="40").made_on is None


def test_nobody_comments_on_an_approved_report(approved, reviewer):
    section = approved.sections.get(position=4)
    with pytest.raises(Refused, match="approved"):
        comment_on(section, "到村组", reviewer)
    assert Comment.objects.count() == 0


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
    resolve_comment(comment=comment, by=reviewer, at=LATER)
    assert settled(comment) == ("resolved", reviewer, LATER)
    with pytest.raises(Refused, match="already"):
        resolve_comment(comment=comment, by=author, at=LATER)
    reopen_comment(comment=comment, by=reviewer, at=LATER)
    assert settled(comment) == ("", None, None)
    assert [row[:2] for row in log()[-2:]] == [("resolved", "zhao"), ("reopened", "zhao")]


def test_nothing_is_said_any_more_once_the_report_is_approved(in_review, reviewer, author):
    comment = comment_on(in_review.sections.get(position=4), "到村组", reviewer)
    agree(report=in_review, by=reviewer, at=LATER)
    with pytest.raises(Refused, match="approved"):
        reply_to_comment(comment=comment, text="好。", by=author, at=LATER)
    with pytest.raises(Refused, match="approved"):
        resolve_comment(comment=comment, by=author, at=LATER)

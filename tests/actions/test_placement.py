"""What edits of the text do to the places of comments, and what people say of these."""

import pytest

from reports.actions.errors import Refused
from reports.actions.placement import confirm_placement, reattach_comment
from reports.actions.saved_text import TextEdit
from reports.actions.section import StaleSection, save_section
from reports.models import Comment, Section
from reports.prose.content import Words

from .discussion import LATER, comment_on, placed, write


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
    edit = TextEdit(tab="u", version=7, words=Words("", "全部重写。"), base=Words("", "旧的。"))
    with pytest.raises(StaleSection):
        save_section(section=problems, edit=edit, by=assistant, at=LATER)
    assert placed(comment) == ("placed", "调研还不够深入")

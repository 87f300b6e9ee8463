"""Suggestions: one accepted or declined; or all of a section at once, all that fit together or nothing."""

import pytest

from reports.actions.comment import add_comment, edit_comment, reopen_comment, resolve_comment
from reports.actions.errors import Refused
from reports.actions.suggestion import (
    PassageChanged,
    accept_suggestion,
    accept_suggestions,
    decline_suggestion,
    plan_suggestions,
)
from reports.models import Comment, Section

from ..factories import MOMENT
from .discussion import LATER, comment_on, placed, settled, write


@pytest.fixture
def suggest(problems, reviewer):
    def on(words, replacement, **fields):
        start = problems.body.index(words)
        passage = (start, start + len(words))
        given = {"section": problems, "read": problems.body, "passage": passage, "text": ""} | fields
        return add_comment(**given, replacement=replacement, by=reviewer, at=MOMENT)

    return on


def plan(section):
    return plan_suggestions(Section.objects.select_related("report", "outline_section").get(pk=section.pk))


def body(section):
    return Section.objects.get(pk=section.pk).body


# one


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


# all of a section


def test_all_are_put_in_at_once(problems, suggest, author, log):
    late, first, gone = suggest("深入", "细致深入"), suggest("到村组", "下村"), suggest("还", "")
    accept_suggestions(section=problems, token=plan(problems).token, by=author, at=LATER)
    stored = Section.objects.get(pk=problems.pk)
    assert (stored.body, stored.version) == ("下村走得不够多，调研不够细致深入。", problems.version + 1)
    fresh = Comment.objects.select_related("answer").in_bulk([late.pk, first.pk, gone.pk])
    assert {comment.resolution for comment in fresh.values()} == {"accepted"}
    assert {comment.answer.verdict for comment in fresh.values()} == {"adopted"}
    places = [fresh[one.pk] for one in (first, late)]
    assert [stored.body[one.placed_start : one.placed_end] for one in places] == ["下村", "细致深入"]
    assert fresh[gone.pk].placement == "lost"
    assert [row[0] for row in log()[-3:]] == ["accepted"] * 3


def test_what_cannot_be_put_in_stands_apart(problems, suggest, author, reviewer):
    fits, changed = suggest("到村组", "下村"), suggest("深入", "细致")
    one, other = suggest("走得不够多", "去得少"), suggest("不够多，", "不多，")
    resolve_comment(comment=suggest("还", ""), by=reviewer, at=LATER)
    suggest("还", "都", for_reviewers_only=True)
    write(problems, "到村组走得不够多，调研还不够深透细入。", author)
    found = plan(problems)
    assert (found.together, found.overlapping, found.changed) == ([fits], [one, other], [changed])
    accept_suggestions(section=problems, token=found.token, by=author, at=LATER)
    assert body(problems) == "下村走得不够多，调研还不够深透细入。"


def test_neighbours_do_not_overlap(problems, suggest):
    pair = [suggest("到村组", "下村"), suggest("走得", "去得")]
    assert plan(problems).together == pair


def edits(problems, suggest, author, reviewer, comment):
    return {
        "text": lambda: write(problems, "今年" + problems.body, author),
        "new": lambda: suggest("调研", "研究"),
        "edited": lambda: edit_comment(comment=comment, text="", replacement="进村", by=reviewer, at=LATER),
        "settled": lambda: resolve_comment(comment=comment, by=reviewer, at=LATER),
    }


@pytest.mark.parametrize("change", ["text", "new", "edited", "settled"])
def test_nothing_is_put_in_where_anything_has_changed(problems, suggest, author, reviewer, change):
    comment = suggest("到村组", "下村")
    suggest("深入", "细致")
    token = plan(problems).token
    edits(problems, suggest, author, reviewer, comment)[change]()
    before = body(problems)
    with pytest.raises(Refused, match="look once more"):
        accept_suggestions(section=problems, token=token, by=author, at=LATER)
    assert body(problems) == before
    assert Comment.objects.filter(resolution="accepted").count() == 0


def test_a_locked_section_takes_none(returned, author):
    locked = returned.sections.get(position=3)
    with pytest.raises(Refused, match="locked"):
        accept_suggestions(section=locked, token=plan(locked).token, by=author, at=LATER)

"""All suggestions of a section at once: all that fit together, or nothing."""

from datetime import timedelta

import pytest

from reports.actions.comment import add_comment, edit_comment, resolve_comment
from reports.actions.errors import Refused
from reports.actions.section import SectionEdit, Words, save_section
from reports.actions.suggestion import accept_suggestions, plan_suggestions
from reports.models import Comment, Section

from ..factories import MOMENT

LATER = MOMENT + timedelta(days=9)


@pytest.fixture
def problems(returned):
    """存在问题, unlocked: 到村组走得不够多，调研还不够深入。"""
    return returned.sections.get(position=4)


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


def write(section, text, by):
    stored = Section.objects.get(pk=section.pk)
    base = Words(stored.heading, stored.body)
    edit = SectionEdit(tab="t", version=stored.version, words=Words(stored.heading, text), base=base)
    save_section(section=section, edit=edit, by=by, at=LATER)


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

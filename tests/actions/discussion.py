"""What the tests of comments do again and again."""

from datetime import timedelta

from reports.actions.comment import add_comment
from reports.actions.saved_text import TextEdit
from reports.actions.section import save_section
from reports.models import Comment, Section
from reports.prose.content import Words

from ..factories import MOMENT

LATER = MOMENT + timedelta(days=9)


def comment_on(section, words, by, *, text="请写具体。", **fields):
    start = section.body.index(words)
    passage = (start, start + len(words))
    return add_comment(section=section, read=section.body, passage=passage, text=text, by=by, at=LATER, **fields)


def write(section, body, by):
    stored = Section.objects.get(pk=section.pk)
    base = Words(stored.heading, stored.body)
    edit = TextEdit(tab="t", version=stored.version, words=Words(stored.heading, body), base=base)
    save_section(section=section, edit=edit, by=by, at=LATER)


def placed(comment):
    """State, and the words at the place today."""
    fresh = Comment.objects.select_related("section").get(pk=comment.pk)
    words = "" if fresh.placed_start is None else fresh.section.body[fresh.placed_start : fresh.placed_end]
    return fresh.placement, words


def settled(comment):
    fresh = Comment.objects.get(pk=comment.pk)
    return fresh.resolution, fresh.resolved_by, fresh.resolved_at

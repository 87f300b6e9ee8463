"""What reviewer and author say of a report of the demonstration, and what the author rewrites after that."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from ..actions.comment import add_comment, comment_on_figure, resolve_comment
from ..actions.decision import decide_comment
from ..actions.reply import reply_to_comment
from ..actions.saved_text import FigureEdit, TextEdit
from ..actions.section import save_section
from ..actions.suggestion import accept_suggestion
from ..models import Comment, Report, Section, User
from ..models.content import content_for

if TYPE_CHECKING:
    from .stories import Story

TIME_FOR_WORDS = timedelta(minutes=6)


def comment(report: Report, story: "Story", *, at: datetime) -> None:
    for row in story.data["comments"]:
        at += TIME_FOR_WORDS
        mentioned = [story.people[name] for name in row.get("mentions", ())]
        _comment(_section(report, row["section"]), row, mentioned=mentioned, by=story.reviewer, at=at)


def _section(report: Report, name: str) -> Section:
    sections = report.sections.select_related("outline_section")
    found = next(section for section in sections if section.name == name)
    found.report = report
    return found


def _comment(section: Section, row: Mapping[str, Any], **said: Any) -> None:
    said |= {"section": section, "read": section.body, "text": row["text"]}
    said["for_reviewers_only"] = row.get("for_reviewers_only", False)
    if "figure" in row:
        figure = section.report.figures.get(label=row["figure"])
        value = content_for(section.report, writes=False).value_of(figure.label)
        comment_on_figure(figure=figure, value=value, **said)
        return
    start = section.body.index(row["words"]) if "words" in row else None
    passage = None if start is None else (start, start + len(row["words"]))
    add_comment(passage=passage, replacement=row.get("instead"), **said)


def answer(report: Report, story: "Story", *, at: datetime) -> None:
    """Writes replies and decisions, accepts suggestions, and settles what the reviewer then settles."""
    comments = Comment.objects.filter(section__report=report).select_related("section").order_by("pk")
    for found, row in zip(comments, story.data["comments"], strict=True):
        found.section.report = report
        for reply in row.get("replies", []):
            at += TIME_FOR_WORDS
            _reply(found, reply, by=getattr(story, reply["by"]), at=at)
        if row.get("accepted"):
            accept_suggestion(comment=found, by=story.author, at=at)
        if row.get("resolved"):
            resolve_comment(comment=found, by=story.reviewer, at=at)


def _reply(found: Comment, reply: Mapping[str, str], *, by: User, at: datetime) -> None:
    if "verdict" in reply:
        decide_comment(comment=found, verdict=reply["verdict"], reason=reply["text"], by=by, at=at)
    else:
        reply_to_comment(comment=found, text=reply["text"], by=by, at=at)


def rewrite(report: Report, story: "Story", *, at: datetime) -> None:
    """The author changes what was returned: other words, or another value."""
    for row in story.data["rewritten"]:
        at += TIME_FOR_WORDS
        section = _section(report, row["section"])
        save_section(section=section, edit=_change(section, row), by=story.author, at=at)


def _change(section: Section, row: Mapping[str, str]) -> TextEdit:
    if "figure" in row:
        base = section.report.figures.get(label=row["figure"]).value
        values = {row["figure"]: FigureEdit(value=row["value"], base=base)}
        return TextEdit(tab="", version=section.version, figures=values)
    section.body.index(row["words"])  # raises where the file names words that are not there
    words = section.words._replace(body=section.body.replace(row["words"], row["instead"]))
    return TextEdit(tab="", version=section.version, words=words, base=section.words)

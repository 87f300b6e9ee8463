"""What was said about a report, made ready for a file: in the words and the language of the site."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Opinion, Reply, Report, ReturnReason
from ..models.comment import CommentQuerySet
from ..prose.content import ReportContent
from ..prose.remarks import Remark
from .changes import has_changed, section_has_changed
from .discussion import CommentCard, Discussion, discuss, sections_in_order


def remarks_on(
    report: Report,
    content: ReportContent,
    *,
    comments: CommentQuerySet,
    reasons: Iterable[ReturnReason],
    opinions: Iterable[Opinion],
) -> list[Remark]:
    """The comments in the order of the text, then the reasons of returns and the opinions."""
    discussion = discuss(sections_in_order(report), content, comments.beside_text())
    places = {part.section.pk: index for index, part in enumerate(discussion.parts)}
    remarks = [
        *_of_comments(discussion, content),
        *(_of_reason(reason, places[reason.section_id], content) for reason in reasons),
        *map(_of_opinion, opinions),
    ]
    return [replace(remark, number=number) for number, remark in enumerate(remarks, start=1)]


def _of_comments(discussion: Discussion, content: ReportContent) -> Iterator[Remark]:
    for index, part in enumerate(discussion.parts):
        for card in [*part.cards, *(card for _row, cards in part.rows for card in cards)]:
            yield _of_card(card, part.name, index, content)


def _of_card(card: CommentCard, section: str, index: int, content: ReportContent) -> Remark:
    comment, end = card.comment, card.placement.end
    answer = next((reply for reply in comment.replies.all() if reply.pk == comment.answer_id), None)
    return Remark(
        number=card.number,
        section=section,
        passage=content.filled(comment.original_quote),
        says="\n".join(_said(card, content)),
        by=comment.author.name,
        at=_moment(comment.created_at),
        place=None if end is None else (index, end),
        changed=_say_changed(changed=has_changed(card, index, content)),
        is_apart=comment.for_reviewers_only,
        **_answered(answer),
    )


def _of_reason(reason: ReturnReason, index: int, content: ReportContent) -> Remark:
    return Remark(
        number=0,
        section=reason.label,
        passage="",
        says="\n".join((_("Returned, version %(number)s:") % {"number": reason.revision.number}, reason.text)),
        by=reason.by.name,
        at=_moment(reason.at),
        changed=_say_changed(changed=section_has_changed(reason.revision.content, content, index)),
    )


def _say_changed(*, changed: bool | None) -> str:
    if changed is None:
        return ""
    return _("Words changed") if changed else _("Words unchanged")


def _said(card: CommentCard, content: ReportContent) -> Iterator[str]:
    comment = card.comment
    if comment.for_reviewers_only:
        yield _("(only reviewers see this)")
    if comment.replacement:
        yield _("Write instead: %(words)s") % {"words": content.filled(comment.replacement)}
    elif comment.replacement == "":
        yield _("Take these words out.")
    if comment.text:
        yield comment.text
    for reply in comment.replies.all():
        if reply.pk != comment.answer_id and reply.text:
            yield _("%(name)s: %(words)s") % {"name": reply.author.name, "words": reply.text}


def _answered(answer: Reply | None) -> dict[str, str]:
    if answer is None:
        return {}
    return {
        "verdict": answer.get_verdict_display(),
        "reason": answer.text,
        "answered_by": answer.author.name,
        "answered_at": _moment(answer.created_at),
    }


def _of_opinion(opinion: Opinion) -> Remark:
    decided = f"{opinion.get_decision_display()} {opinion.grade}".strip()
    return Remark(
        number=0,
        section=_("the whole report"),
        passage="",
        says="\n".join(line for line in (decided, opinion.text) if line),
        by=opinion.by.name,
        at=_moment(opinion.at),
    )


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"

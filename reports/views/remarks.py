"""What was said about a report, made ready for a file: in the words and the language of the site."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from .. import access
from ..access import Standing
from ..models import Opinion, Reply, Report
from ..text.content import ReportContent
from ..text.remarks import Remark
from .discussion import Card, Discussion, discuss
from .signing_in import SignedInRequest


def has_remarks(request: SignedInRequest, report: Report, standing: Standing) -> bool:
    """Whether `remarks_on` gives any."""
    comments = access.comments_to_read(report, standing)
    return comments.exists() or bool(access.opinions_to_read(request.user, report, standing))


def remarks_on(request: SignedInRequest, report: Report, standing: Standing, content: ReportContent) -> list[Remark]:
    """All comments that the person may see, in the order of the text, then the opinions on the whole."""
    remarks = list(_of_comments(discuss(request, report, standing, content), content))
    opinions = access.opinions_to_read(request.user, report, standing)
    return [*remarks, *_of_opinions(opinions, start=len(remarks) + 1)]


def _of_comments(discussion: Discussion, content: ReportContent) -> Iterator[Remark]:
    for index, part in enumerate(discussion.parts):
        for card in [*part.cards, *(card for _row, cards in part.rows for card in cards)]:
            yield _of_card(card, part.name, index, content)


def _of_card(card: Card, section: str, index: int, content: ReportContent) -> Remark:
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
        **_answered(answer),
    )


def _said(card: Card, content: ReportContent) -> Iterator[str]:
    comment = card.comment
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


def _of_opinions(opinions: Iterable[Opinion], *, start: int) -> Iterator[Remark]:
    for number, opinion in enumerate(opinions, start=start):
        decided = f"{opinion.get_decision_display()} {opinion.get_grade_display()}".strip()
        yield Remark(
            number=number,
            section=_("the whole report"),
            passage="",
            says="\n".join(line for line in (decided, opinion.text) if line),
            by=opinion.review.reviewer.name,
            at=_moment(opinion.at),
        )


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"

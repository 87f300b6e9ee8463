"""Whether the words that somebody spoke of have changed since: with values in their blanks, as on paper."""

from ..prose.anchoring.anchor import PlacementState
from ..prose.content import ReportContent
from .discussion import CommentCard


def has_changed(card: CommentCard, index: int, content: ReportContent) -> bool | None:
    """Compares the version a comment was made on with `content`, which the person reads. `index` is the place of its
    section in both.

    None for a comment on a whole section that was made before there was any version.
    """
    comment = card.comment
    then = comment.made_on.content if comment.made_on else None
    if comment.figure:
        is_there = comment.figure.label in content.sections[index].labels
        return not is_there or content.value_of(comment.figure.label) != comment.original_quote
    if comment.start is None:
        return None if then is None else section_has_changed(then, content, index)
    return _passage_has_changed(card, index, then or content, content)


def section_has_changed(then: ReportContent, now: ReportContent, index: int) -> bool:
    return _section(then, index) != _section(now, index)


def _section(content: ReportContent, index: int) -> list[str]:
    return [content.filled(text) for text in content.sections[index].words]


def _passage_has_changed(card: CommentCard, index: int, then: ReportContent, now: ReportContent) -> bool:
    quote, place = card.comment.original_quote, card.placement
    if place.start is None or then.filled(quote) != now.filled(card.shown[place.start : place.end]):
        return True
    if place.state == PlacementState.PLACED:
        return False
    # In doubt: the same words may be others' of the same wording, whose own were taken out.
    return then.sections[index].body.count(quote) > card.shown.count(quote)

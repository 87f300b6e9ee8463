"""What a card says of its comment and what may be done with it: a template takes twelve hundred calls for that, and a
page has hundreds of cards.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ..forms.markup import fill, once_for_each_catalogue
from ..http.queue import with_filter
from ..models.comment import Resolution
from ..pages.discussion import CommentCard
from ..prose.anchoring.anchor import PlacementState
from .address import find_address
from .report_tags import moment

register = template.Library()
_ATTRIBUTES = (
    'class="comment {look}" id="comment-{key}" tabindex="-1" data-comment="{key}" data-stamp="{stamp}"'
    ' aria-labelledby="comment-{key}-who"'
)
_HEAD = (
    '<header><a class="comment-number" href="#comment-{key}"><span class="visually-hidden">{comment} </span>{number}'
    '</a> <strong id="comment-{key}-who">{name}</strong> {moment} {changed}</header>'
)
_CHANGED = '<span class="hint">{words}</span>'
_TAG = '<span class="tag{kind}">{words}</span>'
_CSRF = '<input type="hidden" name="csrfmiddlewaretoken" value="{token}">'
_PLACE = '<input type="hidden" name="start" value="{start}"><input type="hidden" name="end" value="{end}">'
_FORM = (
    '<form method="post" action="{address}" data-comment-form>{fields}'
    '<button class="btn btn-link">{words}</button></form>'
)
_OPENS = '<a href="{address}" data-opens="{form}">{words}</a>'
_REATTACH = '<a href="{address}" data-reattach>{words}</a>'
_NOTHING = SafeString()


@register.simple_tag
def card_attributes(card: CommentCard) -> SafeString:
    return fill(_ATTRIBUTES, look=card.look, key=card.comment.pk, stamp=card.stamp)


@register.simple_tag
def card_head(card: CommentCard) -> SafeString:
    comment, words = card.comment, _words()
    return fill(
        _HEAD,
        key=comment.pk,
        comment=words["comment"],
        number=card.number,
        name=comment.author.name,
        moment=moment(comment.created_at),
        changed=fill(_CHANGED, words=words["changed"]) if comment.edited_at else _NOTHING,
    )


@register.simple_tag(takes_context=True)
def card_tags(context: Context, card: CommentCard) -> SafeString:
    """Empty, they take no room: no white space is in them."""
    tags = [
        fill(_TAG, kind=kind, words=words) for kind, words in _tags(card, may_write=context["permissions"].may_write)
    ]
    return SafeString(f'<p class="comment-tags">{"".join(tags)}</p>')


def _tags(card: CommentCard, *, may_write: bool) -> Iterator[tuple[str, str]]:
    comment, words = card.comment, _words()
    if comment.is_suggestion:
        yield " tag-suggestion", words["suggestion"]
    if comment.figure:
        yield "", words["on_figure"]
    elif not card.is_on_passage:
        yield "", words["on_section"]
    elif card.placement.state != PlacementState.PLACED and comment.resolution != Resolution.ACCEPTED:
        yield " tag-doubtful", words[card.placement.state]
    if comment.for_reviewers_only:
        yield "", words["for_reviewers"]
    if comment.answer:
        yield " tag-verdict", str(comment.answer.get_verdict_display())
    if not comment.is_open:
        yield " tag-complete", str(comment.get_resolution_display())
    elif may_write and comment.is_unanswered:
        yield " tag-doubtful", words["unanswered"]


@register.simple_tag(takes_context=True)
def card_actions(context: Context, card: CommentCard) -> SafeString:
    """Forms and links to what may be done with the comment by whom it is shown."""
    return SafeString(f'<div class="comment-actions">{" ".join(_Actions(context, card).listed())}</div>')


class _Actions:
    """Those of a card on a page."""

    def __init__(self, context: Context, card: CommentCard) -> None:
        self._card, self._comment = card, card.comment
        self._request, self._report = context["request"], context["report"].pk
        self._token, self._words = context["csrf_token"], _words()
        self._may_write = context["permissions"].may_write
        self._is_own = card.comment.author_id == context["user"].pk

    def listed(self) -> Iterator[SafeString]:
        yield from self._on_suggestion()
        yield from self._on_place()
        yield self._opens("comment_reply", "say")
        if self._comment.is_open:
            yield from self._on_open()
        elif self._comment.resolution != Resolution.ACCEPTED:
            yield self._form("comment_reopen")

    def _on_suggestion(self) -> Iterator[SafeString]:
        if self._comment.is_open and self._comment.is_suggestion and self._may_write:
            if self._card.may_be_accepted:
                yield self._form("suggestion_accept")
            yield self._opens("suggestion_decline", "say")

    def _on_place(self) -> Iterator[SafeString]:
        state, comment = self._card.placement.state, self._comment
        if not self._card.is_on_passage or comment.resolution == Resolution.ACCEPTED:
            return
        if state == PlacementState.MOVED and self._card.is_today:
            start, end = ("" if one is None else one for one in (comment.placed_start, comment.placed_end))
            yield self._form("comment_confirm", fill(_PLACE, start=start, end=end))
        if state != PlacementState.PLACED:
            yield fill(_REATTACH, **self._to("comment_reattach"))

    def _on_open(self) -> Iterator[SafeString]:
        """A suggestion is resolved by who made it, and what waits for the writers' decision is not resolved by them."""
        waits = self._comment.is_suggestion or (self._may_write and self._comment.is_unanswered)
        if self._is_own or not waits:
            yield self._form("comment_resolve")
        if self._is_own and not self._comment.replies.all():
            yield self._opens("comment_edit", "edit")

    def _form(self, name: str, fields: SafeString = _NOTHING) -> SafeString:
        return fill(_FORM, fields=fill(_CSRF, token=self._token) + fields, **self._to(name))

    def _opens(self, name: str, form: str) -> SafeString:
        return fill(_OPENS, form=form, **self._to(name))

    def _to(self, name: str) -> dict[str, str]:
        address = find_address(name, self._report, self._comment.pk, request=self._request)
        return {"address": with_filter(self._request, address), "words": self._words[name]}


@once_for_each_catalogue
def _words() -> Mapping[str, Any]:
    return {
        "comment": _("Comment"),
        "changed": pgettext("a comment by its author", "changed"),
        "suggestion": _("Suggestion"),
        "on_figure": _("On a figure"),
        "on_section": _("On the whole section"),
        PlacementState.MOVED: _("The words have changed"),
        PlacementState.LOST: _("The words are gone"),
        "for_reviewers": _("Only reviewers see this"),
        "unanswered": _("Waits for your decision"),
        "suggestion_accept": _("Accept"),
        "suggestion_decline": _("Decline…"),
        "comment_confirm": _("The place is right"),
        "comment_reattach": _("Choose the words again"),
        "comment_reply": pgettext("do it", "Answer"),
        "comment_resolve": _("Resolve"),
        "comment_reopen": _("Reopen"),
        "comment_edit": pgettext("do it", "Change"),
    }

"""The words of a report as they stand on the paper of a page. There are hundreds of runs of them, and a template takes
three hundred calls for each.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ..forms.markup import fill, once_for_each_catalogue
from ..http.queue import with_filter, with_query
from ..pages.discussion import CommentCard
from ..prose.paper import PaperRow, PaperSpan
from .address import find_address

register = template.Library()
_LINK = '<a href="{address}" data-comment-link>{words}</a>'
_OF_PARAGRAPH = '{words}<span class="visually-hidden"> {of}</span>'
_WRITE = '<a href="{address}">{words}</a>'


@register.simple_tag(takes_context=True)
def print_runs(context: Context, runs: Iterable[PaperSpan]) -> str:
    """Nothing stands between two runs: a line break would show as a gap, and selecting counts characters."""
    part = context.get("part")
    printer = _RunPrinter(
        report=context["report"].pk,
        section=part.section.pk if part else None,
        cards=part.marked if part else {},
        figure_pks=context.get("figure_pks") or {},
        sources=context.get("sources") or {},
    )
    words = "".join([printer.linked(run) + printer.references(run) for run in runs])
    return mark_safe(words)


@dataclass(frozen=True, slots=True)
class _RunPrinter:
    """`cards` are those of the comments on the section, `figure_pks` and `sources` say by label which values lead to
    where they come from, and what that is.
    """

    report: int
    section: int | None
    cards: Mapping[int, CommentCard]
    figure_pks: Mapping[str, int]
    sources: Mapping[str, Any]

    def linked(self, run: PaperSpan) -> str:
        """A value as a link to where it comes from. Not dragged as a link: words are selected across it."""
        if run.label not in self.figure_pks:
            return self._words(run)
        address = escape(find_address("figure_basis", self.report, self.figure_pks[run.label]))
        source = self.sources.get(run.label)
        title = escape(f"{run.label} · {source}" if source else run.label)
        link = f'<a class="figure-link" href="{address}?at={self.section}-{run.start or 0}" title="{title}"'
        return f'{link} draggable="false">{self._words(run)}</a>'

    def _words(self, run: PaperSpan) -> str:
        text = escape(run.text)
        place = "" if run.start is None else f' data-start="{run.start}" data-end="{run.end}"'
        title = f' title="{escape(run.label)}"' if run.label and run.label not in self.figure_pks else ""
        chip = "chip" if run.filled else "chip chip-empty"
        if run.keys:
            return f'<mark{place} class="{self._marks(run, chip)}"{title}>{text}</mark>'
        if run.label:
            return f'<span class="{chip}"{title}{place}>{text}</span>'
        return f"<span{place}>{text}</span>" if place else text

    def _marks(self, run: PaperSpan, chip: str) -> str:
        """The classes of a run that lies in passages with comments: the strongest of what is to be said of them."""
        marked = [self.cards[key] for key in run.keys if key in self.cards]
        open_ones = [card for card in marked if card.comment.is_open]
        classes = [f"on-{key}" for key in run.keys]
        if not open_ones:
            classes.append("mark-resolved")
        elif any(card.placement.state != "placed" for card in open_ones):
            classes.append("mark-doubtful")
        elif all(card.comment.is_suggestion for card in open_ones):
            classes.append("mark-suggestion")
        if len(open_ones) > 1:
            classes.append("mark-several")
        return " ".join([*classes, chip] if run.label else classes)

    def references(self, run: PaperSpan) -> str:
        """Where passages end, the numbers of their comments."""
        if not run.ends:
            return ""
        links = "".join([self._reference(key) for key in run.ends])
        return f'<span class="refs"><span>{links}</span></span>'

    def _reference(self, key: int) -> str:
        said = f'<span class="visually-hidden">{escape(_("Comment"))} </span>{self.cards[key].number}'
        return f'<a class="ref" href="#comment-{key}" data-ref="{key}">{said}</a>'


@register.simple_tag(takes_context=True)
def comment_links(context: Context) -> SafeString:
    """Where to comment on a row, on a figure in it and, beside the first, on the section; and where to write in it."""
    if not (context.get("may_comment") and context.get("part")):
        return SafeString()
    return SafeString(f'<span class="comment-links">{"".join(_links_of(context, context.get("row")))}</span>')


def _links_of(context: Context, row: PaperRow | None) -> Iterator[SafeString]:
    request, section, words = context["request"], context["part"].section, _words_of_links()
    keys = context["report"].pk, section.pk
    on_text = find_address("comment", *keys, request=request)
    start, labels = (None, []) if row is None else (row.start, row.labels)
    if row is not None and start is not None:
        address = with_filter(request, f"{on_text}?start={start}&end={row.end}")
        yield fill(_LINK, address=address, words=words["paragraph"])
    if labels:
        on_figure = with_query(find_address("comment_figure", *keys, request=request), {"figure": labels[0]})
        yield fill(_LINK, address=with_filter(request, on_figure), words=words["figure"])
    if context.get("is_first"):
        yield fill(_LINK, address=with_filter(request, on_text), words=words["section"])
    if context["permissions"].may_write and section.is_open:
        address = find_address("section", *keys, request=request)
        yield fill(_WRITE, address=f"{address}?at={start}" if start else address, words=words["write"])


@once_for_each_catalogue
def _words_of_links() -> Mapping[str, SafeString | str]:
    return {
        "paragraph": fill(_OF_PARAGRAPH, words=pgettext("do it", "Comment"), of=_("on this paragraph")),
        "figure": _("on a figure"),
        "section": _("on the section"),
        "write": fill(_OF_PARAGRAPH, words=_("Write"), of=_("at this paragraph")),
    }

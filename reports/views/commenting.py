"""Comments: made, changed and taken back, resolved and opened again; and whether there are new ones."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from .. import access
from ..access import Standing
from ..actions.comment import (
    add_comment,
    comment_on_figure,
    delete_comment,
    edit_comment,
    reopen_comment,
    resolve_comment,
)
from ..forms.commenting import CommentEditForm, CommentForm, FigureCommentForm
from ..models import Report
from .acting import act, show
from .discussion import name_read, section_read
from .looking import opened_first, require_opened
from .placing import passage_asked
from .signing_in import SignedInRequest, answer, signed_in


@signed_in
@require_GET
def comment_news(request: SignedInRequest, report: int) -> HttpResponse:
    """Whether anything has changed since the page with that token: 204 if not."""
    found, standing = access.report_to_read(request.user, report)
    token = news_token(found, standing)
    return HttpResponse(status=204) if request.GET.get("since") == token else answer(request, token=token)


def news_token(report: Report, standing: Standing) -> str:
    """Changes with whatever the reading page shows: comments the person may see, the text, the report's state."""
    said = access.comments_to_read(report, standing).summary()
    text = report.text_version() if standing.may_write else ""  # others read what was submitted
    return f"{report.state}.{text}.{said}"


@signed_in
@require_http_methods(["GET", "POST"])
@opened_first
def comment(request: SignedInRequest, report: int, section: int) -> HttpResponse:
    """A new comment on words of a section (`start` and `end` say which) or on all of it."""
    found, standing = access.section_to_comment(request.user, report, section)
    require_opened(request, found.report, standing)
    content = standing.content
    shown = section_read(found.report, found, content)
    body = shown.body
    bound: dict[str, Any] = {"body": body, "content": content, **_audience(found.report, standing)}
    if request.method == "GET":
        form = CommentForm(initial=passage_asked(request, body), **bound)
    else:
        form = CommentForm(request.POST, **bound)
        if form.is_valid():
            return act(request, found.report, add_comment, form, section=found, read=body, **form.said)
    context = {"section": found, "name": name_read(found, shown), "form": form, "exact": "exact" in request.GET}
    return show(request, found.report, "commenting/comment.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
@opened_first
def comment_figure(request: SignedInRequest, report: int, section: int) -> HttpResponse:
    """A new comment on a figure that stands in the section; `figure` is its label."""
    found, standing = access.section_to_comment(request.user, report, section)
    require_opened(request, found.report, standing)
    content = standing.content
    shown = section_read(found.report, found, content)
    figures = access.figures_to_comment(found, shown)
    values = {label: content.value_of(label) for label in figures}
    bound: dict[str, Any] = {"values": values, **_audience(found.report, standing)}
    if request.method == "GET":
        form = FigureCommentForm(initial={"figure": request.GET.get("figure")}, **bound)
    else:
        form = FigureCommentForm(request.POST, **bound)
        if form.is_valid():
            label = form.cleaned_data.pop("figure")
            read = {"figure": figures[label], "section": found, "read": shown.body, "value": values[label]}
            return act(request, found.report, comment_on_figure, form, **read, **form.cleaned_data)
    context = {"section": found, "name": name_read(found, shown), "form": form}
    return show(request, found.report, "commenting/figure.html", context)


def _audience(report: Report, standing: Standing) -> dict[str, Any]:
    return {
        "may_hide": standing.reads_reviewers_notes,
        "people": access.people_to_mention(report, standing),
        "reviewers": access.people_to_mention(report, standing, for_reviewers_only=True),
    }


@signed_in
@require_http_methods(["GET", "POST"])
def comment_edit(request: SignedInRequest, report: int, comment: int) -> HttpResponse:
    """Changing or deleting one's own comment."""
    found, _standing = access.comment_to_edit(request.user, report, comment)
    form = CommentEditForm(request.POST or None, comment=found)
    if request.method == "POST" and form.is_valid():
        return act(request, found.report, edit_comment, form, comment=found, **form.said)
    return show(request, found.report, "commenting/edit.html", {"comment": found, "form": form})


@signed_in
@require_POST
def comment_delete(request: SignedInRequest, report: int, comment: int) -> HttpResponse:
    """Taking one's own comment back."""
    found, _standing = access.comment_to_edit(request.user, report, comment)
    return act(request, found.report, delete_comment, comment=found)


@signed_in
@require_POST
def comment_resolve(request: SignedInRequest, report: int, comment: int) -> HttpResponse:
    found, _standing = access.comment_to_answer(request.user, report, comment)
    return act(request, found.report, resolve_comment, comment=found)


@signed_in
@require_POST
def comment_reopen(request: SignedInRequest, report: int, comment: int) -> HttpResponse:
    found, _standing = access.comment_to_answer(request.user, report, comment)
    return act(request, found.report, reopen_comment, comment=found)

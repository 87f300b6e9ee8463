"""Comments: made, changed and taken back, resolved and opened again; and whether there are new ones."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from .. import access
from ..access import ReportPermissions
from ..actions.comment import (
    add_comment,
    comment_on_figure,
    delete_comment,
    edit_comment,
    reopen_comment,
    resolve_comment,
)
from ..forms.comment import CommentEditForm, CommentForm, FigureCommentForm
from ..forms.placement import passage_asked
from ..http.comment_response import perform_on_comment, render_form
from ..http.read_receipt import lead_to_opening, opened_first
from ..http.sign_in import SignedInRequest, answer, signed_in
from ..models import Report
from ..pages.discussion import name_read, section_read


@signed_in
@require_GET
def comment_news(request: SignedInRequest, report_pk: int) -> HttpResponse:
    """204 where nothing has changed since the page with that token."""
    report, permissions = access.report_to_read(request.user, report_pk)
    token = access.news_token(report, permissions)
    return HttpResponse(status=204) if request.GET.get("since") == token else answer(request, token=token)


@signed_in
@require_http_methods(["GET", "POST"])
@opened_first
def comment(request: SignedInRequest, report_pk: int, section_pk: int) -> HttpResponse:
    """On the words from `start` to `end`, or on the whole section."""
    section, permissions = access.section_to_comment(request.user, report_pk, section_pk)
    lead_to_opening(request, section.report, permissions)
    content = permissions.content
    shown = section_read(section.report, section, content)
    body = shown.body
    bound: dict[str, Any] = {"body": body, "content": content, **_audience(section.report, permissions)}
    if request.method == "GET":
        form = CommentForm(initial=passage_asked(request.GET, body), **bound)
    else:
        form = CommentForm(request.POST, **bound)
        if form.is_valid():
            return perform_on_comment(
                request, section.report, add_comment, form, section=section, read=body, **form.said
            )
    context = {"section": section, "name": name_read(section, shown), "form": form, "exact": "exact" in request.GET}
    return render_form(request, section.report, "comment/comment.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
@opened_first
def comment_figure(request: SignedInRequest, report_pk: int, section_pk: int) -> HttpResponse:
    """`figure` is the label of a figure that stands in the section."""
    section, permissions = access.section_to_comment(request.user, report_pk, section_pk)
    lead_to_opening(request, section.report, permissions)
    content = permissions.content
    shown = section_read(section.report, section, content)
    figures = access.figures_to_comment(section, shown)
    values = {label: content.value_of(label) for label in figures}
    bound: dict[str, Any] = {"values": values, **_audience(section.report, permissions)}
    if request.method == "GET":
        form = FigureCommentForm(initial={"figure": request.GET.get("figure")}, **bound)
    else:
        form = FigureCommentForm(request.POST, **bound)
        if form.is_valid():
            label = form.cleaned_data.pop("figure")
            read = {"figure": figures[label], "section": section, "read": shown.body, "value": values[label]}
            return perform_on_comment(request, section.report, comment_on_figure, form, **read, **form.cleaned_data)
    context = {"section": section, "name": name_read(section, shown), "form": form}
    return render_form(request, section.report, "comment/figure.html", context)


def _audience(report: Report, permissions: ReportPermissions) -> dict[str, Any]:
    return {
        "may_hide": permissions.reads_reviewers_notes,
        "people": access.people_to_mention(report, permissions),
        "reviewers": access.people_to_mention(report, permissions, for_reviewers_only=True),
    }


@signed_in
@require_http_methods(["GET", "POST"])
def comment_edit(request: SignedInRequest, report_pk: int, comment_pk: int) -> HttpResponse:
    comment, _permissions = access.comment_to_edit(request.user, report_pk, comment_pk)
    form = CommentEditForm(request.POST or None, comment=comment)
    if request.method == "POST" and form.is_valid():
        return perform_on_comment(request, comment.report, edit_comment, form, comment=comment, **form.said)
    return render_form(request, comment.report, "comment/edit.html", {"comment": comment, "form": form})


@signed_in
@require_POST
def comment_delete(request: SignedInRequest, report_pk: int, comment_pk: int) -> HttpResponse:
    comment, _permissions = access.comment_to_edit(request.user, report_pk, comment_pk)
    return perform_on_comment(request, comment.report, delete_comment, comment=comment)


@signed_in
@require_POST
def comment_resolve(request: SignedInRequest, report_pk: int, comment_pk: int) -> HttpResponse:
    comment, _permissions = access.comment_to_answer(request.user, report_pk, comment_pk)
    return perform_on_comment(request, comment.report, resolve_comment, comment=comment)


@signed_in
@require_POST
def comment_reopen(request: SignedInRequest, report_pk: int, comment_pk: int) -> HttpResponse:
    comment, _permissions = access.comment_to_answer(request.user, report_pk, comment_pk)
    return perform_on_comment(request, comment.report, reopen_comment, comment=comment)

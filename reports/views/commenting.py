"""Commenting, and what is done with comments. Each is a small post; scripts are answered in JSON."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from .. import access
from ..access import Standing
from ..actions.answering import delete_reply, edit_reply
from ..actions.comment import (
    add_comment,
    comment_on_figure,
    confirm_placement,
    delete_comment,
    edit_comment,
    reattach_comment,
    reopen_comment,
    reply_to_comment,
    resolve_comment,
)
from ..actions.errors import Refused
from ..actions.suggestion import PassageChanged, accept_suggestion, decline_suggestion
from ..forms.answering import AnswerForm, ReplyEditForm
from ..forms.commenting import CommentEditForm, CommentForm, FigureCommentForm, ReattachForm, TextForm
from ..models import Comment, Report, User
from ..models.progress import content_for
from .answering import decide
from .discussion import name_read, section_read
from .signing_in import SignedInRequest, signed_in, wants_json

Action = Callable[..., Any]


@signed_in
@require_GET
def comment_news(request: SignedInRequest, report: int) -> HttpResponse:
    """Whether anything has changed since the page with that token: 204 if not."""
    found, standing = access.report_to_read(request.user, report)
    token = news_token(found, standing)
    return HttpResponse(status=204) if request.GET.get("since") == token else JsonResponse({"token": token})


def news_token(report: Report, standing: Standing) -> str:
    """Changes with whatever the reading page shows: comments the person may see, the text, the report's state."""
    said = access.comments_to_read(report, standing).summary()
    text = report.text_version() if standing.may_write else ""  # others read what was submitted
    return f"{report.state}.{text}.{said}"


@signed_in
@require_http_methods(["GET", "POST"])
def comment(request: SignedInRequest, report: int, section: int) -> HttpResponse:
    """A new comment on words of a section (`start` and `end` say which) or on all of it."""
    found, standing = access.section_to_comment(request.user, report, section)
    content = content_for(found.report, writes=standing.may_write)
    shown = section_read(found.report, found, content)
    body = shown.body
    bound: dict[str, Any] = {"body": body, "content": content, **_audience(found.report, standing)}
    if request.method == "GET":
        form = CommentForm(initial=_passage_asked(request, body), **bound)
    else:
        form = CommentForm(request.POST, **bound)
        if form.is_valid():
            return _act(request, found.report, add_comment, form, section=found, read=body, **form.said)
    context = {"section": found, "name": name_read(found, shown), "form": form, "exact": "exact" in request.GET}
    return _show(request, found.report, "commenting/comment.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def comment_figure(request: SignedInRequest, report: int, section: int) -> HttpResponse:
    """A new comment on a figure that stands in the section; `figure` is its label."""
    found, standing = access.section_to_comment(request.user, report, section)
    content = content_for(found.report, writes=standing.may_write)
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
            return _act(request, found.report, comment_on_figure, form, **read, **form.cleaned_data)
    context = {"section": found, "name": name_read(found, shown), "form": form}
    return _show(request, found.report, "commenting/figure.html", context)


def _audience(report: Report, standing: Standing) -> dict[str, Any]:
    return {
        "may_hide": standing.reads_reviewers_notes,
        "people": access.people_to_mention(report, standing),
        "reviewers": access.people_to_mention(report, standing, for_reviewers_only=True),
    }


def _passage_asked(request: SignedInRequest, body: str) -> dict[str, Any]:
    try:
        start, end = int(request.GET["start"]), int(request.GET["end"])
    except (KeyError, ValueError):
        return {}
    if not 0 <= start < end <= len(body):
        return {}
    return {"start": start, "end": end, "quote": body[start:end], "replacement": body[start:end]}


@signed_in
@require_http_methods(["GET", "POST"])
def comment_edit(request: SignedInRequest, report: int, comment: int) -> HttpResponse:
    """Changing or deleting one's own comment."""
    found, _standing = access.comment_to_edit(request.user, report, comment)
    form = CommentEditForm(request.POST or None, comment=found)
    if request.method == "POST" and form.is_valid():
        return _act(request, found.report, edit_comment, form, comment=found, **form.said)
    return _show(request, found.report, "commenting/edit.html", {"comment": found, "form": form})


@signed_in
@require_POST
def comment_delete(request: SignedInRequest, report: int, comment: int) -> HttpResponse:
    """Taking one's own comment back."""
    found, _standing = access.comment_to_edit(request.user, report, comment)
    return _act(request, found.report, delete_comment, comment=found)


@signed_in
@require_http_methods(["GET", "POST"])
def comment_reply(request: SignedInRequest, report: int, comment: int) -> HttpResponse:
    """An answer; where the author's side owes a decision, with that if they like."""
    found, standing = access.comment_to_answer(request.user, report, comment)
    people = access.people_to_mention(found.report, standing, for_reviewers_only=found.for_reviewers_only)
    if not (standing.may_write and found.is_open and found.made_on_id) or found.is_from_writers:
        return _say(request, found, reply_to_comment, _("Answer"), "text", people)
    form = AnswerForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        action, said = (decide, form.said) if form.cleaned_data["verdict"] else (reply_to_comment, form.only_said)
        return _act(
            request, found.report, action, form, comment=found, mentioned=form.cleaned_data["mentioned"], **said
        )
    return _show(request, found.report, "commenting/say.html", {"comment": found, "form": form, "heading": _("Answer")})


@signed_in
@require_http_methods(["GET", "POST"])
def reply_edit(request: SignedInRequest, report: int, comment: int, reply: int) -> HttpResponse:
    """Changing or deleting one's own answer."""
    found, _standing = access.reply_to_edit(request.user, report, comment, reply)
    form = ReplyEditForm(request.POST or None, reply=found)
    if request.method == "POST" and form.is_valid():
        return _act(request, found.comment.report, edit_reply, form, reply=found, **form.said)
    context = {"comment": found.comment, "reply": found, "form": form}
    return _show(request, found.comment.report, "commenting/reply_edit.html", context)


@signed_in
@require_POST
def reply_delete(request: SignedInRequest, report: int, comment: int, reply: int) -> HttpResponse:
    """Taking one's own answer back."""
    found, _standing = access.reply_to_edit(request.user, report, comment, reply)
    return _act(request, found.comment.report, delete_reply, reply=found)


@signed_in
@require_POST
def comment_resolve(request: SignedInRequest, report: int, comment: int) -> HttpResponse:
    found, _standing = access.comment_to_answer(request.user, report, comment)
    return _act(request, found.report, resolve_comment, comment=found)


@signed_in
@require_POST
def comment_reopen(request: SignedInRequest, report: int, comment: int) -> HttpResponse:
    found, _standing = access.comment_to_answer(request.user, report, comment)
    return _act(request, found.report, reopen_comment, comment=found)


@signed_in
@require_POST
def comment_confirm(request: SignedInRequest, report: int, comment: int) -> HttpResponse:
    """The words that a moved comment was found at are the right ones."""
    found, standing = access.comment_to_answer(request.user, report, comment)
    content = content_for(found.report, writes=standing.may_write)
    read = section_read(found.report, found.section, content).body
    try:
        passage = int(request.POST["start"]), int(request.POST["end"])
    except (KeyError, ValueError):
        passage = (0, 0)
    return _act(request, found.report, confirm_placement, comment=found, read=read, passage=passage)


@signed_in
@require_http_methods(["GET", "POST"])
def comment_reattach(request: SignedInRequest, report: int, comment: int) -> HttpResponse:
    """Choosing the words again that a moved or lost comment is about."""
    found, standing = access.comment_to_answer(request.user, report, comment)
    content = content_for(found.report, writes=standing.may_write)
    body = section_read(found.report, found.section, content).body
    form = ReattachForm(request.POST or None, initial=_passage_asked(request, body), body=body, content=content)
    if request.method == "POST" and form.is_valid():
        return _act(request, found.report, reattach_comment, comment=found, read=body, passage=form.passage)
    return _show(
        request,
        found.report,
        "commenting/reattach.html",
        {"comment": found, "form": form, "exact": "exact" in request.GET},
    )


@signed_in
@require_POST
def suggestion_accept(request: SignedInRequest, report: int, comment: int) -> HttpResponse:
    """The suggested words into the text."""
    found, _standing = access.suggestion_to_decide(request.user, report, comment)
    try:
        return _act(request, found.report, accept_suggestion, comment=found)
    except PassageChanged as changed:
        context = {"report": found.report, "comment": found, "why": str(changed), "today": changed.today}
        return render(request, "commenting/changed.html", context, status=409)


@signed_in
@require_http_methods(["GET", "POST"])
def suggestion_decline(request: SignedInRequest, report: int, comment: int) -> HttpResponse:
    """Why the suggested words are not taken."""
    found, _standing = access.suggestion_to_decide(request.user, report, comment)
    return _say(request, found, decline_suggestion, _("Why not"), "reason")


def _say(
    request: SignedInRequest,
    comment: Comment,
    action: Action,
    label: str,
    argument: str,
    people: QuerySet[User] | None = None,
) -> HttpResponse:
    """A form of one text, and perhaps of people to mention, and the action that it is told."""
    form = TextForm(request.POST or None, label=label, people=people)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        return _act(request, comment.report, action, form, comment=comment, **{argument: said.pop("text")}, **said)
    return _show(request, comment.report, "commenting/say.html", {"comment": comment, "form": form, "heading": label})


def _show(request: SignedInRequest, report: Report, template: str, context: dict[str, Any]) -> HttpResponse:
    """The form's page; scripts are told in short what is wrong with the form."""
    form = context["form"]
    if form.errors and wants_json(request):
        return JsonResponse({"message": _problems(form)}, status=422)
    return render(request, template, {"report": report, **context}, status=422 if form.errors else 200)


def _problems(form: forms.Form) -> str:
    return " ".join(str(error) for errors in form.errors.values() for error in errors)


def _act(
    request: SignedInRequest, report: Report, action: Action, form: forms.Form | None = None, **arguments
) -> HttpResponse:
    """Does it and goes back to the comment. Refused, what was typed in `form` is shown to be copied."""
    try:
        made = action(by=request.user, at=timezone.now(), **arguments)
    except PassageChanged as changed:
        if wants_json(request):
            return JsonResponse({"message": str(changed), "conflict": True}, status=409)
        raise
    except Refused as refused:
        return _refuse(request, report, form, str(refused))
    comment = made if isinstance(made, Comment) else arguments["comment"]
    if wants_json(request):
        return JsonResponse({"comment": comment.pk})
    return redirect(f"{resolve_url('read', report.pk)}#comment-{comment.pk}")


def _refuse(request: SignedInRequest, report: Report, form: forms.Form | None, why: str) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"message": why}, status=409)
    if form is None:
        messages.error(request, why)
        return redirect("read", report.pk)
    typed = [form.cleaned_data[name] for name in ("text", "replacement") if form.cleaned_data.get(name)]
    return render(request, "commenting/refused.html", {"report": report, "why": why, "typed": typed}, status=409)

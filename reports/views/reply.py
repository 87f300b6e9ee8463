"""Answers to comments; and the closing list, where every open comment is decided on before submitting again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from .. import access
from ..actions.decision import decide_comment
from ..actions.errors import Refused
from ..actions.reply import delete_reply, edit_reply, reply_to_comment
from ..forms.reply import AnswerForm, ListedAnswerForm, ReplyEditForm, typed_answer
from ..http.comment_response import perform_on_comment, perform_with_text, render_form
from ..http.sign_in import SignedInRequest, signed_in
from ..models import Comment, Report, User
from ..models.content import content_for
from ..pages.decision import LateDecision
from ..pages.discussion import CommentCard, card_of


@signed_in
@require_http_methods(["GET", "POST"])
def comment_reply(request: SignedInRequest, report_pk: int, comment_pk: int) -> HttpResponse:
    """With a decision if they like, where the writers owe one."""
    comment, permissions = access.comment_to_answer(request.user, report_pk, comment_pk)
    people = access.people_to_mention(comment.report, permissions, for_reviewers_only=comment.for_reviewers_only)
    if not (permissions.may_write and comment.is_open and comment.made_on_id) or comment.is_from_writers:
        return perform_with_text(request, comment, reply_to_comment, _("Answer"), "text", people)
    form = AnswerForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        action, said = (
            (decide_comment, form.said) if form.cleaned_data["verdict"] else (reply_to_comment, form.only_said)
        )
        also = {"mentioned": form.cleaned_data["mentioned"], "key": form.cleaned_data["key"]}
        return perform_on_comment(request, comment.report, action, form, comment=comment, **also, **said)
    return render_form(
        request, comment.report, "comment/say.html", {"comment": comment, "form": form, "heading": _("Answer")}
    )


@signed_in
@require_http_methods(["GET", "POST"])
def reply_edit(request: SignedInRequest, report_pk: int, comment_pk: int, reply_pk: int) -> HttpResponse:
    reply, _permissions = access.reply_to_edit(request.user, report_pk, comment_pk, reply_pk)
    form = ReplyEditForm(request.POST or None, reply=reply)
    if request.method == "POST" and form.is_valid():
        return perform_on_comment(request, reply.comment.report, edit_reply, form, reply=reply, **form.said)
    context = {"comment": reply.comment, "reply": reply, "form": form}
    return render_form(request, reply.comment.report, "comment/reply_edit.html", context)


@signed_in
@require_POST
def reply_delete(request: SignedInRequest, report_pk: int, comment_pk: int, reply_pk: int) -> HttpResponse:
    reply, _permissions = access.reply_to_edit(request.user, report_pk, comment_pk, reply_pk)
    return perform_on_comment(request, reply.comment.report, delete_reply, reply=reply)


@dataclass(frozen=True, slots=True)
class Question:
    card: CommentCard
    form: ListedAnswerForm


@signed_in
@require_http_methods(["GET", "POST"])
def answers(request: SignedInRequest, report_pk: int) -> HttpResponse:
    """One button saves every decision on the page. Those that cannot be saved are shown again as typed."""
    report = access.report_to_write(request.user, report_pk)
    if request.method == "GET":
        return _show_list(request, report, [_question(comment) for comment in _waiting(report)])
    late = _decided_meanwhile(report, request.POST)  # before these are decided
    asked = [_question(comment, request.POST) for comment in _waiting(report)]
    saved = [question for question in asked if question.form.is_decided and _save(request.user, question.form)]
    kept = [one for one in late if one.is_kept(request.user)]
    wrong = [question for question in asked if question.form.errors]
    _tell(request, len(saved) + len(kept), wrong)
    if not wrong and kept == late:
        return redirect("answers" if len(saved) < len(asked) else "report", report.pk)
    others = [one for one in late if one not in kept]
    return _show_list(request, report, _still_waiting(report, asked), status=422, late=others)


def _waiting(report: Report) -> list[Comment]:
    return list(access.comments_to_decide(report).unanswered().for_reading())


def _question(comment: Comment, data: Any = None) -> Question:
    return Question(card_of(comment), ListedAnswerForm(data, comment=comment))


def _decided_meanwhile(report: Report, data: QueryDict) -> list[LateDecision]:
    """In the order of the text."""
    waiting = {comment.pk for comment in _waiting(report)}
    asked = [comment for comment in access.comments_once_asked(report).for_reading() if comment.pk not in waiting]
    late = [LateDecision(comment, **typed_answer(data, comment)) for comment in asked]
    return [one for one in late if one.verdict or one.text]


def _still_waiting(report: Report, asked: list[Question]) -> list[Question]:
    """Fetched anew: accepting one suggestion changes the words of others."""
    forms = {question.form.comment.pk: question.form for question in asked}
    return [Question(card_of(comment), forms[comment.pk]) for comment in _waiting(report) if comment.pk in forms]


def _save(by: User, form: ListedAnswerForm) -> bool:
    """Returns whether it was saved. If not, the form says why."""
    try:
        decide_comment(comment=form.comment, by=by, at=timezone.now(), **form.said)
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True


def _tell(request: SignedInRequest, count: int, wrong: list[Question]) -> None:
    if count:
        said = ngettext("%(count)s answer has been saved.", "%(count)s answers have been saved.", count)
        messages.success(request, said % {"count": count})
    elif not wrong:  # what is wrong is said at the head of the list
        messages.info(request, _("Nothing was decided yet: choose one of the three beside a comment."))


def _show_list(
    request: SignedInRequest,
    report: Report,
    asked: list[Question],
    status: int = 200,
    late: Sequence[LateDecision] = (),
) -> HttpResponse:
    decided = access.comments_to_decide(report).exclude(answer=None).for_reading()
    context = {
        "report": report,
        "content": content_for(report, writes=True),
        "questions": asked,
        "late": late,
        "wrong": [question for question in asked if question.form.errors],
        "decided": [card_of(comment) for comment in decided],
    }
    return render(request, "reply/answers.html", context, status=status)

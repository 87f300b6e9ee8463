"""What a person does with a comment: a small form, one action, back to the comment. Scripts are answered in JSON."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url

from ..actions.errors import Refused
from ..actions.suggestion import PassageChanged
from ..forms.comment import TextForm
from ..models import Comment, Report, Section, User
from ..pages.discussion import CommentFilter
from .queue import with_filter
from .read_receipt import note_reading
from .responses import perform
from .sign_in import SignedInRequest, answer, wants_json

Action = Callable[..., Any]


def perform_on_comment(
    request: SignedInRequest, report: Report, action: Action, form: forms.Form | None = None, **arguments
) -> HttpResponse:
    """Does it and goes back to the comment. If it is refused, the text in `form` is shown to be copied.

    Lets PassageChanged through for a person's request; the view then shows today's words.
    """

    def go_back(made: Any) -> HttpResponse:
        comment = made if isinstance(made, Comment) else arguments["comment"]
        following = with_filter(request, resolve_url("read", report.pk)) + _place(request, comment.pk, comment.section)
        return answer(request, comment=comment.pk, next=following) if wants_json(request) else redirect(following)

    def refuse(problem: Refused) -> HttpResponse:
        if isinstance(problem, PassageChanged) and not wants_json(request):
            raise problem
        return _refuse(request, report, form, problem)

    return perform(request, action, then=go_back, refused=refuse, **arguments)


def _place(request: SignedInRequest, comment_pk: int | None, section: Section) -> str:
    """The comment, or the section on paper where the filter shows the comment no longer, or it is deleted."""
    filtered = CommentFilter(request.GET.get("show", ""), request.GET.get("section", ""), request.user.pk)
    comment = Comment.objects.filter(pk=comment_pk or 0).first()
    if comment and filtered.shows(comment):
        return f"#comment-{comment_pk}"
    return f"#section-{Section.objects.filter(report=section.report_id, position__lte=section.position).count()}"


def _refuse(request: SignedInRequest, report: Report, form: forms.Form | None, problem: Refused) -> HttpResponse:
    why = str(problem)
    if wants_json(request):
        return answer(request, 409, message=why, **({"conflict": True} if isinstance(problem, PassageChanged) else {}))
    if form is None:
        messages.error(request, why)
        return redirect(with_filter(request, resolve_url("read", report.pk)))
    typed = [form.cleaned_data[name] for name in ("text", "replacement") if form.cleaned_data.get(name)]
    return render(request, "comment/refused.html", {"report": report, "why": why, "typed": typed}, status=409)


def render_form(request: SignedInRequest, report: Report, template: str, context: dict[str, Any]) -> HttpResponse:
    """The form's page, beside words of the report. Scripts get the form's errors as JSON."""
    note_reading(request, report)
    form = context["form"]
    if form.errors and wants_json(request):
        return answer(request, 422, message=_problems(form))
    return render(request, template, {"report": report, **context}, status=422 if form.errors else 200)


def _problems(form: forms.Form) -> str:
    return " ".join(str(error) for errors in form.errors.values() for error in errors)


def perform_with_text(
    request: SignedInRequest,
    comment: Comment,
    action: Action,
    label: str,
    argument: str,
    people: QuerySet[User] | None = None,
) -> HttpResponse:
    """A form with one text, and perhaps people to mention. `argument` names the argument of `action` that takes the
    text.
    """
    form = TextForm(request.POST or None, label=label, people=people)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        return perform_on_comment(
            request, comment.report, action, form, comment=comment, **{argument: said.pop("text")}, **said
        )
    return render_form(
        request, comment.report, "comment/say.html", {"comment": comment, "form": form, "heading": label}
    )

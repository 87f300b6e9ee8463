"""Suggestions, one at a time or all of a section at once: first what it would do, then doing it."""

from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from .. import access
from ..actions.errors import Refused
from ..actions.suggestion import (
    PassageChanged,
    SuggestionPlan,
    accept_suggestion,
    accept_suggestions,
    decline_suggestion,
    plan_suggestions,
)
from ..http.comment_response import perform, perform_with_text
from ..http.sign_in import SignedInRequest, signed_in
from ..prose.diff import DiffSegment


@signed_in
@require_POST
def suggestion_accept(request: SignedInRequest, report_pk: int, comment_pk: int) -> HttpResponse:
    """The suggested words into the text."""
    comment, _permissions = access.suggestion_to_decide(request.user, report_pk, comment_pk)
    try:
        return perform(request, comment.report, accept_suggestion, comment=comment)
    except PassageChanged as changed:
        context = {"report": comment.report, "comment": comment, "why": str(changed), "today": changed.today}
        return render(request, "comment/changed.html", context, status=409)


@signed_in
@require_http_methods(["GET", "POST"])
def suggestion_decline(request: SignedInRequest, report_pk: int, comment_pk: int) -> HttpResponse:
    """Why the suggested words are not taken."""
    comment, _permissions = access.suggestion_to_decide(request.user, report_pk, comment_pk)
    return perform_with_text(request, comment, decline_suggestion, _("Why not"), "reason")


@signed_in
@require_http_methods(["GET", "POST"])
def suggestions(request: SignedInRequest, report_pk: int, section_pk: int) -> HttpResponse:
    """Refused, the page is shown as it is now."""
    progress, current = access.section_to_write(request.user, report_pk, section_pk)
    if request.method == "POST":
        return _accept(request, current.section)
    plan = plan_suggestions(current.section)
    context = {"report": progress.report, "section": current.section, "content": progress.content, "plan": plan}
    return render(request, "suggestion/suggestions.html", context | {"pieces": list(_in_place(plan))})


def _accept(request: SignedInRequest, section) -> HttpResponse:
    token = request.POST.get("token", "")
    try:
        count = accept_suggestions(section=section, token=token, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("suggestions", section.report_id, section.pk)
    said = ngettext("%(count)s suggestion is in the text now.", "%(count)s suggestions are in the text now.", count)
    messages.success(request, said % {"count": count})
    return redirect("read", section.report_id)


def _in_place(plan: SuggestionPlan) -> Iterator[DiffSegment]:
    """The section's text with what goes and what comes."""
    body, position = plan.section.body, 0
    for start, end, words in plan.replacements:
        yield DiffSegment("same", body[position:start])
        yield DiffSegment("removed", body[start:end])
        yield DiffSegment("added", words)
        position = end
    yield DiffSegment("same", body[position:])

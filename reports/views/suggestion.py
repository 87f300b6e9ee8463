"""Suggestions, one at a time or all of a section at once: first what it would do, then doing it."""

from django.http import HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from .. import access
from ..actions.suggestion import (
    PassageChanged,
    accept_suggestion,
    accept_suggestions,
    decline_suggestion,
    plan_suggestions,
)
from ..http.comment_response import perform_on_comment, perform_with_text
from ..http.queue import with_filter
from ..http.responses import perform
from ..http.sign_in import SignedInRequest, signed_in
from ..models import Section
from ..pages.suggestion import segments_in_place


@signed_in
@require_POST
def suggestion_accept(request: SignedInRequest, report_pk: int, comment_pk: int) -> HttpResponse:
    comment, _permissions = access.suggestion_to_decide(request.user, report_pk, comment_pk)
    try:
        return perform_on_comment(request, comment.report, accept_suggestion, comment=comment)
    except PassageChanged as changed:
        context = {"report": comment.report, "comment": comment, "why": str(changed), "today": changed.today}
        return render(request, "comment/changed.html", context, status=409)


@signed_in
@require_http_methods(["GET", "POST"])
def suggestion_decline(request: SignedInRequest, report_pk: int, comment_pk: int) -> HttpResponse:
    comment, _permissions = access.suggestion_to_decide(request.user, report_pk, comment_pk)
    return perform_with_text(request, comment, decline_suggestion, _("Why not"), "reason")


@signed_in
@require_http_methods(["GET", "POST"])
def suggestions(request: SignedInRequest, report_pk: int, section_pk: int) -> HttpResponse:
    """All suggestions of a section: GET shows what accepting them would do. Refused, the page is shown as it is now."""
    progress, current = access.section_to_write(request.user, report_pk, section_pk)
    if request.method == "POST":
        return _accept(request, current.section)
    plan = plan_suggestions(current.section)
    context = {"report": progress.report, "section": current.section, "content": progress.content, "plan": plan}
    return render(request, "suggestion/suggestions.html", context | {"pieces": list(segments_in_place(plan))})


def _accept(request: SignedInRequest, section: Section) -> HttpResponse:
    return perform(
        request,
        accept_suggestions,
        done=_say_accepted,
        then=with_filter(request, resolve_url("read", section.report_id)),
        refused=with_filter(request, resolve_url("suggestions", section.report_id, section.pk)),
        section=section,
        token=request.POST.get("token", ""),
    )


def _say_accepted(count: int) -> str:
    said = ngettext("%(count)s suggestion is in the text now.", "%(count)s suggestions are in the text now.", count)
    return said % {"count": count}

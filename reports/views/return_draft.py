"""Marking a section to be changed, and taking the mark away."""

from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from .. import access
from ..actions.errors import Refused
from ..actions.return_draft import OtherDraft, save_return_draft
from ..forms.return_draft import ReturnDraftForm
from ..http.queue import with_queue
from ..http.read_receipt import opened_first, require_opened
from ..http.responses import perform
from ..http.sign_in import SignedInRequest, signed_in
from ..models import Section
from ..pages.discussion import name_read, section_read


@signed_in
@require_http_methods(["GET", "POST"])
@opened_first
def return_draft(request: SignedInRequest, report_pk: int, section_pk: int) -> HttpResponse:
    """Back to where it was marked: the summary of the return, or the section on the reading page."""
    section, permissions = access.section_to_return(request.user, report_pk, section_pk)
    require_opened(request, section.report, permissions)
    draft = access.return_drafts_of(request.user, section.report).get(section.pk)
    stored = draft.text if draft else ""
    form = ReturnDraftForm(request.POST if request.method == "POST" else None, section_pk=section.pk, stored=stored)
    if request.method == "POST" and form.is_valid():

        def refuse(problem: Refused) -> HttpResponse:
            form.renew(str(problem), problem.stored if isinstance(problem, OtherDraft) else stored)
            return _show(request, section, permissions, form)

        told = {"section": section, "read": _number_read(permissions), **form.cleaned_data}
        done = _("Marked as to be changed. The author sees it once you send the return.")
        said = done if form.cleaned_data["text"] else _("The mark is taken away.")
        return perform(request, save_return_draft, done=said, then=_then(request, section), refused=refuse, **told)
    if request.method != "POST" and not permissions.may_decide:
        return redirect(with_queue(request, resolve_url("read", section.report_id)))
    return _show(request, section, permissions, form)


def _number_read(permissions: access.ReportPermissions) -> int:
    return permissions.revision.number if permissions.revision else 0


def _then(request: SignedInRequest, section: Section) -> str:
    """With the filter of the reading page, and the list from which the reviewer came."""
    if "summary" in request.GET:
        return with_queue(request, resolve_url("return", section.report_id))
    place = list(section.report.sections.order_by("position").values_list("pk", flat=True)).index(section.pk) + 1
    return f"{resolve_url('read', section.report_id)}?{request.GET.urlencode()}#section-{place}"


def _show(
    request: SignedInRequest, section: Section, permissions: access.ReportPermissions, form: ReturnDraftForm
) -> HttpResponse:
    shown = section_read(section.report, section, permissions.content)
    context = {
        "report": section.report,
        "section": section,
        "name": name_read(section, shown),
        "shown": shown,
        "content": permissions.content,
        "form": form,
        "stored": form["was"].value(),
    }
    return render(request, "review/return_draft.html", context, status=422 if form.errors else 200)

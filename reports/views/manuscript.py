"""Starting a report: from the outline, or from a text that is read in, looked at and confirmed."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from .. import access
from ..actions.manuscript import Manuscript, start_report
from ..forms.manuscript import ManuscriptForm, SourceForm
from ..forms.manuscript_parts import ConfirmForm
from ..http.responses import perform, say_errors
from ..http.sign_in import SignedInRequest, signed_in
from ..models import Participant
from ..pages.manuscript import CheckedManuscript
from ..prose.content import ReportContent


@signed_in
@require_http_methods(["GET", "POST"])
def start(request: SignedInRequest, participant_pk: int) -> HttpResponse:
    """Write from the outline, or paste or upload a text. What was recognised in it is shown next."""
    participant = access.participant_to_start(request.user, participant_pk, timezone.now())
    if "back" in request.POST:  # from the page that shows what was recognised: the text is kept
        sent = {"text": request.POST.get("text", ""), "figures": "figures" in request.POST}
        back = ManuscriptForm(initial=sent)
        return render(request, "manuscript/start.html", _start_page(participant, back))
    form = ManuscriptForm(request.POST or None, request.FILES or None)
    context = _start_page(participant, form)
    if request.method == "POST" and form.is_valid():
        if content := form.cleaned_data.get("content"):
            return _show_content(request, content, form, context)
        confirm = ConfirmForm(
            parsed=form.cleaned_data["parsed"], participant=participant, initial={"text": form.cleaned_data["text"]}
        )
        return _show_parsed(request, confirm, form, context)
    return render(request, "manuscript/start.html", context, status=422 if form.errors else 200)


def _start_page(participant: Participant, form: ManuscriptForm) -> dict[str, Any]:
    sections = participant.cycle.outline.sections.all()
    return {"participant": participant, "form": form, "sections": sections, "today": timezone.localdate()}


def _show_content(
    request: SignedInRequest, content: ReportContent, reading: ManuscriptForm, context: dict[str, Any]
) -> HttpResponse:
    source = json.dumps(content.to_dict(), ensure_ascii=False)
    form = SourceForm(initial={"source": source, "figures": reading.cleaned_data["figures"]})
    checked = CheckedManuscript.of_content(content, context["participant"])
    return render(request, "manuscript/restored.html", context | {"content": content, "form": form, "checked": checked})


def _show_parsed(
    request: SignedInRequest, form: ConfirmForm, reading: ManuscriptForm, context: dict[str, Any]
) -> HttpResponse:
    shown = context | {"parsed": form.parsed, "form": form, "reading": reading}
    return render(request, "manuscript/confirm.html", shown, status=422 if form.errors else 200)


@signed_in
@require_POST
def start_from_outline(request: SignedInRequest, participant_pk: int) -> HttpResponse:
    participant = access.participant_to_start(request.user, participant_pk, timezone.now())
    return _started(request, participant)


@signed_in
@require_POST
def start_from_text(request: SignedInRequest, participant_pk: int) -> HttpResponse:
    """Shows what was recognised, cut as asked, until the kinds of all parts are confirmed."""
    participant = access.participant_to_start(request.user, participant_pk, timezone.now())
    reading = ManuscriptForm(request.POST)
    if not reading.is_valid():
        return render(request, "manuscript/start.html", _start_page(participant, reading), status=422)
    form = ConfirmForm(request.POST, parsed=reading.cleaned_data["parsed"], participant=participant)
    if form.is_cut_anew:
        if form.excess:
            messages.warning(request, form.excess)
        form = form.cut_anew()
    elif form.is_valid():
        return _started(request, participant, form.manuscript())
    return _show_parsed(request, form, reading, {"participant": participant})


@signed_in
@require_POST
def start_from_file(request: SignedInRequest, participant_pk: int) -> HttpResponse:
    """For one of our own files, which carries the whole content."""
    participant = access.participant_to_start(request.user, participant_pk, timezone.now())
    form = SourceForm(request.POST)
    if form.is_valid():
        source, opens = form.cleaned_data["source"], form.cleaned_data["figures"]
        return _started(request, participant, Manuscript.from_content(source, opens_figures=opens))
    return say_errors(request, form, then=resolve_url("start", participant.pk))


def _started(request: SignedInRequest, participant: Participant, manuscript: Manuscript | None = None) -> HttpResponse:
    return perform(
        request,
        start_report,
        done=_("Your report has been started. Everything you write is saved as you go."),
        then=lambda report: redirect("report", report.pk),
        refused=resolve_url("home"),
        participant=participant,
        manuscript=manuscript,
    )

"""The attachments of a report: their list, and the page of each."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from .. import access
from ..actions.attachment import StaleAttachment, add_attachment, delete_attachment, move_attachment_up, save_attachment
from ..actions.errors import Refused
from ..forms.attachment import AttachmentForm, AttachmentTitleForm, SeenForm
from ..http.conflict import show_conflict, show_refused
from ..http.responses import perform
from ..http.sign_in import SignedInRequest, answer, signed_in, wants_json
from ..models import Attachment, Report
from ..prose.tables import tables_in


@signed_in
@require_http_methods(["GET", "POST"])
def attachments(request: SignedInRequest, report_pk: int) -> HttpResponse:
    report = access.report_to_write(request.user, report_pk)
    if not report.is_open and request.method == "GET":
        return _locked(request, report)
    form = AttachmentTitleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _add(request, report, form.cleaned_data["title"])
    context = {"report": report, "form": form, "attachments": report.attachments.order_by("position")}
    return render(request, "attachment/attachments.html", context, status=422 if form.errors else 200)


def _locked(request: SignedInRequest, report: Report) -> HttpResponse:
    messages.info(request, _("This report is locked. You can read it here."))
    return redirect("read", report.pk)


def _add(request: SignedInRequest, report: Report, title: str) -> HttpResponse:
    return perform(
        request,
        add_attachment,
        then=lambda added: redirect("attachment", report.pk, added.pk),
        refused=resolve_url("attachments", report.pk),
        report=report,
        title=title,
    )


@signed_in
@require_http_methods(["GET", "POST"])
def attachment(request: SignedInRequest, report_pk: int, attachment_pk: int) -> HttpResponse:
    attachment = access.attachment_to_write(request.user, report_pk, attachment_pk)
    if request.method == "GET":
        if not attachment.report.is_open:
            return _locked(request, attachment.report)
        return _show(request, attachment, AttachmentForm(attachment=attachment))
    form = AttachmentForm(request.POST, attachment=attachment)
    if not form.is_storable():
        return _not_saved(request, attachment, form)
    try:
        saved = save_attachment(attachment=attachment, edit=form.edit(), by=request.user, at=timezone.now())
    except Refused as refused:
        return show_refused(request, attachment, form, str(refused))
    except StaleAttachment as stale:
        return show_conflict(request, attachment, form, stale)
    return _saved(request, saved)


def _show(request: SignedInRequest, attachment: Attachment, form: AttachmentForm, status: int = 200) -> HttpResponse:
    context = {"report": attachment.report, "section": attachment, "form": form, "tables": tables_in(attachment.body)}
    return render(request, "attachment/attachment.html", context, status=status)


def _not_saved(request: SignedInRequest, attachment: Attachment, form: AttachmentForm) -> HttpResponse:
    if wants_json(request):
        return answer(request, 422, message=" ".join(form.messages.values()))
    return _show(request, attachment, form, status=422)


def _saved(request: SignedInRequest, saved: Attachment) -> HttpResponse:
    if wants_json(request):
        return answer(request, version=saved.version, saved=timezone.localtime().strftime("%H:%M"))
    messages.success(request, _("“%(name)s” has been saved.") % {"name": saved.name})
    return redirect("attachments", saved.report_id)


@signed_in
@require_POST
def attachment_up(request: SignedInRequest, report_pk: int, attachment_pk: int) -> HttpResponse:
    attachment = access.attachment_to_write(request.user, report_pk, attachment_pk)
    place = resolve_url("attachments", attachment.report_id)
    return perform(request, move_attachment_up, then=place, attachment=attachment)


@signed_in
@require_http_methods(["GET", "POST"])
def attachment_delete(request: SignedInRequest, report_pk: int, attachment_pk: int) -> HttpResponse:
    """GET shows the whole text once more."""
    attachment = access.attachment_to_write(request.user, report_pk, attachment_pk)
    if request.method == "GET":
        if not attachment.report.is_open:
            return _locked(request, attachment.report)
        return render(
            request, "attachment/attachment_delete.html", {"report": attachment.report, "attachment": attachment}
        )
    seen = SeenForm(request.POST)
    version = seen.cleaned_data["version"] if seen.is_valid() else 0
    return perform(
        request,
        delete_attachment,
        done=_("“%(name)s” has been deleted.") % {"name": attachment.name},
        then=resolve_url("attachments", attachment.report_id),
        attachment=attachment,
        version=version,
    )

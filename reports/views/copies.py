"""Sentences that a report shares with others."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .. import access
from ..http.read_receipt import opened_first, require_opened
from ..http.sign_in import SignedInRequest, signed_in


@signed_in
@require_safe
@opened_first
def copies(request: SignedInRequest, report_pk: int) -> HttpResponse:
    report, permissions = access.report_to_read(request.user, report_pk)
    require_opened(request, report, permissions)
    context = {"report": report, "permissions": permissions}
    context["copies"] = access.copies_to_read(request.user, report, permissions)
    return render(request, "copies/copies.html", context)

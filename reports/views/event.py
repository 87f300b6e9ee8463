"""The log, for auditors."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .. import access
from ..http.sign_in import SignedInRequest, signed_in

PAGE = 50


@signed_in
@require_safe
def log(request: SignedInRequest) -> HttpResponse:
    page = Paginator(access.events_to_audit(request.user), PAGE).get_page(request.GET.get("page"))
    return render(request, "event/log.html", {"page": page})

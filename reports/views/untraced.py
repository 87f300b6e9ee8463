"""A number in the words becomes a figure, or is left as it is."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from .. import access
from ..actions.untraced import open_number, waive_number
from ..forms.untraced import NumberForm
from ..http.responses import perform, say_errors
from ..http.sign_in import SignedInRequest, signed_in
from ..models import Figure


@signed_in
@require_POST
def number_open(request: SignedInRequest, report_pk: int, section_pk: int) -> HttpResponse:
    """With `bind` its ledger is chosen next."""

    def then(figure: Figure) -> HttpResponse:
        if "bind" in request.POST:
            return redirect("figure_ledgers", report_pk, figure.pk)
        return redirect("check", report_pk)

    def done(figure: Figure) -> str:
        return _("It is the figure “%(label)s” now; the text reads as before.") % {"label": figure.label}

    return _perform(request, report_pk, section_pk, open_number, done=done, then=then)


@signed_in
@require_POST
def number_waive(request: SignedInRequest, report_pk: int, section_pk: int) -> HttpResponse:
    check = resolve_url("check", report_pk)
    return _perform(request, report_pk, section_pk, waive_number, done=_("It stays as it is."), then=check)


def _perform(
    request: SignedInRequest, report_pk: int, section_pk: int, action: Callable[..., Any], **told: Any
) -> HttpResponse:
    _progress, current = access.section_to_write(request.user, report_pk, section_pk)
    check, form = resolve_url("check", report_pk), NumberForm(request.POST)
    if not form.is_valid():
        return say_errors(request, form, then=check)
    return perform(request, action, refused=check, section=current.section, **form.cleaned_data, **told)

"""What a view answers where a text could not be saved: nothing typed is dropped."""

from django.http import HttpResponse
from django.shortcuts import render

from ..actions.saved_text import StaleText
from ..forms.section import field_name
from ..forms.versioned import VersionedForm
from ..models import Attachment, Section
from ..pages.conflict import compose_conflict, describe_save
from .sign_in import SignedInRequest, answer, wants_json


def show_conflict(
    request: SignedInRequest, section: Section | Attachment, form: VersionedForm, stale: StaleText, *, page: str = ""
) -> HttpResponse:
    """The page, or JSON for a script. Both have status 409. `page` saves what is chosen, where the one sent cannot."""
    edit = form.edit()
    who = describe_save(stale, edit, request.user)
    if wants_json(request):
        return answer(request, 409, message=who, conflict=True)
    conflict = compose_conflict(edit, stale, form.figures)
    context = {
        "report": section.report,
        "section": section,
        "page": page or (request.resolver_match.url_name if request.resolver_match else ""),
        "slot": f"{form.place}:{'write' if form.words else 'fill'}:{form.data['tab']}",  # where the browser keeps mine
        "form": form,
        "who": who,
        "stored": stale.stored,
        "conflict": conflict,
        "figures": [(field_name(row.figure), row) for row in conflict.figures],
    }
    return render(request, "section/conflict.html", context, status=409)


def show_refused(request: SignedInRequest, text: Section | Attachment, form: VersionedForm, why: str) -> HttpResponse:
    """Says why nothing was saved and shows what was typed, to copy. Status 409."""
    if wants_json(request):
        return answer(request, 409, message=why)
    context = {"report": text.report, "why": why, "words": form.words, "figures": form.edit().figures}
    return render(request, "section/refused.html", context, status=409)

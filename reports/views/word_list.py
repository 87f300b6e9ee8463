"""Word lists of units, for organisers: look, choose a file, look at its effect, confirm; switch entries off."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import access
from ..actions.word_list import WordListPlan, list_words, plan_words, switch_entry
from ..documents.word_list import print_word_list
from ..forms.word_list import SeenWordsForm, WordListForm
from ..http.download import note_download
from ..http.responses import perform
from ..http.sign_in import SignedInRequest, signed_in
from ..models import Unit

PAGE = 200


@signed_in
@require_safe
def word_lists(request: SignedInRequest) -> HttpResponse:
    return render(request, "word_list/word_lists.html", {"units": access.word_lists_to_organise(request.user)})


@signed_in
@require_http_methods(["GET", "POST"])
def word_list(request: SignedInRequest, unit_pk: int) -> HttpResponse:
    """POST of a file shows what it would do; POST of what was shown does it."""
    unit, entries = access.word_list_to_organise(request.user, unit_pk)
    if "seen" in request.POST:
        return _list(request, unit)
    form = WordListForm(request.POST, request.FILES) if request.method == "POST" else WordListForm()
    if form.is_valid():
        return _preview(request, unit, form)
    page = Paginator(entries, PAGE).get_page(request.GET.get("page"))
    context = {"unit": unit, "page": page, "form": form}
    return render(request, "word_list/word_list.html", context, status=422 if form.errors else 200)


def _preview(request: SignedInRequest, unit: Unit, form: WordListForm) -> HttpResponse:
    plan = plan_words(unit, form.read.entries)
    seen = print_word_list([*plan.added, *plan.changed])
    context = {"unit": unit, "plan": plan, "refused": form.read.refused, "seen": seen}
    return render(request, "word_list/preview.html", context)


def _list(request: SignedInRequest, unit: Unit) -> HttpResponse:
    form = SeenWordsForm(request.POST)
    if not form.is_valid():
        context = {"unit": unit, "form": form, "page": None}
        return render(request, "word_list/word_list.html", context, status=422)
    return perform(
        request,
        list_words,
        done=_say_done,
        then=request.path,
        refused=request.path,
        unit=unit,
        entries=form.read.entries,
    )


def _say_done(plan: WordListPlan) -> str:
    counts = {"added": len(plan.added), "changed": len(plan.changed)}
    return _("Done: %(added)s new entries, %(changed)s changed. The checks know them from now on.") % counts


@signed_in
@require_safe
def word_list_file(request: SignedInRequest, unit_pk: int) -> HttpResponse:
    """Those that are on, as a list that can be uploaded."""
    unit, entries = access.word_list_to_organise(request.user, unit_pk)
    name = _("Words of %(unit)s.csv") % {"unit": unit}
    text = print_word_list(entry.listed for entry in entries.filter(is_off=False))
    note_download(request, name)
    disposition = content_disposition_header(as_attachment=True, filename=name)
    headers = {"Content-Disposition": disposition}
    return HttpResponse(text.encode("utf-8-sig"), content_type="text/csv; charset=utf-8", headers=headers)


@signed_in
@require_POST
def word_list_switch(request: SignedInRequest, unit_pk: int, pk: int) -> HttpResponse:
    entry = access.word_list_entry_to_organise(request.user, unit_pk, pk)
    then = resolve_url("word_list", unit_pk)
    return perform(request, switch_entry, then=then, refused=then, entry=entry, is_off="on" not in request.POST)

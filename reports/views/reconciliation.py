"""Where the reports of a round contradict each other, for organisers; and what they ask the authors."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from .. import access
from ..actions.inquiry import ask_authors, refuse_outdated
from ..forms.reconciliation import ContradictionFilters, InquiryForm
from ..http.responses import perform
from ..http.sign_in import SignedInRequest, signed_in
from ..pages.reconciliation import ShownContradiction, reconcile, show_contradictions

PER_PAGE = 20


@signed_in
@require_safe
def reconciliation(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    organised = access.cycle_to_organise(request.user, cycle_pk)
    filters = ContradictionFilters(request.GET, reconcile(organised.reports))
    page = Paginator(filters.rows, PER_PAGE).get_page(request.GET.get("page"))
    shown = [(one, _question(one)) for one in show_contradictions(page)]
    context = {"cycle": organised.cycle, "filters": filters, "page": page, "shown": shown}
    return render(request, "reconciliation/reconciliation.html", context, status=200 if filters.is_valid() else 422)


@signed_in
@require_http_methods(["GET", "POST"])
def contradiction(request: SignedInRequest, cycle_pk: int, key: str) -> HttpResponse:
    """Both passages and the question. What is asked about must still be said."""
    organised = access.cycle_to_organise(request.user, cycle_pk)
    found = next((one for one in reconcile(organised.reports) if one.key == key), None)
    if found is None and request.method == "POST":
        return perform(request, refuse_outdated, then=resolve_url("reconciliation", cycle_pk))
    if found is None:
        raise Http404
    (shown,) = show_contradictions([found])
    form = InquiryForm(request.POST or None, initial={"text": shown.question})
    if request.method == "POST" and form.is_valid():
        here = resolve_url("contradiction", cycle_pk, key)
        return perform(request, ask_authors, done=_done, then=here, contradicted=found, **form.cleaned_data)
    context = {"cycle": organised.cycle, "one": shown, "form": form}
    return render(request, "reconciliation/contradiction.html", context, status=422 if form.errors else 200)


def _question(one: ShownContradiction) -> InquiryForm:
    """Of the many on one page."""
    return InquiryForm(initial={"text": one.question}, auto_id=f"id_{one.contradicted.key}_%s")


def _done(count: int) -> str:
    said = ngettext("%(count)s author has been asked.", "%(count)s authors have been asked.", count)
    return said % {"count": count}

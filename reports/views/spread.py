"""Spreading a stage's reports over a group: looked at by its address, done by posting the same once more."""

from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from .. import access
from ..actions.errors import Refused
from ..actions.spread import SpreadPlan, plan_spread
from ..actions.spread_batch import begin_spread
from ..forms.reviewer import SpreadForm
from ..http.responses import perform
from ..http.sign_in import SignedInRequest, signed_in
from ..models import Batch
from ..pages.reviewer import by_reviewer, in_order

PAGE = 100


@signed_in
@require_http_methods(["GET", "POST"])
def spread(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    organised = access.cycle_to_organise(request.user, cycle_pk)
    sent = request.POST if request.method == "POST" else request.GET
    form = SpreadForm(sent if "people" in sent else None, organised=organised)
    show = partial(_show, request, organised, form)
    if request.method != "POST" or not form.is_valid():
        return show()

    def refuse(problem: Refused) -> HttpResponse:
        messages.warning(request, str(problem))
        return show(status=409)

    told = {"cycle": organised.cycle, "participants": organised.participants, "order": form.order}
    digest = form.cleaned_data["digest"]
    then = partial(_go_on, cycle_pk)
    return perform(request, begin_spread, done=_say_spread, then=then, refused=refuse, digest=digest, **told)


def _go_on(cycle_pk: int, begun: SpreadPlan | Batch) -> HttpResponse:
    return redirect("batch", cycle_pk, begun.pk) if isinstance(begun, Batch) else redirect("cycle_reviewers", cycle_pk)


def _show(
    request: SignedInRequest, organised: access.OrganisedCycle, form: SpreadForm, status: int = 200
) -> HttpResponse:
    context = {"cycle": organised.cycle, "form": form}
    if form.is_bound and form.is_valid():
        plan = plan_spread(
            cycle=organised.cycle, participants=organised.participants, order=form.order, by=request.user
        )
        page = Paginator(in_order(plan), PAGE).get_page(request.GET.get("page"))
        context |= {"plan": plan, "page": page, "groups": by_reviewer(page.object_list)}
    return render(request, "reviewer/spread.html", context, status=422 if form.errors else status)


def _say_spread(begun: SpreadPlan | Batch) -> str:
    if isinstance(begun, Batch):
        return ""  # the page says it
    count = len(begun.rows)
    return ngettext("%(count)s report has a reviewer now.", "%(count)s reports have reviewers now.", count) % {
        "count": count
    }

"""Handing a reviewer's work over: chosen, looked at, then done by posting the same once more."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from .. import access
from ..actions.errors import Refused
from ..actions.substitution import HandOverPlan, hand_over_reviews, plan_hand_over
from ..forms.reviewer import HandOverForm, read_key
from ..http.responses import perform
from ..http.sign_in import SignedInRequest, signed_in
from ..models import Review, User


@signed_in
@require_http_methods(["GET", "POST"])
def hand_over(request: SignedInRequest, cycle_pk: int, person_pk: int) -> HttpResponse:
    organised = access.cycle_to_organise(request.user, cycle_pk)
    former = access.reviewer_to_relieve(organised, person_pk)
    reviews = list(access.reviews_to_hand_over(organised, former))
    form = HandOverForm(
        request.POST if request.method == "POST" else None,
        former=former,
        reviews=reviews,
        by=request.user,
        initial=_marked(request),
    )
    show = partial(_show, request, organised, former, reviews, form)
    if not (form.is_bound and form.is_valid() and form.cleaned_data["digest"]):
        return show()

    def refuse(problem: Refused) -> HttpResponse:
        messages.warning(request, str(problem))
        return show(status=409)

    told = {name: form.cleaned_data[name] for name in ("digest", "reason")}
    told |= {"cycle": organised.cycle, "participants": organised.participants, "hand_over": form.hand_over}
    then = resolve_url("cycle_reviewers", cycle_pk)
    return perform(request, hand_over_reviews, done=_say_handed, then=then, refused=refuse, **told)


def _marked(request: SignedInRequest) -> dict[str, object]:
    """A link may mark one review."""
    asked = read_key(request.GET.get("review", ""))
    return {"which": "chosen", "reviews": [asked]} if asked is not None else {}


def _show(
    request: SignedInRequest,
    organised: access.OrganisedCycle,
    former: User,
    reviews: list[Review],
    form: HandOverForm,
    status: int = 200,
) -> HttpResponse:
    context = {"cycle": organised.cycle, "former": former, "reviews": reviews, "form": form}
    context["marked"] = [str(pk) for pk in form["reviews"].value() or []]
    if form.is_bound and form.is_valid():
        cycle, participants = organised.cycle, organised.participants
        context["plan"] = plan_hand_over(
            cycle=cycle, participants=participants, hand_over=form.hand_over, by=request.user
        )
    return render(request, "reviewer/hand_over.html", context, status=422 if form.errors else status)


def _say_handed(plan: HandOverPlan) -> str:
    count = len(plan.given)
    return ngettext("%(count)s review is handed over.", "%(count)s reviews are handed over.", count) % {"count": count}

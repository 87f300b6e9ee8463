"""Issuing sign-in slips: to the people of a roll, or to one person."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import render, resolve_url
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from .. import access
from ..actions.sign_in_slip import issue_by_mail, issue_on_paper, withdraw_slip
from ..forms.sign_in_slip import IssueForm, SlipForm, SlipsForm, contact_of
from ..http.responses import perform
from ..http.sign_in import SignedInRequest, signed_in
from ..models import User
from ..models.left_out import Issue
from ..models.sign_in_slip import Delivery
from ..pages.sign_in_slip import find_obstacles, people_of, select_people, takes_second_person


@signed_in
@require_http_methods(["GET", "POST"])
def slips(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    """Who of the roll would be given one, and who not, by what is chosen. POST: issue them."""
    cycle, participants, units = access.participants_to_give_slips(request.user, cycle_pk)
    form = IssueForm(request.POST, units=units) if request.method == "POST" else SlipsForm(request.GET, units=units)
    people = people_of(participants, **form.whom)
    selection = select_people(people, form.issue, by=request.user, at=timezone.now())
    if isinstance(form, IssueForm) and form.confirms(selection.people):
        contact, then = form.cleaned_data["contact"], resolve_url("slips", cycle.pk)
        return _issue(request, selection.people, form.issue, contact=contact, name=cycle.name, then=then)
    context = {"cycle": cycle, "form": form, "selection": selection, "contact": contact_of(request.user)}
    return render(request, "sign_in_slip/slips.html", context, status=422 if form.errors else 200)


@signed_in
@require_http_methods(["GET", "POST"])
def slip(request: SignedInRequest, person_pk: int) -> HttpResponse:
    """For one person: the first, or another where it was lost or the password forgotten."""
    person = access.person_to_give_slip(request.user, person_pk)
    now, initial = timezone.now(), {"contact": contact_of(request.user)}
    form = SlipForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        then, contact = resolve_url("slip", person.pk), form.cleaned_data["contact"]
        return _issue(request, [person], form.issue, contact=contact, name=person.name, then=then)
    obstacles = find_obstacles(person, by=request.user, at=now)
    out = person.sign_in_slips.valid_at(now).select_related("issued_by", "confirmation")
    valid = None if Delivery.PAPER in obstacles else out.first()
    context = {"person": person, "form": form, "obstacles": obstacles, "valid": valid}
    context["takes_two"] = takes_second_person(person, by=request.user)
    return render(request, "sign_in_slip/slip.html", context, status=422 if form.errors else 200)


@signed_in
@require_POST
def slip_withdraw(request: SignedInRequest, person_pk: int) -> HttpResponse:
    person = access.person_to_give_slip(request.user, person_pk)
    done = _("Withdrawn: the slip opens nothing any more.")
    return perform(request, withdraw_slip, done=done, then=resolve_url("slip", person.pk), person=person)


def _issue(
    request: SignedInRequest, people: Sequence[User], issue: Issue, *, contact: str, name: str, then: str
) -> HttpResponse:
    """The paper is answered at once, and is nowhere afterwards."""
    if issue.delivery == Delivery.MAIL:
        return perform(request, issue_by_mail, done=_say_mailed(len(people)), then=then, people=people, issue=issue)
    return perform(
        request,
        issue_on_paper,
        then=lambda data: _download(data, name),
        refused=then,
        people=people,
        issue=issue,
        contact=contact,
        address=request.build_absolute_uri(resolve_url("home")).rstrip("/"),
    )


def _say_mailed(count: int) -> str:
    return ngettext(
        "%(count)s mail with a code is on its way; it goes out within minutes.",
        "%(count)s mails with codes are on their way; they go out within minutes.",
        count,
    ) % {"count": count}


def _download(data: bytes, name: str) -> HttpResponse:
    disposition = content_disposition_header(True, _("Sign-in slips (%s).pdf") % name)  # noqa: FBT003 - Django's own
    return HttpResponse(data, "application/pdf", headers={"Content-Disposition": disposition})

"""The roll of a round, for organisers: one person on it, a transfer, who is added, and a proposal of the whole."""

from copy import copy

from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from .. import access
from ..actions import participant as actions
from ..actions.errors import Refused
from ..forms.participant import EnrolForm, NewPersonForm, ParticipantForm, ProposalForm, SearchForm, TransferForm
from ..http.responses import perform
from ..http.sign_in import SignedInRequest, signed_in
from ..models import Participant
from ..models.proposal import plan_roll
from ..pages.participant import expected_reviewers, find_people, list_left_out

ADDED = 200  # names that a proposal shows


@signed_in
@require_http_methods(["GET", "POST"])
def participant(request: SignedInRequest, participant_pk: int) -> HttpResponse:
    participant = access.participant_to_organise(request.user, participant_pk)
    units = access.units_to_enrol(access.cycle_to_organise(request.user, participant.cycle_id))
    form = ParticipantForm(request.POST or None, instance=copy(participant), units=units)
    if request.method != "POST" or not form.is_valid():
        return _show_participant(request, participant, form)

    def refuse(problem: Refused) -> HttpResponse:
        stored = access.participant_to_organise(request.user, participant_pk)
        again = ParticipantForm(form.seen_anew(stored), instance=copy(stored), units=units)
        again.add_error(None, str(problem))
        return _show_participant(request, stored, again)

    return perform(
        request,
        actions.change_participant,
        done=lambda is_changed: _("Saved.") if is_changed else _("Nothing was changed."),
        then=resolve_url("participant", participant.pk),
        refused=refuse,
        participant=participant,
        changes=form.changes,
    )


def _back(participant: Participant) -> HttpResponse:
    return redirect("participant", participant.pk)


def _show_participant(request: SignedInRequest, participant: Participant, form: ParticipantForm) -> HttpResponse:
    report, reviews = access.report_of(participant, request.user)
    cycle, is_own = participant.cycle, participant.person == request.user
    context = {
        "participant": participant,
        "cycle": cycle,
        "form": form,
        "report": report,
        "reviews": reviews,
        "expected": () if is_own else expected_reviewers(participant),
        "is_own": is_own,
        "is_closed": cycle.closed_at is not None and cycle.closed_at <= timezone.now(),
        "others": cycle.participants.organised_by(request.user)
        .filter(person=participant.person)
        .exclude(pk=participant.pk)
        .select_related("unit"),
    }
    return render(request, "participant/participant.html", context, status=422 if form.errors else 200)


@signed_in
@require_http_methods(["GET", "POST"])
def transfer(request: SignedInRequest, participant_pk: int) -> HttpResponse:
    participant = access.participant_to_organise(request.user, participant_pk)
    organised = access.cycle_to_organise(request.user, participant.cycle_id)
    form = TransferForm(request.POST or None, units=access.units_to_enrol(organised))
    context = {"participant": participant, "cycle": participant.cycle, "form": form}

    def show(problem: Refused | None = None) -> HttpResponse:
        if problem:
            form.add_error(None, str(problem))
        return render(request, "participant/transfer.html", context, status=422 if form.errors else 200)

    if request.method != "POST" or not form.is_valid():
        return show()
    return perform(
        request,
        actions.transfer_participant,
        done=_("Transferred: both posts are on the roll."),
        then=_back,
        refused=show,
        participant=participant,
        transfer=form.transfer,
    )


@signed_in
@require_POST
def participant_remove(request: SignedInRequest, participant_pk: int) -> HttpResponse:
    participant = access.participant_to_organise(request.user, participant_pk)
    return perform(
        request,
        actions.remove_participant,
        done=_("%(name)s is no longer on the roll.") % {"name": participant.person.name},
        then=resolve_url("participants", participant.cycle_id),
        refused=resolve_url("participant", participant.pk),
        participant=participant,
    )


@signed_in
@require_http_methods(["GET", "POST"])
def participant_new(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    """Searched by name or number; POST adds one of those found."""
    organised = access.cycle_to_organise(request.user, cycle_pk)
    people, search = access.people_to_enrol(organised), SearchForm(request.GET)
    form = EnrolForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        person = form.cleaned_data["person"]
        done = _("%(name)s is on the roll.") % {"name": person.name}
        here = resolve_url("participant_new", cycle_pk)
        told = {"cycle": organised.cycle, "person": person}
        return perform(request, actions.enrol, done=done, then=_back, refused=here, **told)
    query = search.cleaned_data["q"] if search.is_valid() else ""
    found = find_people(people, query, cycle=organised.cycle)
    context = {"cycle": organised.cycle, "query": query, "found": found, "form": form}
    return render(request, "participant/participant_new.html", context, status=422 if form.errors else 200)


@signed_in
@require_http_methods(["GET", "POST"])
def person_new(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    organised = access.cycle_to_organise(request.user, cycle_pk)
    form = NewPersonForm(request.POST or None, units=access.units_to_enrol(organised))
    context = {"cycle": organised.cycle, "form": form}

    def show(problem: Refused | None = None) -> HttpResponse:
        if problem:
            form.add_error(None, str(problem))
        return render(request, "participant/person_new.html", context, status=422 if form.errors else 200)

    if request.method != "POST" or not form.is_valid():
        return show()
    return perform(
        request,
        actions.enrol_new_person,
        done=_("The account is made, and on the roll. A sign-in slip lets the person in."),
        then=_back,
        refused=show,
        cycle=organised.cycle,
        new=form.person,
    )


@signed_in
@require_http_methods(["GET", "POST"])
def roll_proposal(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    """Who would be added, and who is left out and why. POST: add them."""
    organised = access.cycle_to_organise(request.user, cycle_pk)
    cycle, units = organised.cycle, set(access.units_to_enrol(organised).values_list("pk", flat=True))
    form = ProposalForm(request.POST if request.method == "POST" else request.GET)
    proposal = plan_roll(cycle, source=form.chosen, units=units)
    if request.method == "POST" and form.confirms(len(proposal.participants)):
        return perform(
            request,
            actions.propose_roll,
            done=_say_added,
            then=resolve_url("participants", cycle.pk),
            cycle=cycle,
            source=proposal.source,
            units=units,
        )
    context = {
        "cycle": cycle,
        "form": form,
        "proposal": proposal,
        "shown": proposal.participants[:ADDED],
        "more": max(0, len(proposal.participants) - ADDED),
        "left_out": list_left_out(proposal),
    }
    return render(request, "participant/roll_proposal.html", context, status=422 if form.errors else 200)


def _say_added(count: int) -> str:
    return ngettext("%(count)s person was put on the roll.", "%(count)s people were put on the roll.", count) % {
        "count": count
    }

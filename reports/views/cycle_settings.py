"""A round from its creation to its end: rules and dates, opening, extending, closing, opening again."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import access
from ..actions import closing as closing_actions
from ..actions.cycle import create_cycle, open_cycle, take_back_opening
from ..actions.cycle_change import change_cycle, extend
from ..actions.errors import Refused
from ..forms.cycle_settings import CycleForm, ExtendForm, OpenForm, PlainForm, ReasonForm, SettingsForm, UnfinishedForm
from ..forms.reviewer import read_key
from ..http.responses import perform
from ..http.sign_in import SignedInRequest, signed_in
from ..models import Cycle, CycleChange
from ..pages.cycle_change import describe_change

PAGE = 50


@signed_in
@require_http_methods(["GET", "POST"])
def cycle_new(request: SignedInRequest) -> HttpResponse:
    units, sources = access.units_to_run(request.user), access.cycles_to_copy(request.user)
    asked = request.GET.get("from", "")
    chosen = sources.filter(pk=read_key(asked) or 0).first() if asked else sources.first()
    begun = CycleForm.after(chosen, timezone.localdate())
    form = CycleForm(request.POST or None, units=units, sources=sources, initial=begun)
    if request.method == "POST" and form.is_valid():

        def then(cycle: Cycle) -> HttpResponse:
            return redirect("cycle_settings", cycle.pk)

        done = _("Created. Look over dates, rules, outline and roll; then open the round.")
        return _perform(request, form, "cycle/new.html", {}, create_cycle, done=done, then=then, **form.cleaned_data)
    return _show(request, "cycle/new.html", form, {})


def _perform(
    request: SignedInRequest, form: PlainForm | SettingsForm, template: str, context: dict[str, Any], action, **told
) -> HttpResponse:
    """A refusal is shown in the page with what was typed."""

    def refuse(problem: Refused) -> HttpResponse:
        form.add_error(None, str(problem))
        return _show(request, template, form, context)

    return perform(request, action, refused=refuse, **told)


def _show(
    request: SignedInRequest, template: str, form: PlainForm | SettingsForm, context: dict[str, Any]
) -> HttpResponse:
    return render(request, template, context | {"form": form}, status=422 if form.errors else 200)


@signed_in
@require_http_methods(["GET", "POST"])
def cycle_settings(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    """Organisers of a part of the round read it; those of the whole change it."""
    cycle, runs = access.cycle_to_look_at(request.user, cycle_pk)
    if request.method == "POST":
        cycle = access.cycle_to_run(request.user, cycle_pk)
    form = SettingsForm(request.POST or None, instance=cycle)
    context = {
        "cycle": cycle,
        "runs": runs,
        "opening": OpenForm(auto_id="id_opening_%s"),
        "reopening": ReasonForm(auto_id="id_reopening_%s"),
        "changes": [(change, describe_change(change)) for change in access.changes_to_read(request.user, cycle)],
    }
    if request.method == "POST" and form.is_valid():
        there = resolve_url("cycle_settings", cycle.pk)
        return _perform(
            request,
            form,
            "cycle/settings.html",
            context,
            change_cycle,
            done=_say_change,
            then=there,
            cycle=cycle,
            **form.wanted,
        )
    return _show(request, "cycle/settings.html", form, context)


def _say_change(change: CycleChange | None) -> str:
    if change is None:
        return _("Saved.")
    return _("Saved as change %(number)s. Those concerned are told.") % {"number": change.number}


@signed_in
@require_safe
def cycle_changes(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    """For all whom the rules concern."""
    cycle = access.cycle_to_follow(request.user, cycle_pk)
    changes = [(change, describe_change(change)) for change in access.changes_to_read(request.user, cycle)]
    mine = cycle.participants.to_write().filter(person=request.user)
    return render(request, "cycle/changes.html", {"cycle": cycle, "changes": changes, "mine": mine})


@signed_in
@require_POST
def cycle_open(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    cycle = access.cycle_to_run(request.user, cycle_pk)
    form = OpenForm(request.POST)
    there = resolve_url("cycle_settings", cycle.pk)
    on = form.cleaned_data["on"] if form.is_valid() else None
    if form.errors:
        return _refuse(request, there, _("This is no day. Choose one, or leave the field empty."))
    done = _("The round is announced; outline and rules are frozen. Those who write are told.")
    return perform(request, open_cycle, done=done, then=there, cycle=cycle, on=on)


def _refuse(request: SignedInRequest, there: str, why: str) -> HttpResponse:
    def refused(**_told: Any) -> None:
        raise Refused(why)

    return perform(request, refused, then=there)


@signed_in
@require_POST
def cycle_take_back(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    cycle = access.cycle_to_run(request.user, cycle_pk)
    there = resolve_url("cycle_settings", cycle.pk)
    done = _("Taken back: the round is being prepared again.")
    return perform(request, take_back_opening, done=done, then=there, cycle=cycle)


@signed_in
@require_http_methods(["GET", "POST"])
def cycle_extend(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    cycle = access.cycle_to_run(request.user, cycle_pk)
    units = access.units_to_run(request.user)
    form = ExtendForm(request.POST or None, cycle=cycle, units=units)
    context = {"cycle": cycle}
    if request.method == "POST" and form.is_valid():
        there = resolve_url("cycle_settings", cycle.pk)
        return _perform(
            request,
            form,
            "cycle/extend.html",
            context,
            extend,
            done=_say_extended,
            then=there,
            cycle=cycle,
            **form.wanted,
        )
    return _show(request, "cycle/extend.html", form, context)


def _say_extended(count: int) -> str:
    return ngettext(
        "%(count)s person has another due day and is told.",
        "%(count)s people have another due day and are told.",
        count,
    ) % {"count": count}


@signed_in
@require_http_methods(["GET", "POST"])
def cycle_close(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    """Lists what is unfinished; a post decides on some of it, or on all."""
    cycle = access.cycle_to_run(request.user, cycle_pk)
    undecided = closing_actions.not_handed_in(cycle).filter(closing="").exclude(person=request.user)
    form = UnfinishedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = form.chosen(undecided.values_list("pk", flat=True))
        told = {"cycle": cycle, "participants": chosen, **form.cleaned_data}
        there = resolve_url("cycle_close", cycle.pk)
        return _perform(
            request,
            form,
            "cycle/close.html",
            _unfinished(request, cycle),
            closing_actions.decide_unfinished,
            done=_say_decided,
            then=there,
            **told,
        )
    return _show(request, "cycle/close.html", form, _unfinished(request, cycle))


def _unfinished(request: SignedInRequest, cycle: Cycle) -> dict[str, Any]:
    missing = closing_actions.not_handed_in(cycle).for_lists().select_related("report")
    decided = missing.exclude(closing="")
    return {
        "cycle": cycle,
        "page": Paginator(missing.filter(closing=""), PAGE).get_page(request.GET.get("page")),
        "decided": decided[:PAGE],
        "count_decided": decided.count(),
        "count_in_review": closing_actions.in_review(cycle).count(),
    }


def _say_decided(count: int) -> str:
    return ngettext("Decided on %(count)s person.", "Decided on %(count)s people.", count) % {"count": count}


@signed_in
@require_POST
def cycle_close_now(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    cycle = access.cycle_to_run(request.user, cycle_pk)
    return perform(
        request,
        closing_actions.close_cycle,
        done=_("The round is closed."),
        then=resolve_url("cycle_settings", cycle.pk),
        refused=resolve_url("cycle_close", cycle.pk),
        cycle=cycle,
    )


@signed_in
@require_POST
def cycle_reopen(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    cycle = access.cycle_to_run(request.user, cycle_pk)
    form = ReasonForm(request.POST)
    form.full_clean()
    reason = form.cleaned_data.get("reason", "")
    there = resolve_url("cycle_settings", cycle.pk)
    done = _("The round is open again.")
    return perform(request, closing_actions.reopen_cycle, done=done, then=there, cycle=cycle, reason=reason)

"""The outline of a round: put together, divided, looked at as its authors will see it, corrected once it is in use."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST

from .. import access
from ..actions import outline as actions
from ..actions.errors import Refused
from ..documents.background import BeingMade
from ..documents.files import FileKind, fetch_file
from ..documents.workers import NotDone
from ..forms.cycle_settings import PlainForm, ReasonForm
from ..forms.outline import DivideForm, OutlineForm, OutlineSectionForm
from ..gongwen.pdf import Unprintable
from ..http.being_made import say_being_made
from ..http.download import note_download
from ..http.responses import perform
from ..http.sign_in import SignedInRequest, signed_in
from ..models import Cycle, Outline, OutlineSection
from ..pages.outline import effect_of, sample_content


def _shown(cycle: Cycle) -> Outline:
    """What can be changed, or else what is in use."""
    return actions.outline_to_edit(cycle) or cycle.outline


@signed_in
@require_http_methods(["GET", "POST"])
def outline(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    cycle, runs = access.cycle_to_look_at(request.user, cycle_pk)
    if request.method == "POST":
        cycle = access.cycle_to_run(request.user, cycle_pk)
    shown, editable = _shown(cycle), actions.outline_to_edit(cycle) is not None
    form = OutlineForm(request.POST or None, instance=shown)
    if request.method == "POST" and form.is_valid():
        told = {"cycle": cycle, "numbering": form.cleaned_data["numbering"]}
        return perform(request, actions.set_outline, done=_("Saved."), then=resolve_url("outline", cycle.pk), **told)
    context = {
        "cycle": cycle,
        "outline": shown,
        "sections": list(shown.sections.order_by("position")),
        "editable": editable and runs,
        "runs": runs,
        "is_correction": cycle.corrected_outline is not None and cycle.is_announced,
        "form": form,
    }
    return render(request, "outline/outline.html", context, status=422 if form.errors else 200)


def _post(request: SignedInRequest, cycle_pk: int, action: Any, done: str, **told: Any) -> HttpResponse:
    cycle = access.cycle_to_run(request.user, cycle_pk)
    return perform(request, action, done=done, then=resolve_url("outline", cycle.pk), cycle=cycle, **told)


@signed_in
@require_POST
def outline_correct(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    cycle = access.cycle_to_run(request.user, cycle_pk)
    done = _("This is a copy. Nothing changes for the authors until you apply it.")
    there = resolve_url("outline", cycle.pk)
    return perform(request, actions.begin_correction, done=done, then=there, cycle=cycle)


@signed_in
@require_POST
def outline_discard(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    return _post(request, cycle_pk, actions.discard_correction, _("The correction is discarded."))


@signed_in
@require_http_methods(["GET", "POST"])
def outline_apply(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    """Says what the correction does before it is applied."""
    cycle = access.cycle_to_run(request.user, cycle_pk)
    if cycle.corrected_outline is None:
        return redirect("outline", cycle.pk)
    form = ReasonForm(request.POST or None)
    context = {"cycle": cycle, "effect": effect_of(cycle, cycle.corrected_outline)}
    if request.method == "POST" and form.is_valid():
        done = _("The corrected outline counts from now on. Those who write are told.")
        told = {"done": done, "then": resolve_url("outline", cycle.pk), "cycle": cycle, **form.cleaned_data}
        return _perform(request, form, "outline/apply.html", context, actions.apply_correction, **told)
    return _show(request, "outline/apply.html", form, context)


def _perform(
    request: SignedInRequest, form: PlainForm, template: str, context: dict[str, Any], action: Any, **told: Any
) -> HttpResponse:
    def refuse(problem: Refused) -> HttpResponse:
        form.refuse(problem)
        return _show(request, template, form, context)

    return perform(request, action, refused=refuse, **told)


def _show(request: SignedInRequest, template: str, form: PlainForm, context: dict[str, Any]) -> HttpResponse:
    return render(request, template, context | {"form": form}, status=422 if form.errors else 200)


def _section(cycle: Cycle, pk: int) -> OutlineSection:
    """Of what can be changed; one of another outline is not there."""
    section = _shown(cycle).sections.filter(pk=pk).first()
    if section is None:
        raise Http404
    return section


@signed_in
@require_http_methods(["GET", "POST"])
def outline_section(request: SignedInRequest, cycle_pk: int, pk: int | None = None) -> HttpResponse:
    """One section, or a new one, with what its author will see beside it."""
    cycle = access.cycle_to_run(request.user, cycle_pk)
    section = _section(cycle, pk) if pk else None
    fields = OutlineSectionForm.base_fields
    form = OutlineSectionForm(
        request.POST or None, initial={name: getattr(section, name) for name in fields} if section else None
    )
    context: dict[str, Any] = {"cycle": cycle, "section": section}
    if request.method == "POST" and form.is_valid():
        told: dict[str, Any] = {"words": form.cleaned_data, "base": form.base(section) if section else None}

        def then(saved: OutlineSection) -> HttpResponse:
            return redirect("outline_section", cycle.pk, saved.pk)

        told |= {"done": _("Saved. The preview below shows it."), "then": then, "cycle": cycle, "pk": pk}
        return _perform(request, form, "outline/section.html", context, actions.save_outline_section, **told)
    return _show(request, "outline/section.html", form, context)


@signed_in
@require_POST
def outline_section_up(request: SignedInRequest, cycle_pk: int, pk: int) -> HttpResponse:
    return _post(request, cycle_pk, actions.move_outline_section, "", pk=pk)


@signed_in
@require_POST
def outline_section_down(request: SignedInRequest, cycle_pk: int, pk: int) -> HttpResponse:
    return _post(request, cycle_pk, actions.move_outline_section, "", pk=pk, up=False)


@signed_in
@require_POST
def outline_section_delete(request: SignedInRequest, cycle_pk: int, pk: int) -> HttpResponse:
    return _post(request, cycle_pk, actions.delete_outline_section, _("The section is deleted."), pk=pk)


@signed_in
@require_http_methods(["GET", "POST"])
def outline_section_divide(request: SignedInRequest, cycle_pk: int, pk: int) -> HttpResponse:
    cycle = access.cycle_to_run(request.user, cycle_pk)
    context = {"cycle": cycle, "section": _section(cycle, pk)}
    form = DivideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        there = resolve_url("outline", cycle.pk)
        told = {"done": _("Divided."), "then": there, "cycle": cycle, "pk": pk, **form.cleaned_data}
        return _perform(request, form, "outline/divide.html", context, actions.divide_outline_section, **told)
    return _show(request, "outline/divide.html", form, context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def outline_preview(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    """All sections as their authors will see them, and the page they make. POST: one section, as it is typed just now;
    nothing is stored.
    """
    cycle, _runs = access.cycle_to_look_at(request.user, cycle_pk)
    if request.method == "POST":
        return _preview_typed(request, OutlineSectionForm(request.POST))
    shown = _shown(cycle)
    context = {"cycle": cycle, "outline": shown, "sections": shown.sections.order_by("position")}
    return render(request, "outline/preview.html", context)


def _preview_typed(request: SignedInRequest, form: OutlineSectionForm) -> HttpResponse:
    if not form.is_valid():
        return render(request, "_error_summary.html", {"form": form}, status=422)
    return render(request, "outline/_author.html", {"section": OutlineSection(**form.cleaned_data)})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@xframe_options_sameorigin
def outline_pdf(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    """A report of sample texts. POST tries again to make it."""
    cycle, _runs = access.cycle_to_look_at(request.user, cycle_pk)
    content = sample_content(cycle, _shown(cycle))
    asked: dict[str, Any] = {
        "cycle": cycle,
        "reader": request.user.name,
        "at": timezone.now(),
        "again": request.method == "POST",
    }
    try:
        data = fetch_file(content, FileKind.DRAFT, **asked)
    except BeingMade:
        return say_being_made(request, back=reverse("outline", args=[cycle.pk]), label=_("Outline"))
    except (Unprintable, NotDone) as problem:
        context = {"cycle": cycle, "why": str(problem), "may_try_again": isinstance(problem, NotDone)}
        return render(request, "document/unprintable.html", context, status=getattr(problem, "status", 422))
    if request.method == "POST":
        return redirect("outline_pdf", cycle.pk)
    note_download(request, "outline.pdf", cycle=cycle, is_shown=True)
    return HttpResponse(data, FileKind.DRAFT.content_type, headers={"Content-Disposition": "inline"})

"""The roll from a list: choose a file, say what its columns are, look at the effect, confirm; the roll as a list."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from .. import access
from ..actions.roll.columns import match_columns
from ..actions.roll.plan import RollPlan
from ..actions.roll_import import (
    begin_import,
    choose_columns,
    look_at,
    remembered_heads,
    upload_list,
)
from ..actions.stored_plan import table_of
from ..documents.uploads import make_spreadsheet
from ..forms.roll_import import RollColumnsForm, RollListForm
from ..http.listing import answer_listed, answer_refused
from ..http.responses import perform
from ..http.sign_in import SignedInRequest, signed_in
from ..models import Batch, RollImport
from ..pages.heartbeat import find_silence
from ..pages.roll_import import RollPreview, roll_columns, roll_rows
from ..pages.uploaded_list import unread_heads

PAGE = 100
REFRESH = 3  # seconds


@signed_in
@require_http_methods(["GET", "POST"])
def roll_import(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    cycle = access.cycle_to_organise(request.user, cycle_pk).cycle
    form = RollListForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_valid():
        told = {"cycle": cycle, "name": form.file_name, "file": form.cleaned_data["file"]}
        return perform(request, upload_list, then=_look, refused=request.path, **told)
    done = access.roll_imports_of(request.user, cycle)[:5]
    context = {"cycle": cycle, "form": form, "done": done, "columns": roll_columns()}
    return render(request, "roll_import/roll_import.html", context, status=422 if form.errors else 200)


def _look(uploaded: RollImport) -> HttpResponse:
    name = "roll_import_columns" if uploaded.is_read and uploaded.columns is None else "roll_import_preview"
    return redirect(name, uploaded.cycle_id, uploaded.pk)


@signed_in
@require_http_methods(["GET", "POST"])
def roll_import_columns(request: SignedInRequest, cycle_pk: int, pk: int) -> HttpResponse:
    """What the columns are, where that is doubtful or was recognised wrongly."""
    uploaded = access.roll_import_of(request.user, cycle_pk, pk)
    if uploaded.imported_at or not uploaded.is_read:
        return redirect("roll_import_preview", cycle_pk, pk)
    table = table_of(uploaded)
    matched = match_columns(table.heads, remembered_heads(request.user))
    form = RollColumnsForm(request.POST or None, table=table, matched=matched)
    if request.method == "POST" and form.is_valid():
        then = resolve_url("roll_import_preview", cycle_pk, pk)
        return perform(request, choose_columns, then=then, refused=then, roll_import=uploaded, chosen=form.chosen)
    context = {"cycle": uploaded.cycle, "roll_import": uploaded, "form": form, "doubtful": len(matched.doubtful)}
    context |= {"known": matched.columns, "head_row": table.head_row}
    return render(request, "roll_import/columns.html", context, status=422 if form.errors else 200)


@signed_in
@require_http_methods(["GET", "POST"])
def roll_import_preview(request: SignedInRequest, cycle_pk: int, pk: int) -> HttpResponse:
    """Row by row what would be done. POST: do it."""
    uploaded = access.roll_import_of(request.user, cycle_pk, pk)
    if uploaded.imported_at:
        return render(request, "roll_import/done.html", {"cycle": uploaded.cycle, "roll_import": uploaded})
    work = access.work_on_roll_import(uploaded)
    if work and not work.ended_at:
        return redirect(request.path) if request.method == "POST" else _say_under_way(request, uploaded, work)
    if not uploaded.is_read:
        return _say_unread(request, uploaded, work)
    if uploaded.columns is None:
        return redirect("roll_import_columns", cycle_pk, pk)
    if request.method == "POST":
        digest = request.POST.get("digest", "")
        return perform(request, begin_import, then=request.path, done=_say_done, roll_import=uploaded, digest=digest)
    problem = work.problem if work else ""
    return render(request, "roll_import/preview.html", {"problem": problem, **_preview(request, uploaded)})


def _looked_through(uploaded: RollImport) -> bool:
    work = access.work_on_roll_import(uploaded)
    return uploaded.columns is not None and not (work and not work.ended_at)


def _say_under_way(request: SignedInRequest, uploaded: RollImport, work: Batch) -> HttpResponse:
    """Reloads itself, without a script too, until it has ended."""
    title = _("The list is being imported")
    if work.only_plans:
        title = _("The list is being looked through") if uploaded.is_read else _("The list is being read")
    context = {"cycle": uploaded.cycle, "roll_import": uploaded, "work": work, "title": title}
    context["silence"] = find_silence(now=timezone.now())
    response = render(request, "roll_import/under_way.html", context)
    response["Refresh"] = str(REFRESH)
    return response


def _say_unread(request: SignedInRequest, uploaded: RollImport, work: Batch | None) -> HttpResponse:
    context = {"cycle": uploaded.cycle, "roll_import": uploaded, "problem": work.problem if work else ""}
    return render(request, "roll_import/unread.html", context)


def _preview(request: SignedInRequest, uploaded: RollImport) -> dict[str, Any]:
    plan = look_at(uploaded, at=timezone.now())
    preview = RollPreview(plan, request.GET.get("show", ""))
    return {
        "cycle": uploaded.cycle,
        "roll_import": uploaded,
        "table": plan.table,
        "plan": plan,
        "preview": preview,
        "not_read": unread_heads(uploaded, plan),
        "page": Paginator(preview.rows, PAGE).get_page(request.GET.get("page")),
    }


def _say_done(plan: RollPlan | Batch) -> str:
    if isinstance(plan, Batch):
        return ""  # the page says it
    counts = {"created": len(plan.participants), "changed": len(plan.changed_participants), "people": len(plan.people)}
    return _("Done: %(created)s new on the roll, %(changed)s changed, %(people)s new accounts.") % counts


@signed_in
@require_safe
def roll_import_refused(request: SignedInRequest, cycle_pk: int, pk: int) -> HttpResponse:
    """The refused rows as they are in the file, with the reasons, to be corrected and imported again."""
    uploaded = access.roll_import_of(request.user, cycle_pk, pk)
    if not uploaded.imported_at and not _looked_through(uploaded):
        return redirect("roll_import_preview", cycle_pk, pk)
    plan = None if uploaded.imported_at else look_at(uploaded, at=timezone.now())
    name = _("Refused rows (%s).xlsx") % uploaded.cycle.name
    back = reverse("roll_import_preview", args=[cycle_pk, pk])
    return answer_refused(request, uploaded, plan, name, back=back, cycle=uploaded.cycle)


@signed_in
@require_safe
def roll_export(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    """The roll of their units in the form in which it is imported; while it is empty, the form to fill in."""
    organised = access.cycle_to_organise(request.user, cycle_pk)
    rows, name = organised.participants, _("Roll (%s).xlsx") % organised.cycle.name
    return answer_listed(
        request,
        lambda: make_spreadsheet(_("Roll"), roll_columns(), roll_rows(rows)),
        name,
        rows=rows,
        organised=organised,
        back=(reverse("participants", args=[cycle_pk]), _("Participants")),
    )

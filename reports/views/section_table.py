"""A table of a section as a grid of fields."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from .. import access
from ..actions.errors import Refused
from ..actions.section import StaleSection, save_section
from ..forms.section import SectionForm
from ..forms.section_table import TableGrid
from ..http.conflict import show_conflict, show_refused
from ..http.sign_in import SignedInRequest, signed_in
from ..models.progress import ReportProgress
from ..models.section_progress import SectionProgress


@signed_in
@require_http_methods(["GET", "POST"])
def section_table(request: SignedInRequest, report_pk: int, section_pk: int, number: int) -> HttpResponse:
    """A button adds or removes a row or column and saves nothing; what is saved is saved as the section's text."""
    progress, current = access.section_to_write(request.user, report_pk, section_pk)
    if number < 1:
        raise Http404
    if request.method == "POST":
        return _write(request, progress, current, number)
    if not current.section.is_open:
        messages.info(request, _("This section is locked. You can read it here."))
        return redirect("read", report_pk)
    grid = TableGrid.stored(current.section.body, number)
    if grid is None:
        raise Http404
    if grid.is_too_large:
        messages.info(request, _("This table is too large for a grid. Write it in the text, with tabs between cells."))
        return redirect("section", report_pk, section_pk)
    return _show(request, progress, SectionForm(progress=current, figures=[]), grid)


def _write(request: SignedInRequest, progress: ReportProgress, current: SectionProgress, number: int) -> HttpResponse:
    data, grid = request.POST.copy(), TableGrid.sent(request.POST, number)
    base = data.get("initial-body", "")
    if grid.change(data.get("do", "")):
        data["body"] = base
        why = _("A grid has no room for more. Save it, and go on in the text.") if grid.is_full else ""
        return _show(request, progress, SectionForm(data, progress=current, figures=[]), grid, why=why)
    body = grid.put_into(base)
    data["body"] = base if body is None else body
    form = SectionForm(data, progress=current, figures=[])
    if body is None or not form.is_storable():
        why = _("Each row needs words before its last cell, and the table two rows and two columns with words.")
        return _show(request, progress, form, grid, why=why if body is None else " ".join(form.messages.values()))
    try:
        save_section(section=current.section, edit=form.edit(), by=request.user, at=timezone.now())
    except Refused as refused:
        return show_refused(request, current.section, form, str(refused))
    except StaleSection as stale:
        return show_conflict(request, current.section, form, stale, page="section")
    messages.success(request, _("“%(name)s” has been saved.") % {"name": current.section.name})
    return redirect("section", progress.report.pk, current.section.pk)


def _show(
    request: SignedInRequest, progress: ReportProgress, form: SectionForm, grid: TableGrid, *, why: str = ""
) -> HttpResponse:
    section = form.progress.section
    context = {"report": progress.report, "section": section, "form": form, "grid": grid, "why": why}
    return render(request, "section_table/section_table.html", context, status=422 if why else 200)

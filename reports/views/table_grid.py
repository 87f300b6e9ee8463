"""A table of a section or of an attachment as a grid of fields."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from .. import access
from ..actions.attachment import save_attachment
from ..actions.errors import Refused
from ..actions.saved_text import StaleText
from ..actions.section import save_section
from ..forms.attachment import AttachmentForm
from ..forms.section import SectionForm
from ..forms.table_grid import TableGrid
from ..forms.versioned import VersionedForm
from ..http.conflict import show_conflict, show_refused
from ..http.sign_in import SignedInRequest, signed_in
from ..models import Attachment, Section


@dataclass(frozen=True, slots=True)
class _Gridded:
    """A text with what is its own. `page` is where it is written as words; `save` raises Refused and StaleText."""

    text: Section | Attachment
    is_open: bool
    page: str
    form: Callable[..., VersionedForm]
    save: Callable[..., object]

    @property
    def address(self) -> str:
        return resolve_url(self.page, self.text.report_id, self.text.pk)


@signed_in
@require_http_methods(["GET", "POST"])
def section_table(request: SignedInRequest, report_pk: int, section_pk: int, number: int) -> HttpResponse:
    _progress, current = access.section_to_write(request.user, report_pk, section_pk)
    form, save = partial(SectionForm, progress=current, figures=[]), partial(save_section, section=current.section)
    return _answer(request, _Gridded(current.section, current.section.is_open, "section", form, save), number)


@signed_in
@require_http_methods(["GET", "POST"])
def attachment_table(request: SignedInRequest, report_pk: int, attachment_pk: int, number: int) -> HttpResponse:
    attachment = access.attachment_to_write(request.user, report_pk, attachment_pk)
    form, save = partial(AttachmentForm, attachment=attachment), partial(save_attachment, attachment=attachment)
    return _answer(request, _Gridded(attachment, attachment.report.is_open, "attachment", form, save), number)


def _answer(request: SignedInRequest, gridded: _Gridded, number: int) -> HttpResponse:
    """A button adds or removes a row or column and saves nothing; what is saved is saved as the whole text."""
    if number < 1:
        raise Http404
    if request.method == "POST":
        return _write(request, gridded, number)
    if not gridded.is_open:
        messages.info(request, _("This is locked. You can read it here."))
        return redirect("read", gridded.text.report_id)
    grid = TableGrid.stored(gridded.text.body, number)
    if grid is None:
        raise Http404
    if grid.is_too_large:
        messages.info(request, _("This table is too large for a grid. Write it in the text, with tabs between cells."))
        return redirect(gridded.address)
    return _show(request, gridded, gridded.form(), grid)


def _write(request: SignedInRequest, gridded: _Gridded, number: int) -> HttpResponse:
    data, grid = request.POST.copy(), TableGrid.sent(request.POST, number)
    base = data.get("initial-body", "")
    if grid.change(data.get("do", "")):
        data["body"] = base
        why = _("A grid has no room for more. Save it, and go on in the text.") if grid.is_full else ""
        return _show(request, gridded, gridded.form(data), grid, why=why)
    body = grid.put_into(base)
    data["body"] = base if body is None else body
    form = gridded.form(data)
    if body is None or not form.is_storable():
        why = _("Each row needs words before its last cell, and the table two rows and two columns with words.")
        return _show(request, gridded, form, grid, why=why if body is None else " ".join(form.messages.values()))
    return _save(request, gridded, form)


def _save(request: SignedInRequest, gridded: _Gridded, form: VersionedForm) -> HttpResponse:
    try:
        gridded.save(edit=form.edit(), by=request.user, at=timezone.now())
    except Refused as refused:
        return show_refused(request, gridded.text, form, str(refused))
    except StaleText as stale:
        return show_conflict(request, gridded.text, form, stale, page=gridded.page)
    messages.success(request, _("“%(name)s” has been saved.") % {"name": gridded.text.name})
    return redirect(gridded.address)


def _show(
    request: SignedInRequest, gridded: _Gridded, form: VersionedForm, grid: TableGrid, *, why: str = ""
) -> HttpResponse:
    context = {"report": gridded.text.report, "gridded": gridded, "form": form, "grid": grid, "why": why}
    return render(request, "table_grid/table_grid.html", context, status=422 if why else 200)

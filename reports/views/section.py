"""The report's task list, its sections, its figures."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from .. import access
from ..actions.errors import Refused
from ..actions.section import StaleSection, save_section
from ..forms.section import BlanksForm, SectionForm, blanks_forms, wrong_rows
from ..http.conflict import show_conflict, show_refused
from ..http.sign_in import SignedInRequest, answer, signed_in, wants_json
from ..models import Section
from ..models.last_year import LastYear, remembered_values, values_of_last_year
from ..models.progress import ReportProgress, progress_of
from ..models.section_progress import SectionProgress
from ..pages.section import marks_of, neighbours, section_page, unplaced_figures


@signed_in
@require_http_methods(["GET", "POST"])
def section(request: SignedInRequest, report_pk: int, section_pk: int) -> HttpResponse:
    return _write(request, *access.section_to_write(request.user, report_pk, section_pk), SectionForm)


@signed_in
@require_http_methods(["GET", "POST"])
def fill(request: SignedInRequest, report_pk: int, section_pk: int) -> HttpResponse:
    """The section as running prose, with inputs in place of its blanks."""
    return _write(request, *access.section_to_write(request.user, report_pk, section_pk), BlanksForm)


@signed_in
@require_safe
def fill_report(request: SignedInRequest, report_pk: int) -> HttpResponse:
    """All sections with blanks, those with a missing or wrong value first; each is saved as on its own page."""
    report = access.report_to_write(request.user, report_pk)
    if not report.is_open:
        messages.info(request, _("This report is locked. You can read it here."))
        return redirect("read", report.pk)
    progress = progress_of(report)
    forms = blanks_forms(progress)
    last_year = LastYear(values=remembered_values(progress.figures) | values_of_last_year(report))
    context = {
        "report": report,
        "progress": progress,
        "forms": [form for form in forms if form.progress.has_open_figures],
        "filled": [form for form in forms if not form.progress.has_open_figures],
        "wrong": wrong_rows(forms),
        "unplaced": unplaced_figures(progress),
        "labels_seen": set(),
        "last_year": last_year,
        "present": access.people_present(request.user, report, at=timezone.now()),
    }
    return render(request, "section/fill_report.html", context)


def _write(
    request: SignedInRequest, progress: ReportProgress, current: SectionProgress, form_class: type[BlanksForm]
) -> HttpResponse:
    section = current.section
    if request.method == "GET":
        if not section.is_open:
            messages.info(request, _("This section is locked. You can read it here."))
            return redirect("read", section.report_id)
        return _show(request, progress, form_class(progress=current, figures=progress.figures))
    form = form_class(request.POST, progress=current, figures=progress.figures)
    if not form.is_storable():
        return _not_saved(request, progress, form)
    try:
        saved = save_section(section=section, edit=form.edit(), by=request.user, at=timezone.now())
    except Refused as refused:
        return show_refused(request, section, form, str(refused))
    except StaleSection as stale:
        return show_conflict(request, section, form, stale)
    return _saved(request, progress, saved, form)


def _show(request: SignedInRequest, progress: ReportProgress, form: BlanksForm, status: int = 200) -> HttpResponse:
    context = section_page(progress, form.progress) | {"form": form, "refused": status != 200}
    context["present"] = access.people_present(request.user, progress.report, at=timezone.now())
    return render(request, f"section/{form.page_name}.html", context, status=status)


def _not_saved(request: SignedInRequest, progress: ReportProgress, form: BlanksForm) -> HttpResponse:
    if wants_json(request):
        return answer(request, 422, message=" ".join(form.messages.values()))
    return _show(request, progress, form, status=422)


def _saved(request: SignedInRequest, progress: ReportProgress, section: Section, form: BlanksForm) -> HttpResponse:
    if wants_json(request):
        return answer(request, **_saved_answer(request, section, form))
    _previous, following = neighbours(progress, form.progress)
    name = {"name": form.progress.section.name}
    if form.errors:
        messages.warning(request, _("“%(name)s” has been saved; some values do not fit and are marked.") % name)
    else:
        messages.success(request, _("“%(name)s” has been saved.") % name)
    if "together" in request.POST:
        return redirect(f"{reverse('fill_report', args=[section.report_id])}#section-{section.pk}")
    if "next" not in request.POST:
        return redirect(form.page_name, section.report_id, section.pk)
    if following and following.section.is_open:
        return redirect(form.page_name, section.report_id, following.section.pk)
    return redirect("report", section.report_id)


def _saved_answer(request: SignedInRequest, section: Section, form: BlanksForm) -> dict[str, Any]:
    """What the open page needs after a save: the version, the counts, and the blanks as they now are."""
    current = form.progress.after_saving(section)
    answer = {
        "version": section.version,
        "saved": timezone.localtime().strftime("%H:%M"),
        "characters": current.characters,
        "withPunctuation": current.characters_with_punctuation,
        "filled": current.filled,
        "blanks": len(current.labels),
        "errors": form.messages,
        "marks": marks_of(current),
        "words": render_to_string("section/_words.html", {"current": current, "is_editor": form.has_words}, request),
    }
    if {figure.label for figure in form.figures} != set(current.labels):
        progress, current = access.section_to_write(request.user, section.report_id, section.pk)
        shown = type(form)(progress=current, figures=progress.figures)
        context = section_page(progress, current) | {"form": shown}
        answer["figures"] = render_to_string("section/_figures.html", context, request)
    return answer

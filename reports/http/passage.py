"""A passage that is composed, looked over and set into a section of the report."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _

from ..actions.errors import Refused
from ..actions.passage import insert_passage
from ..actions.section import StaleSection
from ..forms.passage import SetPassageForm
from ..models import Report
from .sign_in import SignedInRequest


def set_passage(request: SignedInRequest, report: Report, text: str, template: str, **more: Any) -> HttpResponse:
    """GET offers `text`; POST sets what became of it. The template says whose words they are."""
    sections = list(report.sections.select_related("report", "outline_section").order_by("position"))
    form = SetPassageForm(request.POST if request.method == "POST" else None, sections=sections, text=text)
    context = {"report": report, "form": form, **more}
    if request.method == "GET":
        return render(request, template, context)
    return _insert(request, form, template, context)


def _insert(request: SignedInRequest, form: SetPassageForm, template: str, context: dict[str, Any]) -> HttpResponse:
    """A section that somebody has changed since is no choice of the form any more: the action says so."""
    form.is_valid()
    if form.chosen is None or "text" in form.errors:
        return render(request, template, context, status=422)
    section, version = form.chosen
    text = form.cleaned_data["text"]
    try:
        insert_passage(section=section, version=version, text=text, by=request.user, at=timezone.now())
    except Refused as refused:
        return render(request, template, context | {"refused": str(refused)}, status=409)
    except StaleSection as stale:
        again = SetPassageForm({**request.POST.dict(), "section": ""}, sections=[*form.sections.values()])
        return render(request, template, context | {"form": again, "stale": stale.stored}, status=409)
    messages.success(request, _("The passage stands at the end of “%(name)s”.") % {"name": section.name})
    return redirect(resolve_url("section", section.report_id, section.pk))

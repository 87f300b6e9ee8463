"""The problems that a report lists: written, ordered, marked in the text, set into it, entered in the ledger."""

from typing import Any

from django.contrib import messages
from django.forms import BoundField
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from .. import access
from ..actions.errors import Refused
from ..actions.shortcoming import (
    StaleShortcoming,
    add_shortcoming,
    delete_shortcoming,
    enter_shortcomings,
    mark_sentences,
    order_shortcomings,
    save_shortcoming,
)
from ..forms.shortcoming import ChosenWordsForm, MarkForm, ShortcomingForm, ShortcomingOrderForm
from ..http.passage import set_passage
from ..http.responses import perform, say_errors
from ..http.sign_in import SignedInRequest, signed_in
from ..models import Report, Shortcoming
from ..pages.shortcoming import ShortcomingList, markable_sections, markable_sentences


@signed_in
@require_http_methods(["GET", "POST"])
def shortcomings(request: SignedInRequest, report_pk: int) -> HttpResponse:
    """POST puts them in another order."""
    if request.method == "POST":
        return _order(request, access.report_to_write(request.user, report_pk))
    report, permissions = access.report_to_read(request.user, report_pk)
    items = access.shortcomings_to_read(report, permissions)
    listed = ShortcomingList(report, items)
    context = {"report": report, "permissions": permissions, "listed": listed}
    return render(
        request, "shortcoming/shortcomings.html", context | {"order": ShortcomingOrderForm(shortcomings=items)}
    )


def _order(request: SignedInRequest, report: Report) -> HttpResponse:
    here, items = resolve_url("shortcomings", report.pk), list(report.shortcomings.listed())
    form = ShortcomingOrderForm(request.POST, shortcomings=items)
    if not form.is_valid():
        return say_errors(request, form, then=here)
    return perform(request, order_shortcomings, done=_("Saved."), then=here, report=report, places=form.places())


@signed_in
@require_http_methods(["GET", "POST"])
def shortcoming_new(request: SignedInRequest, report_pk: int) -> HttpResponse:
    report = access.report_to_write(request.user, report_pk)
    if not report.is_open and request.method == "GET":
        return redirect("shortcomings", report.pk)
    form = ShortcomingForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _show(request, report, form)
    try:
        add_shortcoming(report=report, edit=form.edit(), by=request.user, at=timezone.now())
    except Refused as refused:
        return _show(request, report, form, refused=str(refused))
    return _saved(request, report)


@signed_in
@require_http_methods(["GET", "POST"])
def shortcoming(request: SignedInRequest, report_pk: int, shortcoming_pk: int) -> HttpResponse:
    one = access.shortcoming_to_write(request.user, report_pk, shortcoming_pk)
    if not one.report.is_open and request.method == "GET":
        return redirect("shortcomings", one.report_id)
    form = ShortcomingForm(request.POST if request.method == "POST" else None, shortcoming=one)
    if not form.is_valid():
        return _show(request, one.report, form, shortcoming=one)
    try:
        save_shortcoming(shortcoming=one, edit=form.edit(), by=request.user, at=timezone.now())
    except StaleShortcoming as stale:
        return _conflict(request, one.report, stale.stored)
    except Refused as refused:
        return _show(request, one.report, form, shortcoming=one, refused=str(refused))
    return _saved(request, one.report)


def _conflict(request: SignedInRequest, report: Report, stored: Shortcoming) -> HttpResponse:
    """What was typed stays in the form, which now is over what is stored; that is shown beside it."""
    over = ShortcomingForm({**request.POST.dict(), "version": stored.version}, shortcoming=stored)
    return _show(request, report, over, shortcoming=stored, stored=stored)


def _show(request: SignedInRequest, report: Report, form: ShortcomingForm, **more: Any) -> HttpResponse:
    status = 409 if "stored" in more or "refused" in more else 422 if form.errors else 200
    return render(request, "shortcoming/shortcoming.html", {"report": report, "form": form, **more}, status=status)


def _saved(request: SignedInRequest, report: Report) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect("shortcoming_new" if "another" in request.POST else "shortcomings", report.pk)


@signed_in
@require_POST
def shortcoming_delete(request: SignedInRequest, report_pk: int, shortcoming_pk: int) -> HttpResponse:
    one = access.shortcoming_to_write(request.user, report_pk, shortcoming_pk)
    sent = request.POST.get("version", "")
    version = int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 10 else 0
    listed, own = resolve_url("shortcomings", report_pk), resolve_url("shortcoming", report_pk, shortcoming_pk)
    done = _("The problem is deleted from the list. The text and the ledger are as they were.")
    return perform(request, delete_shortcoming, done=done, then=listed, refused=own, shortcoming=one, version=version)


@signed_in
@require_http_methods(["GET", "POST"])
def shortcoming_mark(request: SignedInRequest, report_pk: int) -> HttpResponse:
    """Words that were chosen in the text, or sentences of it, become items; the text stays as it is."""
    report = access.report_to_write(request.user, report_pk)
    if not report.is_open and request.method == "GET":
        return redirect("shortcomings", report.pk)
    marking = _Marking(report, request.POST if request.method == "POST" else None)
    if not marking.sent.is_valid():
        return _show_marks(request, marking)
    if marking.form.has_gone():
        gone = _("The words have changed since you looked. Nothing was marked; look at them once more.")
        return _show_marks(request, marking, refused=gone)
    try:
        count = mark_sentences(report=report, marked=marking.sent.marked(), by=request.user, at=timezone.now())
    except Refused as refused:
        return _show_marks(request, marking, refused=str(refused))
    said = ngettext("%(count)s sentence is marked.", "%(count)s sentences are marked.", count)
    messages.success(request, said % {"count": count})
    return redirect("shortcoming_mark" if marking.chosen.is_bound else "shortcomings", report.pk)


class _Marking:
    """The two forms of the page, of which one was sent: any words, or sentence by sentence."""

    def __init__(self, report: Report, data: QueryDict | None) -> None:
        self.report, self.sections = report, markable_sections(report)
        items = list(report.shortcomings.listed())
        chosen, rest = (data, None) if data and "words" in data else (None, data)
        self.chosen = ChosenWordsForm(chosen, sections=self.sections, shortcomings=items)
        self.form = MarkForm(rest, sentences=markable_sentences(self.sections, items), shortcomings=items)

    @property
    def choices(self) -> list[BoundField]:
        return [self.chosen["part"], self.chosen["item"]]

    @property
    def sent(self) -> ChosenWordsForm | MarkForm:
        return self.chosen if self.chosen.is_bound else self.form


def _show_marks(request: SignedInRequest, marking: _Marking, *, refused: str = "") -> HttpResponse:
    status = 409 if refused else 422 if marking.sent.errors else 200
    context = {"report": marking.report, "marking": marking, "form": marking.form, "refused": refused}
    return render(request, "shortcoming/mark.html", context, status=status)


@signed_in
@require_http_methods(["GET", "POST"])
def shortcoming_passage(request: SignedInRequest, report_pk: int) -> HttpResponse:
    """The items as prose, whose order and wording may be changed before it is set into a section. ?of=problem|cause|
    measure: only these words.
    """
    report = access.report_to_write(request.user, report_pk)
    if not report.is_open and request.method == "GET":
        return redirect("shortcomings", report.pk)
    listed = ShortcomingList(report, list(report.shortcomings.listed()))
    text, of = listed.passage(request.GET.getlist("of")), listed.choices(request.GET.getlist("of"))
    return set_passage(request, report, text, "shortcoming/passage.html", of=of)


@signed_in
@require_POST
def shortcoming_ledger(request: SignedInRequest, report_pk: int) -> HttpResponse:
    """All that are not in it yet become rows of the author's ledger 问题整改."""

    def done(count: int) -> str:
        if not count:
            return _("All problems stand in the ledger 问题整改 already.")
        said = ngettext("%(count)s row was entered in 问题整改.", "%(count)s rows were entered in 问题整改.", count)
        return said % {"count": count}

    report, here = access.report_to_enter(request.user, report_pk), resolve_url("shortcomings", report_pk)
    return perform(request, enter_shortcomings, done=done, then=here, refused=here, report=report)

"""Two tabs or two people on one text: both texts, the differences, a merged proposal. Nothing typed is dropped."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from ..actions.saved_text import StaleText, Words
from ..forms.section import field_name
from ..forms.versioned import VersionedForm
from ..models import Attachment, Section
from ..prose.diff import compare
from ..prose.merge import merge
from .sign_in import SignedInRequest, answer, wants_json


def show_conflict(
    request: SignedInRequest, section: Section | Attachment, form: VersionedForm, stale: StaleText
) -> HttpResponse:
    """The page, or JSON for a script. Both have status 409."""
    if wants_json(request):
        return answer(request, 409, message=_who(request, stale), conflict=True)
    theirs = stale.words
    mine = form.words or theirs
    context = {
        "report": section.report,
        "section": section,
        "slot": f"{form.place}:{'write' if form.words else 'fill'}:{form.data['tab']}",  # where the browser keeps mine
        "form": form,
        "who": _who(request, stale),
        "stored": stale.stored,
        "mine": mine,
        "theirs": theirs,
        "differences": compare(theirs.body, mine.body),
        "heading_differs": mine.heading != theirs.heading,
        "proposal": _propose(form, mine, theirs),
        "figures": _rows(form, stale),
    }
    return render(request, "section/conflict.html", context, status=409)


def show_refused(request: SignedInRequest, text: Section | Attachment, form: VersionedForm, why: str) -> HttpResponse:
    """Says why nothing was saved and shows what was typed, to copy. Status 409."""
    if wants_json(request):
        return answer(request, 409, message=why)
    context = {"report": text.report, "why": why, "words": form.words, "figures": form.edit().figures}
    return render(request, "section/refused.html", context, status=409)


def _who(request: SignedInRequest, stale: StaleText) -> str:
    """Tells the person's own other tab from somebody else."""
    stored = stale.stored
    if stored.saved_by is None or stored.saved_at is None:
        return _("The text of this section has changed since this page was opened.")
    time = timezone.localtime(stored.saved_at).strftime("%H:%M")
    if stored.saved_by == request.user:
        return _("You saved this section at %(time)s in another tab or window.") % {"time": time}
    return _("%(name)s saved this section at %(time)s.") % {"name": stored.saved_by.name, "time": time}


def _propose(form: VersionedForm, mine: Words, theirs: Words) -> Words | None:
    """Both people's changes in one text. None where they touch: a person must judge."""
    base = form.base or theirs
    heading, body = merge(base.heading, mine.heading, theirs.heading), merge(base.body, mine.body, theirs.body)
    return None if heading is None or body is None else Words(heading, body)


def _rows(form: VersionedForm, stale: StaleText) -> list[dict]:
    """Each figure that this page changed: the typed value, and the stored one where it differs."""
    changed = form.edit().figures
    rows = []
    for figure in form.figures:
        if figure.label in changed:
            stored = stale.figures.get(figure.label)
            base = changed[figure.label].base if stored is None else stored
            rows.append(
                {
                    "figure": figure,
                    "name": field_name(figure),
                    "mine": changed[figure.label].value,
                    "stored": stored,
                    "base": base,
                }
            )
    return rows

"""The assistants that a person has named."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from .. import access
from ..actions.assistance import accept_assistance, end_assistance, name_assistant
from ..actions.errors import Refused
from ..forms.assistance import AssistantForm
from ..http.responses import perform
from ..http.sign_in import SignedInRequest, signed_in
from ..models import Assistance, User


@signed_in
@require_http_methods(["GET", "POST"])
def assistants(request: SignedInRequest) -> HttpResponse:
    form = AssistantForm(request.POST or None, author=request.user)
    if request.method == "POST" and form.is_valid():
        assistant, may_submit = form.cleaned_data["person"], form.cleaned_data["may_submit"]

        def name(by: User, at: datetime) -> Assistance:
            return name_assistant(author=by, assistant=assistant, may_submit=may_submit, at=at)

        def refuse(problem: Refused) -> HttpResponse:
            form.add_error("person", str(problem))
            return _show(request, form)

        return perform(request, name, done=_named, then=resolve_url("assistants"), refused=refuse)
    return _show(request, form)


def _show(request: SignedInRequest, form: AssistantForm) -> HttpResponse:
    helping, helped = access.assistances_of(request.user)
    return render(request, "assistance/assistants.html", {"form": form, "helping": helping, "helped": helped})


def _named(assistance: Assistance) -> str:
    name = assistance.assistant.name
    if assistance.is_accepted:
        return _("%(name)s is your assistant already; what they may do is as you chose now.") % {"name": name}
    return _("%(name)s has been asked, and writes in your reports once they have accepted.") % {"name": name}


@signed_in
@require_POST
def assistance_accept(request: SignedInRequest, pk: int) -> HttpResponse:
    assistance = access.assistance_to_accept(request.user, pk)
    done = _("You may now write in the reports of %(name)s.") % {"name": assistance.author.name}

    def accept(by: User, at: datetime) -> None:  # by nobody else: access says so
        accept_assistance(assistance=assistance, at=at)

    return perform(request, accept, done=done, then=resolve_url("assistants"))


@signed_in
@require_POST
def assistance_end(request: SignedInRequest, pk: int) -> HttpResponse:
    """The author ends it, or the named person declines or leaves."""
    assistance = access.assistance_to_end(request.user, pk)
    done = _ended(assistance, by=request.user)
    return perform(request, end_assistance, done=done, then=resolve_url("assistants"), assistance=assistance)


def _ended(assistance: Assistance, *, by: User) -> str:
    if assistance.author == by:
        return _("%(name)s may not write in your reports.") % {"name": assistance.assistant.name}
    return _("You do not write in the reports of %(name)s.") % {"name": assistance.author.name}

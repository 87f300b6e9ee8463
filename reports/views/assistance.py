"""The assistants that a person has named."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from .. import access
from ..actions.assistance import name_assistant
from ..actions.errors import Refused
from ..forms.assistance import AssistantForm
from .account import _named
from .sign_in import SignedInRequest, signed_in


@signed_in
@require_http_methods(["GET", "POST"])
def assistants(request: SignedInRequest) -> HttpResponse:
    """Whom the person lets write in their reports, and in whose reports the person writes."""
    form = AssistantForm(request.POST or None, author=request.user)
    if request.method == "POST" and form.is_valid():
        assistant, may_submit = form.cleaned_data["username"], form.cleaned_data["may_submit"]
        try:
            named = name_assistant(author=request.user, assistant=assistant, may_submit=may_submit, at=timezone.now())
            messages.success(request, _named(named))
            return redirect("assistants")
        except Refused as refused:
            form.add_error("username", str(refused))
    helping, helped = access.assistances_of(request.user)
    return render(request, "assistance/assistants.html", {"form": form, "helping": helping, "helped": helped})

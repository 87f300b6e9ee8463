"""Lists that a person keeps."""

from django.http import HttpResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from .. import access
from ..actions import saved_view as actions
from ..forms.saved_view import SavedViewForm
from ..http.responses import perform, say_errors
from ..http.sign_in import SignedInRequest, signed_in


@signed_in
@require_POST
def view_save(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    """The round is where the person goes on; what is kept fits every round."""
    cycle = access.cycle_to_organise(request.user, cycle_pk).cycle
    form = SavedViewForm(request.POST)
    if not form.is_valid():
        return say_errors(request, form, then=resolve_url("participants", cycle.pk))
    kept = form.cleaned_data
    place = f"{resolve_url(kept['list'], cycle.pk)}?{kept['query']}"
    return perform(request, actions.save_view, done=_("Kept."), then=place, **kept)


@signed_in
@require_POST
def view_remove(request: SignedInRequest, cycle_pk: int, pk: int) -> HttpResponse:
    cycle = access.cycle_to_organise(request.user, cycle_pk).cycle
    view = access.saved_view_to_remove(request.user, pk)
    place = resolve_url(view.list, cycle.pk)
    return perform(request, actions.remove_view, done=_("Removed."), then=place, view=view)

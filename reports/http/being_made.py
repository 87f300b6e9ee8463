"""A file that takes more than a moment is made after the answer: the page says so, and brings it when it is there."""

from collections.abc import Callable, Hashable
from secrets import token_urlsafe

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from ..documents.background import BeingMade, fetch
from ..documents.cache import path_of_copy
from .sign_in import SignedInRequest

_ASKING = "asking"  # of the query: what is asked for anew is made anew


def say_being_made(request: SignedInRequest, *, back: str, label: str) -> HttpResponse:
    """The page reloads itself, without a script too, until the file is there. `back` leads away from it."""
    response = render(request, "document/being_made.html", {"back": back, "label": label}, status=202)
    response["Retry-After"] = response["Refresh"] = str(BeingMade.retry_after)
    return response


def answer_when_made(
    request: SignedInRequest,
    make: Callable[[], bytes],
    answer: Callable[[bytes], HttpResponse],
    *,
    seen: Hashable,
    back: str,
    label: str,
    extension: str = "xlsx",
) -> HttpResponse:
    """Of what the person may see, as `seen` says it: who may see less since then does not find it."""
    if _ASKING not in request.GET:
        query = request.GET.copy()
        query[_ASKING] = token_urlsafe(9)
        return redirect(f"{request.path}?{query.urlencode()}")
    path = path_of_copy(extension, request.user.pk, request.get_full_path(), get_language(), seen)
    try:
        return answer(fetch(path, make))
    except BeingMade:
        return say_being_made(request, back=back, label=label)

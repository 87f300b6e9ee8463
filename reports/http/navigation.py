"""What the head and the foot of every page show."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .. import access
from .large_print import wants_large_print


def navigation(request: HttpRequest) -> dict[str, Any]:
    """A context processor. The counts run their queries only in templates that show them."""
    user = getattr(request, "user", None)
    shown = {"office": settings.OFFICE, "oidc": settings.OIDC, "large_print": wants_large_print(request)}
    if user is None or not user.is_authenticated:
        return shown
    return shown | {
        "own_reviews": SimpleLazyObject(lambda: access.count_reviews(user)),
        "notices_unread": SimpleLazyObject(lambda: access.count_unread(user)),
    }

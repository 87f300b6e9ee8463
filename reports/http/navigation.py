"""What the head of every page shows."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .. import access


def navigation(request: HttpRequest) -> dict[str, Any]:
    """A context processor. The counts run their queries only in templates that show them."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {
        "own_reviews": SimpleLazyObject(lambda: access.count_reviews(user)),
        "notices_unread": SimpleLazyObject(lambda: access.count_unread(user)),
    }

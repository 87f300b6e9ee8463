"""For each person: the lists that they keep."""

from django.shortcuts import get_object_or_404

from ..models import SavedView, User


def saved_view_to_remove(user: User, pk: int) -> SavedView:
    return get_object_or_404(user.saved_views, pk=pk)

"""Keeping a list as it is shown."""

from datetime import datetime

from django.utils.translation import gettext as _

from ..models import SavedView, User
from .errors import Refused

MOST = 50


def save_view(*, list: str, name: str, query: str, by: User, at: datetime) -> SavedView:  # noqa: A002
    """Under a name that is taken it replaces what was kept. Raises Refused where the person keeps too many."""
    own = by.saved_views.filter(list=list)
    if not own.filter(name=name).exists() and own.count() >= MOST:
        raise Refused(_("You keep %(count)s views of this list: remove one first.") % {"count": MOST})
    view, _created = SavedView.objects.update_or_create(person=by, list=list, name=name, defaults={"query": query})
    return view


def remove_view(*, view: SavedView, by: User, at: datetime) -> None:
    view.delete()

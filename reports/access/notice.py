"""For each person: what they have been told."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from ..models import Notice, User
from ..models.notice import NoticeQuerySet
from ..models.statement import PreparedCounts, PreparedStatement


def notices_of(user: User) -> NoticeQuerySet:
    """Only notices about what the person may still see."""
    return Notice.objects.seen_by(user)


def _unread_by(person: int) -> QuerySet:
    return Notice.objects.filter(recipient=person).unread().order_by().values_list("pk")[:1]


_any_unread = PreparedStatement(_unread_by)
_unread = PreparedCounts(lambda user: notices_of(user).unread())


def count_unread(user: User) -> int:
    """Runs one short query where there are none: every page asks."""
    return _unread(user)[0] if _any_unread.rows(user.pk) else 0


def notice_to_open(user: User, pk: int) -> Notice:
    return get_object_or_404(notices_of(user).for_lists(), pk=pk)

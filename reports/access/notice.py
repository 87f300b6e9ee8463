"""For each person: what they have been told."""

from django.shortcuts import get_object_or_404

from ..models import Notice, User
from ..models.notice import NoticeQuerySet
from ..models.statement import PreparedCounts


def notices_of(user: User) -> NoticeQuerySet:
    """Only notices about what the person may still see."""
    return Notice.objects.seen_by(user)


_unread = PreparedCounts(lambda user: notices_of(user).unread())


def count_unread(user: User) -> int:
    """Runs one short query where there are none: every page asks."""
    if not Notice.objects.filter(recipient=user).unread().exists():
        return 0
    return _unread(user)[0]


def notice_to_open(user: User, pk: int) -> Notice:
    return get_object_or_404(notices_of(user).for_lists(), pk=pk)

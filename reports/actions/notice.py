"""What people do with what they are told. None of it is logged: it concerns nobody else."""

from datetime import datetime

from ..models import Notice, User


def read_notice(*, notice: Notice, at: datetime) -> None:
    """The first time counts."""
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=at)


def read_all_notices(*, by: User, at: datetime) -> None:
    """All that the person is shown; what they may see only later stays new."""
    Notice.objects.seen_by(by).unread().update(read_at=at)


def choose_mail(*, by: User, mail: str, language: str) -> None:
    """When and in which language the person is mailed."""
    by.mail, by.mail_language = mail, language
    by.save(update_fields=["mail", "mail_language"])

"""What people do with what they are told. None of it is logged: it concerns nobody else."""

from datetime import datetime

from ..models import Notice, User


def read_notice(*, notice: Notice, at: datetime) -> None:
    """Only the first time is stored."""
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=at)


def read_all_notices(*, by: User, at: datetime) -> None:
    """Only those shown now: one that becomes visible later is still new."""
    Notice.objects.seen_by(by).unread().update(read_at=at)


def choose_mail(*, by: User, mail: str, language: str) -> None:
    by.mail, by.mail_language = mail, language
    by.save(update_fields=["mail", "mail_language"])

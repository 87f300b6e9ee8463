"""Notices by mail: what happened, where, and one link; no words of a report. See docs/decisions/0024."""

import logging
from collections.abc import Collection, Sequence
from datetime import datetime, time, timedelta
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..models import Notice, User
from ..models.notice import NoticeQuerySet

PAUSE = timedelta(minutes=15)
AT_ONCE = 10  # mails for which a page waits; the rest are sent by send_notices
DIGEST_TIME = time(8)

logger = logging.getLogger(__name__)


def mail_at_once(people: Collection[int], *, at: datetime) -> None:
    """Mails those of them who chose it, of many the first: send_due() mails the rest. While the mail server fails no
    page waits for it: send_due() tries again.

    Nobody is mailed twice within a quarter of an hour: what comes in a burst goes out together.
    """
    if not Notice.objects.filter(mail_failed_at__gt=at - PAUSE).exists():
        _mail(User.objects.filter(pk__in=people, mail=User.Mail.AT_ONCE), at=at, most=AT_ONCE)


def send_due(*, at: datetime) -> int:
    """Sends the daily digests and everything left over. Returns the number of mails sent."""
    return _mail(User.objects.filter(notices__in=Notice.objects.to_mail(at)).distinct(), at=at)


def _mail(people: QuerySet[User], *, at: datetime, most: int | None = None) -> int:
    """Stops at the first failure of the server: everybody after would wait for it in vain."""
    count = 0
    wanting = people.filter(is_active=True).exclude(email="").exclude(mail=User.Mail.NEVER)
    for person in wanting.order_by("pk")[:most]:
        try:
            count += _mail_person(person, at=at)
        except OSError:  # of which smtplib's errors are
            logger.exception("The mail server fails. The next run of send_notices tries again.")
            break
    return count


def _mail_person(person: User, *, at: datetime) -> bool:
    """One mail with all that is due. False where nothing is, or the address is refused: no retry mends that."""
    notices = _claim(person, at=at)
    if not notices:
        return False
    try:
        compose(person, notices).send()
    except (SMTPRecipientsRefused, ValueError):
        logger.exception("The address of %s is refused. The notices stand in the site.", person.username)
        return False
    except OSError:
        Notice.objects.filter(pk__in=[one.pk for one in notices]).update(mailed_at=None, mail_failed_at=at)
        raise
    return True


@transaction.atomic
def _claim(person: User, *, at: datetime) -> list[Notice]:
    """The due notices, marked as mailed before the mail is sent, so that of two processes one sends it.

    The rule of the pages is asked again: a person who has lost access is not mailed.
    """
    locked = User.objects.select_for_update().get(pk=person.pk)
    due = list(_due(locked, at).for_lists())
    Notice.objects.filter(pk__in=[one.pk for one in due]).update(mailed_at=at)
    return due


def _due(person: User, at: datetime) -> NoticeQuerySet:
    notices = Notice.objects.seen_by(person).to_mail(at)
    if person.mail == User.Mail.DAILY:
        return notices.filter(at__lt=_last_digest(at))
    return notices.none() if person.notices.filter(mailed_at__gt=at - PAUSE).exists() else notices


def _last_digest(at: datetime) -> datetime:
    day = timezone.localdate(at)
    today = timezone.make_aware(datetime.combine(day, DIGEST_TIME))
    return today if today <= at else timezone.make_aware(datetime.combine(day - timedelta(days=1), DIGEST_TIME))


def compose(person: User, notices: Sequence[Notice]) -> EmailMessage:
    """In the person's language. A single notice is linked itself, several by their list."""
    path = reverse("notice", args=[notices[0].pk]) if len(notices) == 1 else reverse("notices")
    context = {"person": person, "notices": notices, "link": settings.SITE_ADDRESS.rstrip("/") + path}
    with translation.override(person.mail_language):
        subject = ngettext("%(count)s notice", "%(count)s notices", len(notices)) % {"count": len(notices)}
        body = render_to_string("notice/mail.txt", context)
        return EmailMessage(f"{_('Duty reports')} · {subject}", body, to=[person.email])

"""`manage.py send_notices`: run every few minutes, by cron or a systemd timer."""

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.actions.mail import send_due
from reports.actions.sign_in_slip import mail_slips


class Command(BaseCommand):
    """Safe to run at any time: a person is mailed once in a quarter of an hour at most, and digests go once a day."""

    def add_arguments(self, parser) -> None:
        parser.description = _("Mails the sign-in slips, the daily digests, and the notices that could not be mailed.")

    def handle(self, **options) -> None:
        count = mail_slips(at=timezone.now()) + send_due(at=timezone.now())
        self.stdout.write(_("Mails sent: %(count)s") % {"count": count})

"""The first auditor, who then confirms what administrators ask for. Whoever runs commands is outside of what the site
can watch; so this is written into the log under the name of whoever is appointed.
"""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.actions.outside import appoint_outside
from reports.models import User
from reports.models.confirmation import Subject


class Command(BaseCommand):
    """Asked again, it changes nothing."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.description = _(
            "Makes a person an auditor without a second person: on a new site, or one that has lost its last auditor."
        )
        parser.add_argument("username", help=_("the sign-in name"))

    def handle(self, *, username: str, **_options: object) -> None:
        person = User.objects.filter(username=username, is_active=True).first()
        if person is None:
            raise CommandError(_("Nobody with an active account has the sign-in name %s.") % username)
        if not person.is_auditor:
            appoint_outside(person=person, right=Subject.AUDITOR, at=timezone.now())
        self.stdout.write(_("%s is an auditor.") % person.name)

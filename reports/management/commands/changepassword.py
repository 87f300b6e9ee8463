"""Stands in for Django's command, which leaves no trace. This one is logged, and told to person and auditors."""

from argparse import ArgumentParser
from getpass import getpass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.actions.outside import set_password_outside
from reports.models import User

_TRIES = 3


class Command(BaseCommand):
    """A slip does the same without anybody who hears the password."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.description = _("Sets the password of a person, and signs them out everywhere.")
        parser.add_argument("username", help=_("the sign-in name"))

    def handle(self, *, username: str, **_options: object) -> None:
        person = User.objects.filter(username=username).first()
        if person is None:
            raise CommandError(_("Nobody has the sign-in name %s.") % username)
        set_password_outside(person=person, password=self._ask(person), at=timezone.now())
        self.stdout.write(_("%s has another password, and is signed out everywhere.") % person.name)

    def _ask(self, person: User) -> str:
        for _try in range(_TRIES):
            password = getpass(_("The new password: "))
            if password != getpass(_("The same again: ")):
                self.stderr.write(_("These are two different ones."))
                continue
            try:
                validate_password(password, person)
            except ValidationError as error:
                self.stderr.write("\n".join(error.messages))
            else:
                return password
        raise CommandError(_("Nothing was changed."))

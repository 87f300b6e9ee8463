"""The way in where app and sheet are lost and nobody is left to confirm a slip, or where SECRET_KEY is another one; and
for the first administrator, where their role needs a second factor.
"""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.actions.outside import renew_factor_outside
from reports.models import User


class Command(BaseCommand):
    """Logged under the person's own name, for nobody has signed in. Asked again, who needs none has none."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.description = _(
            "Ends the second factor of a person, who then signs in with the password alone. Where the role needs one, "
            "sets up another and prints it."
        )
        parser.add_argument("username", help=_("the sign-in name"))

    def handle(self, *, username: str, **_options: object) -> None:
        person = User.objects.filter(username=username).first()
        if person is None:
            raise CommandError(_("Nobody has the sign-in name %s.") % username)
        renewed = renew_factor_outside(person=person, at=timezone.now())
        if renewed is None:
            self.stdout.write(_("%s has no second factor.") % person.name)
        else:
            self._print(*renewed)

    def _print(self, key: str, codes: list[str]) -> None:
        self.stdout.write(_("To type into the app: %s") % key)
        self.stdout.write(_("Recovery codes, each of which serves once: %s") % " ".join(codes))

"""`manage.py demo`: people and reports to try the site with."""

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from reports.demonstration.files import people_rows
from reports.models import User

PASSWORD = "yunxi-demo"  # noqa: S105 - printed for everybody to try the site with


class Command(BaseCommand):
    """Safe to run again: it changes nothing if one of its people is there already."""

    requires_system_checks = ()  # they take longer than finding the demonstration in place

    def add_arguments(self, parser) -> None:
        parser.description = _("Loads the demonstration: units, people, two yearly rounds, reports in each state.")
        parser.add_argument("--password", help=_("the password of all people of the demonstration"))

    def handle(self, *, password: str | None, **options) -> None:
        people = {person["username"]: person for person in people_rows()}
        present = User.objects.filter(username__in=people)
        if present.exists():
            said = _("The demonstration is here already. Nothing was changed. Password, unless another was set: %s")
            self.stdout.write(said % PASSWORD)
        else:
            password = password or _default_password()
            _load(password)
            self.stdout.write(_("The demonstration is ready. Password of all its people: %s") % password)
        names = {person.username: person.name for person in present.all()}
        for username in [username for username in people if username in names]:
            self.stdout.write(f"  {username:<14}{names[username]}　{people[username]['part']}")


def _default_password() -> str:
    """Everybody can read this password in the source, so it must not open a database with real people."""
    return get_random_string(12) if User.objects.exists() else PASSWORD


def _load(password: str) -> None:
    from reports.demonstration.load import load_demonstration  # noqa: PLC0415 - a second run need not wait

    try:
        load_demonstration(at=timezone.now(), password=password)
    except IntegrityError as error:
        said = _("A unit or an outline of the same name is here already. Nothing was changed. (%s)")
        raise CommandError(said % error) from error

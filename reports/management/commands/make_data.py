"""`manage.py make_data`: the demonstration brought up to the numbers of a province."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from reports.demonstration.load import COUNTY, ORGANISER
from reports.models import Unit, User

MOST = 900_000


class Command(BaseCommand):
    """Run again it adds what is missing. Interrupted it leaves whole towns, and goes on from there."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.description = _("Brings the demonstration up to so many officials with reports in every state.")
        parser.add_argument("--officials", type=int, required=True, help=_("how many there are to be this year"))
        parser.add_argument("--years", type=int, default=3, help=_("for how many years, this year included"))

    def handle(self, *, officials: int, years: int, **options: Any) -> None:
        if not 0 < officials <= MOST or not 0 < years <= 10:
            raise CommandError(_("Up to %(most)s officials and ten years can be made.") % {"most": MOST})
        county = Unit.objects.filter(parent=None, name=COUNTY).first()
        organiser = User.objects.filter(username=ORGANISER).first()
        if county is None or organiser is None:
            raise CommandError(_("The demonstration is not here. Run this first: manage.py demo"))
        self._make(officials, years, county, organiser)

    def _make(self, officials: int, years: int, county: Unit, organiser: User) -> None:
        from reports.demonstration.made.load import make_data  # noqa: PLC0415 - --help need not wait

        def tell(year: int, there: int) -> None:
            self.stdout.write(_("%(year)s: %(count)s") % {"year": year, "count": there})

        made = make_data(county=county, organiser=organiser, officials=officials, years=years, tell=tell)
        self.stdout.write(_("Officials added: %(count)s") % {"count": made})

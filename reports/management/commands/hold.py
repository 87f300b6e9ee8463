"""`manage.py hold`: keeps a person's data from deletion, because of a case, an appeal or an inspection."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.actions.errors import Refused
from reports.actions.retention import end_hold, hold
from reports.models import User


class Command(BaseCommand):
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.description = _(
            "Holds a person's account and drafts back from delete_expired, and with them the whole log; --end lets go."
        )
        parser.add_argument("name", help=_("the sign-in name, or the staff number"))
        parser.add_argument("--reason", default="", help=_("why; delete_expired shows it"))
        parser.add_argument("--end", action="store_true", help=_("ends the hold"))
        parser.add_argument("--by", required=True, metavar="NAME", help=_("the auditor who answers for it"))

    def handle(self, *, name: str, reason: str, end: bool, by: str, **_options: Any) -> None:
        person = User.objects.named(name)
        if person is None:
            raise CommandError(_("Nobody has the sign-in name or staff number %(name)s.") % {"name": name})
        auditor = User.objects.auditors().filter(username=by).first()
        if auditor is None:
            raise CommandError(_("Name the auditor who answers for it: --by SIGN-IN-NAME."))
        try:
            if end:
                end_hold(person=person, by=auditor, at=timezone.now())
            else:
                hold(person=person, reason=reason, by=auditor, at=timezone.now())
        except Refused as error:
            raise CommandError(str(error)) from error

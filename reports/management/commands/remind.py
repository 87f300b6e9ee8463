"""`manage.py remind`: run once a day, by cron or a systemd timer."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.actions.mail import send_due
from reports.actions.reminder import PersonReminder, remind, reminders_due


class Command(BaseCommand):
    """Safe to run as often as one likes: nobody is reminded twice on a day."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.description = _(
            "Reminds everybody who has something open that is due on one of the days of REMINDER_DAYS: to write, to "
            "answer, to review."
        )
        parser.add_argument("--at", type=date.fromisoformat, metavar="YYYY-MM-DD", help=_("the day; else today"))
        parser.add_argument("--dry-run", action="store_true", help=_("only says who would be reminded, and of what"))
        parser.add_argument("--json", action="store_true", help=_("writes a list for programs"))

    def handle(self, *, at: date | None, dry_run: bool, **options: Any) -> None:
        now = timezone.now()
        act = reminders_due if dry_run else remind
        reminders = act(day=at or timezone.localdate(now), at=now)
        write = self._write_json if options["json"] else self._write_lines
        write(reminders)
        if not dry_run:
            send_due(at=now)

    def _write_json(self, reminders: list[PersonReminder]) -> None:
        rows = [{"person": one.person.username, "to": _way(one), "why": _reasons(one)} for one in reminders]
        self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))

    def _write_lines(self, reminders: list[PersonReminder]) -> None:
        for one in reminders:
            self.stdout.write(f"{one.person.username} · {one.person.name}")
            for reason in _reasons(one):
                self.stdout.write(f"  {reason}")
        self.stdout.write(_("People reminded: %(count)s") % {"count": len(reminders)})


def _way(reminder: PersonReminder) -> str:
    return "mail" if reminder.is_mailed else "site"


def _reasons(reminder: PersonReminder) -> list[str]:
    return [" · ".join([notice.sentence, *notice.place]) for notice in reminder.notices]

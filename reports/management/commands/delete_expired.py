"""`manage.py delete_expired`: deletes what is older than the organisation keeps it, and shows it first."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.actions.leftover import prune_documents
from reports.actions.log_checkpoint import shorten_log
from reports.actions.retention import delete_draft, erase_person
from reports.models import User
from reports.pages.log_seal import verify_log
from reports.pages.retention import Expired, find_expired, is_clock_doubtful, name_after


class Command(BaseCommand):
    """There is no page for it: whoever deletes sits at the server, and stands in the log under an auditor's name."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.description = _(
            "Deletes what is older than DRAFT_MONTHS, LEAVER_MONTHS and LOG_MONTHS say, and shows it first. "
            "Published documents are never deleted."
        )
        parser.add_argument("--dry-run", action="store_true", help=_("only shows what would be deleted"))
        parser.add_argument("--json", action="store_true", help=_("show it as JSON"))
        parser.add_argument("--by", metavar="NAME", help=_("the auditor who answers for it, by sign-in name"))

    def handle(self, *, dry_run: bool, by: str | None, **options: Any) -> None:
        now = timezone.now()
        expired = find_expired(at=now)
        self.stdout.write(_to_json(expired, dry_run=dry_run) if options["json"] else "\n".join(_lines(expired)))
        if dry_run:
            return
        _delete(expired, by=_answering(by), at=now)
        if not options["json"]:
            self.stdout.write(_("Deleted. Backups that were made before hold it still."))


def _answering(name: str | None) -> User:
    auditor = User.objects.auditors().filter(username=name or "").first()
    if auditor is None:
        raise CommandError(_("Nothing was deleted. Name the auditor who answers for it: --by SIGN-IN-NAME."))
    return auditor


def _delete(expired: Expired, *, by: User, at: datetime) -> None:
    """The files last: no row refers to them any more."""
    _refuse_what_is_doubtful(at)
    for draft in expired.drafts:
        delete_draft(key=draft.pk, by=by, at=at)
    for person in expired.leavers:
        erase_person(key=person.pk, by=by, at=at)
    for _part in shorten_log(by=by, at=at):
        pass
    prune_documents(at=at)


def _refuse_what_is_doubtful(at: datetime) -> None:
    if is_clock_doubtful(at):
        raise CommandError(
            _(
                "Nothing was deleted: the newest row of the log is not of these days, so the clock may be wrong. "
                "Set it right; if it is right, sign in once and try again."
            )
        )
    if broken := verify_log(at=at).broken:
        raise CommandError(
            _("Nothing was deleted, for the log is not as it was sealed: %(what)s. See manage.py verify_log.")
            % {"what": broken[0]}
        )


def _to_json(expired: Expired, *, dry_run: bool) -> str:
    said = expired.to_json() | {"dry run": dry_run}
    return json.dumps(said, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)


def _lines(expired: Expired) -> Iterator[str]:
    yield _("Drafts that were never handed in: %s") % len(expired.drafts)
    for draft in expired.drafts:
        yield f"  {draft.pk} · {draft.author.name} · {draft.cycle.name} · {draft.title}"
    yield _("People who left: %s") % len(expired.leavers)
    for person in expired.leavers:
        yield f"  {person.name} ({person.username}) → {name_after(person)} (left-{person.pk})"
    yield _("Rows of the log: %s") % expired.log_rows
    if expired.log_until:
        yield "  " + _("sealed until %s") % f"{timezone.localtime(expired.log_until):%F %T}"
    for person in expired.held:
        yield _("Held back: %(name)s, because: %(reason)s") % {"name": person.name, "reason": person.hold_reason}
    yield _("Stored files that nothing refers to: %s") % len(expired.files)
    yield from (f"  {leftover.path}" for leftover in expired.files)

"""Why nothing was backed up, or nothing restored."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from ..problems import Problem


class BackupProblem(Problem):
    messages: ClassVar = {
        "no_recipient": _(
            "Nothing says who may read the backup. Make a key with `age-keygen -o KEY`, keep it away from this server, "
            "and put its public half, age1…, into .env as BACKUP_RECIPIENTS."
        ),
        "recipient": _("BACKUP_RECIPIENTS holds something that is no public key of age: %(said)s."),
        "no_folder": _("There is no folder %(path)s. Is the disk for backups mounted?"),
        "busy": _("Another backup into %(path)s is under way."),
        "unwritten": _("The backup could not be written: %(why)s. What stood there before stands there still."),
        "dump": _("The database could not be read: %(program)s ended with %(ended)s. Nothing was kept."),
        "no_program": _(
            "%(program)s was not found. Install postgresql-client of the server’s version, or name its folder as "
            "POSTGRESQL_PROGRAMS."
        ),
        "moving": _("Files were deleted while they were being backed up, three times over. Run it again."),
        "no_backup": _("There is no finished backup in %(path)s."),
        "damaged": _("The backup is damaged, and nothing of it was used: %(what)s."),
        "no_identity": _("%(path)s holds no private key of age, AGE-SECRET-KEY-1…"),
        "wrong_key": _("This key does not open the backup. Nothing was changed."),
        "vendor": _(
            "The backup is of %(theirs)s, and this site uses %(ours)s. Set DATABASE_URL to a database of that."
        ),
        "newer": _("The backup is of a later release, with the migration %(migration)s. Install that release first."),
        "not_empty": _(
            "People or rows of the log are in the database. Restore into an empty one, or say --replace to put the "
            "backup in its place."
        ),
        "unstored": _("The documents could not be written: %(why)s. The database was not changed."),
        "refused": _("The database refused the backup and is as it was before. %(why)s"),
    }

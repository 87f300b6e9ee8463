"""What is connected when the site starts."""

from django.apps import AppConfig
from django.core.validators import ProhibitNullCharactersValidator
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        from .actions import outside  # noqa: F401, PLC0415 - models can be read only now; it waits for their signal
        from .models.append_only import protect  # noqa: PLC0415
        from .models.tally_marks import mark_changes  # noqa: PLC0415

        post_migrate.connect(protect, sender=self)
        post_migrate.connect(mark_changes, sender=self)
        # Every field of every form has one of these, and Django's own sentence does not say what to do.
        ProhibitNullCharactersValidator.message = _(
            "There is a character in it that cannot be seen and is not stored (NUL). "
            "Paste the text into a plain text editor, copy it there and paste it here, or type it anew."
        )

"""What is connected when the site starts."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        from .models.append_only import protect  # noqa: PLC0415 - models can be read only now

        post_migrate.connect(protect, sender=self)

"""Django's administration as this site has it."""

from django.contrib.admin.apps import AdminConfig


class AdministrationConfig(AdminConfig):
    default_site = "reportsite.admin.Administration"

    def ready(self) -> None:
        super().ready()
        from django.contrib import admin  # noqa: PLC0415 - models can be read only now
        from django.contrib.auth.models import Group  # noqa: PLC0415

        admin.site.unregister(Group)  # rights follow from who a person is to a report, not from groups

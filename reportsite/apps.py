"""Django's administration as this site has it."""

from django.contrib.admin.apps import AdminConfig


class AdministrationConfig(AdminConfig):
    default_site = "reportsite.admin.Administration"

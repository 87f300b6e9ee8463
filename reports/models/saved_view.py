"""A list as a person keeps it: its filters, columns and order under a name."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

QUERY_LENGTH = 2_000


class ListName(models.TextChoices):
    """The lists that can be kept; the values are the names of their addresses."""

    PARTICIPANTS = "participants", _("Participants")
    REPORTS = "cycle_reports", _("Reports")
    REVIEWS = "cycle_reviews", _("Reviews")


class SavedView(models.Model):
    """`query` is what stands behind the ? of the list's address. It fits every round."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views")
    list = models.CharField(max_length=20, choices=ListName.choices)
    name = models.CharField(pgettext_lazy("of a thing", "name"), max_length=60)
    query = models.CharField(max_length=QUERY_LENGTH, blank=True)

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["person", "list", "name"], name="saved_view_name_once"),
            models.CheckConstraint(condition=models.Q(list__in=ListName.values), name="saved_view_list_known"),
        ]

    def __str__(self) -> str:
        return self.name

"""Who may fill in for whom."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Assistance(models.Model):
    """An author's word that an assistant may write in the author's reports, and perhaps submit them."""

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="assistances")
    assistant = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="assisted")
    may_submit = models.BooleanField(_("may also submit"), default=False)

    class Meta:
        verbose_name = _("assistant")
        verbose_name_plural = _("assistants")
        constraints = [
            models.UniqueConstraint(fields=["author", "assistant"], name="assistance_once"),
            models.CheckConstraint(condition=~Q(author=F("assistant")), name="assistance_is_for_another"),
        ]

    def __str__(self) -> str:
        return f"{self.assistant} → {self.author}"

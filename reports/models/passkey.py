"""A key in a device, beside the app: its public half. See docs/decisions/0083."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

PASSKEYS = 10  # of one person
NAME_LENGTH = 40


class Passkey(models.Model):
    """`sign_count` never goes back, unless the device was copied; devices that do not count say 0 each time."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="passkeys")
    name = models.CharField(pgettext_lazy("of a passkey", "name"), max_length=NAME_LENGTH)
    credential_id = models.BinaryField(max_length=1023, unique=True)
    public_key = models.BinaryField()
    sign_count = models.BigIntegerField()
    added_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("passkey")
        verbose_name_plural = _("passkeys")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.person} · {self.name}"

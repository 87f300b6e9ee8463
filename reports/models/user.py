"""People who sign in."""

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models, transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# An account that administers from its first moment, as `createsuperuser` makes it: told to the actions, in the same
# transaction, so that none comes about that the log does not know. `person` is who has it.
administrator_made = Signal()


class Mail(models.TextChoices):
    """When a person is mailed about notices. The site shows them in any case."""

    AT_ONCE = "at_once", pgettext_lazy("mail", "at once; what follows within a quarter of an hour together")
    DAILY = "daily", pgettext_lazy("mail", "once a day, in the morning")
    NEVER = "never", pgettext_lazy("mail", "never")


def named_like(text: str) -> models.Q:
    """A part of the name, of the sign-in name or of the staff number; each word of several."""
    found = models.Q()
    for word in text.split():
        found &= (
            models.Q(name__icontains=word) | models.Q(username__icontains=word) | models.Q(staff_number__icontains=word)
        )
    return found


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields) -> "User":
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def named(self, text: str) -> "User | None":
        """The person with this sign-in name, or else this staff number."""
        found = self.filter(models.Q(username=text) | models.Q(staff_number=text)) if text else self.none()
        return min(found, key=lambda person: person.username != text, default=None)

    def auditors(self) -> "models.QuerySet[User]":
        """Those who can act as such today."""
        return self.filter(is_auditor=True, is_active=True)

    def create_superuser(self, username: str, password: str | None = None, **fields) -> "User":
        """Django's word for who administers. There is no other flag: it would outlast the duty."""
        with transaction.atomic(using=self._db):
            person = self.create_user(username, password, is_staff=True, **fields)
            administrator_made.send(self.model, person=person)
        return person


class User(AbstractBaseUser):
    """What a person may do with a report follows from the report: see access/.

    `left_at`: when the account was deactivated; `erased_at`: when the personal data of a leaver were removed;
    `hold_reason`: why nothing of the person is deleted. See docs/decisions/0081.
    """

    username = models.CharField(_("sign-in name"), max_length=60, unique=True, validators=[UnicodeUsernameValidator()])
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=60)
    unit = models.ForeignKey(
        "Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="people", verbose_name=_("unit")
    )
    post = models.CharField(_("post"), max_length=100, blank=True)
    staff_number = models.CharField(
        _("staff number"), max_length=40, blank=True, help_text=_("Tells people of the same name apart.")
    )
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    mail = models.CharField(_("notices by mail"), max_length=7, choices=Mail.choices, default=Mail.AT_ONCE)
    mail_language = models.CharField(
        _("language of the mails"), max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    large_print = models.BooleanField(_("large print"), default=False, editable=False)
    is_auditor = models.BooleanField(_("auditor"), default=False, help_text=_("May read the log, not the reports."))
    is_staff = models.BooleanField(
        _("administrator"), default=False, help_text=_("Keeps accounts and settings. Does not see the reports.")
    )
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("Clear this instead of deleting an account: it signs the person out.")
    )
    left_at = models.DateTimeField(null=True, editable=False)
    erased_at = models.DateTimeField(null=True, editable=False)
    hold_reason = models.CharField(max_length=200, blank=True, editable=False)
    date_joined = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    Mail = Mail

    objects = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["username"]
        indexes = [
            models.Index(fields=["name"], name="user_by_name"),
            models.Index(fields=["name"], condition=models.Q(is_staff=True), name="user_administers"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["staff_number"],
                condition=~models.Q(staff_number=""),
                name="user_staff_number_once",
                violation_error_message=_("Somebody else has this staff number."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """Used by Django's admin."""
        return self.name

    def get_short_name(self) -> str:
        """Used by Django's admin."""
        return self.name

"""Text that is saved over text: what a section and an attachment have in common."""

from datetime import datetime
from operator import attrgetter
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..prose.content import Words
from .user import User

BODY_LENGTH = 200_000


class SavedText(models.Model):
    """`version` counts saves. `saved_tab` is the browser page that saved last. Together they tell a stale save.

    `word_fields` are the fields that hold its words, in the order of `Words`.
    """

    word_fields: ClassVar[tuple[str, ...]]

    body = models.TextField(_("text"), blank=True)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(null=True, blank=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    saved_tab = models.CharField(max_length=40, blank=True)

    class Meta:
        abstract = True

    @property
    def words(self) -> Words:
        return Words(*attrgetter(*self.word_fields)(self))

    def note_saved(self, words: Words, *, tab: str, by: User, at: datetime) -> None:
        """As the row is once they have been stored over it: it need not be read again."""
        for name, text in zip(self.word_fields, words, strict=True):
            setattr(self, name, text)
        self.version += 1
        self.saved_by, self.saved_at, self.saved_tab = by, at, tab

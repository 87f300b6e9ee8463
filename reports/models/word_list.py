"""Words that organisers list for the checks: wrong ones, dated names, stock phrases, and what nothing is said of."""

from django.conf import settings
from django.db import models
from django.db.models import Q, Value
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..prose.proofreading import ListedKind, ListedWord, WordList
from .statement import PreparedQuery
from .unit import LineUpward, Unit

WORDS_LENGTH = 60


class EntryKind(models.TextChoices):
    WRONG_WORD = ListedKind.WRONG_WORD.value, _("wrong word")
    TERM = ListedKind.TERM.value, pgettext_lazy("entry of a word list", "name with dates")
    STOCK_PHRASE = ListedKind.STOCK_PHRASE.value, _("stock phrase")
    EXEMPT = ListedKind.EXEMPT.value, pgettext_lazy("entry of a word list", "not asked about")


class WordListEntry(models.Model):
    """For the reports of `unit` and all below it. One that is off is kept and not used."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="words")
    kind = models.CharField(_("kind"), max_length=20, choices=EntryKind.choices)
    words = models.CharField(_("words"), max_length=WORDS_LENGTH)
    use_instead = models.CharField(_("use instead"), max_length=WORDS_LENGTH, blank=True)
    valid_from = models.PositiveSmallIntegerField(_("valid from"), default=0)
    valid_until = models.PositiveSmallIntegerField(_("valid until"), default=0)
    source = models.CharField(_("source"), max_length=100, blank=True)
    is_off = models.BooleanField(default=False)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("entry of a word list")
        verbose_name_plural = _("entries of word lists")
        ordering = ["kind", "words"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "kind", "words"], name="listed_words_once"),
            models.CheckConstraint(condition=~Q(words=""), name="listed_words_are_some"),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def listed(self) -> ListedWord:
        kind = ListedKind(self.kind)
        return ListedWord(kind, self.words, self.use_instead, self.valid_from, self.valid_until, self.source)


def list_for(unit_pk: int) -> WordList:
    """What counts in the reports of a unit. One query."""
    return WordList.of([entry.listed for entry in _entries_for(unit_pk)])


def _above(unit_pk: int) -> models.QuerySet[WordListEntry]:
    return WordListEntry.objects.filter(unit__in=LineUpward(Value(unit_pk)), is_off=False).order_by("changed_at", "pk")


_entries_for = PreparedQuery(_above)

"""The words of submitted versions, kept so that they can be searched."""

from typing import Self

from django.db import connection, models
from django.db.models import Func, OuterRef, Q, Subquery, Value
from django.db.models.functions import StrIndex

from ..prose.pairs import find_pairs, fold
from ..prose.plain import print_plain
from ..prose.reconciliation import stated_values
from .report import SUBMITTED_STATES, TITLE_LENGTH
from .revision import Milestone, Revision

# SQLite has no index for parts of Chinese words: it looks through so many texts, those that were made last.
LOOKED_THROUGH = 5_000


class _Pairs(Func):
    """The expression that the index of the migration is made on; PostgreSQL only."""

    template = "string_to_array(%(expressions)s, ' ')"
    output_field = models.TextField()


class _HoldsAll(Func):
    template = "(%(expressions)s)"
    arg_joiner = " @> "
    output_field = models.BooleanField()


class RevisionTextQuerySet(models.QuerySet["RevisionText"]):
    @property
    def looks_up_words(self) -> bool:
        """Whether an index finds them in all texts, or the last LOOKED_THROUGH are looked through."""
        return connection.vendor == "postgresql"

    def holding(self, words: str) -> Self:
        """Those that hold the words side by side: two characters or more, no white space."""
        folded = fold(words)
        if not self.looks_up_words:
            return self._last_made().filter(text__contains=folded)
        found = self.filter(_HoldsAll(_Pairs("pairs"), _Pairs(Value(" ".join(find_pairs(folded))))))
        if len(folded) == 2:  # one pair: what the index finds holds it
            return found
        return found.annotate(at=StrIndex("text", Value(folded))).filter(at__gt=0)

    def _last_made(self) -> Self:
        return self.filter(pk__in=self.order_by("-pk").values("pk")[:LOOKED_THROUGH])

    def read_by_organisers(self) -> Self:
        """Of each submitted report the version that is read; never one that was withdrawn unread."""
        read = Revision.objects.for_readers().filter(report=OuterRef("revision__report")).order_by("-number")
        return self.filter(revision__report__state__in=SUBMITTED_STATES, revision=Subquery(read.values("pk")[:1]))


class RevisionText(models.Model):
    """`text` is folded (prose.pairs). `pairs` are its pairs of neighbours, divided by spaces, for PostgreSQL.
    `stated` are the numbers in it, as rows of StatedValue (prose.reconciliation).
    """

    revision = models.OneToOneField(Revision, on_delete=models.CASCADE, primary_key=True, related_name="text")
    title = models.CharField(max_length=TITLE_LENGTH)
    text = models.TextField()
    pairs = models.TextField(blank=True)
    stated = models.JSONField(default=list)

    objects = RevisionTextQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title


def keep_text(revision: Revision) -> None:
    """Stores the words of a new version in place of the earlier ones; the one that is read while this one can be
    withdrawn stays.
    """
    earlier = Q(revision__report=revision.report_id)
    if revision.milestone == Milestone.SUBMITTED:
        earlier &= Q(revision__milestone=Milestone.SUBMITTED)  # it was withdrawn
    RevisionText.objects.filter(earlier).delete()
    text_of(revision).save(force_insert=True)


def text_of(revision: Revision) -> RevisionText:
    """Not stored yet."""
    text = fold(print_plain(revision.content))
    pairs = " ".join(find_pairs(text)) if RevisionText.objects.all().looks_up_words else ""
    title, stated = revision.data["title"], stated_values(revision.content)
    return RevisionText(revision=revision, title=title, text=text, pairs=pairs, stated=stated)

"""What submitted versions have in common, kept so that copies are found among all of a round."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Count

from ..prose.copies import fingerprint, mask
from ..prose.plain import print_plain
from .cycle import Cycle
from .report import Report
from .revision import Revision
from .revision_text import RevisionText

MOST = 2_000  # of one text, the smallest: of the longest texts a sample, the same of all
LEAST_SHARED = 3
CANDIDATES = 10


class FingerprintQuerySet(models.QuerySet["Fingerprint"]):
    def near(self, hashes: Iterable[int], *, report: Report) -> list[int]:
        """The versions of the same round, by other authors, that share most, as ids of their texts."""
        shared = (
            self.filter(cycle=report.cycle_id, hashed__in=list(hashes)).values("text").annotate(count=Count("hashed"))
        )
        others = shared.exclude(text__revision__report__author=report.author_id).filter(count__gte=LEAST_SHARED)
        return list(others.order_by("-count", "text").values_list("text", flat=True)[: CANDIDATES * 3])


class Fingerprint(models.Model):
    """One hash of a winnowed text (prose.copies), of submitted versions only."""

    pk = models.CompositePrimaryKey("cycle", "hashed", "text")
    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="+", db_index=False)
    hashed = models.IntegerField()
    text = models.ForeignKey(RevisionText, on_delete=models.CASCADE, related_name="fingerprints")

    objects = FingerprintQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.text_id}: {self.hashed}"


def hashes_of(text: str) -> list[int]:
    return sorted(fingerprint(mask(text).words))[:MOST]


def keep_fingerprints(revision: Revision) -> None:
    """Of a version whose text has just been kept."""
    hashes = hashes_of(print_plain(revision.content))
    cycle = revision.report.cycle_id
    rows = (Fingerprint(cycle_id=cycle, hashed=hashed, text_id=revision.pk) for hashed in hashes)
    Fingerprint.objects.bulk_create(rows)

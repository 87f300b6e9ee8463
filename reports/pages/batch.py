"""How far something in the background is."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.conf import settings
from django.db.models import Count, QuerySet

from ..actions.batch_act import ACTS
from ..models import Batch, BatchItem
from ..models.batch import BatchItemState, BatchKind

SHOWN = 200


@dataclass(frozen=True)
class BatchProgress:
    """Two queries, however many reports it is about."""

    batch: Batch

    @cached_property
    def _counts(self) -> dict[str, int]:
        counted = self.batch.items.order_by().values_list("state").annotate(count=Count("pk"))
        return dict(counted)

    @property
    def total(self) -> int:
        return sum(self._counts.values())

    @property
    def done(self) -> int:
        return self._counts.get(BatchItemState.DONE, 0)

    @property
    def waiting(self) -> int:
        return self._counts.get(BatchItemState.WAITING, 0)

    @property
    def number_left_out(self) -> int:
        return self._counts.get(BatchItemState.LEFT_OUT, 0)

    @property
    def settled(self) -> int:
        return self.total - self.waiting

    @cached_property
    def left_out(self) -> QuerySet[BatchItem]:
        """The first of them, with the reason."""
        there = self.batch.items.filter(state=BatchItemState.LEFT_OUT).order_by("position")
        return there[:SHOWN]

    @cached_property
    def done_rows(self) -> QuerySet[BatchItem]:
        """The first of them, with what was done, where each is changed."""
        if not self.done:
            return BatchItem.objects.none()
        return self.batch.items.filter(state=BatchItemState.DONE).exclude(what="").order_by("position")[:SHOWN]

    @property
    def may_be_undone(self) -> bool:
        return bool(self._is_reversible and self.batch.ended_at and self.done and not self.undone_by)

    @cached_property
    def undone_by(self) -> Batch | None:
        return Batch.objects.filter(undoes=self.batch).first() if self._is_reversible else None

    @property
    def _is_reversible(self) -> bool:
        return ACTS[BatchKind(self.batch.kind)].is_reversible

    @property
    def kept_until(self) -> datetime | None:
        return self.batch.ended_at + timedelta(days=settings.BATCH_DAYS) if self.batch.ended_at else None

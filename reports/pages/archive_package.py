"""A published report made ready for the archive, in the words of the site's own language."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import cast

from django.conf import settings
from django.utils.translation import override

from ..documents.archive_package import ArchivePackage, PackagedAct, PackagedRevision
from ..documents.published import NoPublishedFile, read_published
from ..models import Event, Opinion, Publication, Report, ReturnReason, Revision, User
from ..models.comment import CommentQuerySet
from ..prose.content import ReportContent
from .remark import remarks_on

# How a remark is numbered in the text, and whether it is a note among reviewers, of which there are none.
_NOT_KEPT = {"place", "is_apart"}


@dataclass(frozen=True, slots=True)
class ArchivedRecords:
    """What there is of a report that its author and its organisers may read. Publications are oldest first."""

    publications: Sequence[Publication]
    revisions: Sequence[Revision]
    comments: CommentQuerySet
    reasons: Iterable[ReturnReason]
    opinions: Iterable[Opinion]
    events: Iterable[Event]

    @property
    def published(self) -> Publication:
        """The publication that stands today. Raises NoPublishedFile for a report of an early release."""
        if not self.publications:
            raise NoPublishedFile("never stored")
        return self.publications[-1]


def pack(report: Report, records: ArchivedRecords, *, word: bytes, at: datetime) -> ArchivePackage:
    """`word` is the published version as a Word document. Raises NoPublishedFile."""
    published = records.published.revision
    with override(settings.LANGUAGE_CODE):
        return ArchivePackage(
            number=f"{report.cycle.year}-{report.pk}",
            year=report.cycle.year,
            published=_revision(published),
            pdfs=tuple(read_published(publication.sha256) for publication in records.publications),
            word=word,
            revisions=tuple(map(_revision, records.revisions)),
            opinions=tuple(_opinions(report, published.content, records)),
            acts=tuple(map(_act, records.events)),
            made_at=at,
        )


def _revision(revision: Revision) -> PackagedRevision:
    milestone, by = revision.get_milestone_display(), revision.created_by.name
    return PackagedRevision(revision.number, milestone, by, revision.created_at, revision.content)


def _opinions(report: Report, content: ReportContent, records: ArchivedRecords) -> list[dict[str, str | int]]:
    remarks = remarks_on(report, content, comments=records.comments, reasons=records.reasons, opinions=records.opinions)
    return [{name: value for name, value in asdict(remark).items() if name not in _NOT_KEPT} for remark in remarks]


def _act(event: Event) -> PackagedAct:
    actor = cast("User", event.actor)  # who acts on a report has signed in
    return PackagedAct(event.verb, event.get_verb_display(), actor.name, actor.pk, event.at)

"""Collecting reports of a round as files: which of them, what is made of each, and the ZIP in the end."""

from collections import defaultdict
from collections.abc import Generator, Iterator
from contextlib import closing
from datetime import datetime
from hashlib import sha256
from itertools import chain
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..documents.archive import Archive, ArchivedFile, fit_name, folder_of, store, store_bytes
from ..documents.files import FileKind, clean_name, file_name, make_file
from ..documents.published import NoPublishedFile, path_of, read_published
from ..documents.spreadsheets.writing import SpreadsheetColumn, write_table
from ..documents.volume import count_pages
from ..models import Batch, BatchItem, Report, Review, Revision, Unit, User
from ..models.batch import BatchItemState
from ..models.content import frozen_for
from .batch_plan import BatchPlan, BatchRow
from .collected_table import TABLES, write_collected
from .collected_volume import VOLUME, store_volumes
from .download import note_export
from .errors import Refused
from .read_receipt import record_read_receipts

FILES = {"pdf": gettext_lazy("PDF"), "docx": gettext_lazy("Word")}
KINDS = {**FILES, VOLUME: gettext_lazy("Bound volume (PDF)"), **TABLES}
ROOM = 400_000  # bytes that one file may need, generously: nothing is begun that would fill the disk
_SUMS, _CHUNK = "SHA256SUMS.txt", 200


def plan_collection(reports: QuerySet[Report], *, by: User, at: datetime) -> BatchPlan:
    """`reports` are the organiser's. In the order of the tree of units. Three queries, however many they are."""
    unopened = set(Review.objects.filter(reviewer=by).unopened().values_list("report", flat=True))
    ranks = Unit.objects.filter(pk__in=reports.order_by().values("unit")).ranks()
    by_name = reports.select_related(None).select_related("author", "unit").order_by("author__name", "pk")
    rows = sorted(by_name, key=lambda report: ranks.get(report.unit_id, len(ranks)))
    return BatchPlan([BatchRow(report, _refusal(report, unopened)) for report in rows])


def _refusal(report: Report, unopened: set[int]) -> str:
    """Why the person may not have the words: not yet, or not before they are opened for review."""
    if not report.is_submitted:
        return _("not submitted")
    return _("you review it and have not opened it yet") if report.pk in unopened else ""


def collect_report(item: BatchItem, *, at: datetime) -> None:
    """Stores the files of one report and notes that its words leave the site. Raises Refused, or Problem."""
    batch, report = item.batch, _fetch_report(item)
    try:
        revision = frozen_for(report, writes=False)
    except Revision.DoesNotExist as withdrawn:
        raise Refused(_("withdrawn meanwhile")) from withdrawn
    assert revision is not None  # noqa: S101 - of those who do not write there always is one
    item.files = [
        _store_published(batch, report)
        if name == "pdf" and report.is_published
        else _store_made(item, report, revision, name)
        for name in FILES
        if name in _kinds_made(batch)
    ]
    item.revision = revision
    record_read_receipts(revisions=[revision], by=batch.by, at=at)
    for kind in [*(file["kind"] for file in item.files), *_tables(batch)]:
        note_export(report=report, kind=kind, by=batch.by, at=at)


def _kinds_made(batch: Batch) -> set[str]:
    """A volume is bound of PDFs, whether or not they are put in by themselves too."""
    kinds = set(batch.options["kinds"])
    return kinds | {"pdf"} if VOLUME in kinds else kinds


def _pages(batch: Batch, kind: FileKind, data: bytes) -> dict[str, int]:
    """How many, of what is bound; who cannot be bound is left out before anything is."""
    return {"pages": count_pages(data)} if kind.is_pdf and VOLUME in batch.options["kinds"] else {}


def _tables(batch: Batch) -> list[str]:
    return [table for table in TABLES if table in batch.options["kinds"]]


def _fetch_report(item: BatchItem) -> Report:
    """As it is now: the round's organisers, and the report, may be others than when it was asked for."""
    by = item.batch.by
    organised = Report.objects.reached_by(by).select_related("cycle", "author", "unit", "participant")
    report = organised.filter(pk=item.report_id or 0).first()
    if report is None:
        raise Refused(_("you do not organise its unit any more"))
    unopened = set(Review.objects.filter(reviewer=by, report=report).unopened().values_list("report", flat=True))
    if why := _refusal(report, unopened):
        raise Refused(why)
    return report


def _store_published(batch: Batch, report: Report) -> dict[str, Any]:
    """The bytes as they were published, where they lie. They are read, so that none is handed out that has changed."""
    publication = report.publications.select_related("revision").order_by("number").last()
    if publication is None:
        raise NoPublishedFile("never stored")
    data = read_published(publication.sha256)
    name = file_name(publication.revision.content, FileKind.FINAL, number=publication.number)
    path = path_of(publication.sha256)
    stored = {"path": path, "sha256": publication.sha256, **_pages(batch, FileKind.FINAL, data)}
    return {"name": _name(report, name), "kind": FileKind.FINAL, **stored}


def _store_made(item: BatchItem, report: Report, revision: Revision, name: str) -> dict[str, Any]:
    kind = FileKind.DOCX if name == "docx" else FileKind.FINAL if report.is_final else FileKind.DRAFT
    content, by = revision.content, item.batch.by
    data = make_file(content, kind, cycle=report.cycle, reader=by.name, at=timezone.now())
    path = f"{folder_of(item.batch_id)}/{item.pk}.{kind.extension}"
    path, hashed = store_bytes(path, data)
    stored = {"path": path, "sha256": hashed, **_pages(item.batch, kind, data)}
    return {"name": _name(report, file_name(content, kind)), "kind": kind, **stored}


def _name(report: Report, name: str) -> str:
    return f"{clean_name(report.unit.name)}_{name}"


def finish_collection(batch: Batch, *, at: datetime) -> None:
    """Stores the ZIP: the files, their hashes, and a list of all that were asked for. Raises Refused where there is
    nothing in it, and Unstored.
    """
    if not batch.items.filter(state=BatchItemState.DONE).exists():
        raise Refused(_("Nothing was collected: every report was left out."))
    with closing(_contents(batch)) as files:  # its rows are let go of too where the store does not take it
        archive = Archive(files)
        batch.file = store(f"{folder_of(batch.pk)}/collected.zip", archive)
    batch.size, batch.sha256 = archive.written, archive.sha256


def _contents(batch: Batch) -> Generator[ArchivedFile]:
    """The manifest comes last: it is written of what was put in before it."""
    taken: set[str] = {_SUMS.casefold()}
    files: dict[int, list[ArchivedFile]] = defaultdict(list)
    for item in _items(batch):
        for file in item.files:
            if file["kind"] != FileKind.DOCX and "pdf" not in batch.options["kinds"]:
                continue  # it is in the volume
            archived = ArchivedFile(fit_name(file["name"], taken), file["path"], file["sha256"])
            files[item.pk].append(archived)
            yield archived
    beside = [
        ArchivedFile(fit_name(name, taken), path, hashed)
        for name, path, hashed in (store_volumes(batch) if VOLUME in batch.options["kinds"] else [])
    ]
    for table in _tables(batch):
        name, data = write_collected(batch, table)
        beside.append(_store_beside(batch, fit_name(f"{name}.xlsx", taken), data))
    yield from beside
    listed = [*chain.from_iterable(files.values()), *beside]
    yield _store_beside(batch, _SUMS, "".join(f"{file.sha256}  {file.name}\n" for file in listed).encode())
    rows = (row for item in _items(batch) for row in _manifest_rows(item, files[item.pk]))
    heads = [_("whose"), _("unit"), _("post"), _("state"), _("file"), "SHA-256", _("why left out")]
    columns = [SpreadsheetColumn(head, 20) for head in heads]
    name = fit_name(f"{_('Contents')}.xlsx", taken)
    yield _store_beside(batch, name, write_table(_("Contents"), columns, rows))


def _items(batch: Batch) -> Iterator[BatchItem]:
    return batch.items.select_related("report__author", "report__unit").order_by("position").iterator(_CHUNK)


def _manifest_rows(item: BatchItem, files: list[ArchivedFile]) -> Iterator[list[str]]:
    report = item.its_report
    whose = [report.author.name, report.unit.name, report.post, report.get_state_display()]
    for file in files:
        yield [*whose, file.name, file.sha256, ""]
    if not files:
        yield [*whose, "", "", item.why]


def _store_beside(batch: Batch, name: str, data: bytes) -> ArchivedFile:
    path = f"{folder_of(batch.pk)}/{sha256(name.encode()).hexdigest()[:16]}"
    return ArchivedFile(name, *store_bytes(path, data))

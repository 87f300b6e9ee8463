"""Stored documents that nothing refers to: which they are, and taking them away."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.files.storage import default_storage

from ..documents import archive, cache, evidence, published
from ..documents.files import page_style
from ..documents.store import clear_unfinished
from ..gongwen.pdf import Variant
from ..models import Batch, BatchItem, Evidence, Publication, Report
from ..models.content import content_today

KEPT = (Variant.DRAFT, Variant.FINAL, Variant.ANNEX)
UNFINISHED = timedelta(days=1)  # what is younger may belong to a publication that is being made in this moment


@dataclass(frozen=True, slots=True)
class Leftover:
    """`size` is in bytes."""

    path: str
    size: int


def find_leftovers(*, at: datetime) -> Iterator[Leftover]:
    """Kept drafts of words that no report has any more, published files without a publication, evidence that hangs
    nowhere, and what was made for a batch that needs it no more.
    """
    wanted = _wanted_drafts()
    for path in _files(cache.FOLDER):
        if path.split(".pdf")[0] not in wanted and _is_old(path, at):
            yield _leftover(path)
    known = set(Publication.objects.values_list("sha256", flat=True))
    for path in _files(published.FOLDER):
        if path.rsplit("/", 1)[-1].removesuffix(".pdf") not in known and _is_old(path, at):
            yield _leftover(path)
    hung = set(Evidence.objects.values_list("sha256", flat=True))
    for path in _files(evidence.FOLDER):
        if path.rsplit("/", 1)[-1] not in hung and _is_old(path, at):
            yield _leftover(path)
    yield from _leftovers_of_batches(at)


def _leftovers_of_batches(at: datetime) -> Iterator[Leftover]:
    """What a killed process or a full disk left beside the files of one that has ended, or of one that is gone."""
    under_way = {str(pk) for pk in Batch.objects.under_way().values_list("pk", flat=True)}
    named = set(Batch.objects.values_list("file", flat=True))
    for files in BatchItem.objects.values_list("files", flat=True).iterator(chunk_size=500):
        named |= {file["path"] for file in files}
    for path in _files(archive.FOLDER):
        if path.split("/")[1] not in under_way and path not in named and _is_old(path, at):
            yield _leftover(path)


def prune_documents(*, at: datetime) -> list[Leftover]:
    """Deletes the leftovers and returns them. A deleted draft is made again when somebody wants it."""
    clear_unfinished(before=at - UNFINISHED)
    cache.clear_copies()
    pruned = []
    for leftover in find_leftovers(at=at):
        default_storage.delete(leftover.path)
        pruned.append(leftover)
    return pruned


def _wanted_drafts() -> set[str]:
    """Paths, without their ending, of the files that the reports as they stand would be downloaded as."""
    wanted = set()
    for report in Report.objects.select_related("cycle", "author", "unit").iterator(chunk_size=500):
        style = page_style(report.cycle)
        last = report.revisions.order_by("number").last()
        for content in [content_today(report), *([last.content] if last else [])]:
            wanted |= {cache.path_of(content, variant, style).removesuffix(".pdf") for variant in KEPT}
    return wanted


def _files(folder: str) -> Iterator[str]:
    try:
        folders, _names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for part in sorted(folders):
        _folders, names = default_storage.listdir(f"{folder}/{part}")
        yield from (f"{folder}/{part}/{name}" for name in sorted(names))


def _is_old(path: str, at: datetime) -> bool:
    return default_storage.get_modified_time(path) < at - UNFINISHED


def _leftover(path: str) -> Leftover:
    return Leftover(path, default_storage.size(path))

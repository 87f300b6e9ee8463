"""The bound volumes (汇编) of collected reports."""

import hashlib
from collections.abc import Iterator
from itertools import islice

from django.core.files.base import File
from django.utils import timezone

from ..documents.archive import ArchivedFile, folder_of, store
from ..documents.files import FileKind, clean_name
from ..documents.volume import MOST, BoundReport, VolumeCover, bind
from ..models import Batch, BatchItem
from ..models.batch import BatchItemState
from ..prose.numbering import chinese_number

VOLUME = "volume"
_CHUNK = 200


def store_volumes(batch: Batch) -> Iterator[tuple[str, str, str]]:
    """The name, path and SHA-256 of each. One after the other is bound, so that memory does not grow with them."""
    done = batch.items.filter(state=BatchItemState.DONE)
    is_one = done.count() <= MOST
    items = done.select_related("report__author", "report__unit").order_by("position")
    reports = (_bound(item) for item in items.iterator(_CHUNK))
    for number, first in enumerate(reports, start=1):
        title = name_volume(batch.cycle.name) + ("" if is_one else f"（第{chinese_number(number)}册）")
        yield _store_volume(batch, number, title, [first, *islice(reports, MOST - 1)])


def name_volume(cycle: str) -> str:
    """云溪县2026年度述职 and 云溪县2026年度述职报告 both become 云溪县2026年度述职报告汇编."""
    return f"{cycle.removesuffix('汇编').removesuffix('报告')}报告汇编"


def _store_volume(batch: Batch, number: int, title: str, reports: list[BoundReport]) -> tuple[str, str, str]:
    asked = timezone.localtime(batch.asked_at)
    cover = VolumeCover(title, batch.cycle.unit.name, f"{asked.year}年{asked.month}月")
    with File(bind(reports, cover, centred=batch.cycle.page_numbers_centred)) as file:
        hashed = hashlib.sha256()
        for piece in file.chunks():
            hashed.update(piece)
        path = store(f"{folder_of(batch.pk)}/volume-{number}.pdf", file)
    return f"{clean_name(title)}.pdf", path, hashed.hexdigest()


def _bound(item: BatchItem) -> BoundReport:
    report = item.its_report
    file = next(file for file in item.files if file["kind"] != FileKind.DOCX)
    whose = "　".join(filter(None, [report.unit.name, report.post, report.author.name]))
    return BoundReport(whose, ArchivedFile(file["name"], file["path"], file["sha256"]), file["pages"])

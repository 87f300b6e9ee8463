"""The log, for auditors."""

import csv
from collections.abc import Iterator

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .. import access
from ..documents.spreadsheets.writing import as_text
from ..forms.event import EventFilters
from ..http.download import note_download
from ..http.sign_in import SignedInRequest, signed_in
from ..models import Event
from ..pages.event import LogPage

CHUNK = 2_000


@signed_in
@require_safe
def log(request: SignedInRequest) -> HttpResponseBase:
    filters = EventFilters(request.GET, access.events_to_audit(request.user))
    if request.GET.get("format") == "csv" and filters.is_valid():
        return _export(request, filters.rows)
    page = LogPage(filters.rows, request.GET.get("after", ""))
    status = 200 if filters.is_valid() else 422
    return render(request, "event/log.html", {"page": page, "filters": filters}, status=status)


def _export(request: SignedInRequest, rows: QuerySet[Event]) -> HttpResponseBase:
    """Written while it is read: no more than a piece of it is in memory, however long the log is."""
    note_download(request, "log.csv")
    name = f"{_('Log')}-{timezone.localdate():%Y%m%d}.csv"
    disposition = content_disposition_header(as_attachment=True, filename=name)
    headers = {"Content-Disposition": disposition}
    content = _lines(rows) if request.method == "GET" else iter(())
    return StreamingHttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


class _CsvLine:
    """What csv writes is handed on."""

    def write(self, text: str) -> str:
        return text


def _lines(rows: QuerySet[Event]) -> Iterator[str]:
    """With the mark by which Excel knows UTF-8."""
    writer = csv.writer(_CsvLine())
    yield "\ufeff" + writer.writerow(
        [_("When"), _("Who"), _("sign-in name"), _("What"), _("Detail"), _("Whose report")]
    )
    for event in rows.order_by("-at", "-pk").iterator(chunk_size=CHUNK):
        cells = [
            f"{timezone.localtime(event.at):%Y-%m-%d %H:%M:%S}",
            event.actor.name if event.actor else "",
            event.actor.username if event.actor else "",
            event.get_verb_display(),
            event.detail,
            event.report.author.name if event.report else "",
        ]
        yield writer.writerow([as_text(cell) for cell in cells])

"""How a list is answered: a page of it, or all of it as a workbook."""

from collections.abc import Callable, Hashable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from ..access import OrganisedCycle
from ..actions.stored_plan import StoredPlan
from ..documents.spreadsheets.writing import SpreadsheetColumn, write_table
from ..documents.uploads import make_spreadsheet
from ..forms.list_filters import ListFilters
from ..forms.saved_view import SavedViewForm, kept_query
from ..models import Cycle
from ..models.saved_view import ListName
from ..models.uploaded_list import UploadedList
from ..pages.listing import ListColumn, Listing
from ..pages.uploaded_list import refused_columns, refused_rows
from .being_made import answer_when_made
from .download import note_download
from .sign_in import SignedInRequest

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTH = 18  # characters
AT_ONCE = 1_000  # rows that are written while the person waits: a fifth of a second


def answer_list(
    request: SignedInRequest, name: ListName, filters: ListFilters, columns: list[ListColumn], **listing: Any
) -> HttpResponse:
    """Further arguments are Listing's. The template is cycle/<name>.html."""
    sort, chosen = request.GET.get("sort", ""), request.GET.getlist("columns")
    order: dict[str, Any] = {"sort": sort, "chosen": chosen, "is_search": filters.is_search}
    shown = Listing(columns, filters.rows, filters.queryset, **order, **listing)
    if request.GET.get("format") == "xlsx":
        return _workbook(request, shown, name, filters)
    context = {
        "cycle": filters.cycle,
        "list_name": name,
        "filters": filters,
        "listing": shown,
        "page": shown.page(request.GET.get("page")),
        "views": request.user.saved_views.filter(list=name),
        "view_form": SavedViewForm(initial={"list": name, "query": kept_query(request.GET)}),
    }
    return render(request, f"cycle/{name}.html", context)


def _workbook(request: SignedInRequest, listing: Listing, name: ListName, filters: ListFilters) -> HttpResponse:
    columns = [SpreadsheetColumn(str(column.label), WIDTH) for column in listing.shown]
    organised, file = filters.organised, f"{filters.cycle.name}-{name.label}-{timezone.localdate():%Y%m%d}.xlsx"
    return answer_listed(
        request,
        lambda: write_table(str(name.label), columns, listing.texts()),
        file,
        rows=listing.rows,
        organised=organised,
        back=(reverse(name, args=[filters.cycle.pk]), str(name.label)),
    )


def answer_listed(
    request: SignedInRequest,
    make: Callable[[], bytes],
    name: str,
    *,
    rows: QuerySet,
    organised: OrganisedCycle,
    back: tuple[str, str],
) -> HttpResponse:
    """A workbook of rows of a round, which leads back as `answer_long` does."""
    seen, number = tuple(unit.pk for unit in organised.tops), rows.order_by()[: AT_ONCE + 1].count()
    return answer_long(request, make, name, rows=number, seen=seen, back=back, cycle=organised.cycle)


def answer_long(
    request: SignedInRequest,
    make: Callable[[], bytes],
    name: str,
    *,
    rows: int,
    seen: Hashable,
    back: tuple[str, str],
    cycle: Cycle | None = None,
) -> HttpResponse:
    """A workbook, at once where the rows are few. `back` is where it was asked for, and its name."""

    def answer(content: bytes) -> HttpResponse:
        return answer_workbook(request, content, name, cycle=cycle)

    if rows <= AT_ONCE:
        return answer(make())
    return answer_when_made(request, make, answer, seen=seen, back=back[0], label=back[1])


def answer_refused(
    request: SignedInRequest,
    uploaded: UploadedList,
    plan: StoredPlan | None,
    name: str,
    *,
    back: str,
    cycle: Cycle | None = None,
) -> HttpResponse:
    """Of an uploaded list the rows that are refused by the plan, or were: with the reasons, to be corrected."""

    def make() -> bytes:
        return make_spreadsheet(_("Refused"), refused_columns(uploaded), refused_rows(uploaded, plan))

    rows = len(plan.refused) if plan else len(uploaded.table["rows"])
    seen = (type(uploaded).__name__, uploaded.pk, plan.digest if plan else "")
    return answer_long(request, make, name, rows=rows, seen=seen, back=(back, str(uploaded)), cycle=cycle)


def answer_workbook(request: SignedInRequest, content: bytes, name: str, *, cycle: Cycle | None = None) -> HttpResponse:
    note_download(request, name, cycle=cycle)
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(content, content_type=WORKBOOK, headers={"Content-Disposition": disposition})

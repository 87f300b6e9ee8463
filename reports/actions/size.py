"""No report grows beyond what its pages and files can show."""

from ..models import Report
from ..models.size import describe_excess, measure_report
from ..prose.size import Size, find_excess
from .errors import Refused


def refuse_excess(size: Size, before: Size | None = None) -> None:
    """Raises Refused where a report of this size would be too large. See `find_excess`."""
    if excess := find_excess(size, before):
        raise Refused(describe_excess(excess))


def refuse_growth(report: Report, old: Size, new: Size) -> None:
    """The same, where one text of the report of size `old` is replaced by one of size `new`."""
    before = measure_report(report)
    refuse_excess(before - old + new, before)

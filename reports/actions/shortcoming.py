"""The problems that a report lists, with cause and measure: written, ordered, marked in the text, entered as rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from ..ledgers.cells import parse_row
from ..ledgers.ready_made import RECTIFICATION
from ..models import Event, Ledger, Report, Shortcoming, User
from ..models.content import content_today
from ..models.shortcoming import MOST_SHORTCOMINGS, WORDS_LENGTH
from ..prose.checking import fill_text
from ..prose.content import FigureContent
from ..prose.shortcomings import ShortcomingContent, ShortcomingPart
from .errors import Refused
from .event import log_sitting
from .ledger import begin_ledger
from .ledger_cell import explain_cell
from .ledger_row import LedgerRowEdit, add_row
from .report import lock_open_report
from .saved_text import PageEdit


@dataclass(frozen=True, slots=True)
class ShortcomingEdit(PageEdit):
    """`version` is that of the loaded item, 0 for a new one; `tab` names the browser page."""

    content: ShortcomingContent
    version: int
    tab: str


class StaleShortcoming(Exception):
    """Somebody else saved it first. Nothing of this save was stored; `stored` is the item as it is."""

    def __init__(self, stored: Shortcoming) -> None:
        super().__init__(stored.pk)
        self.stored = stored


@transaction.atomic
def add_shortcoming(*, report: Report, edit: ShortcomingEdit, by: User, at: datetime) -> Shortcoming:
    """Added last. A page that lost the answer and sends the same again adds nothing. Raises Refused for a locked
    report, and where there are too many.
    """
    lock_open_report(report)
    sent = report.shortcomings.filter(saved_tab=edit.tab, saved_by=by, version=1).first()
    if sent is not None and sent.content == edit.content:
        return sent
    return _add(report, edit.content, tab=edit.tab, by=by, at=at)


def _add(report: Report, content: ShortcomingContent, *, tab: str, by: User, at: datetime) -> Shortcoming:
    if report.shortcomings.count() >= MOST_SHORTCOMINGS:
        raise Refused(_("A report lists at most %(limit)s problems.") % {"limit": MOST_SHORTCOMINGS})
    last = report.shortcomings.aggregate(last=Max("position"))["last"] or 0
    saved = {"saved_at": at, "saved_by": by, "saved_tab": tab}
    added = Shortcoming.objects.create(report=report, position=last + 1, **content._asdict(), **saved)
    _log(report, by=by, at=at)
    return added


@transaction.atomic
def save_shortcoming(*, shortcoming: Shortcoming, edit: ShortcomingEdit, by: User, at: datetime) -> Shortcoming:
    """Raises Refused where the report is locked or the item deleted, StaleShortcoming where something else is stored
    than the page was loaded with.
    """
    lock_open_report(shortcoming.report)
    stored = shortcoming.report.shortcomings.listed().filter(pk=shortcoming.pk).first()
    if stored is None:
        raise Refused(_("This problem has been deleted meanwhile. Nothing was saved."))
    if not edit.fits(stored):
        if stored.content != edit.content:
            raise StaleShortcoming(stored)
        return stored
    _store(stored, edit.content, tab=edit.tab, by=by, at=at)
    return stored


def _store(stored: Shortcoming, content: ShortcomingContent, *, tab: str, by: User, at: datetime) -> None:
    for name, value in content._asdict().items():
        setattr(stored, name, value)
    stored.version, stored.saved_at, stored.saved_by, stored.saved_tab = stored.version + 1, at, by, tab
    stored.save()
    _log(stored.report, by=by, at=at)


@transaction.atomic
def delete_shortcoming(*, shortcoming: Shortcoming, version: int, by: User, at: datetime) -> None:
    """Its row in the ledger stays. Raises Refused for a locked report, and where another version is stored."""
    lock_open_report(shortcoming.report)
    deleted, _rows = Shortcoming.objects.filter(pk=shortcoming.pk, version=version).delete()
    if not deleted:
        raise Refused(_("This problem has been changed or deleted meanwhile. Look at it once more."))
    _log(shortcoming.report, by=by, at=at)


@transaction.atomic
def order_shortcomings(*, report: Report, places: Mapping[int, int], by: User, at: datetime) -> None:
    """`places` by key, the smallest first; who shares one keeps the order. Raises Refused for a locked report."""
    lock_open_report(report)
    listed = list(report.shortcomings.order_by("position", "pk"))
    for position, item in enumerate(sorted(listed, key=lambda one: places.get(one.pk, one.position)), start=1):
        Shortcoming.objects.filter(pk=item.pk).update(position=position)
    _log(report, by=by, at=at)


@dataclass(frozen=True, slots=True)
class MarkedSentence:
    """`item` is the key of the problem that it belongs to; None: the one that the last new problem began."""

    words: str
    part: ShortcomingPart
    item: int | None = None


@transaction.atomic
def mark_sentences(*, report: Report, marked: Iterable[MarkedSentence], by: User, at: datetime) -> int:
    """Sentences of the text become problems, causes and measures; the text stays as it is. Returns how many. Raises
    Refused for a locked report, and where a sentence belongs to no problem.
    """
    lock_open_report(report)
    items, last, count = {item.pk: item for item in report.shortcomings.listed()}, None, 0
    for sentence in marked:
        count += 1
        item = last if sentence.item is None else items.get(sentence.item)
        if sentence.item is None and sentence.part == ShortcomingPart.PROBLEM:
            last = _add(report, ShortcomingContent(sentence.words), tab="", by=by, at=at)
        elif item is None:
            raise Refused(_("Say of which problem it is: “%(words)s”.") % {"words": sentence.words[:60]})
        else:
            _extend(item, sentence, by=by, at=at)
    return count


def _extend(item: Shortcoming, sentence: MarkedSentence, *, by: User, at: datetime) -> None:
    words = "\n".join(filter(None, [getattr(item, sentence.part), sentence.words]))
    if len(words) > WORDS_LENGTH:
        said = _("A problem, its cause and its measure have at most %(limit)s characters each.")
        raise Refused(said % {"limit": WORDS_LENGTH})
    _store(item, item.content.with_words(sentence.part, words), tab="", by=by, at=at)


@transaction.atomic
def enter_shortcomings(*, report: Report, by: User, at: datetime) -> int:
    """Those that have no row yet become rows of the author's own ledger 问题整改. Returns how many. Raises Refused
    where the ledger asks for something that they do not say.
    """
    Report.objects.select_for_update().get(pk=report.pk)
    waiting = list(report.shortcomings.filter(row=None).order_by("position", "pk"))
    if not waiting:
        return 0
    ledger = begin_ledger(slug=RECTIFICATION, person=report.author, by=by, at=at)
    figures = {figure.label: figure for figure in content_today(report).figures}
    for item in waiting:
        cells = _cells(ledger, item, figures, day=_found_on(report, at))
        row = add_row(ledger=ledger, edit=LedgerRowEdit(cells, 0, f"shortcoming-{item.pk}"), by=by, at=at)
        Shortcoming.objects.filter(pk=item.pk).update(row=row)
    return len(waiting)


def _found_on(report: Report, at: datetime) -> date:
    """Today, but in the year that the report tells of, so that what is open is of an earlier year in the next."""
    year, today = report.cycle.year, timezone.localtime(at).date()
    return min(max(today, date(year, 1, 1)), date(year, 12, 31))


def _cells(ledger: Ledger, item: Shortcoming, figures: Mapping[str, FigureContent], *, day: date) -> dict[str, str]:
    """Columns that an organiser has taken out of the kind are passed over."""
    shape = ledger.kind.newest.shape
    texts = {
        shape.dated_by: day.isoformat(),
        "问题": fill_text(item.problem, figures).strip(),
        "问题来源": "自查",
        "原因": fill_text(item.cause, figures).strip(),
        "整改措施": fill_text(item.measure, figures).strip(),
        "责任人": item.person or item.report.author.name,
        "整改时限": item.due.isoformat() if item.due else "",
        "状态": "整改中",
    }
    cells, refused = parse_row(shape, texts, year=day.year)
    if refused:
        said = {"column": refused[0].column.name, "reason": explain_cell(refused[0]), "words": item.problem[:40]}
        raise Refused(_("“%(words)s” was not entered. %(column)s: %(reason)s") % said)
    return cells


def _log(report: Report, *, by: User, at: datetime) -> None:
    log_sitting(verb=Event.Verb.PROBLEMS_LISTED, actor=by, at=at, report=report, detail="")

"""The figures of a report."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Protocol

from django.db import transaction
from django.utils.translation import gettext as _

from ..models import Event, Figure, Report, User
from ..text.blanks import Blank, find_blanks
from ..text.reading import guess_figure
from .errors import Refused
from .log import log_sitting

CONTEXT = 20


class Guess(Protocol):
    """What a reading says of a blank."""

    @property
    def kind(self) -> str: ...
    @property
    def unit(self) -> str: ...


def create_figures(
    *, report: Report, guesses: Mapping[str, Guess], texts: Iterable[str] | None = None, known: Iterable[str] = ()
) -> list[Figure]:
    """One for each label of `texts` (default: all sections) that has none, kind and unit guessed from the prose."""
    if texts is None:
        texts = [f"{section.heading}\n{section.body}" for section in report.sections.all()]
    seen = set(known)
    missing = []
    for text in texts:
        for blank in find_blanks(text):
            if blank.label not in seen:
                seen.add(blank.label)
                missing.append(_new_figure(report, blank, text, guesses.get(blank.label)))
    return Figure.objects.bulk_create(missing, ignore_conflicts=True)


def _new_figure(report: Report, blank: Blank, text: str, guess: Guess | None) -> Figure:
    if guess:
        kind, unit = guess.kind, guess.unit
    else:
        before, after = text[max(0, blank.start - CONTEXT) : blank.start], text[blank.end : blank.end + CONTEXT]
        kind, unit = guess_figure(blank.label, before, after)
    return Figure(report=report, label=blank.label, kind=kind, unit=unit[:20])


@transaction.atomic
def describe_figure(*, figure: Figure, kind: str, unit: str, source: str, by: User, at: datetime) -> None:
    """How a figure is asked for and where it comes from. Raises Refused for a report that is locked."""
    if not figure.report.is_open:
        raise Refused(_("This report is locked. Nothing was changed."))
    Figure.objects.filter(pk=figure.pk).update(kind=kind, unit=unit, source=source)
    log_sitting(verb=Event.Verb.FIGURE_SET, actor=by, at=at, report=figure.report, detail=str(figure.pk))

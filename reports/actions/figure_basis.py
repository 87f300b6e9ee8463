"""Taking a figure from a ledger, a unit's file, or other figures. The value changes only by somebody's word, and never
in a text that is locked.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ..ledgers.binding import Binding, WrongBinding, is_other_unit
from ..ledgers.columns import LedgerShape
from ..ledgers.formula import Formula, FormulaRefused, goes_in_a_circle
from ..ledgers.formula_units import check_units
from ..models import Event, Figure, Ledger, Section, UnitFile, User
from ..models.figure import VALUE_LENGTH
from ..models.figure_basis import FigureBasis, find_bases
from ..prose.figures import is_valid
from .errors import Refused
from .event import log
from .formula import explain_formula
from .report import lock_open_report


@transaction.atomic
def bind_figure(*, figure: Figure, ledger: Ledger, binding: Binding, by: User, at: datetime) -> Figure:
    """The figure takes the value that the rows have now. Raises Refused where it may not change, or cannot be taken."""
    _lock(figure)
    shape = ledger.kind.newest.shape
    try:
        binding.check(shape, figure.unit)
    except WrongBinding as wrong:
        raise _explain_binding(wrong, binding, shape, figure) from wrong
    figure.ledger, figure.unit_file, figure.binding, figure.formula = ledger, None, binding.to_dict(), None
    basis = find_bases([figure])[figure.label]
    try:
        binding.check_rows(shape, basis.rows, figure.unit)
    except WrongBinding as wrong:
        raise _explain_binding(wrong, binding, shape, figure) from wrong
    _take(figure, basis)
    log(verb=Event.Verb.FIGURE_BOUND, actor=by, at=at, report=figure.report, detail=str(figure.pk))
    return figure


def _explain_binding(wrong: WrongBinding, binding: Binding, shape: LedgerShape, figure: Figure) -> Refused:
    problem, *units = wrong.args
    if problem == "units":
        said = {"units": "、".join(units)}
        return Refused(_("These rows are in several units: %(units)s. Choose rows of one unit.") % said)
    if problem not in {"unit", "shares"}:
        return Refused(_("This cannot be taken from this ledger. Choose again."))
    unit = units[0] if units else shape[binding.column].unit
    if problem == "unit":
        return _other_unit(binding.column, unit, figure.unit)
    said = {"column": binding.column, "unit": unit}
    return Refused(_("“%(column)s” is in %(unit)s: shares are not added up. Choose the latest or the largest.") % said)


def _other_unit(column: str, unit: str, own_unit: str) -> Refused:
    said = {"column": column, "unit": unit, "own_unit": own_unit}
    return Refused(_("“%(column)s” is in %(unit)s, the figure in %(own_unit)s.") % said)


def refuse_unit(figure: Figure, unit: str) -> None:
    """Raises Refused where what the figure is taken from is in another one: its value would mean something else."""
    column = (figure.binding or {}).get("column", "")
    if figure.ledger:
        shape = figure.ledger.kind.newest.shape
        is_number = Binding.from_dict(figure.binding or {}).measure.needs_number
        if is_number and column in shape and is_other_unit(unit, shape[column].unit):
            raise _other_unit(column, shape[column].unit, unit)
    if figure.unit_file:
        for stated in figure.unit_file.columns:
            if stated.label == column and stated.unit and unit and stated.unit != unit:
                raise _other_unit(column, stated.unit, unit)


@transaction.atomic
def take_from_file(*, figure: Figure, unit_file: UnitFile, column: str, by: User, at: datetime) -> Figure:
    """The figure takes the value that the file has for the author, or else for the unit. Raises Refused."""
    _lock(figure)
    stated = next((one for one in unit_file.columns if one.label == column), None)
    if stated is None:
        raise Refused(_("The file has no such column any more. Choose again."))
    if stated.unit and figure.unit and stated.unit != figure.unit:
        raise _other_unit(column, stated.unit, figure.unit)
    figure.ledger, figure.unit_file, figure.binding, figure.formula = None, unit_file, {"column": column}, None
    basis = find_bases([figure])[figure.label]
    if not basis.rows:
        raise Refused(_("The file says nothing of it for this official or this unit."))
    if not is_valid(figure.kind, basis.value):
        raise Refused(_("“%(value)s” is no value of this kind. Choose another column.") % {"value": basis.value[:40]})
    _take(figure, basis)
    log(verb=Event.Verb.FIGURE_BOUND, actor=by, at=at, report=figure.report, detail=str(figure.pk))
    return figure


@transaction.atomic
def compute_figure(*, figure: Figure, formula: Formula, by: User, at: datetime) -> Figure:
    """The figure takes the value that the formula has now. Raises Refused where it may not change, has no value, or
    would be computed from itself.
    """
    _lock(figure)
    computed = figure.report.figures.exclude(formula__isnull=True).values_list("label", "formula")
    others = {label: Formula.from_dict(data or {}) for label, data in computed}
    if goes_in_a_circle(figure.label, formula, others):
        raise Refused(_("“%(label)s” would be computed from itself. Choose other figures.") % {"label": figure.label})
    try:
        check_units(formula, figure.unit, dict(figure.report.figures.values_list("label", "unit")))
    except FormulaRefused as problem:
        raise Refused(explain_formula(problem)) from problem
    figure.ledger, figure.unit_file, figure.binding, figure.formula = None, None, None, formula.to_dict()
    _take(figure, find_bases([figure])[figure.label])
    log(verb=Event.Verb.FIGURE_BOUND, actor=by, at=at, report=figure.report, detail=str(figure.pk))
    return figure


@transaction.atomic
def take_value(*, figure: Figure, seen: str, by: User, at: datetime) -> None:
    """`seen` is the value that the person looked at. Raises Refused where the rows say yet another one."""
    _lock(figure)
    basis = _basis(figure)
    _refuse_unseen(basis, seen)
    _take(figure, basis)
    log(verb=Event.Verb.FIGURE_BOUND, actor=by, at=at, report=figure.report, detail=str(figure.pk))


@transaction.atomic
def keep_value(*, figure: Figure, seen: str, reason: str, by: User, at: datetime) -> None:
    """The figure stays as it is, although its source says something else, `seen`; reviewers see why. Raises Refused
    where the source says yet another value.
    """
    _lock(figure)
    basis = _basis(figure)
    _refuse_unseen(basis, seen)
    Figure.objects.filter(pk=figure.pk).update(kept_reason=reason, kept_against=basis.value[:VALUE_LENGTH])
    log(verb=Event.Verb.FIGURE_BOUND, actor=by, at=at, report=figure.report, detail=str(figure.pk))


@transaction.atomic
def release_figure(*, figure: Figure, by: User, at: datetime) -> None:
    """It is typed from now on; the value stays."""
    _lock(figure)
    Figure.objects.filter(pk=figure.pk).update(**_TYPED)
    log(verb=Event.Verb.FIGURE_BOUND, actor=by, at=at, report=figure.report, detail=str(figure.pk))


_TYPED = dict.fromkeys(["ledger", "unit_file", "binding", "formula"]) | dict.fromkeys(
    ["source", "kept_reason", "kept_against"], ""
)


def _lock(figure: Figure) -> None:
    """Raises Refused where the report is locked, or all sections in which the figure stands."""
    lock_open_report(figure.report)
    sections = list(Section.objects.filter(report=figure.report))
    using = [section for section in sections if figure.label in section.labels]
    still_open = Section.objects.open_for_writing().filter(pk__in=[section.pk for section in using])
    if using and len(using) != still_open.count():
        raise Refused(_("This figure stands in a section that is locked. Nothing was changed."))


def _basis(figure: Figure) -> FigureBasis:
    figure.refresh_from_db(fields=["ledger", "unit_file", "binding", "formula", "value"])
    basis = find_bases([figure]).get(figure.label)
    if basis is None:
        raise Refused(_("This figure is typed: it is taken from nothing any more."))
    return basis


def _refuse_unseen(basis: FigureBasis, seen: str) -> None:
    if basis.value != seen:
        raise Refused(_("It has changed once more. Look at it again."))


def _take(figure: Figure, basis: FigureBasis) -> None:
    if basis.refused:
        raise Refused(explain_formula(basis.refused))
    figure.value, figure.kept_reason, figure.kept_against = basis.value, "", ""
    figure.source = basis.source[:200]
    figure.save(update_fields=[*_TYPED, "value"])

"""What last year's figure of the same label was taken from is what this year's is taken from."""

import pytest

from reports.actions.figure import create_figures
from reports.actions.figure_basis import bind_figure, compute_figure
from reports.actions.ledger import begin_ledger, change_kind
from reports.actions.ledger_row import LedgerRowEdit, add_row
from reports.ledgers.binding import Binding
from reports.ledgers.formula import Formula, Operand, Operation
from reports.models import Cycle, Figure, User

from ..factories import MOMENT, ReportFactory, create_outline

VISITS = {"since": "2025-01-01", "until": "2025-12-31", "measure": "sum", "column": "人次", "conditions": []}


@pytest.fixture
def ledger(author):
    ledger = begin_ledger(slug="reception", person=author, by=author, at=MOMENT)
    for day, visitors in (("2025-03-08", "40"), ("2026-03-08", "30"), ("2026-05-01", "33")):
        cells = {"日期": day, "批次": "1", "人次": visitors, "事项": "土地流转"}
        add_row(ledger=ledger, edit=LedgerRowEdit(cells, 0, ""), by=author, at=MOMENT)
    return ledger


@pytest.fixture
def last_year(county, author):
    cycle = Cycle.objects.create(year=2025, unit=county, outline=create_outline("去年"), due=MOMENT, opened_at=MOMENT)
    return ReportFactory(cycle=cycle, author=author)


@pytest.fixture
def former(last_year, ledger, author):
    figure = Figure.objects.create(report=last_year, label="接访人次", unit="人次")
    return bind_figure(figure=figure, ledger=ledger, binding=Binding.from_dict(VISITS), by=author, at=MOMENT)


def begun(report, label="接访人次") -> Figure:
    create_figures(report=report, texts=[f"接待群众【{label}】人次。"])
    return report.figures.get(label=label)


def test_a_new_blank_takes_the_rows_of_its_own_year(former, report):
    figure = begun(report)
    assert (former.value, figure.value) == ("40", "63")
    assert (figure.binding["since"], figure.binding["until"]) == ("2026-01-01", "2026-12-31")
    assert figure.source == "接访下访台账 · 2026年1月1日至2026年12月31日 · “人次”合计 · 2行"


def test_without_rows_it_is_bound_and_waits(former, ledger, report):
    ledger.rows.filter(day__year=2026).delete()
    figure = begun(report)
    assert (figure.value, figure.ledger) == ("", ledger)


def test_a_formula_is_computed_once_what_it_needs_is_there(former, last_year, report, author):
    rise = Formula(Operation.RISE, (Operand("接访人次"), Operand("接访人次", of_last_year=True)))
    second = Figure.objects.create(report=last_year, label="接访增长", unit="％")
    Figure.objects.filter(pk=former.pk).update(previous="32")
    compute_figure(figure=second, formula=rise, by=author, at=MOMENT)
    create_figures(report=report, texts=["比去年增长【接访增长】％，接待群众【接访人次】人次。"])
    assert dict(report.figures.filter(label__startswith="接访").values_list("label", "value")) == {
        "接访人次": "63",
        "接访增长": "57.5",
    }


def test_what_somebody_typed_stays(former, report):
    Figure.objects.create(report=report, label="接访人次", unit="人次", value="65")
    figure = begun(report)
    assert (figure.value, figure.ledger) == ("65", None)


def test_another_unit_is_another_figure(former, report):
    create_figures(report=report, texts=["接待群众【接访人次】万人。"])
    assert report.figures.get(label="接访人次").ledger is None


def test_a_ledger_that_may_not_be_used_any_more_is_not_used(former, ledger, report, stranger):
    type(ledger).objects.filter(pk=ledger.pk).update(person=stranger)
    figure = begun(report)
    assert (figure.value, figure.ledger) == ("", None)


def test_a_column_that_is_gone_is_not_asked(former, ledger, report, author):
    shape = ledger.kind.newest.shape
    fewer = type(shape)(tuple(one for one in shape.columns if one.name != "人次"), shape.dated_by)
    change_kind(kind=ledger.kind, shape=fewer, reason="不再登记人次", by=author, at=MOMENT)
    assert begun(report).ledger is None


def test_nobody_elses_figures_are_looked_at(former, report, stranger):
    assert isinstance(stranger, User)
    type(report).objects.filter(pk=report.pk).update(author=stranger)
    report.refresh_from_db()
    assert begun(report).ledger is None

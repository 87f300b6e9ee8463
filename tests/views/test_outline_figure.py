"""An organiser binds a figure that the outline asks for; everybody who writes from it finds it filled."""

import pytest
from django.urls import reverse

from reports.actions.ledger import begin_ledger
from reports.actions.ledger_row import LedgerRowEdit, add_row
from reports.actions.manuscript import start_report
from reports.actions.outline import apply_correction, begin_correction, copy_outline
from reports.models import Cycle, Figure

from ..factories import MOMENT, create_outline, enrol

ASKED = {"label": "接访人次", "unit": "人次", "kind": "number"}
CHOSEN = {"measure": "sum-3", "since": "2026-01-01", "until": "2026-11-30", "c1": "已化解"}
WORDS = "接访下访台账 · 2026年1月1日至2026年11月30日 · 办理结果为“已化解” · “人次”合计"


@pytest.fixture
def prepared(county):
    """A round that is being prepared: its first section asks for a figure."""
    outline = create_outline("二〇二六", rows=[{"kind": "duty", "title": "信访", "figures": [ASKED]}])
    return Cycle.objects.create(
        year=2026, name="信访述职", report_title="述职报告", unit=county, outline=outline, due="2026-12-20"
    )


@pytest.fixture
def enter(author):
    def put(owner, visitors, year=2026, result="已化解"):
        ledger = begin_ledger(slug="reception", **owner, by=author, at=MOMENT)
        cells = {"日期": f"{year}-03-08", "批次": "1", "人次": visitors, "事项": "用水", "办理结果": result}
        add_row(ledger=ledger, edit=LedgerRowEdit(cells, 0, ""), by=author, at=MOMENT)

    return put


def address(name, cycle, *more):
    section = (
        cycle.outline.sections.get() if cycle.corrected_outline is None else cycle.corrected_outline.sections.get()
    )
    return reverse(name, args=[cycle.pk, section.pk, 1, *more])


def begun(cycle, person) -> Figure:
    Cycle.objects.filter(pk=cycle.pk).update(opened_at=MOMENT)
    cycle.refresh_from_db()
    report = start_report(participant=enrol(cycle, person), by=person, at=MOMENT)
    return report.figures.get(label="接访人次")


@pytest.fixture
def bound(prepared, organiser, visit):
    answer = visit(organiser).post(address("outline_figure_bind", prepared, "reception"), CHOSEN)
    assert answer.url == address("outline_figure", prepared)
    return prepared


def test_what_is_chosen_is_said_in_words_and_can_be_left_again(bound, organiser, visit):
    client, page = visit(organiser), address("outline_figure", bound)
    assert WORDS in client.get(page).content.decode()
    client.post(page)
    assert bound.outline.sections.get().bases == {}
    assert WORDS not in client.get(page).content.decode()


def test_everybody_finds_it_filled_from_their_own_ledger(bound, enter, author, stranger, reviewer, county):
    enter({"person": author}, "3")
    enter({"person": author}, "40", result="未结")
    enter({"person": reviewer}, "7")
    enter({"unit": county}, "100")
    assert [begun(bound, person).value for person in (author, reviewer)] == ["3", "7"]


def test_without_an_own_ledger_that_of_the_unit_is_used(bound, enter, author, bureau):
    enter({"unit": bureau}, "12")
    assert begun(bound, author).value == "12"


def test_nobody_elses_ledger_is_used(bound, enter, author, organiser, county):
    enter({"person": organiser}, "9")
    enter({"unit": county}, "100")
    figure = begun(bound, author)
    assert (figure.value, figure.ledger) == ("", None)


def test_the_next_round_asks_its_own_year(bound, enter, author, county):
    enter({"person": author}, "3")
    enter({"person": author}, "5", year=2027)
    copied = copy_outline(bound.outline, old=2026, year=2027)
    following = Cycle.objects.create(year=2027, unit=county, outline=copied, due="2027-12-20")
    figure = begun(following, author)
    assert (figure.value, figure.binding["until"]) == ("5", "2027-11-30")


def test_a_correction_fills_drafts_that_wait(prepared, enter, author, organiser, visit):
    enter({"person": author}, "3")
    figure = begun(prepared, author)
    assert figure.value == ""
    begin_correction(cycle=prepared, by=organiser, at=MOMENT)
    prepared.refresh_from_db()
    visit(organiser).post(address("outline_figure_bind", prepared, "reception"), CHOSEN)
    prepared.refresh_from_db()
    apply_correction(cycle=prepared, reason="数据由台账取。", by=organiser, at=MOMENT)
    figure.refresh_from_db()
    assert figure.value == "3"
    changes = visit(organiser).get(reverse("cycle_changes", args=[prepared.pk])).content.decode()
    assert "接访人次 (from a ledger)" in changes


def test_an_outline_in_use_is_not_changed(bound, organiser, visit, author):
    Cycle.objects.filter(pk=bound.pk).update(opened_at=MOMENT)
    before = bound.outline.sections.get().bases
    visit(organiser).post(address("outline_figure", bound))
    assert bound.outline.sections.get().bases == before


@pytest.mark.parametrize("wrong", [{"measure": "sum-4"}, {"since": "x"}, {"c1": "没有"}])
def test_nothing_else_can_be_chosen(prepared, organiser, visit, wrong):
    answer = visit(organiser).post(address("outline_figure_bind", prepared, "reception"), CHOSEN | wrong)
    assert (answer.status_code, prepared.outline.sections.get().bases) == (422, {})


def test_a_kind_of_another_unit_is_not_offered(prepared, organiser, visit):
    assert visit(organiser).get(address("outline_figure_bind", prepared, "no-such")).status_code == 404

"""A figure that is computed from others, from the choice to the frozen version."""

import pytest
from django.urls import reverse

from reports.actions.errors import Refused
from reports.actions.report import submit_report
from reports.models import Cycle, Figure, Report, Revision

from ..factories import MOMENT
from .test_figure_basis import text, url


@pytest.fixture
def figures(report):
    """The one that is computed, and two to compute it from."""
    one = report.figures.get(label="走访次数")
    first = Figure.objects.create(report=report, label="发文", unit="件", value="76", previous="100")
    second = Figure.objects.create(report=report, label="会议", unit="件", value="24")
    return one, first, second


@pytest.fixture
def client(author, visit):
    return visit(author)


@pytest.fixture
def choose(client, figures):
    def post(operation, *operands, of=figures[0]):
        sent = {f"operand-{number}": operand for number, operand in enumerate(operands)}
        return client.post(url("figure_formula", of), {"operation": operation, **sent})

    Figure.objects.filter(pk=figures[0].pk).update(unit="")
    figures[0].refresh_from_db()
    return post


def this(figure):
    return f"this-{figure.pk}"


def last(figure):
    return f"last-{figure.pk}"


def stored(figure):
    found = Figure.objects.get(pk=figure.pk)
    return found.value, found.source


def test_it_is_computed_by_what_is_chosen_in_words(choose, client, figures):
    one, first, second = figures
    assert choose("sum", this(first), this(second)).url == url("figure_basis", one)
    assert stored(one) == ("100", "【发文】＋【会议】")
    page = text(client.get(url("figure_basis", one)))
    assert "【发文】＋【会议】" in page
    assert "<dd>76</dd>" in page
    section = one.report.sections.get(position=5)
    assert "computed" in text(client.get(reverse("section", args=[one.report_id, section.pk])))


def test_change_on_last_year(choose, figures):
    one, first, _second = figures
    choose("fall", this(first), last(first))
    assert stored(one) == ("24", "【发文】比上年下降（％）")


def test_the_rule_of_the_round_is_followed_said_and_frozen(choose, figures, client, author, cycle):
    one, first, second = figures
    Figure.objects.filter(pk=second.pk).update(value="128")
    Figure.objects.filter(pk=first.pk).update(value="17")
    choose("share", this(first), this(second))
    assert stored(one)[0] == "13.3"
    Cycle.objects.update(rounding_method="half_even", rounding_places=2)
    page = text(client.get(url("figure_basis", one)))
    assert "13.3 → 13.28" in page
    assert "Rounded to 2 decimal places; a half to the even digit (四舍六入五成双, GB/T 8170)." in page
    client.post(url("figure_take", one), {"seen": "13.28"})
    revision = submit_report(report=Report.objects.get(), by=author, at=MOMENT)
    Cycle.objects.update(rounding_method="down", rounding_places=0)
    revision = Revision.objects.get(pk=revision.pk)
    frozen = revision.bases[one.label]
    assert (frozen["value"], frozen["rounding"], revision.content.rounding) == (
        "13.28",
        "half_even-2",
        ("half_even", 2),
    )
    assert revision.content.sha256() == revision.sha256


def test_the_wrong_verb_is_refused_in_words_and_nothing_is_stored(choose, figures):
    one, first, _second = figures
    before = stored(one)
    answer = choose("rise", this(first), last(first))
    assert (answer.status_code, stored(one)) == (409, before)
    assert "It has fallen by 24, not risen." in text(answer)
    assert f'value="{this(first)}" selected' in text(answer)


def test_when_a_figure_changes_it_asks_and_stays(choose, client, figures):
    one, first, second = figures
    choose("sum", this(first), this(second))
    Figure.objects.filter(pk=first.pk).update(value="80")
    assert stored(one)[0] == "100"
    assert "100 → 104" in text(client.get(url("figure_basis", one)))
    client.post(url("figure_take", one), {"seen": "103"})
    assert stored(one)[0] == "100"
    client.post(url("figure_take", one), {"seen": "104"})
    assert stored(one)[0] == "104"


def test_what_can_be_computed_no_more_says_why_and_keeps_its_value(choose, client, figures):
    one, first, second = figures
    choose("quotient", this(first), this(second))
    Figure.objects.filter(pk=second.pk).update(value="0")
    assert "“会议” is zero: nothing can be divided by it." in text(client.get(url("figure_basis", one)))
    client.post(url("figure_take", one), {"seen": ""})
    assert stored(one)[0] == "3.2"


def test_no_circle(choose, figures):
    one, first, second = figures
    choose("sum", this(first), this(second))
    answer = choose("sum", this(one), this(second), of=first)
    assert (answer.status_code, Figure.objects.get(pk=first.pk).formula) == (409, None)
    assert choose("sum", this(one), this(second)).status_code == 422


def test_typed_again_the_value_stays(choose, client, figures):
    one, first, second = figures
    choose("sum", this(first), this(second))
    client.post(url("figure_release", one))
    one.refresh_from_db()
    assert (one.value, one.formula, one.source) == ("100", None, "")


def test_a_submission_freezes_formula_and_operands(choose, figures, author, reviewer, visit):
    one, first, second = figures
    choose("sum", this(first), this(second))
    revision = submit_report(report=one.report, by=author, at=MOMENT)
    frozen = revision.bases["走访次数"]
    assert frozen["operands"] == [["发文", False, "76"], ["会议", False, "24"]]
    Figure.objects.filter(pk=first.pk).update(value="99")
    page = text(visit(reviewer).get(url("figure_basis", one)))
    assert ("<dd>76</dd>" in page, "<dd>99</dd>" in page) == (True, False)


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"operation": "eval", "operand-0": "this-1", "operand-1": "this-1"},
        {"operation": "sum", "operand-0": "this-999999", "operand-1": "x"},
        {"operation": "sum", "operand-0": "", "operand-1": ""},
    ],
)
def test_nothing_else_can_be_chosen(client, figures, sent):
    assert client.post(url("figure_formula", figures[0]), sent).status_code == 422
    assert Figure.objects.get(pk=figures[0].pk).formula is None


def test_three_figures_have_no_difference(choose, figures):
    _one, first, second = figures
    assert choose("difference", this(first), this(second), last(first)).status_code == 422


def test_a_unit_that_is_changed_afterwards_is_asked_about_and_nothing_is_taken(choose, client, figures, author):
    one, first, second = figures
    choose("sum", this(first), this(second))
    Figure.objects.filter(pk=second.pk).update(unit="万元")
    page = text(client.get(url("figure_basis", one)))
    assert "“发文” is in 件, the other in 万元. Convert one of them first." in page
    assert client.post(url("figure_take", one), {"seen": ""}).status_code == 302
    assert stored(one) == ("100", "【发文】＋【会议】")
    with pytest.raises(Refused, match="走访次数"):
        submit_report(report=one.report, by=author, at=MOMENT)


def test_money_times_money_is_no_share(choose, figures):
    one, first, second = figures
    Figure.objects.filter(pk__in=[first.pk, second.pk]).update(unit="万元")
    answer = choose("product", this(first), this(second))
    assert (answer.status_code, "Money is not multiplied by money." in text(answer)) == (409, True)
    assert Figure.objects.get(pk=one.pk).formula is None

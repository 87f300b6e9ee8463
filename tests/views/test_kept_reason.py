"""What is typed over a value that is taken from a ledger needs a reason where it is typed, and reviewers see it."""

import pytest
from django.urls import reverse

from reports.actions.errors import Refused
from reports.actions.figure_basis import bind_figure
from reports.actions.ledger import begin_ledger
from reports.actions.ledger_row import LedgerRowEdit, add_row
from reports.actions.report import submit_report
from reports.ledgers.binding import Binding
from reports.ledgers.formula import Formula, Operand, Operation
from reports.models import Figure
from reports.models.figure_basis import FigureBasis, unexplained_bases

from ..factories import MOMENT

VISITS = {"since": "2026-01-01", "until": "2026-12-31", "measure": "sum", "column": "人次", "conditions": []}
ASKED = "Its source says 1286. Say why another value is kept."


@pytest.fixture
def bound(report, author):
    figure = report.figures.get(label="走访次数")
    ledger = begin_ledger(slug="reception", person=author, by=author, at=MOMENT)
    cells = {"日期": "2026-03-08", "批次": "1", "人次": "1286", "事项": "土地流转"}
    add_row(ledger=ledger, edit=LedgerRowEdit(cells, 0, ""), by=author, at=MOMENT)
    return bind_figure(figure=figure, ledger=ledger, binding=Binding.from_dict(VISITS), by=author, at=MOMENT)


@pytest.fixture
def section(bound):
    return bound.report.sections.get(position=5)


@pytest.fixture
def save(section, form_of, author, visit):
    def send(page="fill", **changes):
        sent = form_of(section)
        address, asks = reverse(page, args=[section.report_id, section.pk]), {"accept": "application/json"}
        return visit(author).post(address, sent | changes, headers=asks)

    return send


@pytest.fixture
def turn(bound, author):
    """Another row: the source says more."""

    def more(people):
        cells = {"日期": "2026-05-08", "批次": "1", "人次": str(people), "事项": "用水"}
        add_row(ledger=bound.ledger, edit=LedgerRowEdit(cells, 0, f"row-{people}"), by=author, at=MOMENT)

    return more


def stored(bound):
    return Figure.objects.values_list("value", "kept_reason").get(pk=bound.pk)


@pytest.mark.parametrize("page", ["fill", "section"])
def test_the_reason_is_asked_for_at_once_and_the_value_is_not_lost(bound, save, page):
    answer = save(page, **{f"figure-{bound.pk}": "1300"})
    assert answer.json()["errors"] == {f"figure-{bound.pk}": ASKED}
    assert stored(bound) == ("1300", "")


def test_with_a_reason_it_is_kept(bound, save):
    answer = save(**{f"figure-{bound.pk}": "1300", f"reason-{bound.pk}": "含电话约访。"})
    assert (answer.json()["errors"], stored(bound)) == ({}, ("1300", "含电话约访。"))


def test_the_reason_may_come_after_the_value(bound, save):
    save(**{f"figure-{bound.pk}": "1300"})
    save(**{f"reason-{bound.pk}": "含电话约访。", f"initial-reason-{bound.pk}": ""})
    assert stored(bound) == ("1300", "含电话约访。")


def test_another_value_needs_another_reason(bound, save):
    Figure.objects.filter(pk=bound.pk).update(value="1300", kept_reason="含电话约访。", kept_against="1286")
    answer = save(**{f"figure-{bound.pk}": "1400"})
    assert (list(answer.json()["errors"]), stored(bound)) == ([f"figure-{bound.pk}"], ("1400", ""))


@pytest.mark.parametrize("same", ["1,286", "１２８６", " 1286 "])
def test_the_same_number_written_otherwise_needs_none(bound, save, author, same):
    assert save(**{f"figure-{bound.pk}": same}).json()["errors"] == {}
    assert submit_report(report=bound.report, by=author, at=MOMENT).number == 1


def test_a_figure_that_is_typed_needs_none(report, form_of, author, visit):
    figure, section = report.figures.get(label="学习次数"), report.sections.get(position=2)
    sent = form_of(section, 学习次数="13") | {f"reason-{figure.pk}": "没人问。"}
    visit(author).post(reverse("fill", args=[report.pk, section.pk]), sent)
    figure.refresh_from_db()
    assert (figure.value, figure.kept_reason) == ("13", "")


def test_a_reason_that_is_too_long_is_refused_and_nothing_is_half_written(bound, save):
    answer = save(**{f"figure-{bound.pk}": "1300", f"reason-{bound.pk}": "长" * 201})
    assert (answer.status_code, stored(bound)) == (422, ("1286", ""))


def test_the_reason_stands_beside_the_value_without_a_script(bound, save, section, author, visit):
    client, address = visit(author), reverse("fill", args=[section.report_id, section.pk])
    assert f'name="reason-{bound.pk}"' in client.get(address).content.decode()
    save(**{f"figure-{bound.pk}": "1300", f"reason-{bound.pk}": "含电话约访。"})
    page = client.get(address).content.decode().partition(f'name="reason-{bound.pk}"')[2].partition(">")[0]
    assert ('value="含电话约访。"' in page, "hidden" in page) == (True, False)


def test_a_reviewer_reads_the_reason(bound, save, author, reviewer, visit):
    save(**{f"figure-{bound.pk}": "1300", f"reason-{bound.pk}": "含电话约访。"})
    submit_report(report=bound.report, by=author, at=MOMENT)
    client = visit(reviewer)
    client.post(reverse("open", args=[bound.report_id]))
    assert "含电话约访。" in client.get(reverse("figure_basis", args=[bound.report_id, bound.pk])).content.decode()


def is_asked(bound):
    return [basis.figure.label for basis in unexplained_bases(bound.report)] == [bound.label]


@pytest.mark.parametrize("way", ["section", "figure"])
def test_a_reason_holds_until_the_source_says_something_else(bound, save, turn, author, visit, way):
    if way == "section":
        save(**{f"figure-{bound.pk}": "1300", f"reason-{bound.pk}": "含电话约访。"})
    else:
        Figure.objects.filter(pk=bound.pk).update(value="1300")
        sent = {"reason": "含电话约访。", "seen": "1286"}
        visit(author).post(reverse("figure_keep", args=[bound.report_id, bound.pk]), sent)
    assert (stored(bound), is_asked(bound)) == (("1300", "含电话约访。"), False)
    turn(100)
    assert is_asked(bound)
    with pytest.raises(Refused, match="走访次数"):
        submit_report(report=bound.report, by=author, at=MOMENT)
    page = visit(author).get(reverse("figure_basis", args=[bound.report_id, bound.pk])).content.decode()
    assert "It was kept when the source said 1286, because: 含电话约访。 The source has changed since." in page


def test_a_source_that_says_again_what_it_said_asks_nothing(bound, save, turn, author):
    save(**{f"figure-{bound.pk}": "1300", f"reason-{bound.pk}": "含电话约访。"})
    turn(100)
    bound.ledger.rows.filter(cells__人次="100").update(deleted_at=MOMENT)
    assert submit_report(report=bound.report, by=author, at=MOMENT).bases["走访次数"]["kept_reason"] == "含电话约访。"


def test_a_page_that_was_loaded_before_says_nothing_about_the_new_value(bound, save, turn, form_of, section):
    save(**{f"figure-{bound.pk}": "1300", f"reason-{bound.pk}": "含电话约访。"})
    turn(100)
    save(body=form_of(section)["body"] + "又一句。", **{f"reason-{bound.pk}": "含电话约访。"})
    assert (stored(bound), is_asked(bound)) == (("1300", "含电话约访。"), True)


def test_a_new_reason_is_one_against_the_new_value(bound, save, turn, form_of, section):
    save(**{f"figure-{bound.pk}": "1300", f"reason-{bound.pk}": "含电话约访。"})
    turn(100)
    save(**{f"reason-{bound.pk}": "新增一批重复登记。", f"initial-reason-{bound.pk}": "含电话约访。"})
    assert (stored(bound), is_asked(bound)) == (("1300", "新增一批重复登记。"), False)


def test_no_reason_is_stored_against_a_value_that_was_not_seen_and_it_stays_in_the_field(bound, turn, author, visit):
    Figure.objects.filter(pk=bound.pk).update(value="1300")
    turn(100)
    sent = {"reason": "含电话约访。", "seen": "1286"}
    answer = visit(author).post(reverse("figure_keep", args=[bound.report_id, bound.pk]), sent)
    page = answer.content.decode()
    assert (answer.status_code, stored(bound)) == (409, ("1300", ""))
    assert ("It has changed once more." in page, 'value="含电话约访。"' in page) == (True, True)
    assert 'name="seen" value="1386"' in page


def test_an_empty_reason_is_none(bound, turn, author, visit):
    turn(100)
    sent = {"reason": " ", "seen": "1386"}
    answer = visit(author).post(reverse("figure_keep", args=[bound.report_id, bound.pk]), sent)
    assert (answer.status_code, is_asked(bound)) == (422, True)


def test_a_reason_is_given_against_what_a_formula_says_once_its_other_values_are_saved(report, form_of, author, visit):
    section = report.sections.get(position=5)
    section.body += "共【合计次数】次。"
    section.save()
    both = Formula(Operation.SUM, (Operand("走访次数"), Operand("学习次数")))
    total = report.figures.create(label="合计次数", unit="次", value="16", formula=both.to_dict())
    sent = form_of(section, 走访次数="5", 合计次数="20") | {f"reason-{total.pk}": "另有三次未列。"}
    visit(author).post(reverse("fill", args=[report.pk, section.pk]), sent)
    total.refresh_from_db()
    assert (total.value, total.kept_reason, total.kept_against) == ("20", "另有三次未列。", "17")
    assert unexplained_bases(report) == []


def sent_along(bound, value):
    """Another value, with the reason that the page was loaded with."""
    return {f"{name}-{bound.pk}": "含电话约访。" for name in ["reason", "initial-reason"]} | {
        f"figure-{bound.pk}": value
    }


@pytest.fixture
def kept(bound, save):
    save(**{f"figure-{bound.pk}": "1300", f"reason-{bound.pk}": "含电话约访。"})
    return bound


def test_an_old_reason_that_comes_along_with_another_value_is_none_against_the_new_source(kept, save, turn):
    turn(100)
    errors = save(**sent_along(kept, "1301")).json()["errors"]
    assert errors == {f"figure-{kept.pk}": ASKED.replace("1286", "1386")}
    assert (stored(kept), is_asked(kept)) == (("1301", "含电话约访。"), True)


def test_it_holds_for_another_value_over_the_same_source(kept, save):
    assert (save(**sent_along(kept, "1301")).json()["errors"], is_asked(kept)) == ({}, False)


@pytest.mark.parametrize("same", ["1,286", "１２８６", "1286.0", "+1286"])
def test_a_source_value_written_otherwise_is_the_same(kept, same):
    Figure.objects.filter(pk=kept.pk).update(kept_against=same)
    assert not is_asked(kept)


@pytest.mark.parametrize(
    ("kind", "against", "now", "is_explained"),
    [
        ("text", "优秀", "优秀 ", True),
        ("text", "优秀", "良好", False),
        ("date", "2026-01-16", "2026年1月16日", True),
        ("date", "2026-01-16", "2026年1月17日", False),
        ("number", "", "", True),
        ("number", "", "0", False),
        ("number", "约40", "约41", False),
    ],
)
def test_reasons_of_texts_and_days(kind, against, now, is_explained):
    figure = Figure(label="考核结果", kind=kind, kept_reason="有据。", kept_against=against)
    assert FigureBasis(figure, "", now, {}).is_explained is is_explained


def test_a_locked_text_and_its_reason_stay(kept, turn, author, visit):
    revision = submit_report(report=kept.report, by=author, at=MOMENT)
    before = revision.bases
    turn(100)
    sent = {"reason": "后来说的。", "seen": "1386"}
    visit(author).post(reverse("figure_keep", args=[kept.report_id, kept.pk]), sent)
    revision.refresh_from_db()
    assert (revision.bases, stored(kept)) == (before, ("1300", "含电话约访。"))

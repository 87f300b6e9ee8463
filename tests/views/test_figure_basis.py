from dataclasses import replace

import pytest
from django.urls import reverse

from reports.actions.comment import comment_on_figure
from reports.actions.errors import Refused
from reports.actions.figure_basis import bind_figure, take_value
from reports.actions.ledger import begin_ledger, change_kind
from reports.actions.ledger_row import LedgerRowEdit, add_row, delete_row
from reports.actions.report import submit_report
from reports.ledgers.binding import Binding
from reports.models import Event, Figure
from reports.models.figure_basis import live_bases

from ..factories import MOMENT
from .test_queries import count

CELLS = {"日期": "2026-03-08", "批次": "1", "人次": "3", "事项": "土地流转", "办理结果": "已化解"}
ASKED = {"since": "2026-01-01", "until": "2026-12-31", "measure": "sum-3", "c1": "已化解"}
WORDS = "接访下访台账 · 2026年1月1日至2026年12月31日 · 办理结果为“已化解” · “人次”合计"


@pytest.fixture
def ledger(author):
    return begin_ledger(slug="reception", person=author, by=author, at=MOMENT)


@pytest.fixture
def enter(ledger, author):
    def put(**cells):
        return add_row(ledger=ledger, edit=LedgerRowEdit(CELLS | cells, 0, ""), by=author, at=MOMENT)

    put()
    put(人次="4", 办理结果="未结")
    put(人次="34", 日期="2026-05-01", 事项="灌溉用水")
    return put


@pytest.fixture
def figure(report):
    return report.figures.get(label="走访次数")


@pytest.fixture
def bound(figure, ledger, enter, author, visit):
    answer = visit(author).post(url("figure_bind", figure, ledger.pk), ASKED)
    assert answer.url == url("figure_basis", figure)
    figure.refresh_from_db()
    return figure


def url(name, figure, *more):
    return reverse(name, args=[figure.report_id, figure.pk, *more])


def text(answer):
    return " ".join(answer.content.decode().split())


def test_a_figure_takes_its_value_by_what_is_chosen_in_words(bound, author, visit):
    assert (bound.value, bound.source) == ("37", f"{WORDS} · 2行")
    page = text(visit(author).get(url("figure_basis", bound)))
    assert f"From {WORDS} · 2 rows" in page
    assert ("灌溉用水" in page, "<td>4</td>" in page) == (True, False)
    assert Event.objects.filter(verb="figure_bound", report=bound.report).count() == 1


def test_when_the_rows_change_the_figure_asks_and_stays(bound, enter, author, visit):
    enter(人次="2")
    client = visit(author)
    bound.refresh_from_db()
    assert bound.value == "37"
    assert "37 → 39" in text(client.get(url("figure_basis", bound)))
    section = bound.report.sections.get(position=5)
    for page in ("section", "fill"):
        assert "ledger: 37 → 39" in text(client.get(reverse(page, args=[bound.report_id, section.pk])))
    client.post(url("figure_take", bound), {"seen": "39"})
    bound.refresh_from_db()
    assert (bound.value, bound.source) == ("39", f"{WORDS} · 3行")


def test_what_was_not_seen_is_not_taken(bound, enter, author, visit):
    enter(人次="2")
    visit(author).post(url("figure_take", bound), {"seen": "38"})
    assert Figure.objects.get(pk=bound.pk).value == "37"


def test_a_value_is_kept_with_a_reason(bound, enter, author, visit):
    enter(人次="2")
    client = visit(author)
    client.post(url("figure_keep", bound), {"reason": "", "seen": "39"})
    assert Figure.objects.get(pk=bound.pk).kept_reason == ""
    client.post(url("figure_keep", bound), {"reason": "一批是重复登记。", "seen": "39"})
    assert "It was kept because: 一批是重复登记。" in text(client.get(url("figure_basis", bound)))
    assert Figure.objects.get(pk=bound.pk).value == "37"


def test_typed_again_the_value_stays(bound, author, visit):
    visit(author).post(url("figure_release", bound))
    bound.refresh_from_db()
    assert (bound.value, bound.ledger, bound.binding, bound.source) == ("37", None, None, "")


def test_a_submission_freezes_value_binding_and_rows(bound, enter, author, reviewer, visit):
    revision = submit_report(report=bound.report, by=author, at=MOMENT)
    frozen = revision.bases["走访次数"]
    assert (frozen["words"], frozen["value"], len(frozen["sha256"])) == (WORDS, "37", 64)
    assert [row["cells"]["人次"] for row in frozen["rows"]] == ["3", "34"]
    enter(人次="100", 事项="后来的事")
    bound.refresh_from_db()
    assert (bound.value, revision.content.value_of("走访次数")) == ("37", "37")
    page = text(visit(reviewer).get(url("figure_basis", bound)))
    assert ("走访次数 37次" in page, "灌溉用水" in page, "后来的事" in page) == (True, True, False)


def test_in_a_locked_report_nothing_is_bound_or_taken(bound, ledger, enter, author, visit):
    submit_report(report=bound.report, by=author, at=MOMENT)
    enter(人次="2")
    client = visit(author)
    client.post(url("figure_take", bound), {"seen": "39"})
    client.post(url("figure_keep", bound), {"reason": "不改。", "seen": "39"})
    client.post(url("figure_release", bound))
    client.post(url("figure_bind", bound, ledger.pk), ASKED | {"measure": "count"})
    stored = Figure.objects.get(pk=bound.pk)
    assert (stored.value, stored.kept_reason, stored.ledger, stored.binding) == ("37", "", ledger, bound.binding)


def test_in_a_returned_report_only_figures_of_returned_sections_are_taken(bound, enter, author):
    report = bound.report
    report.sections.filter(position=4).update(return_reason="再写具体些。")
    type(report).objects.filter(pk=report.pk).update(state="returned", submitted_at=MOMENT, first_submitted_at=MOMENT)
    enter(人次="2")
    with pytest.raises(Refused):
        take_value(figure=bound, seen="39", by=author, at=MOMENT)
    report.sections.filter(position=5).update(return_reason="数据不准。")
    take_value(figure=bound, seen="39", by=author, at=MOMENT)
    assert Figure.objects.get(pk=bound.pk).value == "39"


@pytest.mark.parametrize(
    "wrong",
    [
        {"measure": "sum-4"},
        {"measure": "sum-99"},
        {"measure": "__import__-1"},
        {"since": "x"},
        {"since": "2027-01-01"},
        {"c1": "没有"},
    ],
)
def test_nothing_else_can_be_chosen(figure, ledger, enter, author, visit, wrong):
    answer = visit(author).post(url("figure_bind", figure, ledger.pk), ASKED | wrong)
    assert (answer.status_code, Figure.objects.get(pk=figure.pk).binding) == (422, None)


def test_nothing_is_taken_from_a_ledger_that_the_author_may_not_use(figure, author, stranger, organiser, visit, county):
    theirs = begin_ledger(slug="reception", person=stranger, by=stranger, at=MOMENT)
    above = begin_ledger(slug="reception", unit=county, by=organiser, at=MOMENT)
    for other in (theirs, above):
        assert visit(author).post(url("figure_bind", figure, other.pk), ASKED).status_code == 404


def test_a_ledger_of_the_unit_is_used(figure, author, organiser, visit, bureau):
    of_unit = begin_ledger(slug="reception", unit=bureau, by=organiser, at=MOMENT)
    add_row(ledger=of_unit, edit=LedgerRowEdit(CELLS, 0, ""), by=organiser, at=MOMENT)
    visit(author).post(url("figure_bind", figure, of_unit.pk), ASKED | {"measure": "count"})
    assert Figure.objects.get(pk=figure.pk).value == "1"


def test_the_largest_of_no_rows_is_no_value(figure, ledger, author):
    data = {"since": "2026-01-01", "until": "2026-12-31", "measure": "largest", "column": "人次", "conditions": []}
    bind_figure(figure=figure, ledger=ledger, binding=Binding.from_dict(data), by=author, at=MOMENT)
    assert Figure.objects.get(pk=figure.pk).value == ""


def test_another_value_than_the_rows_needs_a_reason_before_it_is_submitted(bound, enter, author, visit):
    enter(人次="2")
    client, report = visit(author), bound.report
    check = reverse("check", args=[report.pk])
    assert "37 → 39" in text(client.get(check))
    with pytest.raises(Refused, match="走访次数"):
        submit_report(report=report, by=author, at=MOMENT)
    report.refresh_from_db()
    assert (report.state, report.revisions.count()) == ("draft", 0)
    client.post(url("figure_keep", bound), {"reason": "一批是重复登记。", "seen": "39"})
    assert "37 → 39" not in text(client.get(check))
    revision = submit_report(report=report, by=author, at=MOMENT)
    assert revision.bases["走访次数"]["kept_reason"] == "一批是重复登记。"


def test_a_figure_that_stands_nowhere_in_the_text_stops_nothing(bound, enter, author):
    enter(人次="2")
    section = bound.report.sections.get(position=5)
    bound.report.sections.filter(pk=section.pk).update(body=section.body.replace("【走访次数】", "37"))
    assert submit_report(report=bound.report, by=author, at=MOMENT).number == 1


def test_a_reviewer_goes_from_the_text_to_the_rows_of_its_figures(bound, enter, author, reviewer, visit):
    enter(人次="2")
    visit(author).post(url("figure_keep", bound), {"reason": "一批是重复登记。", "seen": "39"})
    submit_report(report=bound.report, by=author, at=MOMENT)
    client = visit(reviewer)
    client.post(reverse("open", args=[bound.report_id]))
    page = text(client.get(reverse("read", args=[bound.report_id])))
    assert f'<a href="{url("figure_basis", bound)}"> 走访次数 37次 </a>' in page
    assert "another value than the source: 一批是重复登记。" in page
    assert "灌溉用水" in text(client.get(url("figure_basis", bound)))


@pytest.mark.parametrize(
    ("words", "value", "condition"),
    [
        ("土地流转", "2", ["事项", "is", "土地流转"]),
        ("用水", "1", ["事项", "contains", "用水"]),
        ("没有", "0", ["事项", "contains", "没有"]),
    ],
)
def test_rows_are_chosen_by_words_in_a_text(figure, ledger, enter, author, visit, words, value, condition):
    asked = {"since": "2026-01-01", "until": "2026-12-31", "measure": "count", "t0": words}
    visit(author).post(url("figure_bind", figure, ledger.pk), asked)
    figure.refresh_from_db()
    assert (figure.value, figure.binding["conditions"]) == (value, [condition])


@pytest.fixture
def reading(bound, author, reviewer, visit):
    """Submitted and opened by its reviewer."""
    Figure.objects.filter(report=bound.report, label="学习次数").update(previous="8", source="学习台账")
    Figure.objects.filter(pk=bound.pk).update(previous="21")
    submit_report(report=bound.report, by=author, at=MOMENT)
    client = visit(reviewer)
    client.post(reverse("open", args=[bound.report_id]))
    return client


def test_a_reviewer_opens_every_figure_of_the_text_and_sees_how_many_lead_back(bound, reading):
    page = text(reading.get(reverse("read", args=[bound.report_id])))
    assert "1 of 5 lead back to rows or to other figures; the others were typed." in page
    for figure in bound.report.figures.all():
        assert reading.get(url("figure_basis", figure)).status_code == 200
        assert url("figure_basis", figure) in page


def test_values_in_the_text_lead_to_where_they_come_from_and_back_to_their_place(bound, reading):
    read, section = reverse("read", args=[bound.report_id]), bound.report.sections.get(position=5)
    paper = text(reading.get(read)).partition('id="paper"')[2].partition("</article>")[0]
    place = f"{section.pk}-{section.body.index('【走访次数】')}"
    assert f'href="{url("figure_basis", bound)}?at={place}" title="走访次数 · {WORDS}"' in paper
    typed = bound.report.figures.get(label="学习次数")
    assert f'href="{url("figure_basis", typed)}?at=' in paper
    assert 'title="学习次数 · 学习台账"' in paper
    assert f'href="{read}#at-{place}"' in text(reading.get(url("figure_basis", bound), {"at": place}))


@pytest.mark.parametrize("at", ["", "1", "1-", "1-2-3", '1-2"onclick=', "٣-٤", "9" * 13 + "-1"])
def test_a_place_that_is_none_leads_to_the_text(bound, reading, at):
    page = text(reading.get(url("figure_basis", bound), {"at": at}))
    assert ("#at-" in page, f'href="{reverse("read", args=[bound.report_id])}"' in page) == (False, True)


def test_a_figure_that_has_another_label_since_stays_a_value(bound, reading):
    Figure.objects.filter(pk=bound.pk).update(label="走访批次")
    paper = text(reading.get(reverse("read", args=[bound.report_id]))).partition('id="paper"')[2]
    assert ('title="走访次数"' in paper, url("figure_basis", bound) in paper) == (True, False)


def test_who_writes_is_led_nowhere_from_the_values(bound, author, visit):
    page = text(visit(author).get(reverse("read", args=[bound.report_id])))
    assert ('title="走访次数"' in page, "figure-link" in page) == (True, False)


def test_a_typed_figure_says_so_with_its_source(bound, reading):
    page = text(reading.get(url("figure_basis", bound.report.figures.get(label="学习次数"))))
    assert "<h1>学习次数 12次</h1>" in page
    assert "This figure is typed. 学习台账" in page


def test_the_values_of_the_years_are_plotted_and_listed(bound, reading):
    page = text(reading.get(url("figure_basis", bound)))
    course = page.partition('aria-labelledby="course"')[2].partition("</section>")[0]
    assert "chart-spark" in course
    assert [course.index(f"<small>{year}</small> {value}") > 0 for year, value in ((2025, 21), (2026, 37))] == [
        True
    ] * 2


def test_without_another_year_nothing_is_plotted(bound, reading):
    assert 'id="course"' not in text(reading.get(url("figure_basis", bound.report.figures.get(label="管网长度"))))


def test_the_comments_on_it_stand_with_it_as_far_as_the_person_may_see_them(bound, reading, author, reviewer, visit):
    section = bound.report.sections.get(position=5)
    told = {"section": section, "read": section.body, "figure": bound, "value": "37", "by": reviewer, "at": MOMENT}
    comment_on_figure(**told, text="与信访局的数对过吗？")
    comment_on_figure(**told, text="只给审阅人看。", for_reviewers_only=True)
    assert [
        "与信访局的数对过吗？" in (page := text(reading.get(url("figure_basis", bound)))),
        "只给审阅人看。" in page,
    ] == [
        True,
        True,
    ]
    page = text(visit(author).get(url("figure_basis", bound)))
    assert ["与信访局的数对过吗？" in page, "只给审阅人看。" in page] == [True, False]


def test_a_figure_that_is_not_in_the_version_is_not_there_for_its_readers(bound, reading):
    later = Figure.objects.create(report=bound.report, label="后来的数", value="5")
    assert reading.get(url("figure_basis", later)).status_code == 404


def test_how_often_the_page_of_a_figure_asks(bound, reading, enter, author):
    before = count(lambda: reading.get(url("figure_basis", bound)))
    section = bound.report.sections.get(position=5)
    for number in range(3):
        comment_on_figure(
            section=section,
            read=section.body,
            figure=bound,
            value="37",
            text=f"{number}？",
            by=author,
            at=MOMENT,
        )
    assert count(lambda: reading.get(url("figure_basis", bound))) == before


def test_a_row_in_use_that_is_deleted_is_asked_about_and_stays_in_the_version(bound, author, reviewer, visit):
    revision = submit_report(report=bound.report, by=author, at=MOMENT)
    row = bound.ledger.rows.get(cells__事项="灌溉用水")
    delete_row(row=row, version=1, by=author, at=MOMENT)
    assert live_bases(bound.report)["走访次数"].value == "3"
    bound.refresh_from_db()
    assert (bound.value, [one["cells"]["人次"] for one in revision.bases["走访次数"]["rows"]]) == ("37", ["3", "34"])
    assert "灌溉用水" in text(visit(reviewer).get(url("figure_basis", bound)))


def test_a_column_in_use_that_the_kind_loses_still_counts_in_the_rows_that_hold_it(bound, ledger, author, visit):
    """Such rows stay as they were entered; only nothing new is bound to the column."""
    shape = ledger.kind.newest.shape
    kept = replace(shape, columns=tuple(one for one in shape.columns if one.name != "人次"))
    change_kind(kind=ledger.kind, shape=kept, reason="不再填人次。", by=author, at=MOMENT)
    assert live_bases(bound.report)["走访次数"].value == "37"
    assert visit(author).get(url("figure_basis", bound)).status_code == 200
    binding = Binding.from_dict(bound.binding)
    with pytest.raises(Refused):
        bind_figure(figure=bound, ledger=ledger, binding=binding, by=author, at=MOMENT)


@pytest.mark.parametrize("figures", [1, 30])
@pytest.mark.parametrize(("name", "queries"), [("section", 13), ("fill", 12)])
def test_queries_do_not_grow_with_bound_figures(report, ledger, enter, author, visit, figures, name, queries):
    section = report.sections.get(position=5)
    section.body = "".join(f"走访【次数{number}】次。" for number in range(figures))
    section.save()
    binding = Binding.from_dict(
        {"since": "2026-01-01", "until": "2026-12-31", "measure": "count", "column": "", "conditions": []}
    )
    Figure.objects.bulk_create(
        Figure(report=report, label=f"次数{number}", value="3", ledger=ledger, binding=binding.to_dict())
        for number in range(figures)
    )
    client = visit(author)
    assert count(lambda: client.get(reverse(name, args=[report.pk, section.pk]))) == queries


@pytest.mark.parametrize("figures", [1, 30])
@pytest.mark.parametrize(("name", "queries"), [("section", 12), ("fill", 11)])
def test_nor_with_computed_ones(report, author, visit, figures, name, queries):
    section = report.sections.get(position=5)
    section.body = "".join(f"走访【次数{number}】次。" for number in range(figures))
    section.save()
    formula = {"operation": "sum", "operands": [["走访次数", False], ["走访次数", True]]}
    Figure.objects.bulk_create(
        Figure(report=report, label=f"次数{number}", value="3", formula=formula) for number in range(figures)
    )
    client = visit(author)
    assert count(lambda: client.get(reverse(name, args=[report.pk, section.pk]))) == queries


def test_a_sum_in_another_unit_of_money_is_refused_in_words_and_nothing_is_taken(figure, author):
    """亿元 taken as 万元 would be wrong by ten thousand."""
    ledger = begin_ledger(slug="projects", person=author, by=author, at=MOMENT)
    figure.unit, before = "万元", figure.value
    figure.save()
    year = {"since": "2026-01-01", "until": "2026-12-31", "conditions": []}
    total = Binding.from_dict(year | {"measure": "sum", "column": "协议投资额"})
    with pytest.raises(Refused, match="“协议投资额”的单位是亿元，这项数据的单位是万元。"):
        bind_figure(figure=figure, ledger=ledger, binding=total, by=author, at=MOMENT)
    figure.refresh_from_db()
    assert (figure.value, figure.ledger, figure.binding) == (before, None, None)


@pytest.mark.parametrize("unit", ["万元", "元"])
def test_the_unit_of_what_is_taken_is_not_changed_to_another_one_of_money(figure, author, visit, unit):
    """Not in two steps either: a unit that is left out meanwhile is not forgotten by the ledger."""
    ledger = begin_ledger(slug="projects", person=author, by=author, at=MOMENT)
    Figure.objects.filter(pk=figure.pk).update(unit="亿元")
    figure.refresh_from_db()
    year = {"since": "2026-01-01", "until": "2026-12-31", "conditions": []}
    total = Binding.from_dict(year | {"measure": "sum", "column": "协议投资额"})
    bind_figure(figure=figure, ledger=ledger, binding=total, by=author, at=MOMENT)
    client, sent = visit(author), {"kind": "number", "source": "项目台账", "previous": ""}
    address = reverse("figure", args=[figure.report_id, figure.pk])
    assert client.post(address, sent | {"unit": ""}).status_code == 302
    answer = client.post(address, sent | {"unit": unit, "source": "写了一半"})
    assert (answer.status_code, "写了一半" in text(answer)) == (409, True)
    assert f"“协议投资额” is in 亿元, the figure in {unit}." in text(answer)
    assert Figure.objects.get(pk=figure.pk).unit == ""
    assert client.post(address, sent | {"unit": "亿元"}).status_code == 302


@pytest.mark.parametrize(
    ("rows", "unit", "said"),
    [
        (["件", "％"], "件", "这些行的计量单位不一致：件、％。请只选取同一计量单位的行。"),
        (["％", "％"], "％", "“数值”的单位是％，百分比不能相加。请改取最近一次的数值或最大值。"),
        (["万元"], "亿元", "“数值”的单位是万元，这项数据的单位是亿元。"),
    ],
)
def test_a_sum_over_rows_of_other_units_is_refused_in_words_and_nothing_is_taken(figure, author, rows, unit, said):
    ledger = begin_ledger(slug="indicators", person=author, by=author, at=MOMENT)
    for number, of_row in enumerate(rows, start=1):
        cells = {"截至日期": f"2026-05-{number:02}", "指标名称": f"指标{number}", "数值": "5", "计量单位": of_row}
        add_row(ledger=ledger, edit=LedgerRowEdit(cells, 0, ""), by=author, at=MOMENT)
    figure.unit, before = unit, figure.value
    figure.save()
    year = {"since": "2026-01-01", "until": "2026-12-31", "conditions": []}
    total = Binding.from_dict(year | {"measure": "sum", "column": "数值"})
    with pytest.raises(Refused) as refused:
        bind_figure(figure=figure, ledger=ledger, binding=total, by=author, at=MOMENT)
    figure.refresh_from_db()
    assert (str(refused.value), figure.value, figure.ledger, figure.binding) == (said, before, None, None)

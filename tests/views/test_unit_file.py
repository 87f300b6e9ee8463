"""Values from a unit's file: stored by an organiser, found by who writes, frozen with what is handed in."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from reports.actions.errors import Refused
from reports.actions.figure import create_figures
from reports.actions.figure_basis import take_from_file
from reports.actions.report import submit_report
from reports.actions.unit_file import delete_unit_file
from reports.models import Cycle, Event, Figure, Unit, UnitFile, UnitFileRow
from reports.models.figure_basis import live_bases

from ..documents.spreadsheets.building import saved, text_of, xlsx
from ..factories import MOMENT, UserFactory, enrol
from .test_figure_basis import text, url
from .test_queries import count

SOURCE = "县统计局2026年月报"
HEADS = ["序号", "姓名", "单位", "走访次数（次）", "绿色食品认证（个）", "备注"]
WORDS = f"{SOURCE} · 月报.xlsx · 第3行 · “走访次数”列"


@pytest.fixture
def page(cycle):
    return reverse("unit_files", args=[cycle.pk])


@pytest.fixture
def colleague(cycle, bureau):
    person = UserFactory.create(name="孙河", unit=bureau)
    enrol(cycle, person)
    return person


@pytest.fixture
def look(organiser, visit, page):
    """The answer to a file: nothing is stored yet."""

    def post(*rows, heads=HEADS, name="月报.xlsx", source=SOURCE, data=None):
        made = xlsx(heads, *rows) if name.endswith("x") else text_of(heads, *rows).encode("gb18030")
        sent = {"file": SimpleUploadedFile(name, data or made), "source": source}
        return visit(organiser).post(page, sent)

    return post


def confirmed(looked):
    return {"seen": looked.context["seen"], "digest": looked.context["plan"].digest}


@pytest.fixture
def upload(look, organiser, visit, page):
    """Looked at and confirmed."""

    def post(*rows, **file):
        looked = look(*rows, **file)
        return visit(organiser).post(page, confirmed(looked)) if looked.status_code == 200 else looked

    return post


@pytest.fixture
def stored(upload, report, colleague):
    answer = upload(["1", "孙河", "水务局", "9", "1", "好"], ["2", "林晓", "水务局", " ３７ 次", "1,204", "好"])
    assert answer.status_code == 302, answer.context["problem"]
    return UnitFile.objects.get()


@pytest.fixture
def figure(report):
    return report.figures.get(label="走访次数")


@pytest.fixture
def taken(stored, figure, author, visit):
    answer = visit(author).post(url("figure_file", figure, stored.pk), {"column": "走访次数"})
    assert answer.url == url("figure_basis", figure)
    figure.refresh_from_db()
    return figure


def wrong(answer):
    """What the page says of the rows."""
    return [(one.row, one.column) for one in answer.context["wrong"]]


def test_a_file_is_stored_whole_and_shown(stored, organiser, visit, page):
    assert stored.stored_columns == [["走访次数", "次"], ["绿色食品认证", "个"]]
    rows = stored.rows.order_by("number").values_list("number", "person__name", "values")
    assert list(rows) == [
        (2, "孙河", {"走访次数": "9", "绿色食品认证": "1"}),
        (3, "林晓", {"走访次数": "37", "绿色食品认证": "1204"}),
    ]
    assert Event.objects.filter(verb="cycle_set", detail=f"{SOURCE} · 月报.xlsx").count() == 1
    client = visit(organiser)
    assert SOURCE in text(client.get(page))
    shown = text(client.get(reverse("unit_file", args=[stored.cycle_id, stored.pk])))
    assert ("林晓" in shown, "1204" in shown, "0 figures are taken from it." in shown) == (True, True, True)


def test_a_figure_says_source_file_and_row(taken, author, visit):
    assert (taken.value, taken.source) == ("37", f"{WORDS} · 1行")
    client = visit(author)
    page = text(client.get(url("figure_basis", taken)))
    assert (f"From {WORDS} · 1 row" in page, "<td>林晓</td>" in page, "孙河" in page) == (True, True, False)
    assert SOURCE in text(client.get(reverse("section", args=[taken.report_id, taken.report.sections.last().pk])))


def test_the_page_of_a_figure_offers_what_the_rows_say_of_the_author(stored, figure, author, visit):
    offered = visit(author).get(url("figure_ledgers", figure)).context["files"]
    assert [(one.file, [tuple(column)[:2] for column in one.columns]) for one in offered] == [
        (stored, [("走访次数", "37")])  # the other column is in 个, the figure in 次
    ]


def test_a_new_report_finds_it_filled(stored, report):
    create_figures(report=report, texts=["新认证【绿色食品认证】个。"])
    figure = report.figures.get(label="绿色食品认证")
    assert (figure.value, figure.unit, figure.unit_file, figure.binding) == (
        "1204",
        "个",
        stored,
        {"column": "绿色食品认证"},
    )


def test_what_is_said_of_the_unit_counts_where_nothing_is_said_of_the_official(upload, report, figure, author):
    upload(["水务局", "88"], heads=["单位", "走访次数"])
    take_from_file(figure=figure, unit_file=UnitFile.objects.get(), column="走访次数", by=author, at=MOMENT)
    assert (figure.value, Figure.objects.get(pk=figure.pk).value) == ("88", "88")
    upload(["", "水务局", "88"], ["林晓", "", "5"], heads=["姓名", "单位", "走访次数"])
    assert live_bases(report)["走访次数"].value == "5"


def test_a_later_file_asks_and_changes_nothing(taken, upload, author, organiser, visit):
    upload(["1", "林晓", "水务局", "39", "1", ""])
    assert UnitFile.objects.get().number == 2
    client = visit(author)
    taken.refresh_from_db()
    assert (taken.value, "37 → 39" in text(client.get(url("figure_basis", taken)))) == ("37", True)
    said = text(visit(organiser).get(reverse("unit_file", args=[taken.report.cycle_id, taken.unit_file_id])))
    assert "1 has another value than the file" in said
    with pytest.raises(Refused):
        submit_report(report=taken.report, by=author, at=MOMENT)
    client.post(url("figure_take", taken), {"seen": "39"})
    taken.refresh_from_db()
    assert (taken.value, "第2行" in taken.source) == ("39", True)


def test_another_value_needs_a_reason_that_reviewers_see(taken, upload, author, reviewer, visit):
    upload(["1", "林晓", "水务局", "39", "1", ""])
    visit(author).post(url("figure_keep", taken), {"reason": "月报含去年补登的两次。", "seen": "39"})
    submit_report(report=taken.report, by=author, at=MOMENT)
    page = text(visit(reviewer).get(url("figure_basis", taken)))
    assert ("月报含去年补登的两次。" in page, "走访次数 37次" in page) == (True, True)


def test_a_submission_freezes_file_row_and_value(taken, upload, author, reviewer, visit):
    revision = submit_report(report=taken.report, by=author, at=MOMENT)
    upload(["1", "林晓", "水务局", "999", "1", ""])
    frozen = revision.bases["走访次数"]
    assert (frozen["words"], frozen["value"], len(frozen["sha256"])) == (WORDS, "37", 64)
    assert frozen["binding"] == {"column": "走访次数", "source": SOURCE, "file": "月报.xlsx", "number": 1}
    assert [row["cells"] for row in frozen["rows"]] == [{"行": "3", "姓名或单位": "林晓", "走访次数": "37"}]
    page = text(visit(reviewer).get(url("figure_basis", taken)))
    assert ("走访次数 37次" in page, "999" in re.sub(r"<[^>]*>", "", page)) == (True, False)
    assert Figure.objects.get(pk=taken.pk).value == "37"


def test_its_rows_are_called_rows_of_the_file_before_and_after_the_submission(taken, author, reviewer, visit):
    for reader in (author, reviewer):
        page = text(visit(reader).get(url("figure_basis", taken)))
        assert ("Rows of the unit’s file" in page, "Rows of the ledger" in page) == (True, False)
        if reader == author:
            submit_report(report=taken.report, by=author, at=MOMENT)


def test_typed_again_the_value_stays(taken, author, visit):
    visit(author).post(url("figure_release", taken))
    taken.refresh_from_db()
    assert (taken.value, taken.unit_file, taken.binding, taken.source) == ("37", None, None, "")


def test_a_file_is_looked_at_before_it_is_stored(look, report, colleague, organiser, visit, page):
    looked = look(["1", "林晓", "水务局", "37", "1", "好"], ["2", "孙河", "水务局", "9", "1", "好"])
    assert (looked.status_code, UnitFile.objects.count(), UnitFileRow.objects.count()) == (200, 0, 0)
    plan = looked.context["plan"]
    assert [(row.number, row.owner) for row in plan.created] == [(2, "林晓"), (3, "孙河")]
    assert (plan.changed, plan.removed, plan.unchanged, plan.figures) == ([], [], 0, [])
    assert visit(organiser).post(page, confirmed(looked)).status_code == 302
    assert (UnitFile.objects.count(), UnitFileRow.objects.count()) == (1, 2)


def test_the_preview_says_what_is_new_changed_and_taken_away_and_which_figures_ask(taken, look, cycle, bureau):
    enrol(cycle, UserFactory.create(name="周田", unit=bureau))
    looked = look(["1", "林晓", "水务局", "39", "1204", ""], ["2", "周田", "水务局", "1", "2", ""])
    plan = looked.context["plan"]
    assert [(row.number, row.owner) for row in plan.created] == [(3, "周田")]
    assert [(row.owner, [tuple(one) for one in row.changes]) for row in plan.changed] == [
        ("林晓", [("走访次数", "37", "39")])
    ]
    assert [(row.owner, [tuple(one) for one in row.changes]) for row in plan.removed] == [
        ("孙河", [("走访次数", "9", ""), ("绿色食品认证", "1", "")])
    ]
    assert [tuple(one) for one in plan.figures] == [("林晓", "走访次数", "37", "39")]
    shown = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", text(looked)))
    assert "林晓 · 走访次数: 37 → 39" in shown
    assert {row.values["走访次数"] for row in UnitFileRow.objects.all()} == {"37", "9"}


def test_the_value_that_an_author_typed_over_is_not_shown_to_the_organiser(taken, look):
    Figure.objects.filter(pk=taken.pk).update(value="88888", kept_reason="另有七次。")
    shown = text(look(["1", "林晓", "水务局", "39", "1204", ""]))
    assert ("39" in shown, "88888" in shown, "另有七次" in shown) == (True, False, False)


def test_what_of_a_file_is_not_read_or_hidden_is_named(look, report):
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (HEADS, ["1", "林晓", "水务局", "37", "1", "好"], ["合计", "", "", "37", "1", ""]):
        sheet.append(row)
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["E"].hidden = True
    book.create_sheet("第二张").append(["别的"])
    looked = look(data=saved(book))
    table, plan = looked.context["table"], looked.context["plan"]
    assert (plan.read.unread, table.hidden_rows, table.hidden_columns) == (
        ["序号", "备注"],
        (2,),
        ("绿色食品认证（个）",),
    )
    assert (table.other_sheets, table.passed_over) == (("第二张",), (3,))
    shown = text(looked)
    assert [words in shown for words in ("序号、备注", "第二张", "绿色食品认证（个）")] == [True] * 3


def test_what_changed_between_looking_and_confirming_is_shown_anew(stored, look, upload, organiser, visit, page):
    looked = look(["1", "林晓", "水务局", "40", "1", ""])
    upload(["1", "林晓", "水务局", "39", "1", ""])
    answer = visit(organiser).post(page, confirmed(looked))
    stored.refresh_from_db()
    assert (answer.status_code, stored.number) == (409, 2)
    assert stored.rows.get().values["走访次数"] == "39"
    [row] = answer.context["plan"].changed
    assert row.changes == [("走访次数", "39", "40")]
    assert visit(organiser).post(page, confirmed(answer)).status_code == 302
    assert UnitFile.objects.get().rows.get().values["走访次数"] == "40"


def test_a_name_that_became_somebody_elses_stores_nothing(look, report, author, bureau, cycle, organiser, visit, page):
    looked = look(["1", "林晓", "水务局", "40", "1", ""])
    author.name = "林晓晓"
    author.save()
    enrol(cycle, UserFactory.create(name="林晓", unit=bureau))
    assert visit(organiser).post(page, confirmed(looked)).status_code == 409
    assert UnitFile.objects.count() == 0


def test_another_file_than_was_looked_at_is_refused(look, report, organiser, visit, page):
    one, two = (confirmed(look(["1", "林晓", "水务局", value, "1", ""])) for value in ("40", "41"))
    client = visit(organiser)
    assert client.post(page, one | {"digest": two["digest"]}).status_code == 409
    for seen in (one["seen"][:-2] + "xx", "", "x", "\0", one["seen"].replace(":", "", 1)):
        answer = client.post(page, one | {"seen": seen})
        assert answer.status_code == 422
    assert "Choose the file again" in text(answer)
    assert UnitFile.objects.count() == 0


def test_what_somebody_else_or_of_another_round_looked_at_is_refused(
    look, report, county, cycle, organiser, visit, page
):
    sent = confirmed(look(["1", "林晓", "水务局", "40", "1", ""]))
    other = UserFactory.create(unit=county)
    county.organisers.add(other)
    assert visit(other).post(page, sent).status_code == 422
    told = {"outline": cycle.outline, "due": cycle.due, "opened_at": MOMENT, "unit": county}
    second = Cycle.objects.create(year=2026, name="2026年专项", **told)
    assert visit(organiser).post(reverse("unit_files", args=[second.pk]), sent).status_code == 422
    assert UnitFile.objects.count() == 0


def test_who_is_no_organiser_any_more_stores_nothing(look, report, county, organiser, author, visit, page):
    sent = confirmed(look(["1", "林晓", "水务局", "40", "1", ""]))
    client = visit(organiser)
    assert visit(author).post(page, sent).status_code == 404
    county.organisers.remove(organiser)
    assert client.post(page, sent).status_code in {403, 404}
    organiser.is_active = False
    organiser.save()
    assert client.post(page, sent).status_code in {302, 401}
    assert UnitFile.objects.count() == 0


@pytest.mark.parametrize("rows", [1, 40])
def test_queries_of_the_preview(taken, look, cycle, bureau, rows):
    people = [UserFactory.create(name=f"人{number}", unit=bureau) for number in range(rows)]
    for person in people:
        enrol(cycle, person)
    file = [["1", person.name, "水务局", "40", "1", ""] for person in people]
    assert count(lambda: look(*file)) == 22  # signing in, too


def test_a_closed_round_takes_no_file(stored, look, organiser, visit, page):
    sent = confirmed(look(["1", "林晓", "水务局", "40", "1", ""]))
    Cycle.objects.update(closed_at=MOMENT)
    client = visit(organiser)
    for answer in (client.post(page, sent), look(["1", "林晓", "水务局", "40", "1", ""])):
        assert (answer.status_code, "is closed: its units’ files stay as they are." in text(answer)) == (422, True)
    assert 'type="file"' not in text(client.get(page))
    client.post(reverse("unit_file_delete", args=[stored.cycle_id, stored.pk]))
    stored.refresh_from_db()
    assert (stored.number, stored.rows.count()) == (1, 2)


@pytest.mark.parametrize(
    ("said", "stored"),
    [
        ("45000", "2023-03-15"),
        ("2026.3.8", "2026.3.8"),
        ("3月8日", "3月8日"),
        ("2026年3月", "2026年3月"),
        ("20260308", "2026-03-08"),
        ("2026-03-08 10:30:00", "2026-03-08"),
    ],
)
def test_days_are_read_as_ledgers_read_them(upload, report, figure, said, stored):
    Figure.objects.filter(pk=figure.pk).update(kind="date", unit="")
    assert upload(["林晓", said], heads=["姓名", "走访次数"]).status_code == 302
    assert UnitFileRow.objects.get().values == {"走访次数": stored}


@pytest.mark.parametrize("said", ["2026-02-30", "2月30日", "2026.13.1", "9999年", "1026年3月8日", "三月初", "12", "=1"])
def test_days_that_are_none_are_refused(upload, report, figure, said):
    Figure.objects.filter(pk=figure.pk).update(kind="date", unit="")
    answer = upload(["林晓", said], heads=["姓名", "走访次数"])
    assert (answer.status_code, wrong(answer)) == (422, [(2, "走访次数")])
    assert UnitFile.objects.count() == 0


def test_one_wrong_row_and_nothing_is_stored(upload, report, colleague):
    answer = upload(
        ["1", "林晓", "水务局", "37", "1", ""],
        ["2", "孙河", "水务局", "三十七次", "1", ""],
        ["3", "无此人", "", "3", "1", ""],
        ["4", "林晓", "教育局", "3", "1", ""],
        ["5", "", "", "3", "1", ""],
        ["6", "林晓", "水务局", "4", "1", ""],
        ["7", "", "无此局", "4", "1", ""],
    )
    assert answer.status_code == 422
    assert wrong(answer) == [
        (3, "走访次数（次）"),
        (4, "姓名"),
        (5, "姓名"),
        (6, "姓名"),
        (7, "姓名"),
        (8, "姓名"),
    ]
    assert "Row 2 speaks of “林晓” already." in [one.reason for one in answer.context["wrong"]]
    assert (UnitFile.objects.count(), UnitFileRow.objects.count()) == (0, 0)


def test_a_wrong_file_leaves_the_one_before(stored, upload):
    assert upload(["1", "林晓", "水务局", "?", "1", ""]).status_code == 422
    stored.refresh_from_db()
    assert (stored.number, stored.rows.count()) == (1, 2)


@pytest.mark.parametrize(
    ("heads", "row", "said"),
    [
        (["姓名", "走访次数（人）"], ["林晓", "3"], "are needed in 次"),
        (["序号", "走访次数"], ["1", "3"], "no column 姓名, 编号 or 单位"),
        (["姓名", "备注"], ["林晓", "好"], "no column with values"),
        (["姓名", "走访次数", "走访次数"], ["林晓", "3", "4"], "Two columns have the same head: 走访次数."),
    ],
)
def test_a_file_that_cannot_be_read_says_why(upload, report, heads, row, said):
    answer = upload(row, heads=heads)
    assert (answer.status_code, said in text(answer)) == (422, True)
    assert UnitFile.objects.count() == 0


def test_two_people_of_one_name_are_told_apart_by_number_or_unit(upload, report, cycle, county, author):
    school = Unit.objects.create(name="中学", parent=county)
    other = UserFactory.create(name="林晓", unit=school, staff_number="0077")
    enrol(cycle, other)
    heads = ["编号", "姓名", "单位", "走访次数"]
    assert wrong(upload(["", "林晓", "", "3"], heads=heads)) == [(2, "编号")]
    assert upload(["", "林晓", "水务局", "3"], ["0077", "林晓", "", "4"], heads=heads).status_code == 302
    said = {row.person_id: row.values["走访次数"] for row in UnitFileRow.objects.all()}
    assert said == {author.pk: "3", other.pk: "4"}
    assert wrong(upload(["0077", "王五", "", "3"], heads=heads)) == [(2, "编号")]


def test_a_formula_without_a_result_and_a_csv_in_gb18030(upload, report):
    book = Workbook()
    for row in (["姓名", "走访次数"], ["林晓", "=1+2"]):
        book.worksheets[0].append(row)
    assert wrong(upload(data=saved(book))) == [(2, "走访次数")]
    assert upload(["林晓", "３ 次"], heads=["姓名", "走访次数"], name="月报.csv").status_code == 302
    assert UnitFileRow.objects.get().values == {"走访次数": "3"}


def test_another_officials_values_are_not_taken(upload, report, figure, colleague, author, visit):
    upload(["孙河", "9"], heads=["姓名", "走访次数"])
    stored = UnitFile.objects.get()
    assert visit(author).post(url("figure_file", figure, stored.pk), {"column": "走访次数"}).status_code == 404
    assert "9次" not in text(visit(author).get(url("figure_ledgers", figure)))


def test_a_column_that_is_not_there_or_in_another_unit_is_refused(stored, figure, author):
    for column in ("没有", "绿色食品认证"):
        with pytest.raises(Refused):
            take_from_file(figure=figure, unit_file=stored, column=column, by=author, at=MOMENT)
    figure.refresh_from_db()
    assert (figure.value, figure.unit_file) == ("4", None)


def test_the_unit_of_what_is_taken_from_a_file_is_not_changed(taken, author, visit):
    """Left out it may be, but then it is no other one either."""
    client, address = visit(author), reverse("figure", args=[taken.report_id, taken.pk])
    sent = {"kind": "number", "source": taken.source, "previous": ""}
    assert client.post(address, sent | {"unit": ""}).status_code == 302
    answer = client.post(address, sent | {"unit": "万次"})
    assert (answer.status_code, "“走访次数” is in 次, the figure in 万次." in text(answer)) == (409, True)
    taken.refresh_from_db()
    assert (taken.unit, taken.value) == ("", "37")


@pytest.mark.parametrize(
    ("kind", "said", "stored"),
    [
        ("date", "2026-01-16", "2026-01-16"),
        ("date", "2026.3.18", "2026.3.18"),
        ("text", "青石镇,柳塘村", "青石镇,柳塘村"),
        ("number", "1,204", "1204"),
    ],
)
def test_what_was_taken_is_what_its_source_says(upload, report, figure, author, kind, said, stored):
    Figure.objects.filter(pk=figure.pk).update(kind=kind, unit="")
    upload(["林晓", said], heads=["姓名", "走访次数"])
    fresh = Figure.objects.select_related("report").get(pk=figure.pk)
    take_from_file(figure=fresh, unit_file=UnitFile.objects.get(), column="走访次数", by=author, at=MOMENT)
    basis = live_bases(report)["走访次数"]
    assert (basis.value, basis.differs, basis.differs_from("5月1日")) == (stored, False, True)


def test_words_are_no_value_of_a_number(upload, report, figure, author, visit):
    Figure.objects.filter(pk=figure.pk).update(kind="text", unit="")
    upload(["林晓", "<b>青石镇</b>"], heads=["姓名", "走访次数"])
    Figure.objects.filter(pk=figure.pk).update(kind="number")
    assert [one.columns for one in visit(author).get(url("figure_ledgers", figure)).context["files"]] == []
    stored, fresh = UnitFile.objects.get(), Figure.objects.select_related("report").get(pk=figure.pk)
    with pytest.raises(Refused, match="is no value of this kind"):
        take_from_file(figure=fresh, unit_file=stored, column="走访次数", by=author, at=MOMENT)
    assert Figure.objects.values_list("value", "unit_file").get(pk=figure.pk) == ("4", None)


def test_what_contradicts_itself_is_refused(upload, report, author):
    author.staff_number = "A1"
    author.save()
    assert wrong(upload(["A1", "灌溉科", "3"], heads=["编号", "单位", "走访次数"])) == [(2, "编号")]
    twice = upload(["林晓", "赵桥", "3"], heads=["姓名", "述职人", "走访次数"])
    assert (twice.status_code, "Two columns have the same head: 姓名." in text(twice)) == (422, True)
    assert UnitFile.objects.count() == 0


def test_a_share_in_another_width_is_the_same_unit(upload, report, figure):
    Figure.objects.filter(pk=figure.pk).update(unit="％")
    assert upload(["林晓", "35.7%"], heads=["姓名", "走访次数（%）"]).status_code == 302
    assert UnitFileRow.objects.get().values == {"走访次数": "35.7"}


def test_a_file_in_use_stays(taken, organiser, visit, page):
    stored = taken.unit_file
    delete = reverse("unit_file_delete", args=[stored.cycle_id, stored.pk])
    visit(organiser).post(delete)
    assert UnitFile.objects.count() == 1
    with pytest.raises(Refused):
        delete_unit_file(unit_file=stored, by=organiser, at=MOMENT)
    Figure.objects.update(unit_file=None, binding=None)
    assert visit(organiser).post(delete).url == page
    assert (UnitFile.objects.count(), UnitFileRow.objects.count()) == (0, 0)


def test_organisers_of_a_part_store_nothing(report, bureau, page, visit):
    part = UserFactory.create(unit=bureau)
    bureau.organisers.add(part)
    assert visit(part).get(page).status_code == 403


@pytest.mark.parametrize("rows", [1, 60])
def test_queries(cycle, report, organiser, author, figure, visit, page, rows):
    stored = UnitFile.objects.create(
        cycle=cycle, source="甲", number=1, stored_columns=[["走访次数", "次"]], stored_at=MOMENT, stored_by=organiser
    )
    people = [author, *(UserFactory.create(name=f"人{number}") for number in range(1, rows))]
    UnitFileRow.objects.bulk_create(
        UnitFileRow(file=stored, number=number, person=person, values={"走访次数": "5"})
        for number, person in enumerate(people, start=2)
    )
    client = visit(organiser)
    assert count(lambda: client.get(page)) == 9
    assert count(lambda: client.get(reverse("unit_file", args=[cycle.pk, stored.pk]))) == 11
    writer = visit(author)
    assert count(lambda: writer.get(url("figure_ledgers", figure))) == 9

"""A table of a section as a grid of fields: rows and columns come and go, and nothing of the text is lost."""

import re

import pytest
from django.urls import reverse

from reports.models import Section

TABLE = "序号\t项目名称\n1\t清河水渠改造工程\n2\t"
BODY = f"一年来，抓好项目。\n{TABLE}\n下一步，继续努力。"


@pytest.fixture
def section(report):
    section = report.sections.get(position=3)
    Section.objects.filter(pk=section.pk).update(body=BODY)
    section.refresh_from_db()
    return section


def address(section, number=1):
    return reverse("section_table", args=[section.report_id, section.pk, number])


def typed(section, rows, **changes):
    cells = {f"cell-{row}-{column}": text for row, line in enumerate(rows, 1) for column, text in enumerate(line, 1)}
    words = {"heading": section.heading, "initial-heading": section.heading, "initial-body": section.body}
    size = {"rows": len(rows), "columns": len(rows[0]) if rows else 0}
    return {"version": section.version, "tab": "a", **words, **size, **cells, **changes}


def shown(answer):
    """The grid of an answer, and whether something was refused."""
    return answer.context["grid"].rows


def stored(section):
    return Section.objects.get(pk=section.pk).body


ROWS = [["序号", "项目名称"], ["1", "清河水渠改造工程"], ["2", ""]]


def test_the_grid_shows_the_cells_with_names_for_screen_readers(section, author, visit):
    answer = visit(author).get(address(section))
    page = answer.content.decode()
    assert shown(answer) == ROWS
    assert re.findall(r'aria-label="(Row [^"]*)"', page) == [
        f"Row {row}, column {column}" for row in (1, 2, 3) for column in (1, 2)
    ]


def test_changed_cells_are_saved_between_the_words_around_them(section, author, visit):
    rows = [*ROWS[:2], ["2", "东山水库\r\n除险\t加固"], ["", ""]]
    answer = visit(author).post(address(section), typed(section, rows))
    assert (answer.status_code, answer.url) == (302, reverse("section", args=[section.report_id, section.pk]))
    assert stored(section) == BODY.replace("\n2\t\n", "\n2\t东山水库 除险 加固\n")


@pytest.mark.parametrize(
    ("do", "rows"),
    [
        ("add_row", [*ROWS, ["", ""]]),
        ("add_column", [["序号", "项目名称", ""], ["1", "清河水渠改造工程", ""], ["2", "", ""]]),
        ("remove_row:2", [ROWS[0], ROWS[2]]),
        ("remove_column:1", [["项目名称"], ["清河水渠改造工程"], [""]]),
        ("remove_row:9", ROWS),
        ("remove_row:0", ROWS),
        ("remove_column:-1", ROWS),
    ],
)
def test_buttons_change_the_grid_and_save_nothing(section, author, visit, do, rows):
    answer = visit(author).post(address(section), typed(section, ROWS, do=do))
    assert (answer.status_code, shown(answer), stored(section)) == (200, rows, BODY)


def test_what_was_typed_goes_through_the_buttons_with_the_base_it_was_typed_over(section, author, visit):
    client = visit(author)
    page = client.post(address(section), typed(section, [["甲", "<乙>"], ["丙", "丁"]], do="add_row")).content.decode()
    Section.objects.filter(pk=section.pk).update(body="别人的话。", version=section.version + 1)
    assert ("&lt;乙&gt;" in page, f'name="version" value="{section.version}"' in page) == (True, True)
    answer = client.post(address(section), typed(section, [["甲", "<乙>"], ["丙", "丁"]]))
    assert (answer.status_code, stored(section)) == (409, "别人的话。")
    assert "丙\t丁" in answer.content.decode()


def test_a_conflict_is_decided_on_the_page_of_the_section(section, author, visit):
    Section.objects.filter(pk=section.pk).update(body="别人的话。", version=section.version + 1)
    page = visit(author).post(address(section), typed(section, ROWS[:2])).content.decode()
    actions = set(re.findall(r'action="([^"]*sections[^"]*)"', page))
    assert actions == {reverse("section", args=[section.report_id, section.pk])}


@pytest.mark.parametrize(
    "rows",
    [
        [["序号", "项目名称"], ["", "只有末格"]],
        [["序号", "项目名称"]],
        [["序号"], ["1"]],
        [["", "项目名称"], ["1", "水渠"]],
    ],
)
def test_what_would_not_be_read_as_this_table_is_told_and_kept_in_the_grid(section, author, visit, rows):
    answer = visit(author).post(address(section), typed(section, rows))
    assert (answer.status_code, shown(answer), stored(section)) == (422, rows, BODY)
    assert "Each row needs words before its last cell" in answer.content.decode()


def test_a_new_table_stands_below_the_text(section, author, visit):
    client = visit(author)
    assert shown(client.get(address(section, 2))) == [["", "", ""]] * 3
    client.post(address(section, 2), typed(section, [["村", "户"], ["东村", "12"]]))
    assert stored(section) == f"{BODY}\n\n村\t户\n东村\t12"


def test_a_new_table_without_words_changes_nothing(section, author, visit):
    answer = visit(author).post(address(section, 2), typed(section, [["", ""], ["", ""]]))
    assert (answer.status_code, stored(section)) == (302, BODY)


def test_a_table_below_a_table_stays_one_of_its_own(section, author, visit):
    Section.objects.filter(pk=section.pk).update(body=TABLE)
    section.refresh_from_db()
    visit(author).post(address(section, 2), typed(section, [["村", "户"], ["东村", "12"]]))
    assert stored(section) == f"{TABLE}\n\n村\t户\n东村\t12"


def test_a_table_without_words_is_taken_out(section, author, visit):
    visit(author).post(address(section), typed(section, [["", ""], ["", ""]]))
    assert "\t" not in stored(section)
    assert ("抓好项目。" in stored(section), "继续努力。" in stored(section)) == (True, True)


@pytest.mark.parametrize("number", [0, 3, 99999999999])
def test_a_table_that_is_not_there(section, author, visit, number):
    assert visit(author).get(address(section, number)).status_code == 404


def test_a_table_too_large_for_a_page_is_left_to_the_text(section, author, visit):
    Section.objects.filter(pk=section.pk).update(body="\n".join("\t".join(["甲"] * 10) for _row in range(500)))
    answer = visit(author).get(address(section))
    assert (answer.status_code, answer.url) == (302, reverse("section", args=[section.report_id, section.pk]))


@pytest.mark.parametrize("do", ["add_row", "add_column"])
def test_a_grid_that_is_full_keeps_what_was_typed(section, author, visit, do):
    rows = [[f"{row}-{column}" for column in range(10)] for row in range(400)]
    client = visit(author)
    answer = client.post(address(section), typed(section, rows, do=do))
    assert (answer.status_code, shown(answer)) == (422, rows)
    assert "A grid has no room for more." in answer.content.decode()
    assert client.post(address(section), typed(section, rows)).status_code == 302
    assert stored(section).count("\t") == 9 * 400


@pytest.mark.parametrize("size", [{"rows": "x"}, {"rows": "9999", "columns": "9999"}, {"rows": "-1"}, {"rows": ""}])
def test_nonsense_sizes_save_nothing(section, author, visit, size):
    answer = visit(author).post(address(section), typed(section, ROWS) | size)
    assert (answer.status_code, stored(section)) == (422, BODY)


def test_a_cell_that_was_not_sent_is_not_emptied(section, author, visit):
    sent = typed(section, ROWS)
    del sent["cell-2-2"]
    assert (visit(author).post(address(section), sent).status_code, stored(section)) == (422, BODY)

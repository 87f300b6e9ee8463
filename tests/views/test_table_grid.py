"""A table of a text as a grid of fields: rows and columns come and go, and nothing of the text is lost."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from reports.models import Section

TABLE = "序号\t项目名称\n1\t清河水渠改造工程\n2\t"
BODY = f"一年来，抓好项目。\n{TABLE}\n下一步，继续努力。"


@pytest.fixture(params=["section", "attachment"])
def text(request, report):
    if request.param == "attachment":
        return report.attachments.create(position=1, title="项目一览表", body=BODY)
    section = report.sections.get(position=3)
    store(section, body=BODY)
    return section


def store(text, **changes):
    type(text).objects.filter(pk=text.pk).update(**changes)
    text.refresh_from_db()


def page_of(text):
    return reverse("section" if isinstance(text, Section) else "attachment", args=[text.report_id, text.pk])


def address(text, number=1):
    return f"{page_of(text)}tables/{number}/"


def typed(text, rows, **changes):
    cells = {f"cell-{row}-{column}": words for row, line in enumerate(rows, 1) for column, words in enumerate(line, 1)}
    heading = text.words[0]
    words = {"heading": heading, "initial-heading": heading, "initial-body": text.body}
    size = {"rows": len(rows), "columns": len(rows[0]) if rows else 0}
    return {"version": text.version, "tab": "a", **words, **size, **cells, **changes}


def shown(answer):
    """The grid of an answer, and whether something was refused."""
    return answer.context["grid"].rows


def stored(text):
    return type(text).objects.get(pk=text.pk).body


ROWS = [["序号", "项目名称"], ["1", "清河水渠改造工程"], ["2", ""]]


def test_the_grid_shows_the_cells_with_names_for_screen_readers(text, author, visit):
    answer = visit(author).get(address(text))
    page = answer.content.decode()
    assert shown(answer) == ROWS
    assert re.findall(r'aria-label="(Row [^"]*)"', page) == [
        f"Row {row}, column {column}" for row in (1, 2, 3) for column in (1, 2)
    ]


def test_changed_cells_are_saved_between_the_words_around_them(text, author, visit):
    rows = [*ROWS[:2], ["2", "东山水库\r\n除险\t加固"], ["", ""]]
    answer = visit(author).post(address(text), typed(text, rows))
    assert (answer.status_code, answer.url) == (302, page_of(text))
    assert stored(text) == BODY.replace("\n2\t\n", "\n2\t东山水库 除险 加固\n")


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
def test_buttons_change_the_grid_and_save_nothing(text, author, visit, do, rows):
    answer = visit(author).post(address(text), typed(text, ROWS, do=do))
    assert (answer.status_code, shown(answer), stored(text)) == (200, rows, BODY)


def test_what_was_typed_goes_through_the_buttons_with_the_base_it_was_typed_over(text, author, visit):
    client = visit(author)
    page = client.post(address(text), typed(text, [["甲", "<乙>"], ["丙", "丁"]], do="add_row")).content.decode()
    type(text).objects.filter(pk=text.pk).update(body="别人的话。", version=text.version + 1)
    assert ("&lt;乙&gt;" in page, f'name="version" value="{text.version}"' in page) == (True, True)
    answer = client.post(address(text), typed(text, [["甲", "<乙>"], ["丙", "丁"]]))
    assert (answer.status_code, stored(text)) == (409, "别人的话。")
    assert "丙\t丁" in answer.content.decode()


def test_a_conflict_is_decided_on_the_page_of_the_text(text, author, visit):
    type(text).objects.filter(pk=text.pk).update(body="别人的话。", version=text.version + 1)
    page = visit(author).post(address(text), typed(text, ROWS[:2])).content.decode()
    actions = set(re.findall(r'action="([^"]*(?:section|attachment)s[^"]*)"', page))
    assert actions == {page_of(text)}


@pytest.mark.parametrize(
    "rows",
    [
        [["序号", "项目名称"], ["", "只有末格"]],
        [["序号", "项目名称"]],
        [["序号"], ["1"]],
        [["", "项目名称"], ["1", "水渠"]],
    ],
)
def test_what_would_not_be_read_as_this_table_is_told_and_kept_in_the_grid(text, author, visit, rows):
    answer = visit(author).post(address(text), typed(text, rows))
    assert (answer.status_code, shown(answer), stored(text)) == (422, rows, BODY)
    assert "Each row needs words before its last cell" in answer.content.decode()


def test_a_new_table_stands_below_the_text(text, author, visit):
    client = visit(author)
    assert shown(client.get(address(text, 2))) == [["", "", ""]] * 3
    client.post(address(text, 2), typed(text, [["村", "户"], ["东村", "12"]]))
    assert stored(text) == f"{BODY}\n\n村\t户\n东村\t12"


def test_a_new_table_without_words_changes_nothing(text, author, visit):
    answer = visit(author).post(address(text, 2), typed(text, [["", ""], ["", ""]]))
    assert (answer.status_code, stored(text)) == (302, BODY)


def test_a_table_below_a_table_stays_one_of_its_own(text, author, visit):
    store(text, body=TABLE)
    visit(author).post(address(text, 2), typed(text, [["村", "户"], ["东村", "12"]]))
    assert stored(text) == f"{TABLE}\n\n村\t户\n东村\t12"


def test_a_table_without_words_is_taken_out(text, author, visit):
    visit(author).post(address(text), typed(text, [["", ""], ["", ""]]))
    assert "\t" not in stored(text)
    assert ("抓好项目。" in stored(text), "继续努力。" in stored(text)) == (True, True)


@pytest.mark.parametrize("number", [0, 3, 99999999999])
def test_a_table_that_is_not_there(text, author, visit, number):
    assert visit(author).get(address(text, number)).status_code == 404


def test_a_table_too_large_for_a_page_is_left_to_the_text(text, author, visit):
    store(text, body="\n".join("\t".join(["甲"] * 10) for _row in range(500)))
    answer = visit(author).get(address(text))
    assert (answer.status_code, answer.url) == (302, page_of(text))


@pytest.mark.parametrize("do", ["add_row", "add_column"])
def test_a_grid_that_is_full_keeps_what_was_typed(text, author, visit, do):
    rows = [[f"{row}-{column}" for column in range(10)] for row in range(400)]
    client = visit(author)
    answer = client.post(address(text), typed(text, rows, do=do))
    assert (answer.status_code, shown(answer)) == (422, rows)
    assert "A grid has no room for more." in answer.content.decode()
    assert client.post(address(text), typed(text, rows)).status_code == 302
    assert stored(text).count("\t") == 9 * 400


@pytest.mark.parametrize("size", [{"rows": "x"}, {"rows": "9999", "columns": "9999"}, {"rows": "-1"}, {"rows": ""}])
def test_nonsense_sizes_save_nothing(text, author, visit, size):
    answer = visit(author).post(address(text), typed(text, ROWS) | size)
    assert (answer.status_code, stored(text)) == (422, BODY)


def test_a_cell_that_was_not_sent_is_not_emptied(text, author, visit):
    sent = typed(text, ROWS)
    del sent["cell-2-2"]
    assert (visit(author).post(address(text), sent).status_code, stored(text)) == (422, BODY)


def test_the_page_of_the_text_leads_to_each_table_and_to_a_new_one(text, author, visit):
    page = visit(author).get(page_of(text)).content.decode()
    assert re.findall(r'href="([^"]*/tables/[^"]*)"', page) == [address(text, 1), address(text, 2)]


def test_a_locked_text_is_read_on_the_page_of_the_report(text, author, visit):
    type(text.report).objects.filter(pk=text.report_id).update(state="submitted", submitted_at=timezone.now())
    answer = visit(author).get(address(text))
    assert (answer.status_code, answer.url) == (302, reverse("read", args=[text.report_id]))
    sent = visit(author).post(address(text), typed(text, [["村", "户"], ["东村", "12"]]))
    assert (sent.status_code, "东村\t12" in sent.content.decode(), stored(text)) == (409, True, BODY)


@pytest.mark.parametrize(("width", "said"), [(26, 0), (27, 1)])
def test_a_grid_too_wide_for_the_page_says_so_and_keeps_every_cell(text, author, visit, width, said):
    rows = [["水"] * width, ["渠"] * width]
    store(text, body="\n".join("\t".join(row) for row in rows))
    answer = visit(author).get(address(text))
    assert (shown(answer), answer.content.decode().count("no more than 26 fit side by side")) == (rows, said)

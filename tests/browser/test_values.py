"""A wrong value is kept as typed, with what is wrong with it beside it; it blocks only the submission."""

import pytest
from playwright.sync_api import Page, expect

from .desk import BODY, Saves, expect_saved, figure_fields, open_section, wait_until
from .office import DUTY, section_of, write


@pytest.fixture
def section(report, office):
    write(section_of(report, DUTY), "新建管网【新建长度】公里。", by=office.author, heading="坚持供水为民")
    return section_of(report, DUTY)


@pytest.fixture(params=["", "fill/"], ids=["write", "fill"])
def desk(request, page, section) -> Page:
    return open_section(page, section, request.param)


def error_of(page: Page):
    return page.locator(f"#{figure_fields(page).first.get_attribute('aria-describedby')}")


def test_a_wrong_value_is_stored_and_marked_while_one_types(desk, section):
    field = figure_fields(desk)
    field.fill("十几")
    expect_saved(desk)
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(error_of(desk)).to_contain_text("十几")
    assert section.report.figures.get().value == "十几"
    desk.reload()
    expect(field).to_have_value("十几")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(error_of(desk)).to_contain_text("十几")


def test_a_right_value_takes_the_mark_away(desk, section):
    field = figure_fields(desk)
    field.fill("十几")
    expect(field).to_have_attribute("aria-invalid", "true")
    field.fill("12.5")
    expect_saved(desk)
    expect(field).not_to_have_attribute("aria-invalid", "true")
    expect(desk.locator(".err")).to_have_count(0)


def test_an_error_shown_by_the_page_goes_when_the_value_is_mended(desk, section):
    figure_fields(desk).fill("十几")
    expect_saved(desk)
    desk.reload()
    figure_fields(desk).fill("1,234.5")
    expect_saved(desk)
    expect(desk.locator(".err")).to_have_count(0)
    expect(desk.locator(".error-summary")).to_have_count(0)


def test_the_words_are_saved_whatever_the_value_is(page, section):
    open_section(page, section)
    figure_fields(page).fill("十几")
    page.locator(BODY).fill("新建管网【新建长度】公里，成效明显。")
    expect_saved(page)
    assert section_of(section.report, DUTY).body == "新建管网【新建长度】公里，成效明显。"


def test_the_check_page_leads_to_the_wrong_value(desk, section):
    figure_fields(desk).fill("十几")
    expect_saved(desk)
    desk.goto(f"/reports/{section.report_id}/check/")
    desk.locator("main ul a").filter(has_text="十几").click()
    expect(figure_fields(desk)).to_be_focused()


def test_a_blank_under_another_label_has_its_value_in_sight(page, section):
    open_section(page, section)
    figure_fields(page).fill("12.5")
    expect_saved(page)
    page.locator(BODY).fill("新建管网【管网里程】公里。")
    expect(page.locator("tr[data-label] th")).to_have_text("管网里程")
    expect(figure_fields(page)).to_have_value("12.5")
    page.locator(BODY).fill("新建管网【新建长度】公里。")  # undone
    expect(page.locator("tr[data-label] th")).to_have_text("新建长度")
    expect(figure_fields(page)).to_have_value("12.5")


def test_a_value_that_is_typed_while_its_label_is_being_saved_is_kept(page, section):
    open_section(page, section)
    saves = Saves(page, section)
    page.locator(BODY).fill("新建管网【管网里程】公里。")
    saves.wait_for(1)
    figure_fields(page).press_sequentially("31")
    saves.let_all_go()
    expect(page.locator("tr[data-label] th")).to_have_text("管网里程")
    figure_fields(page).press_sequentially(".5")
    expect_saved(page)
    wait_until(page, lambda: list(section.report.figures.values_list("label", "value")) == [("管网里程", "31.5")])


def test_a_value_whose_blank_is_taken_out_stays_in_sight(page, section):
    open_section(page, section)
    figure_fields(page).fill("12.5")
    expect_saved(page)
    page.locator(BODY).fill("管网都通了。")
    expect(page.locator("[data-unplaced] li")).to_have_text("【新建长度】12.5公里")
    page.locator(BODY).fill("新建了【新建长度】公里。")
    expect(figure_fields(page)).to_have_value("12.5")
    expect(page.locator("[data-unplaced] li")).to_have_count(0)


LINES = """(cells) => cells.map((cell) => {
  const range = document.createRange();
  range.selectNodeContents(cell.firstChild);
  return new Set([...range.getClientRects()].filter((box) => box.width > 1).map((box) => Math.round(box.top))).size;
})"""


@pytest.mark.parametrize("width", [1280, 1000, 700])
def test_what_is_wrong_with_a_value_does_not_squeeze_the_other_columns(page, section, width):
    page.set_viewport_size({"width": width, "height": 800})
    open_section(page, section)
    units = "tr[data-label] td:nth-child(3) > a, .figures thead th"
    before = page.eval_on_selector_all(units, LINES)
    figure_fields(page).fill("大约十几公里还要再核实一下到底是多少")
    expect(page.locator(".figures .err")).to_be_visible()
    assert page.eval_on_selector_all(units, LINES) == before
    assert set(before) == {1}

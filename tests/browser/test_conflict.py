"""Two tabs, or two people, on one section: the later save is refused and shown beside the other; nothing is lost."""

import pytest
from playwright.sync_api import Page, expect

from .desk import BODY, STATE, copies, expect_saved, open_section, stored_body, type_at_end
from .office import DUTY, section_of, write

WARNING = "main .notice-warning"
COMPARE = f"{STATE} button"
SAVE = "button[form=section-form]:not([name])"
FIRST, SECOND, THIRD = "第一段原文。\n", "第二段原文。\n", "第三段原文。"


@pytest.fixture
def section(report, office):
    section = section_of(report, DUTY)
    write(section, FIRST + SECOND + THIRD, by=office.author)
    return section_of(report, DUTY)


@pytest.fixture
def desk(page, section) -> Page:
    return open_section(page, section)


def replace(page: Page, old: str, new: str) -> None:
    body = page.locator(BODY)
    body.fill(body.input_value().replace(old, new))


def refuse(desk: Page) -> None:
    """The page's own save is refused; it says so and offers both texts."""
    expect(desk.locator(COMPARE)).to_be_visible()
    expect(desk.locator(STATE)).to_have_class("save-state bad")


def test_another_persons_text_is_not_overwritten(desk, section, office):
    write(section, FIRST + "秘书改的第二段。\n" + THIRD, by=office.assistant)
    replace(desk, "第二段原文", "我改的第二段")
    refuse(desk)
    expect(desk.locator(STATE)).to_contain_text("何静")
    assert stored_body(section) == FIRST + "秘书改的第二段。\n" + THIRD
    desk.locator(COMPARE).click()
    expect(desk.locator(WARNING)).to_contain_text("何静")
    expect(desk.locator("#mine-body")).to_have_value(FIRST + "我改的第二段。\n" + THIRD)
    expect(desk.locator("#theirs-body")).to_have_value(FIRST + "秘书改的第二段。\n" + THIRD)
    expect(desk.locator(".compare del").first).to_be_visible()
    expect(desk.locator(".compare ins").first).to_be_visible()
    expect(desk.locator("#merged-body")).to_have_count(0)


def test_what_is_typed_after_the_refusal_goes_along(desk, section, office):
    write(section, "秘书的话。", by=office.assistant)
    replace(desk, "第二段原文", "我改的第二段")
    refuse(desk)
    type_at_end(desk, "后来又写的。")
    desk.locator(COMPARE).click()
    expect(desk.locator("#mine-body")).to_have_value(FIRST + "我改的第二段。\n" + THIRD + "后来又写的。")


def test_saving_mine_instead_keeps_mine(desk, section, office):
    write(section, "秘书的话。", by=office.assistant)
    replace(desk, "第二段原文", "我改的第二段")
    refuse(desk)
    desk.locator(SAVE).click()
    desk.locator("#mine-body").fill("两个人的话。")
    desk.locator("form:has(#mine-body) button").click()
    expect(desk.locator(BODY)).to_have_value("两个人的话。")
    assert stored_body(section) == "两个人的话。"
    assert copies(desk) == []
    expect(desk.locator(WARNING)).to_have_count(0)


def test_keeping_the_saved_text_leaves_no_copy_behind(desk, section, office):
    write(section, "秘书的话。", by=office.assistant)
    replace(desk, "第二段原文", "我改的第二段")
    refuse(desk)
    desk.locator(COMPARE).click()
    desk.locator("a[data-decides]").click()
    expect(desk.locator(BODY)).to_have_value("秘书的话。")
    assert copies(desk) == []
    expect(desk.locator(WARNING)).to_have_count(0)


def test_changes_that_do_not_touch_are_put_together(desk, section, office):
    write(section, "秘书改的第一段。\n" + SECOND + THIRD, by=office.assistant)
    replace(desk, "第三段原文", "我改的第三段")
    refuse(desk)
    desk.locator(COMPARE).click()
    both = "秘书改的第一段。\n" + SECOND + "我改的第三段。"
    expect(desk.locator("#merged-body")).to_have_value(both)
    desk.locator("form:has(#merged-body) button").click()
    expect(desk.locator(BODY)).to_have_value(both)
    assert stored_body(section) == both


def test_the_same_text_typed_twice_is_no_conflict(desk, section, office):
    write(section, "一样的话。", by=office.assistant)
    desk.locator(BODY).fill("一样的话。")
    expect_saved(desk)


def test_ones_own_other_tab_is_told_apart(desk, section, office):
    other = open_section(desk.context.new_page(), section)
    other.locator(BODY).fill("另一个标签页里写的。")
    expect_saved(other)
    replace(desk, "第二段原文", "这个标签页里写的")
    refuse(desk)
    expect(desk.locator(STATE)).not_to_contain_text("周明")
    desk.locator(COMPARE).click()
    expect(desk.locator(WARNING)).not_to_contain_text("周明")
    expect(desk.locator("#theirs-body")).to_have_value("另一个标签页里写的。")
    expect(desk.locator("#mine-body")).to_have_value(FIRST + "这个标签页里写的。\n" + THIRD)


def test_two_people_at_two_machines(desk, section, office, start_browser):
    theirs = open_section(start_browser(office.assistant).new_page(), section)
    type_at_end(theirs, "秘书加的话。")
    expect_saved(theirs)
    replace(desk, "第一段原文", "我改的第一段")
    refuse(desk)
    type_at_end(theirs, "秘书再加的话。")
    expect_saved(theirs)
    desk.locator(COMPARE).click()
    both = "我改的第一段。\n" + SECOND + THIRD + "秘书加的话。秘书再加的话。"
    expect(desk.locator("#merged-body")).to_have_value(both)


def test_a_value_changed_by_two_people_is_shown_with_both(desk, section, office, start_browser):
    desk.locator(BODY).fill("新建【新建】公里。")
    expect_saved(desk)
    theirs = open_section(start_browser(office.assistant).new_page(), section, "fill/")
    theirs.locator("input.figure").fill("15")
    expect_saved(theirs)
    desk.locator("input.figure").fill("12")
    refuse(desk)
    desk.locator(COMPARE).click()
    expect(desk.locator("input.figure[id^=merged]")).to_have_value("12")  # not the field of the page before
    expect(desk.locator("form .hint").filter(has_text="15").first).to_be_visible()
    with desk.expect_navigation():
        desk.locator("form:has(input.figure) button").first.click()
    expect(desk.locator("input.figure")).to_have_value("12")
    assert section.report.figures.get().value == "12"


def test_values_of_different_figures_do_not_conflict(desk, section, office, start_browser):
    desk.locator(BODY).fill("新建【新建】公里，改造【改造】公里。")
    expect_saved(desk)
    theirs = open_section(start_browser(office.assistant).new_page(), section)
    theirs.locator("input.figure").first.fill("15")
    expect_saved(theirs)
    desk.locator("input.figure").last.fill("12")
    expect_saved(desk)
    assert sorted(section.report.figures.values_list("label", "value")) == [("改造", "12"), ("新建", "15")]


def test_without_a_script_both_texts_are_shown(start_browser, section, office):
    page = start_browser(office.author, java_script_enabled=False).new_page()
    open_section(page, section)
    write(section, "秘书的话。", by=office.assistant)
    page.locator(BODY).fill("没有脚本时写的话。")
    page.locator(SAVE).click()
    expect(page.locator("#mine-body")).to_have_value("没有脚本时写的话。")
    expect(page.locator("#theirs-body")).to_have_value("秘书的话。")
    page.locator("form:has(#mine-body) button").click()
    assert stored_body(section) == "没有脚本时写的话。"


def test_a_report_submitted_meanwhile_keeps_the_text_to_copy(start_browser, section, office):
    page = start_browser(office.author, java_script_enabled=False).new_page()
    open_section(page, section)
    section.report.state, section.report.submitted_at = "submitted", section.report.created_at
    section.report.save()
    page.locator(BODY).fill("提交以后写的话。")
    page.locator(SAVE).click()
    expect(page.locator("main textarea")).to_have_value("提交以后写的话。")

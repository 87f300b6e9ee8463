"""What has not reached the server stays in the browser, for its owner alone."""

import pytest
from playwright.sync_api import Page, expect

from .desk import BODY, Saves, copies, expect_saved, expect_state, open_section, stored_body, type_at_end, wait_until
from .office import DUTY, OPENING, PASSWORD, section_of, write

OFFER = "main .notice-warning"


@pytest.fixture
def section(report):
    return section_of(report, DUTY)


@pytest.fixture
def desk(page, section) -> Page:
    return open_section(page, section)


def type_without_connection(desk: Page, text: str) -> None:
    desk.context.set_offline(True)
    type_at_end(desk, text)
    expect_state(desk, "offline")


def test_a_cut_during_typing_costs_nothing(desk, section):
    type_without_connection(desk, "断网时写的话")
    type_at_end(desk, "，还在写")
    wait_until(desk, lambda: "，还在写" in desk.evaluate("Object.values(localStorage).join()"))
    assert len(copies(desk)) == 1
    assert stored_body(section) == ""
    desk.context.set_offline(False)
    expect_saved(desk)
    assert stored_body(section) == "断网时写的话，还在写"
    assert copies(desk) == []


def test_a_lost_answer_is_no_conflict(desk, section):
    """The server has the text and the page does not know it: what is typed next is saved on top of it."""
    saves = Saves(desk, section)
    type_at_end(desk, "第一句。")
    saves.wait_for(1)
    saves.lose_answer()
    assert stored_body(section) == "第一句。"
    type_at_end(desk, "第二句。")
    saves.let_all_go()
    expect_saved(desk)
    assert stored_body(section) == "第一句。第二句。"


def test_what_was_held_up_on_the_way_never_comes_over_what_was_saved_since(desk, section):
    """A save given up by the page waits in the queue of a busy server, and is read after two newer ones."""
    saves = Saves(desk, section)
    type_at_end(desk, "第一句。")
    saves.wait_for(1)
    held_up = saves.give_up()
    saves.let_all_go()
    type_at_end(desk, "第二句。")
    expect_saved(desk)
    wait_until(desk, lambda: stored_body(section) == "第一句。第二句。")
    late = desk.request.post(held_up.url, headers=held_up.headers, data=held_up.post_data_buffer)
    assert (late.status, stored_body(section)) == (409, "第一句。第二句。")


def test_a_lost_answer_with_new_blanks_is_no_conflict(desk, section):
    desk.locator(BODY).fill("新建【新建】公里。")
    expect_saved(desk)
    saves = Saves(desk, section)
    desk.locator("input.figure").fill("12")
    saves.wait_for(1)
    saves.lose_answer()
    desk.locator("input.figure").fill("12.5")
    saves.let_all_go()
    expect_saved(desk)
    assert section.report.figures.get().value == "12.5"


def crash(desk: Page) -> Page:
    """The page goes while there is no connection; later it is opened anew."""
    context = desk.context
    desk.close()
    context.set_offline(False)
    return context.new_page()


def test_after_a_crash_the_copy_is_offered_and_put_back(desk, section):
    write(section, "已经保存的话。", by=section.report.author)
    open_section(desk, section)
    type_without_connection(desk, "没有保存的话。")
    anew = crash(desk)
    open_section(anew, section)
    expect(anew.locator(BODY)).to_have_value("已经保存的话。")
    assert stored_body(section) == "已经保存的话。"
    anew.locator(OFFER).get_by_role("button").first.click()
    expect(anew.locator(BODY)).to_have_value("已经保存的话。没有保存的话。")
    expect(anew.locator(OFFER)).to_have_count(0)
    expect_saved(anew)
    assert stored_body(section) == "已经保存的话。没有保存的话。"
    assert copies(anew) == []


def test_words_that_arrive_after_the_page_was_opened_again_are_no_conflict(desk, section, office):
    """A save was on its way when the page was closed, and slower than the next page."""
    saves = Saves(desk, section)
    type_at_end(desk, "第一句，")
    saves.wait_for(1)
    desk.context.set_offline(True)
    saves.break_line()
    expect_state(desk, "offline")
    type_at_end(desk, "第二句")
    wait_until(desk, lambda: "第二句" in desk.evaluate("Object.values(localStorage).join()"))
    desk.evaluate("window.dispatchEvent(new Event('signout'))")  # else it is sent once more on leaving, and arrives
    anew = crash(desk)
    open_section(anew, section)
    assert stored_body(section) == ""
    write(section, "第一句，", by=office.author)
    anew.locator(OFFER).get_by_role("button").first.click()
    expect_saved(anew)
    assert stored_body(section) == "第一句，第二句"


def test_a_copy_can_be_thrown_away(desk, section):
    type_without_connection(desk, "不要了")
    anew = crash(desk)
    open_section(anew, section)
    anew.locator(OFFER).get_by_role("button").last.click()
    assert copies(anew) == []
    open_section(anew, section)
    expect(anew.locator(OFFER)).to_have_count(0)
    expect(anew.locator(BODY)).to_have_value("")


def test_a_copy_typed_over_an_older_text_is_compared_with_the_newer_one(desk, section, office):
    type_without_connection(desk, "我断网时写的")
    anew = crash(desk)
    write(section_of(section.report, DUTY), "秘书这时写的", by=office.assistant)
    open_section(anew, section)
    anew.locator(OFFER).get_by_role("button").first.click()
    anew.locator("#save-state button").click()
    expect(anew.locator("#mine-body")).to_have_value("我断网时写的")
    expect(anew.locator("#theirs-body")).to_have_value("秘书这时写的")


def test_looking_at_the_page_again_does_not_lose_a_copy_that_was_not_answered(desk, section):
    """Neither putting back nor throwing away: the offer stays for the next time."""
    type_without_connection(desk, "等我想想")
    anew = crash(desk)
    open_section(anew, section)
    open_section(anew, section)
    expect(anew.locator(OFFER)).to_have_count(1)


def test_what_is_typed_beside_an_offer_is_compared_with_the_copy(desk, section):
    """Putting the copy back must not overwrite what was typed, and saved, in the meantime."""
    type_without_connection(desk, "断网时写的")
    anew = crash(desk)
    open_section(anew, section)
    type_at_end(anew, "后来写的")
    expect_saved(anew)
    anew.locator(OFFER).get_by_role("button").first.click()
    anew.locator("#save-state button").click()
    expect(anew.locator("#mine-body")).to_have_value("断网时写的")
    expect(anew.locator("#theirs-body")).to_have_value("后来写的")


def test_typing_beside_an_offer_does_not_lose_the_copy(desk, section):
    type_without_connection(desk, "断网时写的")
    anew = crash(desk)
    open_section(anew, section)
    type_at_end(anew, "后来写的")
    expect_saved(anew)
    open_section(anew, section)
    expect(anew.locator(BODY)).to_have_value("后来写的")
    expect(anew.locator(OFFER)).to_have_count(1)
    anew.locator(OFFER).get_by_role("button").last.click()
    assert copies(anew) == []


def test_signing_out_clears_the_copies(desk, section):
    type_without_connection(desk, "我的话")
    anew = crash(desk)
    open_section(anew, section)
    assert len(copies(anew)) == 1
    anew.locator("details.who summary").click()
    anew.locator("form[data-sign-out] button").click()
    anew.locator("dialog[open] button").last.click()  # asked first
    expect(anew.locator("#id_username")).to_be_visible()
    assert copies(anew) == []


def test_somebody_else_in_the_same_browser_does_not_see_them(desk, section, office):
    """Signed in without the first person signing out: on a machine that several share."""
    type_without_connection(desk, "我的话")
    anew = crash(desk)
    anew.context.clear_cookies()
    anew.goto("/")
    anew.locator("#id_username").fill("assistant")
    anew.locator("#id_password").fill(PASSWORD)
    anew.locator("main form button").click()
    open_section(anew, section)
    expect(anew.locator(OFFER)).to_have_count(0)
    assert copies(anew) == []


def test_copies_of_other_sections_are_kept_apart(desk, section):
    type_without_connection(desk, "这一部分的话")
    anew = crash(desk)
    open_section(anew, section_of(section.report, OPENING))
    expect(anew.locator(OFFER)).to_have_count(0)
    assert len(copies(anew)) == 1

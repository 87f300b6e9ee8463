"""The ways in which others are known to lose words: two tabs, a phone that sleeps, the way back, an old copy put over
newer words that were commented on, a line that is cut again and again.
"""

import pytest
from playwright.sync_api import Page, expect

from reports.models import Comment, Section

from .desk import BODY, copies, expect_saved, expect_state, open_section, stored_body, type_at_end, wait_until
from .office import PROBLEMS, section_of, write
from .test_comment import open_paper, say
from .test_conflict import COMPARE
from .test_copies import OFFER, crash, type_without_connection

FIRST = "到村组走得不够多。"


@pytest.fixture
def section(report, office) -> Section:
    write(section_of(report, PROBLEMS), FIRST, by=office.author)
    return section_of(report, PROBLEMS)


def put_back(page: Page, number: int = 0) -> None:
    page.locator(OFFER).nth(number).get_by_role("button").first.click()


def set_lifecycle(page: Page, state: str) -> None:
    page.context.new_cdp_session(page).send("Page.setWebLifecycleState", {"state": state})


def test_two_tabs_with_unsaved_words_each(page, section):
    tabs = [open_section(tab, section) for tab in (page, page.context.new_page())]
    page.context.set_offline(True)
    for tab, words in zip(tabs, ["第一个标签页。", "第二个标签页。"], strict=True):
        type_at_end(tab, words)
        expect_state(tab, "offline")
    tabs[1].close()
    anew = open_section(crash(page), section)
    expect(anew.locator(OFFER)).to_have_count(2)
    put_back(anew)
    expect_saved(anew)
    put_back(anew)
    anew.locator(COMPARE).click()
    texts = {anew.locator(f"#{whose}-body").input_value() for whose in ("mine", "theirs")}
    assert texts == {FIRST + "第一个标签页。", FIRST + "第二个标签页。"}


def test_a_phone_that_sleeps_with_unsaved_words(page, section):
    open_section(page, section)
    page.context.set_offline(True)
    type_at_end(page, "睡前写的。")
    set_lifecycle(page, "frozen")
    page.context.set_offline(False)
    set_lifecycle(page, "active")
    expect_saved(page)
    assert stored_body(section) == FIRST + "睡前写的。"
    assert copies(page) == []


def test_a_phone_that_never_wakes_the_page(page, section):
    open_section(page, section)
    page.context.set_offline(True)
    type_at_end(page, "睡前写的。")
    set_lifecycle(page, "frozen")
    anew = open_section(crash(page), section)
    put_back(anew)
    expect_saved(anew)
    assert stored_body(section) == FIRST + "睡前写的。"


def test_away_and_back_while_nothing_could_be_saved(page, section):
    open_section(page, section)
    type_without_connection(page, "走开以前写的。")
    page.on("dialog", lambda dialog: dialog.accept())  # the browser asks whether to leave
    page.goto("about:blank")
    page.context.set_offline(False)
    page.go_back()
    expect(page.locator(f"{BODY}, {OFFER}").first).to_be_visible()
    if page.locator(BODY).input_value() != FIRST + "走开以前写的。":  # the browser had not kept the page
        put_back(page)
    wait_until(page, lambda: stored_body(section) == FIRST + "走开以前写的。")
    wait_until(page, lambda: copies(page) == [])
    expect(page.locator(BODY)).to_have_value(FIRST + "走开以前写的。")


def test_an_old_copy_over_newer_words_leaves_their_comment_to_be_seen(page, section, office):
    """It is lost with its words, shown as such, and has its place again when they come back."""
    open_section(page, section)
    type_without_connection(page, "断网时写的。")
    anew = crash(page)
    write(section_of(section.report, PROBLEMS), FIRST + "另有调研不深入。", by=office.assistant)
    comment = say(section_of(section.report, PROBLEMS), office.assistant, "请写具体。", "调研不深入")
    open_section(anew, section)
    put_back(anew)
    anew.locator(COMPARE).click()
    anew.locator("form:has(#mine-body) button").click()
    expect(anew.locator(BODY)).to_have_value(FIRST + "断网时写的。")
    assert Comment.objects.get().placement == "lost"
    open_paper(anew, section)
    card = anew.locator(f"#comment-{comment.pk}")
    expect(card).to_contain_text("请写具体。")
    expect(card).to_contain_text("调研不深入")
    open_section(anew, section)
    type_at_end(anew, "另有调研不深入。")
    expect_saved(anew)
    assert Comment.objects.get().placement != "lost"
    open_paper(anew, section)
    expect(anew.locator("mark")).to_have_text("调研不深入")


@pytest.mark.parametrize("cut", ["breaks", "hangs"])
def test_news_come_through_a_line_that_is_cut_again_and_again(page, section, office, cut):
    page.context.clock.install()
    asked = []

    def fail(route) -> None:
        asked.append(route.request.url)
        if cut == "breaks":
            route.abort()

    open_paper(page, section)
    page.route("**/news/**", fail)
    for _ in range(10):
        page.clock.run_for(8_000)
    assert 1 < len(asked) <= (10 if cut == "breaks" else 4)  # never a second while one is waited for, twenty seconds
    comment = say(section, office.assistant, "还在吗？", "到村组")
    page.unroute("**/news/**")
    page.clock.run_for(20_000)
    page.clock.run_for(9_000)
    expect(page.locator(f"#comment-{comment.pk}")).to_contain_text("还在吗？")

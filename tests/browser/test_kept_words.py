"""Words that this browser kept and no form takes any more, and what becomes of them at sign-out."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from reports.models import Report, Section

from .desk import BODY, copies, expect_saved, open_section, stored_body, type_at_end
from .hands import Keyboard
from .office import DUTY, section_of, write
from .test_conflict import COMPARE
from .test_copies import OFFER, crash, type_without_connection

LEFT = "[data-leftovers] textarea"
SIGN_OUT = "form[data-sign-out] button"
MENU = "details.who summary"
DIALOG = "dialog[open]"


@pytest.fixture
def section(report, office) -> Section:
    write(section_of(report, DUTY), "第一段。\n第二段。", by=office.author)
    return section_of(report, DUTY)


@pytest.fixture
def desk(page, section) -> Page:
    return open_section(page, section)


def lock(report: Report) -> None:
    Report.objects.filter(pk=report.pk).update(state="submitted", submitted_at=timezone.now())


def left_behind(desk: Page, section: Section, words: str = "断网时写的") -> Page:
    type_without_connection(desk, words)
    anew = crash(desk)
    lock(section.report)
    return anew


def test_words_of_a_locked_section_are_shown_where_it_leads(desk, section):
    anew = left_behind(desk, section)
    open_section(anew, section)  # leads to the text
    expect(anew.locator(LEFT)).to_have_value("第一段。\n第二段。断网时写的")
    anew.goto(f"/reports/{section.report_id}/")
    expect(anew.locator(LEFT)).to_have_value("第一段。\n第二段。断网时写的")
    anew.locator("[data-leftovers] button").click()
    expect(anew.locator(LEFT)).to_have_count(0)
    assert copies(anew) == []


def test_what_has_arrived_is_no_leftover(desk, section):
    """The save went out while the page was left: the report has the words."""
    anew = left_behind(desk, section)
    Section.objects.filter(pk=section.pk).update(body="第一段。\n第二段。断网时写的")
    open_section(anew, section)
    expect(anew.locator("#paper")).to_be_visible()
    expect(anew.locator(LEFT)).to_have_count(0)
    assert copies(anew) == []


def test_words_of_an_open_section_wait_for_its_own_page(desk, section):
    type_without_connection(desk, "断网时写的")
    anew = crash(desk)
    for address in ("", "read/"):
        anew.goto(f"/reports/{section.report_id}/{address}")
        expect(anew.locator(LEFT)).to_have_count(0)
    open_section(anew, section)
    expect(anew.locator(OFFER)).to_have_count(1)


def test_a_text_half_put_together_is_offered_again(desk, section, office):
    write(section, "秘书改的第一段。\n第二段。", by=office.assistant)
    type_at_end(desk, "我加的。")
    desk.locator(COMPARE).click()
    type_at_end(desk, "看过两稿又写的。", "#merged-body")
    anew = desk.context.new_page()
    desk.close()
    open_section(anew, section)
    expect(anew.locator(OFFER)).to_have_count(2)  # what was refused, and what came of it
    anew.locator(OFFER).last.get_by_role("button").first.click()
    both = "秘书改的第一段。\n第二段。我加的。看过两稿又写的。"
    expect(anew.locator(BODY)).to_have_value(both)
    expect_saved(anew)
    assert stored_body(section) == both
    anew.locator(OFFER).get_by_role("button").last.click()
    assert copies(anew) == []


def test_a_text_half_put_together_does_not_overwrite_a_later_one(desk, section, office):
    write(section, "秘书改的第一段。\n第二段。", by=office.assistant)
    type_at_end(desk, "我加的。")
    desk.locator(COMPARE).click()
    type_at_end(desk, "又写的。", "#merged-body")
    anew = desk.context.new_page()
    desk.close()
    write(section_of(section.report, DUTY), "秘书改的第一段。\n秘书又改的第二段。", by=office.assistant)
    open_section(anew, section)
    anew.locator(OFFER).last.get_by_role("button").first.click()
    anew.locator(COMPARE).click()
    expect(anew.locator("#mine-body")).to_have_value("秘书改的第一段。\n第二段。我加的。又写的。")
    assert stored_body(section) == "秘书改的第一段。\n秘书又改的第二段。"


def test_signing_out_asks_before_words_are_deleted_by_keyboard(desk, section):
    desk.route(f"**/sections/{section.pk}/", lambda route: route.abort() if is_post(route) else route.continue_())
    type_at_end(desk, "还没有保存")
    hands = Keyboard(desk)
    hands.tab_to(MENU)
    sign_out(hands)
    expect(desk.locator(DIALOG)).to_contain_text("供水保障")
    expect(desk.locator(f"{DIALOG} button").first).to_be_focused()
    desk.keyboard.press("Escape")
    expect(desk.locator(MENU)).to_be_focused()
    assert len(copies(desk)) == 1
    sign_out(hands)
    desk.keyboard.press("Enter")  # stays
    expect(desk.locator(DIALOG)).to_have_count(0)
    assert len(copies(desk)) == 1
    sign_out(hands)
    hands.tab_to(f"{DIALOG} button >> nth=1")
    desk.keyboard.press("Enter")
    expect(desk.locator("#id_username")).to_be_visible()
    assert copies(desk) == []


def sign_out(hands: Keyboard) -> None:
    """From the menu of one's own name."""
    expect(hands.page.locator(MENU)).to_be_focused()
    hands.page.keyboard.press("Enter")
    hands.press(SIGN_OUT)
    expect(hands.page.locator(f"{DIALOG} button").first).to_be_focused()


def is_post(route) -> bool:
    return route.request.method == "POST"


def test_signing_out_right_after_typing_saves_first_and_asks_nothing(desk, section):
    type_at_end(desk, "刚写完")
    desk.locator("details.who summary").click()
    desk.locator(SIGN_OUT).click()
    expect(desk.locator("#id_username")).to_be_visible()
    assert (stored_body(section), copies(desk)) == ("第一段。\n第二段。刚写完", [])

"""Saving while one types: when, in which order, and what it never touches."""

import pytest
from playwright.sync_api import CDPSession, Page, expect

from .desk import (
    BODY,
    STATE,
    TYPING_ENDED,
    Saves,
    address,
    copies,
    expect_saved,
    expect_state,
    figure_fields,
    open_section,
    saves_of,
    stored_body,
    type_at_end,
    wait_until,
)
from .office import DUTY, OPENING, section_of

A_LITTLE_LONGER = TYPING_ENDED + 700


@pytest.fixture
def section(report):
    return section_of(report, DUTY)


@pytest.fixture
def desk(page, section) -> Page:
    return open_section(page, section)


def test_saves_after_a_pause_and_says_so(desk, section):
    sent = saves_of(desk, section)
    type_at_end(desk, "全年新建管网。")
    expect_state(desk, "waiting")
    assert stored_body(section) == ""
    expect_saved(desk)
    assert stored_body(section) == "全年新建管网。"
    assert len(sent) == 1
    assert copies(desk) == []


def test_signs_that_mean_something_in_a_form_are_stored_as_they_were_typed(desk, section):
    """Han characters are sent as they are: three bytes each, where a browser's own form has nine."""
    typed = "投资100%&50=2+1，%E4%B8%AD；#甲\n\n“乙”\\ 🀄 é"
    sent = saves_of(desk, section)
    desk.locator(BODY).fill(typed)
    expect_saved(desk)
    assert stored_body(section) == typed
    bodies = [request.post_data_buffer.split(b"body=")[1].split(b"&")[0] for request in sent]
    assert bodies == ["投资100%25%2650%3D2%2B1，%25E4%25B8%25AD；#甲\n\n“乙”\\ 🀄 é".encode()]


def test_typing_on_puts_the_save_off(desk, section):
    sent = saves_of(desk, section)
    for _ in range(6):
        type_at_end(desk, "字")
        desk.wait_for_timeout(TYPING_ENDED / 3)
    expect_saved(desk)
    assert (len(sent), stored_body(section)) == (1, "字字字字字字")


def test_one_request_in_flight_and_the_next_waits_for_it(desk, section):
    saves = Saves(desk, section)
    type_at_end(desk, "一")
    saves.wait_for(1)
    expect_state(desk, "saving")
    for more in "二三":
        type_at_end(desk, more)
        desk.wait_for_timeout(A_LITTLE_LONGER)
    assert saves.sent == 1
    saves.let_go()
    saves.wait_for(2)
    saves.let_go()
    expect_saved(desk)
    assert (saves.sent, stored_body(section)) == (2, "一二三")


@pytest.fixture
def input_method(desk) -> CDPSession:
    """An input method as Chromium sees one: it shows letters first, then commits characters."""
    desk.locator(BODY).focus()
    return desk.context.new_cdp_session(desk)


def compose(input_method: CDPSession, letters: str) -> None:
    end = len(letters)
    input_method.send("Input.imeSetComposition", {"text": letters, "selectionStart": end, "selectionEnd": end})


def test_never_saves_while_an_input_method_composes(desk, section, input_method):
    sent = saves_of(desk, section)
    type_at_end(desk, "供水")
    compose(input_method, "bao")
    compose(input_method, "baozhang")
    desk.wait_for_timeout(A_LITTLE_LONGER)
    assert sent == []
    input_method.send("Input.insertText", {"text": "保障"})
    expect_saved(desk)
    assert stored_body(section) == "供水保障"
    assert len(sent) == 1


def test_an_answer_that_comes_while_composing_leaves_the_composition_alone(desk, section, input_method):
    saves = Saves(desk, section)
    type_at_end(desk, "管网【长度】公里，")
    saves.wait_for(1)
    compose(input_method, "hege")
    saves.let_go()
    expect(figure_fields(desk)).to_have_count(1)
    input_method.send("Input.insertText", {"text": "合格"})
    saves.wait_for(2)
    saves.let_go()
    expect_saved(desk)
    assert stored_body(section) == "管网【长度】公里，合格"


def test_a_save_that_adds_fields_leaves_caret_selection_and_focus(desk, section):
    desk.locator(BODY).fill("新建【新建】公里，改造【改造】公里。")
    desk.evaluate("document.querySelector('#id_body').setSelectionRange(2, 6, 'backward')")
    expect(figure_fields(desk)).to_have_count(2)
    expect_saved(desk)
    field = "document.querySelector('#id_body')"
    chosen = f"[{field}.selectionStart, {field}.selectionEnd, {field}.selectionDirection]"
    assert desk.evaluate(chosen) == [2, 6, "backward"]
    expect(desk.locator(BODY)).to_be_focused()


def test_a_field_in_use_keeps_what_is_typed_while_the_text_changes(desk, section):
    saves = Saves(desk, section)
    type_at_end(desk, "新建【新建】公里。")
    saves.wait_for(1)
    saves.let_go()
    expect(figure_fields(desk)).to_have_count(1)
    type_at_end(desk, "改造【改造】公里。")
    saves.wait_for(2)
    figure_fields(desk).first.click()
    desk.keyboard.type("12")
    saves.let_go()
    expect(figure_fields(desk)).to_have_count(2)
    desk.keyboard.type(".5")
    expect(figure_fields(desk).first).to_be_focused()
    saves.let_all_go()
    expect_saved(desk)
    assert section.report.figures.get(label="新建").value == "12.5"


def test_deleting_a_blank_takes_its_field_away_and_keeps_its_value(desk, section):
    desk.locator(BODY).fill("新建【新建】公里，改造【改造】公里。")
    expect(figure_fields(desk)).to_have_count(2)
    desk.locator("input.figure").first.fill("7")
    expect_saved(desk)
    desk.locator(BODY).fill("改造【改造】公里。")
    expect(figure_fields(desk)).to_have_count(1)
    desk.locator(BODY).fill("新建【新建】公里，改造【改造】公里。")
    expect(figure_fields(desk)).to_have_count(2)
    expect(figure_fields(desk).first).to_have_value("7")


def test_following_a_link_before_the_pause_ends_saves(desk, section):
    type_at_end(desk, "没有停顿就离开")
    desk.locator(".site-name").click()
    wait_until(desk, lambda: stored_body(section) == "没有停顿就离开")


def test_closing_the_page_before_the_pause_ends_saves(desk, section):
    type_at_end(desk, "没有停顿就关上")
    context = desk.context
    desk.close()
    wait_until(context.new_page(), lambda: stored_body(section) == "没有停顿就关上")


def test_coming_back_after_leaving_offers_nothing_that_is_saved(desk, section):
    type_at_end(desk, "离开再回来")
    desk.locator(".site-name").click()
    wait_until(desk, lambda: stored_body(section) == "离开再回来")
    open_section(desk, section)
    expect(desk.locator(BODY)).to_have_value("离开再回来")
    expect(desk.locator(".notice-warning")).to_have_count(0)


def test_looking_at_another_tab_saves_once(desk, section):
    """What goes out when the page is hidden counts as the request in flight."""
    saves = Saves(desk, section)
    type_at_end(desk, "看一眼别的")
    desk.evaluate("Object.defineProperty(document, 'hidden', { get: () => true })")
    desk.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    saves.wait_for(1)
    desk.wait_for_timeout(A_LITTLE_LONGER)
    assert saves.sent == 1
    saves.let_all_go()
    expect_saved(desk)
    assert stored_body(section) == "看一眼别的"


def test_going_on_saves_before_the_pause_ends(desk, section):
    type_at_end(desk, "马上去下一部分")
    with desk.expect_navigation():
        desk.locator("button[name=next]").click()
    assert stored_body(section) == "马上去下一部分"
    assert address(section) not in desk.url


def test_going_on_without_change_just_goes_on(desk, section):
    sent = saves_of(desk, section)
    with desk.expect_navigation():
        desk.locator("button[name=next]").click()
    assert sent == []


def test_the_counts_follow(page, report):
    section = section_of(report, OPENING)
    open_section(page, section)
    type_at_end(page, "我们，你们。")
    expect_saved(page)
    expect(page.locator("[data-count=characters]")).to_have_text("4")
    expect(page.locator("[data-count=withPunctuation]")).to_have_text("6")


def test_the_view_with_inputs_in_the_prose_saves_too(desk, section):
    desk.locator(BODY).fill("新建【新建】公里，共投资【投资】万元，仍是【新建】公里。")
    expect_saved(desk)
    open_section(desk, section, "fill/")
    fields = figure_fields(desk)
    expect(fields).to_have_count(2)
    fields.first.fill("12.5")
    expect(desk.locator("output[data-echo]")).to_have_text("12.5")
    expect_saved(desk)
    expect(desk.locator("[data-count=filled]")).to_have_text("1")
    assert section.report.figures.get(label="新建").value == "12.5"


def test_a_server_in_trouble_is_asked_again(desk, section):
    failures = iter([500])

    def answer(route):
        status = next(failures, None) if route.request.method == "POST" else None
        return route.fulfill(status=status) if status else route.continue_()

    desk.route(f"**{address(section)}", answer)
    type_at_end(desk, "再试一次")
    expect_state(desk, "trouble")
    expect(desk.locator(STATE)).to_have_class("save-state bad")
    assert len(copies(desk)) == 1
    expect_saved(desk)
    assert stored_body(section) == "再试一次"
    assert copies(desk) == []

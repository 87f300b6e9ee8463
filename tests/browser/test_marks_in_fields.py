"""What a check found has a line below its words, in the editor and on the page of blanks. What is written in is never
touched: not its caret, not its history, not what an input method is composing.
"""

import pytest
from playwright.sync_api import Page, expect

from reports.models import Figure

from .conftest import PHONE
from .desk import (
    BODY,
    copies,
    expect_no_overflow,
    expect_saved,
    expect_state,
    figure_fields,
    open_section,
    wait_until,
    word,
)
from .office import DUTY, section_of, write

TEXT = "😀走访63户。\n解决XX件，群众满意。\n管网建成。"
DRAWN = """() => {
  const wordsOf = ({ startContainer, startOffset, endContainer, endOffset }) => {
    const live = document.createRange();
    live.setStart(startContainer, startOffset);
    live.setEnd(endContainer, endOffset);
    return live.toString();
  };
  return [...CSS.highlights].flatMap(([name, ranges]) => [...ranges].map((range) => [name, wordsOf(range)]));
}"""
STANDS = """(field) => {
  const layer = field.nextElementSibling;
  return [layer.scrollHeight - field.scrollHeight, layer.scrollTop - field.scrollTop, layer.ariaHidden, layer.inert];
}"""
CARET = "(field) => [field.selectionStart, field.selectionEnd, document.activeElement === field]"


def drawn(page: Page, severity: str = "must") -> list[str]:
    """The words with a line below them."""
    return sorted(words for name, words in page.evaluate(DRAWN) if name == f"found-{severity}")


def wait_for_marks(page: Page, *words: str) -> None:
    wait_until(page, lambda: drawn(page) == sorted(words))


def put_caret(page: Page, start: int, end: int | None = None) -> None:
    page.locator(BODY).focus()
    page.locator(BODY).evaluate("(field, at) => field.setSelectionRange(...at)", [start, start if end is None else end])


@pytest.fixture
def section(report, office):
    return write(section_of(report, DUTY), TEXT, by=office.author, heading="坚持XX为民")


@pytest.fixture
def desk(page, section) -> Page:
    return open_section(page, section)


def test_words_are_marked_when_the_page_opens_by_their_severity(desk):
    wait_for_marks(desk, "XX", "XX")
    assert desk.locator(BODY).evaluate(STANDS) == [0, 0, "true", True]


def test_marks_go_with_their_words_while_one_types_before_them_and_leave_words_that_change(desk):
    put_caret(desk, 0)
    desk.keyboard.type("今年")
    wait_for_marks(desk, "XX", "XX")
    put_caret(desk, desk.locator(BODY).evaluate("(field) => field.value.indexOf('XX') + 1"))
    desk.keyboard.type("9")
    wait_for_marks(desk, "XX")
    assert desk.locator(BODY).input_value() == f"今年{TEXT.replace('XX', 'X9X')}"


def test_findings_that_arrive_while_one_types_in_the_middle_leave_caret_and_words_alone(desk):
    put_caret(desk, 5)
    desk.keyboard.type("并登记某某户的难处")
    expect_saved(desk)
    wait_for_marks(desk, "XX", "XX", "某某")
    assert desk.locator(BODY).evaluate(CARET) == [14, 14, True]
    put_caret(desk, 2, 4)
    desk.keyboard.press("Control+s")
    expect_saved(desk)
    assert desk.locator(BODY).evaluate(CARET) == [2, 4, True]


def test_undo_goes_back_through_what_was_typed_before_and_after_marks_arrived(desk):
    put_caret(desk, 3)
    desk.keyboard.type("某某")
    expect_saved(desk)
    wait_for_marks(desk, "XX", "某某", "XX")
    desk.keyboard.type("等")
    for _ in range(6):
        desk.keyboard.press("Control+z")
    expect(desk.locator(BODY)).to_have_value(TEXT)
    wait_for_marks(desk, "XX", "XX")


def test_what_is_pasted_over_words_takes_their_line_and_moves_the_others(desk):
    start = desk.locator(BODY).evaluate("(field) => field.value.indexOf('解决')")
    put_caret(desk, start, start + len("解决XX件"))
    desk.keyboard.insert_text("解决12件。\n😀办成某某件")
    wait_for_marks(desk, "XX")  # of the heading; 某某 is not known yet
    expect_saved(desk)
    wait_for_marks(desk, "XX", "某某")
    assert desk.locator(BODY).evaluate(STANDS) == [0, 0, "true", True]


def test_a_text_put_back_from_the_browser_has_the_lines_of_its_own_words(start_browser, section, office):
    context = start_browser(office.author)
    left = open_section(context.new_page(), section)
    context.set_offline(True)
    put_caret(left, 0)
    left.keyboard.insert_text("今年还有某某户，")
    wait_until(left, lambda: len(copies(left)) == 1)
    left.close()
    context.set_offline(False)
    desk = open_section(context.new_page(), section)
    wait_for_marks(desk, "XX", "XX")
    desk.get_by_role("button", name=word(desk, "restore")).click()
    expect(desk.locator(BODY)).to_have_value(f"今年还有某某户，{TEXT}")
    expect_saved(desk)
    wait_for_marks(desk, "XX", "某某", "XX")
    assert desk.locator(BODY).evaluate(STANDS) == [0, 0, "true", True]


def test_another_tab_that_saved_a_shorter_text_leaves_no_line_at_other_words(desk, section, office):
    other = open_section(desk.context.new_page(), section)
    wait_for_marks(other, "XX", "XX")
    other.locator(BODY).fill("水清。")
    expect_saved(other)
    wait_for_marks(other, "XX")
    wait_for_marks(desk, "XX", "XX")
    assert desk.locator(BODY).input_value() == TEXT
    desk.bring_to_front()
    put_caret(desk, 0)
    desk.keyboard.type("今年")
    expect_state(desk, "refused")
    wait_for_marks(desk, "XX", "XX")
    assert desk.locator(BODY).input_value() == f"今年{TEXT}"


def test_an_input_method_goes_on_composing_while_findings_arrive(desk):
    put_caret(desk, 3)
    desk.keyboard.type("某某")
    session = desk.context.new_cdp_session(desk)
    session.send("Input.imeSetComposition", {"text": "shui", "selectionStart": 4, "selectionEnd": 4})
    body = desk.locator(BODY)
    told = {"place": "body", "severity": "must", "words": "户", "start": 5, "end": 6}
    body.evaluate(
        """(field, mark) => field.form.dispatchEvent(new CustomEvent("checked", { detail: {
          marks: [mark], values: { heading: field.form.elements.heading.value, body: field.defaultValue }
        } }))""",
        told,
    )
    wait_until(desk, lambda: drawn(desk) == ["户"])
    session.send("Input.imeSetComposition", {"text": "水", "selectionStart": 1, "selectionEnd": 1})
    session.send("Input.insertText", {"text": "水"})
    assert "某某水" in body.input_value()
    assert "shui" not in body.input_value()
    assert body.evaluate(CARET)[2]


def test_the_lines_follow_a_long_text_that_scrolls_and_a_window_that_changes(page, report, office):
    text = (
        "".join(f"第{number}户的水管已经换好，群众都说水比往年清。\n" * 3 for number in range(1, 200))
        + "还有XX户。\n\n"
    )
    section = write(section_of(report, DUTY), text, by=office.author)
    open_section(page, section)
    wait_for_marks(page, "XX")
    body = page.locator(BODY)
    body.evaluate("(field) => { field.scrollTop = 3000 }")
    wait_until(page, lambda: body.evaluate(STANDS) == [0, 0, "true", True])
    page.set_viewport_size(PHONE)
    body.evaluate("(field) => { field.scrollTop = 5000 }")
    wait_until(page, lambda: body.evaluate(STANDS) == [0, 0, "true", True])
    expect_no_overflow(page)


def test_a_field_without_findings_has_no_layer_to_lay_out(page, report, office):
    open_section(page, write(section_of(report, DUTY), "管网建成。", by=office.author))
    expect(page.locator(".marks-layer")).to_have_count(2)
    assert page.locator(".marks-layer").evaluate_all("(all) => all.map((one) => [one.hidden, one.textContent])") == [
        [True, ""],
        [True, ""],
    ]


def test_on_the_page_of_blanks_words_and_the_fields_amid_them(page, report, office):
    section = write(section_of(report, DUTY), "铺设管网【管网】公里。😀尚有XX户。", by=office.author)
    Figure.objects.filter(report=report).update(value="370", previous="37")
    open_section(page, section, "fill/")
    wait_for_marks(page, "XX")
    marked = page.locator(".place[data-found=should]")
    expect(marked).to_have_count(1)
    field = figure_fields(page).first
    field.fill("38")
    expect_saved(page)
    expect(marked).to_have_count(0)
    expect(field).to_be_focused()
    assert drawn(page) == ["XX"]


def test_forced_colours_keep_the_lines_and_paper_has_none(start_browser, section, office):
    page = start_browser(office.author, forced_colors="active").new_page()
    open_section(page, section)
    wait_for_marks(page, "XX", "XX")
    style = "(name) => getComputedStyle(document.querySelector('.marks-layer')).getPropertyValue(name)"
    assert page.evaluate(style, "color") == "rgba(0, 0, 0, 0)"
    page.emulate_media(media="print")
    assert page.evaluate(style, "display") == "none"

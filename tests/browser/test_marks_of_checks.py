"""What a check found is marked in the editor, from the list beside it, the check page and the page of blanks."""

from playwright.sync_api import expect

from .desk import BODY, open_section, type_at_end
from .office import DUTY, section_of, write

TEXT = "😀走访63户。\n解决XX件，群众满意。\n管网建成。"
MARKED = "field => field.value.slice(field.selectionStart, field.selectionEnd)"


def test_from_the_list_beside_the_editor_by_keyboard_while_nothing_typed_is_lost(page, office, report):
    section = write(section_of(report, DUTY), TEXT, by=office.author)
    open_section(page, section)
    type_at_end(page, "又改三处。")
    link = page.locator("[data-words] a[data-marks='XX']")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator(BODY)).to_be_focused()
    assert page.locator(BODY).evaluate(MARKED) == "XX"
    expect(page.locator(BODY)).to_have_value(f"{TEXT}又改三处。")


def test_from_the_check_page_and_from_the_page_of_blanks(page, office, report):
    section = write(section_of(report, DUTY), TEXT, by=office.author)
    for address in [f"/reports/{report.pk}/check/", f"/reports/{report.pk}/sections/{section.pk}/fill/"]:
        page.goto(address)
        page.locator("main a[href*='?at=']", has_text="XX").first.click()
        expect(page.locator(BODY)).to_be_focused()
        assert page.locator(BODY).evaluate(MARKED) == "XX"

"""From a passage on the reading page to the same passage in the editor, and back."""

from playwright.sync_api import expect

from .desk import BODY, address, expect_saved, open_section, type_at_end
from .office import DUTY, section_of, write

LINES = [f"😀第{number}段，改造管网【长度】公里。" for number in range(30)]
CARET = "field => [...field.value.slice(0, field.selectionStart)].length"
SEEN = "row => { const box = row.getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight; }"


def test_from_the_text_to_the_editor_at_the_same_place_and_back(page, office, report):
    section = write(section_of(report, DUTY), "\n".join(LINES), by=office.author)
    page.goto(f"/reports/{report.pk}/read/")
    row = page.locator(f"section[data-section='{section.pk}'] > p").nth(20)
    row.hover()
    row.locator("a[href*='?at=']").click()
    expect(page.locator(BODY)).to_be_focused()
    assert page.locator(BODY).evaluate(CARET) == len("\n".join(LINES[:20])) + 1
    page.keyboard.press("End")
    page.keyboard.insert_text("又改三处。")
    expect_saved(page)
    page.locator("[data-read-here]").click()
    expect(row).to_have_class("from-editor")
    expect(row).to_contain_text("第20段，改造管网长度公里。又改三处。")
    assert row.evaluate(SEEN)


def test_an_empty_section_and_an_address_that_makes_no_sense(page, report):
    section = section_of(report, DUTY)
    open_section(page, section, "?at=999999999999")
    expect(page.locator(BODY)).to_be_focused()
    open_section(page, section, "?at=-1e9")
    type_at_end(page, "写的。")
    expect_saved(page)
    page.goto(f"/reports/{report.pk}/read/#at-{section.pk}-99999")
    expect(page.locator(f"section[data-section='{section.pk}'] > p")).to_have_class("from-editor")
    page.goto(f"/reports/{report.pk}/read/#at-999999-0")
    expect(page.locator("#paper")).to_be_visible()


def test_without_a_script_the_way_leads_to_the_section(start_browser, office, report):
    section = section_of(report, DUTY)
    page = start_browser(office.author, java_script_enabled=False).new_page()
    open_section(page, section)
    page.locator("[data-read-here]").click()
    assert page.url.endswith(f"/reports/{report.pk}/read/#section-2")
    row = page.locator(f"section[data-section='{section.pk}'] > p").first
    row.hover()
    row.locator(f"a[href='{address(section)}']").click()
    expect(page.locator(BODY)).to_be_visible()

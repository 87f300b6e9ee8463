"""Who else is here: two browsers learn of one another, and nobody is kept from writing."""

from playwright.sync_api import expect

from .office import DUTY, PROBLEMS, section_of

SAYS = "**/presence/"


def look_again(page):
    """As when one comes back to the tab."""
    with page.expect_response(SAYS):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_two_writers_learn_of_one_another(page, office, report, start_browser):
    duty, problems = section_of(report, DUTY), section_of(report, PROBLEMS)
    page.goto(f"/reports/{report.pk}/sections/{duty.pk}/")
    look_again(page)
    expect(page.locator("[data-presence]")).to_be_hidden()

    other = start_browser(office.assistant).new_page()
    other.goto(f"/reports/{report.pk}/sections/{duty.pk}/")
    expect(other.locator("[data-presence]")).to_contain_text(f"{office.author.name}（正在本部分）")
    look_again(other)
    look_again(page)
    expect(page.locator("[data-presence]")).to_contain_text(f"{office.assistant.name}（正在本部分）")
    expect(page.locator("[name=body]")).to_be_editable()
    expect(other.locator("[name=body]")).to_be_editable()

    other.goto(f"/reports/{report.pk}/sections/{problems.pk}/")
    look_again(other)
    look_again(page)
    expect(page.locator("[data-presence]")).to_contain_text(f"{office.assistant.name}（正在“{problems.name}”）")


def test_a_page_that_is_not_looked_at_says_nothing(page, report):
    said = []
    page.on("request", lambda request: request.url.endswith("/presence/") and said.append(request))
    page.add_init_script("Object.defineProperty(document, 'hidden', { get: () => !window.isLookedAt })")
    page.goto(f"/reports/{report.pk}/read/")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert said == []
    page.evaluate("window.isLookedAt = true")
    look_again(page)
    assert said != []

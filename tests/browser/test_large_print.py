"""Large print (适老化): chosen with one click, kept with the person; 18 pt, contrast 7:1."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from reports.actions.comment import add_comment
from reports.models import User

from .conftest import DESKTOP, PHONE
from .desk import address, expect_no_overflow
from .office import DUTY, section_of, write

CONTRAST = {"runOnly": ["color-contrast-enhanced"], "resultTypes": ["violations"]}
# The texts that are shown smaller than 18 pt; the numbers of comments above the words are for finding them again.
SMALL = """() => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), small = [];
  while (texts.nextNode()) {
    const text = texts.currentNode, around = text.parentElement;
    if (!text.data.trim() || !around.checkVisibility() || around.closest(".ref, script")) continue;
    if (parseFloat(getComputedStyle(around).fontSize) < 23.9) small.push(around.outerHTML.slice(0, 120));
  }
  return small;
}"""


def choose(page: Page, large: str) -> None:
    with page.expect_navigation():
        page.locator(f".print-size button[value={large}]").click()


def type_size(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).fontSize"))


@pytest.mark.parametrize("java_script_enabled", [True, False])
def test_one_click_and_back_remembered_with_the_person(office, start_browser, java_script_enabled):
    page = start_browser(office.author, java_script_enabled=java_script_enabled).new_page()
    page.goto("/account/assistants/?a=1")
    choose(page, "on")
    assert page.url.endswith("/account/assistants/?a=1")
    expect(page.locator(".print-size button[value=off]")).to_be_visible()
    elsewhere = start_browser(office.author).new_page()
    elsewhere.goto("/")
    assert type_size(elsewhere) == "24px"
    choose(page, "off")
    elsewhere.reload()
    assert type_size(elsewhere) == "16px"


def test_before_signing_in_it_is_remembered_in_the_browser(office, start_browser):
    page = start_browser().new_page()
    page.goto("/account/sign-in/")
    choose(page, "on")
    page.reload()
    assert type_size(page) == "24px"


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_every_text_is_large_and_dark_enough(office, report, start_browser, viewport):
    User.objects.update(large_print=True)
    section = section_of(report, DUTY)
    write(section, "改造管网【长度】公里，【未填】处XX。", by=office.author)
    section.refresh_from_db()
    said = {"section": section, "read": section.body, "passage": (0, 4), "by": office.author, "at": timezone.now()}
    add_comment(text="长度请核对。", **said)
    add_comment(text="更顺口。", replacement="新建管网", **said)
    page = start_browser(office.author, viewport=viewport).new_page()
    here = f"/reports/{report.pk}/"
    wrong = []
    places = ["/", "/reports/", "/account/assistants/", here, f"{here}check/", f"{here}read/", f"{here}fill/"]
    for place in [*places, address(section), address(section, "fill/")]:
        page.goto(place)
        expect_no_overflow(page)
        wrong += [f"{place} small: {text}" for text in page.evaluate(SMALL)]
        for violation in Axe().run(page, options=CONTRAST).response["violations"]:
            wrong += [f"{place} {node['html'][:120]} {node['failureSummary'][-200:]}" for node in violation["nodes"]]
    assert wrong == []

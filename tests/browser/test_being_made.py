"""A PDF that is still being made when the page is answered comes into the page by itself."""

import pytest
from playwright.sync_api import Page, Route, expect

from reports.documents import background
from reports.models import Report

from ..workers import end_background, renew_pool
from .conftest import Start
from .office import OPENING, Office, section_of, write

WAITS, PDF, SHEET = "[data-being-made]", "#made iframe", "#made .sheet-of-checks"


@pytest.fixture(autouse=True)
def _nobody_waits(monkeypatch, settings, tmp_path):
    """The worker starts with the page's own request, so that no file can be there in time."""
    settings.MEDIA_ROOT = tmp_path / "documents"
    storage = {"BACKEND": "reports.documents.whole_files.WholeFileStorage"}
    settings.STORAGES = {**settings.STORAGES, "default": storage}
    monkeypatch.setattr(background, "WAIT_SECONDS", 0)
    renew_pool()
    yield
    end_background()
    renew_pool()


@pytest.fixture
def report(report: Report, office: Office) -> Report:
    write(section_of(report, OPENING), "本人任南溪县水务局局长，现将一年履职情况报告如下。", by=office.author)
    return report


def address(report: Report) -> str:
    return f"/reports/{report.pk}/pdf/"


def open_and_mark(page: Page, report: Report) -> None:
    """The mark is gone once the page is loaded anew."""
    page.goto(address(report))
    expect(page.locator(WAITS)).to_be_visible()
    expect(page.locator(PDF)).to_have_count(0)
    page.evaluate("window.marked = true")


def is_marked(page: Page) -> bool:
    return bool(page.evaluate("window.marked === true"))


def test_it_comes_into_the_page_that_is_open(page: Page, report: Report):
    open_and_mark(page, report)
    expect(page.locator(PDF)).to_be_visible()
    expect(page.locator(SHEET).first).to_be_visible()
    expect(page.locator(WAITS)).to_have_count(0)
    assert is_marked(page)


@pytest.mark.parametrize("fault", ["aborted", "gateway"])
def test_the_page_goes_on_asking_when_an_answer_is_lost(page: Page, report: Report, fault: str):
    page.goto(address(report))
    expect(page.locator(WAITS)).to_be_visible()
    page.evaluate("window.marked = true")
    lost: list[str] = []

    def lose(route: Route) -> None:
        if lost or route.request.resource_type != "fetch":
            return route.continue_()
        lost.append(route.request.url)
        return route.abort() if fault == "aborted" else route.fulfill(status=502, body="<html>Bad gateway</html>")

    page.route(f"**{address(report)}", lose)
    expect(page.locator(PDF)).to_be_visible()
    assert (len(lost), is_marked(page)) == (1, True)


def test_why_it_cannot_be_made_comes_in_its_place(page: Page, report: Report, settings):
    settings.MAKING_SECONDS = 0.01
    open_and_mark(page, report)
    again = page.locator("main form[method=post] button")
    expect(again).to_be_visible()
    assert not is_marked(page)
    settings.MAKING_SECONDS = 60
    again.click()
    expect(page.locator(PDF)).to_be_visible()


def test_a_file_is_brought_without_scripts(start_browser: Start, office: Office, report: Report):
    page = start_browser(office.author, java_script_enabled=False).new_page()
    with page.expect_download() as download:
        page.goto(f"/reports/{report.pk}/files/docx/")
        expect(page.get_by_role("status")).to_be_visible()
    assert download.value.suggested_filename.endswith(".docx")

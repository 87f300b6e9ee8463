"""The main job from end to end: sign in, write, fill, check, submit, read, PDF, withdraw."""

import re

import pytest
from playwright.sync_api import Page, expect

from reports.models import Report
from reports.models.report import ReportState

from .conftest import DESKTOP, PHONE
from .desk import BODY, HEADING, expect_no_overflow, expect_saved, figure_fields
from .hands import Keyboard, Mouse
from .office import PASSWORD

CHECK, NEXT, SAVE = "a[href$='/check/']", "button[name=next]", "button[form=section-form]:not([name])"
SECTION_LINK = "ol.sections li:nth-child({}) a"


@pytest.mark.parametrize(
    ("hand", "options"),
    [
        pytest.param(Mouse, {"viewport": DESKTOP}, id="desktop"),
        pytest.param(Mouse, {"viewport": PHONE, "has_touch": True}, id="phone"),
        pytest.param(Mouse, {"java_script_enabled": False}, id="no-script"),
        pytest.param(Keyboard, {"viewport": DESKTOP}, id="keyboard"),
    ],
)
def test_from_sign_in_to_pdf_and_back(start_browser, office, hand, options):
    page = start_browser(**options).new_page()
    scripted = options.get("java_script_enabled", True)
    worker = hand(page)
    sign_in(worker)
    start_from_outline(worker)
    write_sections(worker, scripted=scripted)
    follow_the_finding(worker, scripted=scripted)
    submit(worker)
    read_it(worker)
    look_at_its_pdf(page, scripted=scripted)
    withdraw(worker)


def sign_in(worker: Mouse) -> None:
    worker.page.goto("/")
    expect_no_overflow(worker.page)
    worker.write("#id_username", "author")
    worker.write("#id_password", PASSWORD)
    worker.follow("main form button")
    expect(worker.page).to_have_url(re.compile(r"/$"))
    if isinstance(worker, Keyboard):
        use_the_skip_link(worker.page)


def use_the_skip_link(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    expect(page.locator(".skip-link")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def start_from_outline(worker: Mouse) -> None:
    worker.follow("main a.btn[href*='/start/']")
    worker.follow("form[action$='/outline/'] button")
    assert Report.objects.count() == 1


def write_sections(worker: Mouse, *, scripted: bool) -> None:
    page = worker.page
    worker.follow(SECTION_LINK.format(1))
    worker.write(BODY, "现将本人履职情况报告如下。")
    worker.follow(NEXT)
    worker.write(HEADING, "坚持供水为民，保障城乡用水")
    worker.write(BODY, "全年新建管网【新建管网】公里。")
    show_the_new_field(page, worker, scripted=scripted)
    worker.write("input.figure", "12.5")
    worker.follow(NEXT)
    worker.write(BODY, "一是管网漏损偏高，仍有【漏损小区数】个小区没有改造。")
    worker.follow(NEXT)
    worker.follow(NEXT)
    expect(page.locator("ol.sections .tag-complete")).to_have_count(2)
    expect(page.locator("ol.sections .tag-in_progress")).to_have_count(1)


def show_the_new_field(page: Page, worker: Mouse, *, scripted: bool) -> None:
    """With a script the field comes of itself, into the same page; without, after saving."""
    if scripted:
        page.evaluate("window.stillTheSamePage = true")
    else:
        worker.follow(SAVE)
    expect(figure_fields(page)).to_have_count(1)
    if scripted:
        expect_saved(page)
        assert page.evaluate("window.stillTheSamePage")


def save(worker: Mouse, *, scripted: bool) -> None:
    if scripted:
        worker.press(SAVE)
        expect_saved(worker.page)
    else:
        worker.follow(SAVE)


def follow_the_finding(worker: Mouse, *, scripted: bool) -> None:
    page = worker.page
    worker.follow(CHECK)
    findings = page.locator("main ul a")
    expect(findings).to_have_count(1)
    worker.follow("main ul a")
    field = figure_fields(page)
    expect(page).to_have_url(re.compile(f"#{field.get_attribute('id')}$"))
    expect(field).to_be_focused()
    worker.write("input.figure", "3")
    save(worker, scripted=scripted)
    worker.follow(".write-head > a")


def submit(worker: Mouse) -> None:
    worker.follow(CHECK)
    worker.follow("main a[href$='/submit/']")
    worker.follow("main form button")
    report = Report.objects.get()
    assert report.state == ReportState.SUBMITTED
    assert report.revisions.count() == 1


def read_it(worker: Mouse) -> None:
    worker.follow("ul.links a[href$='/read/']")
    expect(worker.page.locator("article")).to_contain_text("第一，坚持供水为民，保障城乡用水。全年新建管网12.5公里。")


def look_at_its_pdf(page: Page, *, scripted: bool) -> None:
    """Setting the text takes the server a while: the page must be there before the PDF in it is. It comes by itself, or
    without a script when one looks again.
    """
    if page.locator(".strip-more").is_visible():  # on a phone
        page.locator(".strip-more").click()
    with page.expect_response("**/files/draft/?inline", timeout=30_000) as shown:
        page.locator(".strip a[href$='/pdf/']").click()
        while not scripted and page.locator("[data-being-made]").count():
            page.wait_for_timeout(1_000)
            page.locator("[data-being-made] a").click()
    assert (shown.value.status, shown.value.headers["content-type"]) == (200, "application/pdf")
    expect_no_overflow(page)
    with page.expect_download() as download:
        page.locator(".downloads a.btn-primary").click()
    assert download.value.suggested_filename.endswith(".pdf")


def withdraw(worker: Mouse) -> None:
    page = worker.page
    page.goto(f"/reports/{Report.objects.get().pk}/")
    worker.follow("form[action$='/withdraw/'] button")
    assert Report.objects.get().state == ReportState.DRAFT
    expect(page.locator(CHECK)).to_be_visible()


@pytest.mark.parametrize("scripted", [True, False], ids=["script", "no-script"])
def test_start_from_a_pasted_text_with_blanks(start_browser, office, scripted):
    page = start_browser(office.author, java_script_enabled=scripted, viewport=PHONE).new_page()
    page.goto("/")
    page.locator("main a.btn[href*='/start/']").click()
    page.locator("#id_text").fill(PASTED)
    page.locator("form[enctype] button").click()
    expect(page.locator("section.part")).to_have_count(3)
    expect_no_overflow(page)
    assert Report.objects.count() == 0
    page.locator("form[action$='/text/'] .actions .btn-primary").click()
    report = Report.objects.get()
    assert [section.kind for section in report.sections.order_by("position")] == [
        "opening",
        "duty",
        "duty",
        "problems",
        "closing",
    ]
    assert report.figures.count() == 3
    expect(page.locator("ol.sections li")).to_have_count(5)
    expect_no_overflow(page)


PASTED = """年度述职报告

根据安排，现将本人履职情况报告如下。

第一，坚持供水为民，保障城乡用水。全年新建管网*公里，惠及居民XX户。

第二，坚持从严管理，守住水质底线。抽检水样*份，全部合格。

在总结工作的同时，我也看到自身存在的问题：一是管网漏损偏高，二是到一线调研不够。
"""


def test_tab_key_visits_a_whole_page_and_leaves_it(start_browser, office, report):
    """No trap: from the first stop to the end, no stop twice."""
    page = start_browser(office.author).new_page()
    page.goto(f"/reports/{report.pk}/sections/{report.sections.first().pk}/")
    keyboard, stops = Keyboard(page), []
    while True:
        page.keyboard.press("Tab")
        keyboard.expect_to_see_where_it_is()
        stop = page.evaluate("[...document.querySelectorAll('*')].indexOf(document.activeElement)")
        if stop in stops or page.evaluate("document.activeElement === document.body"):
            break
        stops.append(stop)
    assert stops == sorted(stops)
    assert len(stops) == len(set(stops))
    assert page.evaluate("document.activeElement === document.body || document.activeElement.matches('.skip-link')")

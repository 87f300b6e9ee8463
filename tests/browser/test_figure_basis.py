"""A value in the text of a version leads to where it comes from; its words are still selected as words."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from reports.actions.comment import add_comment
from reports.actions.report import submit_report
from reports.models import Review

from .conftest import DESKTOP, PHONE
from .desk import expect_no_overflow
from .office import DUTY, OPENING, PROBLEMS, section_of, write
from .probes import small_targets

TEXT = "全年改造管网【长度】公里，新建泵站三座。"
VALUE = "#paper .figure-link"
ACROSS = """(row) => {
  const box = row.getBoundingClientRect(), link = row.querySelector("a.figure-link").getBoundingClientRect();
  return { x: link.x + 2, y: link.y + link.height / 2, end: Math.min(link.right + 90, box.right) };
}"""


@pytest.fixture
def section(office, report):
    write(section_of(report, OPENING), "现报告如下。", by=office.author)
    write(section_of(report, PROBLEMS), "走得不够多。", by=office.author)
    section = write(section_of(report, DUTY), TEXT, by=office.author, heading="保供水")
    report.figures.filter(label="长度").update(value="31.5", previous="21", source="管网台账")
    Review.objects.create(report=report, stage=office.cycle.stages.get(), reviewer=office.other)
    submit_report(report=report, by=office.author, at=timezone.now())
    return section


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def reader(request, start_browser, office, report, section) -> Page:
    page = start_browser(office.other, viewport=request.param, has_touch=request.param == PHONE).new_page()
    page.goto(f"/reports/{report.pk}/read/")
    if "/open/" in page.url:
        page.locator("main .btn-primary").click()
    expect(page.locator(VALUE)).to_have_text("31.5")
    return page


def test_a_reviewer_opens_a_value_and_comes_back_to_its_paragraph(reader, section):
    assert small_targets(reader, 24) == []
    reader.locator(VALUE).click()
    expect(reader.locator("h1")).to_have_text("长度 31.5公里")
    expect(reader.locator("main")).to_contain_text("管网台账")
    expect(reader.locator(".over-years")).to_contain_text("21")
    expect_no_overflow(reader)
    reader.locator(f"a[href*='#at-{section.pk}-']").click()
    expect(reader.locator("p.from-editor")).to_contain_text("改造管网31.5公里")


def test_numbers_of_comments_are_large_enough_beside_a_value(reader, office, section):
    for passage in ((0, 6), (2, 6), (2, 11)):
        said = {"section": section, "read": section.body, "passage": passage, "by": office.other}
        add_comment(text="请核对。", at=timezone.now(), **said)
    reader.reload()
    expect(reader.locator(".ref")).to_have_count(3)
    rules = {"runOnly": ["target-size"], "resultTypes": ["violations"]}
    found = Axe().run(reader, options=rules).response["violations"]
    assert [node["html"] for one in found for node in one["nodes"]] == []


def test_words_are_selected_from_a_value_on(reader):
    row = reader.locator("#paper p", has=reader.locator("a.figure-link"))
    place = row.evaluate(ACROSS)
    reader.mouse.move(place["x"], place["y"])
    reader.mouse.down()
    reader.mouse.move(place["end"], place["y"], steps=4)
    reader.mouse.up()
    expect(reader.locator(".bubble")).to_be_enabled()
    assert reader.evaluate("document.getSelection().toString()").startswith("31.5")
    expect(reader.locator(VALUE)).to_have_attribute("href", re.compile("/rows/"))
    assert "/read/" in reader.url


def test_on_paper_a_value_is_a_word_like_others(reader):
    reader.emulate_media(media="print")
    look = "one => [getComputedStyle(one).color, getComputedStyle(one).textDecorationLine]"
    row = reader.locator("#paper p", has=reader.locator("a.figure-link"))
    around = row.evaluate("one => getComputedStyle(one).color")
    assert reader.locator(VALUE).evaluate(look) == [around, "none"]

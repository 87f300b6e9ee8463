"""An author's whole day with keys alone: no pointer, no address typed but the first. At each stop of the Tab key the
ring is seen and nothing that stands fixed lies over it.
"""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from reports.actions.batch import work_once
from reports.actions.comment import add_comment
from reports.actions.publication import agree_and_publish
from reports.actions.review import open_review, return_report
from reports.models import Comment, Report, Review
from reports.models.report import ReportState

from .conftest import DESKTOP, PHONE
from .desk import BODY, expect_saved, figure_fields, wait_until
from .hands import Keyboard
from .office import PASSWORD, PROBLEMS, Office, section_of

OLD = """2024年度述职报告

根据安排，现将本人履职情况报告如下。

一、供水保障方面
全年新建管网*公里，惠及居民XX户。
（一）水质
抽检水样*份，全部合格。

二、到一线调研不够
走访村组不多。
"""
PRIMARY, SUBMIT, NEXT = "main .btn-primary", "main a[href$='/submit/']", "button[name=next]"
FILL_ALL = "main a.btn[href$='/fill/']"


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_from_sign_in_to_the_published_report(start_browser, office, viewport):
    keys = Keyboard(start_browser(viewport=viewport).new_page())
    sign_in(keys)
    read_the_old_report_in(keys)
    place_its_parts(keys)
    report = Report.objects.get()
    Review.objects.create(report=report, stage=office.cycle.stages.get(), reviewer=office.other)
    write_sections(keys, report)
    fill_all_blanks(keys, report)
    check_and_submit(keys)
    return_it(office, report)
    answer_and_change(keys, report)
    check_and_submit(keys)
    publish_it(office, report)
    download_it(keys, report)


def sign_in(keys: Keyboard) -> None:
    keys.page.goto("/")
    keys.write("#id_username", "author")
    keys.write("#id_password", PASSWORD)
    keys.page.keyboard.press("Enter")
    expect(keys.page).to_have_url(re.compile(r"/$"))


def read_the_old_report_in(keys: Keyboard) -> None:
    keys.follow("main .btn[href*='/start/']")
    keys.tab_to("#id_text")
    keys.page.keyboard.insert_text(OLD)  # as from the clipboard
    keys.follow("form[enctype] button")


def place_its_parts(keys: Keyboard) -> None:
    page = keys.page
    parts = page.locator("section.part")
    before = parts.count()
    keys.follow("button[name=split] >> nth=0")
    expect(parts).not_to_have_count(before)
    keys.follow("button[name=join] >> nth=0")
    expect(parts).to_have_count(before)
    place_the_last_part(keys)
    keys.follow(".actions .btn-primary")


def place_the_last_part(keys: Keyboard) -> None:
    select = "section.part:last-of-type select"
    keys.tab_to(select)
    chosen = keys.page.locator(f"{select} option:checked")
    for _ in range(keys.page.locator(f"{select} option").count()):
        keys.page.keyboard.press("ArrowUp")
    while "存在问题" not in (chosen.text_content() or ""):
        keys.page.keyboard.press("ArrowDown")


def write_sections(keys: Keyboard, report: Report) -> None:
    """One is written on and its new blank filled; Ctrl+S saves without leaving the place."""
    page = keys.page
    keys.follow(f"ol.sections a[href$='/sections/{section_of(report, PROBLEMS).pk}/']")
    keys.tab_to(BODY)
    page.keyboard.press("Control+End")
    page.keyboard.type("全年只走了【走访村组】个村组。")
    expect(figure_fields(page)).to_have_count(1)
    keys.write("input.figure", "3")
    page.keyboard.press("Control+s")
    expect_saved(page)
    expect(page.locator("input.figure")).to_be_focused()
    assert section_of(report, PROBLEMS).body.endswith("全年只走了【走访村组】个村组。")
    assert report.figures.get(label="走访村组").value == "3"
    keys.follow(NEXT)
    keys.follow(NEXT)  # of the closing section, which may stay empty


def fill_all_blanks(keys: Keyboard, report: Report) -> None:
    keys.follow("main a[href$='/check/']")
    keys.follow(FILL_ALL)
    for place, value in enumerate(["12.5", "860", "48"]):
        keys.write(f".fill input >> visible=true >> nth={place}", value)
    keys.page.keyboard.press("Control+s")
    wait_until(keys.page, lambda: not report.figures.filter(value="").exists())
    keys.follow("main .btn-primary[href$='/check/']")


def check_and_submit(keys: Keyboard) -> None:
    keys.follow(SUBMIT)
    if keys.page.locator("[name=meant]").count():
        keys.tab_to("[name=meant] >> nth=0")
        keys.page.keyboard.press("Space")
    keys.follow(PRIMARY)
    assert Report.objects.get().state == ReportState.SUBMITTED


def return_it(office: Office, report: Report) -> None:
    """The reviewer's own day is another test."""
    now, reviewer = timezone.now(), office.other
    open_review(report=Report.objects.get(), by=reviewer, at=now)
    section = section_of(report, PROBLEMS)
    add_comment(section=section, read=section.body, passage=(0, 4), text="请写具体。", by=reviewer, at=now)
    return_report(report=Report.objects.get(), reasons={section.pk: "太笼统。"}, by=reviewer, at=now)


def answer_and_change(keys: Keyboard, report: Report) -> None:
    """From home, which says why it was returned and leads there."""
    comment = Comment.objects.get()
    keys.follow(".site-name")
    expect(keys.page.locator("main .notice")).to_contain_text("太笼统。")
    keys.follow("main .actions .btn-primary")
    expect(keys.page).to_have_url(re.compile(f"/sections/{section_of(report, PROBLEMS).pk}/"))
    keys.tab_to(BODY)
    keys.page.keyboard.press("Control+End")
    keys.page.keyboard.type("最远的三个村没有去。")
    keys.follow(NEXT)
    keys.follow("main a[href$='/answers/']")
    keys.tab_to(f"#id_answer-{comment.pk}-verdict_0")
    keys.page.keyboard.press("Space")
    keys.follow(PRIMARY)
    comment.refresh_from_db()
    assert comment.answer.verdict == "adopted"
    assert section_of(report, PROBLEMS).body.endswith("最远的三个村没有去。")
    keys.follow("main a[href$='/check/']")


def publish_it(office: Office, report: Report) -> None:
    agree_and_publish(report=Report.objects.get(), by=office.other, at=timezone.now())
    while work_once(at=timezone.now()):
        pass
    assert Report.objects.get().state == ReportState.PUBLISHED


def download_it(keys: Keyboard, report: Report) -> None:
    keys.follow(".site-name")
    keys.tab_to("main a[href*='/publications/']")
    with keys.page.expect_download() as download:
        keys.page.keyboard.press("Enter")
    assert download.value.suggested_filename == f"{report.title}（周明）.pdf"
